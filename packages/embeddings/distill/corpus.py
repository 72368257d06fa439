"""The training lines: the text file, and lines made up over the vocabulary. Labelled sets are never opened here."""

import gzip
import hashlib
import json
from pathlib import Path

import numpy as np

from recipe import Recipe

# Filled with words drawn from the vocabulary. They sound like what agents ask and report, and like plain requests.
TEMPLATES = [
    "how do i {} the {} in {}",
    "how can i {} a {}",
    "what is the {} of {}",
    "what does {} mean in {}",
    "why does {} fail with {}",
    "why is my {} so {}",
    "is there a {} for {} {}",
    "can you {} my {}",
    "can you tell me about {} and {}",
    "could you find the {} {} for me",
    "please {} the {} for {}",
    "i need to {} my {} {}",
    "i want to know the {} of my {}",
    "i would like to {} a {} {}",
    "when should i {} the {}",
    "where can i find {} {}",
    "where is the {} near {}",
    "who is the {} of {}",
    "how much {} does a {} have",
    "how many {} are in a {}",
    "how long does {} take to {}",
    "do i have any {} for {}",
    "does {} work with {}",
    "should i {} before {}",
    "tell me the {} {}",
    "show me all {} with {}",
    "set the {} to {}",
    "change my {} to {} {}",
    "give me a {} about {}",
    "{} does not {} after {}",
    "{} error when using {} {}",
    "cannot {} {} from {}",
    "unable to {} the {} on {}",
    "best way to {} {} and {}",
    "difference between {} and {}",
    "using {} with {} in {}",
    "{} vs {} for {}",
    "convert {} to {}",
    "fixed {} by changing the {}",
    "the {} of {} was {}",
]


def text_lines(path: Path) -> list[str]:
    """The `text` of every line of a gzipped JSONL file, first occurrence only."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(dict.fromkeys(json.loads(line)["text"] for line in file))


def made_up_lines(vocabulary: list[str], recipe: Recipe) -> list[str]:
    """Random word combinations, then filled templates. BERT's vocabulary is ordered by frequency: rank is position."""
    words = [word for word in vocabulary if len(word) > 1 and word.isascii() and word.isalpha()]
    weight = (recipe.rank_offset + np.arange(len(words))) ** -recipe.rank_power
    random = np.random.default_rng(recipe.seed)
    drawn = iter(random.choice(len(words), size=20 * (recipe.word_combinations + recipe.filled_templates), p=weight / weight.sum()))

    combinations = [
        " ".join(words[next(drawn)] for _ in range(length))
        for length in random.integers(2, 9, size=recipe.word_combinations)
    ]
    filled = [
        TEMPLATES[kind].format(*(words[next(drawn)] for _ in range(TEMPLATES[kind].count("{}"))))
        for kind in random.integers(len(TEMPLATES), size=recipe.filled_templates)
    ]
    return list(dict.fromkeys(combinations + filled))


def digest(lines: list[str]) -> str:
    """12 hex digits that name a list of lines, so that a cache can never be read for another list."""
    return hashlib.sha256("\n".join(lines).encode()).hexdigest()[:12]

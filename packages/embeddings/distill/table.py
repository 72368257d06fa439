"""Which rows the table has, and lines as lists of row numbers. The rules here are those of src/static, in Python."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from tokenizers import Tokenizer

from recipe import Recipe

UNUSED = re.compile(r"\[unused\d+\]")


@dataclass(frozen=True)
class Table:
    """
    Entries are the teacher's vocabulary without special tokens: first those with a row of their own, whose number is the
    entry's, then the others. Rows of the bigrams follow: bigram i is row `rows + i`.
    """

    entries: list[str]
    rows: int
    bigrams: np.ndarray  # (count, 2), entry numbers, sorted
    counts: np.ndarray  # how often each row is used in the training lines


def is_latin(piece: str) -> bool:
    """Letters of the Latin script only; digits, punctuation and symbols belong to every script."""
    return all(not char.isalpha() or "LATIN" in unicodedata.name(char, "") for char in piece.removeprefix("##"))


class LineReader:
    """Lines to entry numbers. The tokenizer is the teacher's, without truncation or special tokens."""

    def __init__(self, tokenizer: Tokenizer) -> None:
        ids = tokenizer.get_vocab()
        special = {token.content for token in tokenizer.get_added_tokens_decoder().values()}
        pieces = [piece for piece in sorted(ids, key=ids.__getitem__) if piece not in special and not UNUSED.fullmatch(piece)]
        with_row = [piece for piece in pieces if is_latin(piece)]
        self.entries = with_row + [piece for piece in pieces if not is_latin(piece)]
        self.rows = len(with_row)
        self.teacher_ids = np.array([ids[piece] for piece in self.entries])
        self.tokenizer = tokenizer
        self._entry_of = np.full(len(ids), -1)
        self._entry_of[self.teacher_ids] = np.arange(len(self.entries))

    def read(self, lines: list[str]) -> list[np.ndarray]:
        """-1 where the word is unknown: it is nobody's neighbour in a bigram."""
        encodings = self.tokenizer.encode_batch(lines, add_special_tokens=False)
        return [self._entry_of[np.array(encoding.ids, dtype=np.int64)] for encoding in encodings]


def choose_table(reader: LineReader, text: list[np.ndarray], every: list[np.ndarray], recipe: Recipe) -> tuple[Table, csr_array]:
    """The most frequent bigrams of `text` (real lines only), and `every` line as a sparse row of counts."""
    pairs = Counter()
    for line in text:
        known = (line[:-1] >= 0) & (line[:-1] < reader.rows) & (line[1:] >= 0) & (line[1:] < reader.rows)
        pairs.update((line[:-1][known] << 16 | line[1:][known]).tolist())
    frequent = [pair for pair, count in pairs.items() if count >= recipe.bigram_least_count]
    # The pair breaks ties, so that the choice does not depend on the order of a dictionary.
    frequent.sort(key=lambda pair: (-pairs[pair], pair))
    chosen = np.sort(np.array(frequent[: recipe.bigrams], dtype=np.int64))

    indices, starts = [], [0]
    for line in every:
        single = line[(line >= 0) & (line < reader.rows)]
        double = line[:-1] << 16 | line[1:]
        double = double[(line[:-1] >= 0) & (line[1:] >= 0)]
        place = np.searchsorted(chosen, double).clip(max=len(chosen) - 1)
        indices += [single, reader.rows + place[chosen[place] == double]]
        starts.append(starts[-1] + len(indices[-1]) + len(indices[-2]))
    columns = np.concatenate(indices)
    used = csr_array(
        (np.ones(len(columns), dtype=np.float32), columns, np.array(starts)),
        shape=(len(every), reader.rows + len(chosen)),
    )
    counts = np.bincount(columns, minlength=used.shape[1])
    table = Table(reader.entries, reader.rows, np.stack([chosen >> 16, chosen & 0xFFFF], axis=1), counts)
    return table, used

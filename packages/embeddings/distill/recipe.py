"""Every choice of the distillation, in one place. `distill.py` writes them into models/static.json."""

from dataclasses import asdict, dataclass


@dataclass(frozen=True)
class Recipe:
    model: str = "qis-static-minilm"
    teacher: str = "sentence-transformers/all-MiniLM-L6-v2"
    seed: int = 20261124
    dimensions: int = 256

    # Teacher
    max_tokens: int = 256  # where sentence-transformers cuts for this model
    batch: int = 32

    # Made-up lines, so that a rare word is seen in company too
    word_combinations: int = 40_000
    filled_templates: int = 40_000
    rank_offset: int = 50  # a word is drawn by (rank_offset + rank) ^ -rank_power
    rank_power: float = 0.6

    # Table
    bigrams: int = 22_000
    bigram_least_count: int = 8
    sif_a: float = 1e-3  # weight a / (a + p(token)), Arora et al. 2017

    # Fit: sparse Adam
    epochs: int = 4
    batch_lines: int = 1_024
    learning_rate: float = 4e-3  # falls linearly to 0
    beta_1: float = 0.9
    beta_2: float = 0.99
    relational_weight: float = 1.0
    relational_temperature: float = 0.05
    anchor_every: int = 20  # steps between two pulls towards the start
    anchor_share: float = 0.015  # of the way, each time

    # Weights after the fit: ((c + rare_least) / (c + rare_most)) ^ rare_power of a piece that occurs c times
    rare_least: int = 20
    rare_most: int = 320
    rare_power: float = 0.06
    bigram_weight: float = 1.25

    def as_dict(self) -> dict:
        return asdict(self)


RECIPE = Recipe()

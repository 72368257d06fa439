"""Fits the rows: the normalised sum of a line's rows shall point where the teacher's sentence vector points."""

import time

import numpy as np
from scipy.sparse import csr_array

from recipe import Recipe
from table import Table


def projection(teacher: np.ndarray, dimensions: int) -> np.ndarray:
    """(384, dimensions): leading eigenvectors of the sentence vectors' second moments. Uncentred: cosine has an origin."""
    moments = np.zeros((teacher.shape[1],) * 2)
    for begin in range(0, len(teacher), 8_192):
        part = teacher[begin : begin + 8_192].astype(np.float64)
        moments += part.T @ part
    _, vectors = np.linalg.eigh(moments)  # ascending
    return vectors[:, ::-1][:, :dimensions].astype(np.float32)


def start_rows(table: Table, entry_vectors: np.ndarray, basis: np.ndarray, recipe: Recipe) -> np.ndarray:
    """Entries as the teacher sees them alone, centred, projected, weighted a / (a + p) (SIF, Arora et al. 2017). Bigrams: zero."""
    counts = table.counts[: table.rows]
    weight = recipe.sif_a / (recipe.sif_a + counts / counts.sum())
    rows = (entry_vectors - entry_vectors.mean(axis=0)) @ basis * weight[:, None]
    rows /= np.linalg.norm(rows, axis=1).mean()
    return np.vstack([rows, np.zeros((len(table.bigrams), recipe.dimensions))]).astype(np.float32)


class SparseAdam:
    """Adam whose moments move only for the rows that a batch uses; the step count is common."""

    def __init__(self, shape: tuple[int, int], recipe: Recipe) -> None:
        self.first = np.zeros(shape, dtype=np.float32)
        self.second = np.zeros(shape, dtype=np.float32)
        self.steps = 0
        self.recipe = recipe

    def move(self, rows: np.ndarray, used: np.ndarray, gradient: np.ndarray, rate: float) -> None:
        b1, b2 = self.recipe.beta_1, self.recipe.beta_2
        self.steps += 1
        first = self.first[used] * b1 + gradient * (1 - b1)
        second = self.second[used] * b2 + np.square(gradient) * (1 - b2)
        self.first[used], self.second[used] = first, second
        correction = np.sqrt(1 - b2**self.steps) / (1 - b1**self.steps)
        rows[used] -= rate * correction * first / (np.sqrt(second) + 1e-8)


def unit(vectors: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    length = np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-6
    return vectors / length, length


def similarities(vectors: np.ndarray, temperature: float) -> np.ndarray:
    """Softmax over the other lines of the batch."""
    logits = vectors @ vectors.T / temperature
    np.fill_diagonal(logits, -np.inf)
    logits -= logits.max(axis=1, keepdims=True)
    np.exp(logits, out=logits)
    return logits / logits.sum(axis=1, keepdims=True)


def batch_gradient(sums: np.ndarray, target: np.ndarray, teacher: np.ndarray, recipe: Recipe) -> tuple[np.ndarray, float]:
    """
    Of mean(1 - cos(sum, target)) + weight * mean KL(teacher's similarities || ours), by the sums.
    Returns the gradient and the mean cosine.
    """
    count, temperature = len(sums), recipe.relational_temperature
    ours, length = unit(sums)
    by_unit = -target / count
    gap = similarities(ours, temperature) - similarities(teacher, temperature)
    by_unit += recipe.relational_weight / (temperature * count) * ((gap + gap.T) @ ours)
    by_sum = (by_unit - ours * (ours * by_unit).sum(axis=1, keepdims=True)) / length
    return by_sum, float((ours * target).sum() / count)


def fit(start: np.ndarray, lines: csr_array, teacher: np.ndarray, basis: np.ndarray, recipe: Recipe) -> np.ndarray:
    rows, adam = start.copy(), SparseAdam(start.shape, recipe)
    random = np.random.default_rng(recipe.seed)
    useful = np.flatnonzero(np.diff(lines.indptr))
    batches = len(useful) // recipe.batch_lines
    total, step, began = recipe.epochs * batches, 0, time.monotonic()
    for epoch in range(recipe.epochs):
        order, cosines = random.permutation(useful), []
        for batch in range(batches):
            picked = np.sort(order[batch * recipe.batch_lines : (batch + 1) * recipe.batch_lines])
            part, vectors = lines[picked], teacher[picked]
            used, inverse = np.unique(part.indices, return_inverse=True)
            small = csr_array((part.data, inverse, part.indptr), shape=(len(picked), len(used)))
            by_sum, cosine = batch_gradient(small @ rows[used], unit(vectors @ basis)[0], vectors, recipe)
            adam.move(rows, used, small.T @ by_sum, recipe.learning_rate * (1 - step / total))
            step += 1
            if step % recipe.anchor_every == 0:
                rows += recipe.anchor_share * (start - rows)
            cosines.append(cosine)
        print(f"epoch {epoch + 1}: mean cosine {np.mean(cosines):.4f}, {time.monotonic() - began:.0f} s", flush=True)
    return rows


def row_weights(table: Table, recipe: Recipe) -> np.ndarray:
    """The fit takes rare pieces for more telling than they are in texts that it has not seen, and bigrams for less."""
    counts = table.counts[: table.rows]
    pieces = ((counts + recipe.rare_least) / (counts + recipe.rare_most)) ** recipe.rare_power
    return np.concatenate([pieces, np.full(len(table.bigrams), recipe.bigram_weight)]).astype(np.float32)

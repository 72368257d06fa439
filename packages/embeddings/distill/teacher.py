"""Sentence vectors of the teacher: fp32 ONNX, mean pooling over all tokens, unit length. Cached by what was embedded."""

import time
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from corpus import digest
from recipe import Recipe

PIECE = 4_096  # lines between two notes of progress; an interrupted run continues at the last of them


class Teacher:
    def __init__(self, folder: Path, recipe: Recipe, threads: int) -> None:
        self.recipe = recipe
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(recipe.max_tokens)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(folder / "onnx" / "model.onnx"), options)

    def plain_tokenizer(self) -> Tokenizer:
        """Without truncation: what the static model, which reads texts of any length, shall agree with."""
        tokenizer = Tokenizer.from_str(self.tokenizer.to_str())
        tokenizer.no_truncation()
        return tokenizer

    def vocabulary(self) -> list[str]:
        ids = self.tokenizer.get_vocab()
        return sorted(ids, key=ids.__getitem__)

    def token_ids(self, lines: list[str]) -> list[list[int]]:
        """With [CLS] and [SEP]."""
        return [encoding.ids for encoding in self.tokenizer.encode_batch(lines)]

    def line_vectors(self, lines: list[str], cache: Path) -> np.ndarray:
        return self._cached(lambda: self.token_ids(lines), len(lines), cache / f"teacher-{digest(lines)}")

    def entry_vectors(self, cache: Path) -> np.ndarray:
        """Each vocabulary entry alone, by its id, so that continuations such as `##ing` keep their `##`."""
        vocabulary = self.vocabulary()
        first, last = self.tokenizer.token_to_id("[CLS]"), self.tokenizer.token_to_id("[SEP]")
        return self._cached(
            lambda: [[first, id, last] for id in range(len(vocabulary))],
            len(vocabulary),
            cache / f"entries-{digest(vocabulary)}",
        )

    def _cached(self, ids_of_lines, count: int, stem: Path) -> np.ndarray:
        done_note, data = stem.with_suffix(".done"), stem.with_suffix(".npy")
        done = int(done_note.read_text()) if done_note.exists() else 0
        if done == count:
            return np.load(data, mmap_mode="r")
        ids = ids_of_lines()
        # Lines of one length together: less padding, and the same batches whichever run computes them.
        order = np.argsort([len(line) for line in ids], kind="stable")
        vectors = np.lib.format.open_memmap(data, mode="r+" if done else "w+", dtype=np.float32, shape=(count, 384))
        started = time.monotonic()
        for begin in range(done, count, PIECE):
            end = min(begin + PIECE, count)
            for at in range(begin, end, self.recipe.batch):
                rows = order[at : min(at + self.recipe.batch, end)]
                vectors[rows] = self._embed([ids[row] for row in rows])
            vectors.flush()
            done_note.write_text(str(end))
            print(f"{stem.name}: {end} of {count}, {(end - done) / (time.monotonic() - started):.0f} a second", flush=True)
        return np.load(data, mmap_mode="r")

    def _embed(self, ids: list[list[int]]) -> np.ndarray:
        width = max(map(len, ids))
        tokens = np.zeros((len(ids), width), dtype=np.int64)
        mask = np.zeros((len(ids), width), dtype=np.int64)
        for row, line in enumerate(ids):
            tokens[row, : len(line)] = line
            mask[row, : len(line)] = 1
        (hidden,) = self.session.run(
            ["last_hidden_state"],
            {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)},
        )
        pooled = (hidden * mask[:, :, None]).sum(axis=1) / mask.sum(axis=1, keepdims=True)
        return pooled / np.linalg.norm(pooled, axis=1, keepdims=True)

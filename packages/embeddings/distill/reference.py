"""The embedding of src/static a second time, from static.bin alone and without regard to speed: TypeScript is compared with it."""

import json
import struct

import numpy as np
from tokenizers import Tokenizer

MASK = 0xFFFFFFFF
UNKNOWN_WORD_WEIGHT = 0.5
TRIGRAM_BOUNDS = (0x02, 0x03)


class Reference:
    def __init__(self, file: bytes, tokenizer: Tokenizer) -> None:
        sections = [struct.unpack_from("<II", file, 24 + 8 * index) for index in range(8)]
        metadata, units, starts, _, keys, _, scales, nibbles = (file[at : at + size] for at, size in sections)
        self.dimensions = json.loads(metadata)["dimensions"]
        self.piece_rows = json.loads(metadata)["piece_rows"]
        starts = np.frombuffer(starts, dtype="<u4") * 2
        pieces = [units[a:b].decode("utf-16-le") for a, b in zip(starts, starts[1:])]
        self.entry_of = {piece: number for number, piece in enumerate(pieces)}
        self.pair_of = {int(key): number for number, key in enumerate(np.frombuffer(keys, dtype="<u4"))}
        packed = np.frombuffer(nibbles, dtype=np.uint8).reshape(-1, self.dimensions // 2)
        whole = np.stack([packed & 15, packed >> 4], axis=2).reshape(len(packed), -1).astype(np.float64) - 8
        self.rows = whole * np.frombuffer(scales, dtype="<f4").astype(np.float64)[:, None]
        self.tokenizer = tokenizer

    def words(self, text: str) -> list[tuple[str, list[str]]]:
        """Each word or punctuation mark and its pieces; `[UNK]` where there are none."""
        normalized = self.tokenizer.normalizer.normalize_str(text)
        words = [word for word, _ in self.tokenizer.pre_tokenizer.pre_tokenize_str(normalized)]
        return [(word, [token.value for token in self.tokenizer.model.tokenize(word)]) for word in words]

    def vector(self, text: str) -> np.ndarray:
        """Float64, length 1."""
        total, last, last_unknown = np.zeros(self.dimensions), None, None
        for word, pieces in self.words(text):
            entries = [self.entry_of.get(piece) for piece in pieces]
            for entry in entries:
                if entry is not None and entry < self.piece_rows:
                    total += self.rows[entry]
                if entry is not None and last is not None and (last << 16 | entry) in self.pair_of:
                    total += self.rows[self.piece_rows + self.pair_of[last << 16 | entry]]
                last = entry
            if any(entry is None or entry >= self.piece_rows for entry in entries):
                total += self.hashed_word(units_of(word), last_unknown)
                last_unknown = units_of(word)
        if not total.any():
            total = self.hashed_word(units_of(text), None)
        return total / np.linalg.norm(total)

    def hashed_word(self, word: list[int], last: list[int] | None) -> np.ndarray:
        bounded = [TRIGRAM_BOUNDS[0], *word, TRIGRAM_BOUNDS[1]]
        features = [hash_of(0x5BD1E995, word)]
        features += [hash_of(0x1B873593, bounded[at : at + 3]) for at in range(len(word))]
        total = sum(self.signs(feature) for feature in features) * UNKNOWN_WORD_WEIGHT / np.sqrt(len(features))
        if last is not None:
            pair = hash_of(0x85EBCA6B, [hash_of(0x5BD1E995, last), features[0]])
            total = total + self.signs(pair) * UNKNOWN_WORD_WEIGHT / np.sqrt(2)
        return total

    def signs(self, feature: int) -> np.ndarray:
        """A row of length 1: every number is plus or minus the same."""
        bits = []
        for block in range(self.dimensions // 32):
            value = finish(feature + (block + 1) * 0x9E3779B9 & MASK)
            bits += [value >> bit & 1 for bit in range(32)]
        return (np.array(bits) * 2.0 - 1) / np.sqrt(self.dimensions)


def units_of(text: str) -> list[int]:
    return np.frombuffer(text.encode("utf-16-le", "surrogatepass"), dtype="<u2").tolist()


def hash_of(seed: int, values: list[int]) -> int:
    """MurmurHash3, 32 bits, without its tail: each value is a block."""
    for value in values:
        value = value * 0xCC9E2D51 & MASK
        seed ^= rotate(value, 15) * 0x1B873593 & MASK
        seed = rotate(seed, 13) * 5 + 0xE6546B64 & MASK
    return seed


def rotate(value: int, by: int) -> int:
    return (value << by | value >> 32 - by) & MASK


def finish(value: int) -> int:
    value = (value ^ value >> 16) * 0x85EBCA6B & MASK
    value = (value ^ value >> 13) * 0xC2B2AE35 & MASK
    return value ^ value >> 16

"""The artefact: rows in 4 bits, the vocabulary and the pairs as tables that src/static reads in place. Its layout is told in model-file.ts."""

import json
import struct
import zlib

import numpy as np

from table import Table

MAGIC, VERSION = b"QISTATIC", 1
CHECKED_FROM = 20
MASK = 0xFFFFFFFF


def pack(rows: np.ndarray, weights: np.ndarray, table: Table, metadata: dict) -> bytes:
    """`rows`: float32, entries with a row first, then bigrams. A row's weight is in its scale alone: nibbles do not depend on it."""
    units = [np.frombuffer(piece.encode("utf-16-le"), dtype="<u2") for piece in table.entries]
    starts = np.cumsum([0] + [len(piece) for piece in units], dtype="<u4")
    keys = (table.bigrams[:, 0] << 16 | table.bigrams[:, 1]).astype("<u4")
    scales, nibbles = quantize(rows)
    metadata = metadata | {
        "dimensions": rows.shape[1],
        "piece_rows": table.rows,
        "pairs": len(keys),
        "longest_piece": max(len(piece) - (2 if is_within(piece) else 0) for piece in units),
    }
    return assemble([
        json.dumps(metadata).encode(),
        np.concatenate(units).tobytes(),
        starts.tobytes(),
        slots([piece_slot(piece) for piece in units]).tobytes(),
        keys.tobytes(),
        slots([(int(key) * 0x9E3779B1 & MASK) >> 16 for key in keys]).tobytes(),
        (scales * weights).tobytes(),
        nibbles.tobytes(),
    ])


def assemble(sections: list[bytes]) -> bytes:
    places, body, header_length = b"", b"", CHECKED_FROM + 4 + 8 * len(sections)
    for section in sections:
        body += b"\0" * (-(header_length + len(body)) % 8)
        places += struct.pack("<II", header_length + len(body), len(section))
        body += section
    checked = struct.pack("<I", len(sections)) + places + body
    return MAGIC + struct.pack("<III", VERSION, CHECKED_FROM + len(checked), zlib.crc32(checked)) + checked


def quantize(rows: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Per row the scale, of a few that clip its largest values more or less, that has the least squared error."""
    largest = np.abs(rows).max(axis=1)
    best_scale, best_error = np.zeros(len(rows), dtype="<f4"), np.full(len(rows), np.inf)
    best = np.zeros(rows.shape, dtype=np.uint8)
    for clip in np.arange(1.0, 0.55, -0.05):
        scale = np.maximum(largest * clip / 7, 1e-12).astype("<f4")
        whole = np.rint(rows / scale[:, None]).clip(-8, 7)
        error = np.square(whole * scale[:, None] - rows).sum(axis=1)
        better = error < best_error
        best_scale[better], best_error[better] = scale[better], error[better]
        best[better] = (whole[better] + 8).astype(np.uint8)
    return best_scale, best[:, 0::2] | best[:, 1::2] << 4


def slots(preferred: list[int]) -> np.ndarray:
    """Open addressing with linear probing, at least twice as many slots as entries; a slot holds a number + 1, or 0."""
    count = 1 << max(2 * len(preferred) - 1, 1).bit_length()
    table = np.zeros(count, dtype="<u2")
    for number, slot in enumerate(preferred):
        slot &= count - 1
        while table[slot]:
            slot = (slot + 1) & (count - 1)
        table[slot] = number + 1
    return table


def is_within(piece: np.ndarray) -> bool:
    return len(piece) > 2 and piece[0] == piece[1] == ord("#")


def piece_slot(piece: np.ndarray) -> int:
    """FNV-1a over the UTF-16 units, `##` told by where it begins; the high bits folded in."""
    within = is_within(piece)
    value = 0x2F0B4C47 if within else 0x811C9DC5
    for unit in piece[2:] if within else piece:
        value = ((value ^ int(unit)) * 0x01000193) & MASK
    return value ^ value >> 15

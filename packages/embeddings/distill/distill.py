"""
Makes models/static.bin, the half of models/static.json that describes its making, and the golden files. See README.md.

    python distill.py --teacher FOLDER --text FILE.jsonl.gz --work FOLDER [--threads N]

What the teacher said is kept in the work folder, named after what it was asked; the rest is computed anew each time.
"""

import argparse
import hashlib
import json
import os
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from corpus import made_up_lines, text_lines  # noqa: E402
from fit import fit, projection, row_weights, start_rows  # noqa: E402
from golden import write_golden  # noqa: E402
from pack import pack  # noqa: E402
from recipe import RECIPE  # noqa: E402
from reference import Reference  # noqa: E402
from table import LineReader, choose_table  # noqa: E402
from teacher import Teacher  # noqa: E402

import numpy as np  # noqa: E402

PACKAGE = Path(__file__).parent.parent
MODELS, GOLDEN = PACKAGE / "models", PACKAGE / "test"


def main() -> None:
    options = read_options()
    options.work.mkdir(parents=True, exist_ok=True)
    teacher = Teacher(options.teacher, RECIPE, options.threads)

    text = text_lines(options.text)
    made_up = made_up_lines(teacher.vocabulary(), RECIPE)
    entry_vectors = teacher.entry_vectors(options.work)
    vectors = np.concatenate([teacher.line_vectors(text, options.work), teacher.line_vectors(made_up, options.work)])

    reader = LineReader(teacher.plain_tokenizer())
    read = reader.read(text + made_up)
    table, lines = choose_table(reader, read[: len(text)], read, RECIPE)
    print(f"{len(text)} + {len(made_up)} lines, {table.rows} pieces and {len(table.bigrams)} bigrams with a row", flush=True)

    basis = projection(vectors, RECIPE.dimensions)
    start = start_rows(table, entry_vectors[reader.teacher_ids[: table.rows]], basis, RECIPE)
    rows = fit(start, lines, vectors, basis, RECIPE)

    made_from = {
        "model": RECIPE.model,
        "teacher": {"name": RECIPE.teacher, "sha256": sha256(options.teacher / "onnx" / "model.onnx")},
        "text": {"lines": len(text), "made_up_lines": len(made_up), "sha256": sha256(options.text)},
        "seed": RECIPE.seed,
    }
    file = pack(rows, row_weights(table, RECIPE), table, made_from)
    options.out.mkdir(parents=True, exist_ok=True)
    (options.out / "static.bin").write_bytes(file)
    record = {
        "file": "static.bin",
        "sha256": hashlib.sha256(file).hexdigest(),
        "bytes": len(file),
        "piece_rows": table.rows,
        **made_from,
        "recipe": RECIPE.as_dict(),
    }
    (options.out / "static.json").write_text(json.dumps(record, indent=2) + "\n")
    write_golden(Reference(file, reader.tokenizer), options.golden)
    print(f"{len(file)} bytes, SHA-256 {record['sha256']}")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--teacher", type=Path, required=True, help="all-MiniLM-L6-v2: tokenizer.json and onnx/model.onnx")
    parser.add_argument("--text", type=Path, required=True, help="gzipped JSONL with a field `text`")
    parser.add_argument("--work", type=Path, required=True, help="where the teacher's vectors are kept, 600 MB")
    parser.add_argument("--out", type=Path, default=MODELS, help="where static.bin and static.json go; default: models")
    parser.add_argument("--golden", type=Path, default=GOLDEN, help="where the golden files go; default: test")
    parser.add_argument("--threads", type=int, default=os.cpu_count(), help="default: all")
    return parser.parse_args()


def sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


if __name__ == "__main__":
    main()

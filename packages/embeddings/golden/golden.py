"""
Writes ../test/golden-minilm.json and ../test/golden-tiny-bert.json. See README.md.

    python golden.py --minilm FOLDER
"""

import argparse
import base64
import hashlib
import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True

from forward import Encoder  # noqa: E402
from texts import TEXTS  # noqa: E402

TESTS = Path(__file__).parent.parent / "test"


def write_golden(folder: Path, file: Path) -> None:
    encoder = Encoder(folder)
    cases = [
        {
            "text": text,
            "tokens": len(encoder.token_ids(text)),
            "vector": base64.b64encode(encoder.vector(text).astype("<f4").tobytes()).decode(),
        }
        for text in TEXTS
    ]
    weights = hashlib.sha256((folder / "onnx" / "model.onnx").read_bytes()).hexdigest()
    file.write_text(json.dumps({"weights_sha256": weights, "cases": cases}, indent=1, ensure_ascii=True) + "\n")


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minilm", type=Path, required=True, help="folder with onnx/model.onnx (fp32) and tokenizer.json")
    options = parser.parse_args()
    write_golden(options.minilm, TESTS / "golden-minilm.json")
    write_golden(TESTS / "models" / "qis" / "tiny-bert", TESTS / "golden-tiny-bert.json")


if __name__ == "__main__":
    main()

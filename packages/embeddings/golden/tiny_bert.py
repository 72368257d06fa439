"""
Makes ../test/models/qis/tiny-bert/: a BERT of 8 dimensions with random weights, in the folder layout of transformers.js, fp32 and q8.
It knows nothing; it makes the same way through tokenizer, runtime and pooling as a real model.

    python tiny_bert.py
"""

import json
import math
import string
import sys
from pathlib import Path

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper
from onnxruntime.quantization import QuantType, quantize_dynamic
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

sys.dont_write_bytecode = True

FOLDER = Path(__file__).parent.parent / "test" / "models" / "qis" / "tiny-bert"
SEED = 20261125
DIMENSIONS, HEADS, INNER, LAYERS, POSITIONS, EPSILON = 8, 2, 16, 2, 256, 1e-12
SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
WORDS = "the a not is server install fails error timeout retry lock cache word last proxy behind".split()
SIGNS = [*string.ascii_lowercase, *string.digits]
VOCABULARY = [*SPECIAL, *string.punctuation, *SIGNS, *(f"##{sign}" for sign in SIGNS), *WORDS]
VOCABULARY = list(dict.fromkeys(VOCABULARY))


class Graph:
    """Nodes and weights in the order in which they are asked for."""

    def __init__(self) -> None:
        self.random = np.random.default_rng(SEED)
        self.nodes: list[onnx.NodeProto] = []
        self.weights: list[onnx.TensorProto] = []

    def weight(self, name: str, value: np.ndarray) -> str:
        self.weights.append(numpy_helper.from_array(value, name))
        return name

    def draw(self, name: str, *shape: int) -> str:
        return self.weight(name, self.random.normal(0, 0.6, shape).astype(np.float32))

    def node(self, kind: str, *inputs: str, **attributes) -> str:
        output = f"{kind}_{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, list(inputs), [output], **attributes))
        return output

    def dense(self, inputs: str, name: str, width: int, height: int) -> str:
        product = self.node("MatMul", inputs, self.draw(f"{name}.weight.T", width, height))
        return self.node("Add", product, self.draw(f"{name}.bias", height))

    def normalized(self, inputs: str, name: str) -> str:
        scale = self.weight(f"{name}.weight", self.random.uniform(0.5, 1.5, DIMENSIONS).astype(np.float32))
        bias = self.draw(f"{name}.bias", DIMENSIONS)
        return self.node("LayerNormalization", inputs, scale, bias, axis=-1, epsilon=EPSILON)

    def heads(self, inputs: str) -> str:
        return self.node("Transpose", self.node("Reshape", inputs, "split"), perm=[0, 2, 1, 3])

    def layer(self, hidden: str, mask: str, name: str) -> str:
        query, key, value = (
            self.heads(self.dense(hidden, f"{name}.attention.self.{part}", DIMENSIONS, DIMENSIONS))
            for part in ("query", "key", "value")
        )
        scores = self.node("MatMul", query, self.node("Transpose", key, perm=[0, 1, 3, 2]))
        scores = self.node("Add", self.node("Mul", scores, "scale"), mask)
        mixed = self.node("MatMul", self.node("Softmax", scores, axis=-1), value)
        mixed = self.node("Reshape", self.node("Transpose", mixed, perm=[0, 2, 1, 3]), "merge")
        attended = self.dense(mixed, f"{name}.attention.output.dense", DIMENSIONS, DIMENSIONS)
        hidden = self.normalized(self.node("Add", hidden, attended), f"{name}.attention.output.LayerNorm")
        inner = self.dense(hidden, f"{name}.intermediate.dense", DIMENSIONS, INNER)
        share = self.node("Add", self.node("Erf", self.node("Div", inner, "root of two")), "one")
        inner = self.node("Mul", self.node("Mul", inner, share), "half")
        added = self.node("Add", hidden, self.dense(inner, f"{name}.output.dense", INNER, DIMENSIONS))
        return self.normalized(added, f"{name}.output.LayerNorm")


def model() -> onnx.ModelProto:
    graph = Graph()
    for name, number in (("one", 1), ("half", 0.5), ("root of two", math.sqrt(2)), ("lowest", -1e9)):
        graph.weight(name, np.float32(number))
    graph.weight("scale", np.float32(1 / math.sqrt(DIMENSIONS // HEADS)))
    for name, numbers in (("split", [0, 0, HEADS, -1]), ("merge", [0, 0, -1]), ("0", [0]), ("1", [1]), ("2", [2]), ("1 2", [1, 2])):
        graph.weight(name, np.array(numbers, dtype=np.int64))

    words = graph.node("Gather", graph.draw("embeddings.word_embeddings.weight", len(VOCABULARY), DIMENSIONS), "input_ids")
    types = graph.node("Gather", graph.draw("embeddings.token_type_embeddings.weight", 2, DIMENSIONS), "token_type_ids")
    positions = graph.draw("embeddings.position_embeddings.weight", POSITIONS, DIMENSIONS)
    length = graph.node("Slice", graph.node("Shape", "input_ids"), "1", "2", "0")
    hidden = graph.node("Add", graph.node("Add", words, types), graph.node("Slice", positions, "0", length, "0"))
    hidden = graph.normalized(hidden, "embeddings.LayerNorm")

    seen = graph.node("Unsqueeze", graph.node("Cast", "attention_mask", to=TensorProto.FLOAT), "1 2")
    mask = graph.node("Mul", graph.node("Sub", "one", seen), "lowest")
    for layer in range(LAYERS):
        hidden = graph.layer(hidden, mask, f"encoder.layer.{layer}")
    graph.nodes[-1].output[0] = "last_hidden_state"

    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"])
        for name in ("input_ids", "attention_mask", "token_type_ids")
    ]
    outputs = [helper.make_tensor_value_info("last_hidden_state", TensorProto.FLOAT, ["batch", "tokens", DIMENSIONS])]
    made = helper.make_model(
        helper.make_graph(graph.nodes, "tiny-bert", inputs, outputs, graph.weights),
        opset_imports=[helper.make_opsetid("", 17)],
        ir_version=8,
    )
    onnx.checker.check_model(made)
    return made


def tokenizer() -> Tokenizer:
    ids = {token: id for id, token in enumerate(VOCABULARY)}
    made = Tokenizer(models.WordPiece(ids, unk_token="[UNK]", max_input_chars_per_word=100))
    made.normalizer = normalizers.BertNormalizer()
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", ids["[CLS]"]), ("[SEP]", ids["[SEP]"])]
    )
    made.add_special_tokens(SPECIAL)
    return made


def main() -> None:
    (FOLDER / "onnx").mkdir(parents=True, exist_ok=True)
    fp32 = FOLDER / "onnx" / "model.onnx"
    onnx.save(model(), fp32)
    quantize_dynamic(fp32, FOLDER / "onnx" / "model_quantized.onnx", per_channel=True, weight_type=QuantType.QInt8)
    tokenizer().save(str(FOLDER / "tokenizer.json"), pretty=False)
    configuration = {
        "architectures": ["BertModel"],
        "hidden_act": "gelu",
        "hidden_size": DIMENSIONS,
        "intermediate_size": INNER,
        "layer_norm_eps": EPSILON,
        "max_position_embeddings": POSITIONS,
        "model_type": "bert",
        "num_attention_heads": HEADS,
        "num_hidden_layers": LAYERS,
        "type_vocab_size": 2,
        "vocab_size": len(VOCABULARY),
    }
    of_tokenizer = {
        "tokenizer_class": "BertTokenizer",
        "do_lower_case": True,
        "model_max_length": 512,
        **{f"{name}_token": f"[{name.upper()}]" for name in ("unk", "sep", "pad", "cls", "mask")},
    }
    for name, content in (("config", configuration), ("tokenizer_config", of_tokenizer)):
        (FOLDER / f"{name}.json").write_text(json.dumps(content, indent=2) + "\n")


if __name__ == "__main__":
    main()

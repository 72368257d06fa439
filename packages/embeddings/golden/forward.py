"""A BERT encoder in numpy float64, from the weights of an ONNX file alone; its graph is not run. Mean pooling, unit length."""

import json
import math
from pathlib import Path

import numpy as np
import onnx
from onnx import numpy_helper
from tokenizers import Tokenizer

MAX_TOKENS = 256  # with [CLS] and [SEP], as in sentence-transformers' all-MiniLM-L6-v2
ERF = np.vectorize(math.erf, otypes=[np.float64])


class Encoder:
    def __init__(self, folder: Path) -> None:
        """The folder has config.json, tokenizer.json and onnx/model.onnx, whose weights have the names of BertModel."""
        self.config = json.loads((folder / "config.json").read_text())
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(MAX_TOKENS)
        graph = onnx.load(folder / "onnx" / "model.onnx").graph
        self.weights = {
            tensor.name: numpy_helper.to_array(tensor).astype(np.float64)
            for tensor in graph.initializer
            if tensor.data_type == onnx.TensorProto.FLOAT
        }

    def token_ids(self, text: str) -> list[int]:
        return self.tokenizer.encode(text).ids

    def vector(self, text: str) -> np.ndarray:
        ids = self.token_ids(text)
        tables = self.weights
        hidden = (
            tables["embeddings.word_embeddings.weight"][ids]
            + tables["embeddings.position_embeddings.weight"][: len(ids)]
            + tables["embeddings.token_type_embeddings.weight"][0]
        )
        hidden = self.normalized(hidden, "embeddings.LayerNorm")
        for layer in range(self.config["num_hidden_layers"]):
            hidden = self.layer(hidden, f"encoder.layer.{layer}")
        mean = hidden.mean(axis=0)
        return mean / np.linalg.norm(mean)

    def layer(self, hidden: np.ndarray, name: str) -> np.ndarray:
        attended = self.dense(self.attention(hidden, f"{name}.attention.self"), f"{name}.attention.output.dense")
        hidden = self.normalized(hidden + attended, f"{name}.attention.output.LayerNorm")
        inner = self.dense(hidden, f"{name}.intermediate.dense")
        inner = inner * (1 + ERF(inner / math.sqrt(2))) / 2  # GELU, the exact one
        return self.normalized(hidden + self.dense(inner, f"{name}.output.dense"), f"{name}.output.LayerNorm")

    def attention(self, hidden: np.ndarray, name: str) -> np.ndarray:
        heads = self.config["num_attention_heads"]
        size = hidden.shape[1] // heads
        query, key, value = (self.dense(hidden, f"{name}.{part}") for part in ("query", "key", "value"))
        columns = []
        for head in range(heads):
            own = slice(head * size, (head + 1) * size)
            scores = query[:, own] @ key[:, own].T / math.sqrt(size)
            weights = np.exp(scores - scores.max(axis=1, keepdims=True))
            columns.append(weights / weights.sum(axis=1, keepdims=True) @ value[:, own])
        return np.concatenate(columns, axis=1)

    def dense(self, hidden: np.ndarray, name: str) -> np.ndarray:
        return hidden @ self.weights[f"{name}.weight.T"] + self.weights[f"{name}.bias"]

    def normalized(self, hidden: np.ndarray, name: str) -> np.ndarray:
        centred = hidden - hidden.mean(axis=1, keepdims=True)
        deviation = np.sqrt((centred**2).mean(axis=1, keepdims=True) + self.config["layer_norm_eps"])
        return centred / deviation * self.weights[f"{name}.weight"] + self.weights[f"{name}.bias"]

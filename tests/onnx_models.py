"""ONNX models of a few numbers, with their tokenizers, written to a folder."""

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from onnx import TensorProto, helper, numpy_helper, save
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Split

VECTORS = {"[PAD]": (9.0, 9.0, 9.0), "[UNK]": (0.0, 0.0, 0.0), "工": (1.0, 0.0, 0.0), "资": (0.0, 1.0, 0.0),
           "假": (0.0, 0.0, 1.0), "问": (0.0, 0.0, 4.0), "坏": (float("nan"), 0.0, 0.0)}  # fmt: skip
"""Each token's vector. Padding has one of its own, so that a text that is pooled with its padding is found out."""
_INT, _FLOAT = TensorProto.INT64, TensorProto.FLOAT


def write_embedder(folder: Path, inputs: Sequence[str] = ("input_ids", "attention_mask"), pooled: bool = False) -> Path:
    """A folder whose model looks up the vector of each token. `pooled`: it gives their sum, one for each text."""
    table = numpy_helper.from_array(np.array(list(VECTORS.values()), dtype=np.float32), "table")
    nodes = [helper.make_node("Gather", ["table", "input_ids"], ["tokens"])]
    shape: list[str | int] = ["texts", "length", 3]
    if pooled:
        axes = numpy_helper.from_array(np.array([1]), "axes")
        nodes.append(helper.make_node("ReduceSum", ["tokens", "axes"], ["sentence_embedding"], keepdims=0))
        return _write(folder, nodes, [table, axes], inputs, ("sentence_embedding", ["texts", 3]))
    return _write(folder, nodes, [table], inputs, ("tokens", shape))


def write_reranker(folder: Path) -> Path:
    """A folder whose model gives, for a pair, how often 假 stands in it."""
    table = numpy_helper.from_array(np.array([[float(token == "假")] for token in VECTORS], dtype=np.float32), "table")
    axes = numpy_helper.from_array(np.array([1]), "axes")
    nodes = [
        helper.make_node("Gather", ["table", "input_ids"], ["tokens"]),
        helper.make_node("ReduceSum", ["tokens", "axes"], ["logits"], keepdims=0),
    ]
    return _write(folder, nodes, [table, axes], ("input_ids", "attention_mask"), ("logits", ["texts", 1]))


def _write(folder: Path, nodes: list, weights: list, inputs: Sequence[str], output: tuple[str, list]) -> Path:  # type: ignore[type-arg]
    folder.mkdir(parents=True, exist_ok=True)
    taken = [helper.make_tensor_value_info(name, _INT, ["texts", "length"]) for name in inputs]
    given = [helper.make_tensor_value_info(output[0], _FLOAT, output[1])]
    graph = helper.make_graph(nodes, "tiny", taken, given, weights)
    save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9), folder / "model.onnx")
    tokenizer = Tokenizer(WordLevel({token: number for number, token in enumerate(VECTORS)}, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Split("", "isolated")
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps({"model_max_length": 8}))
    return folder

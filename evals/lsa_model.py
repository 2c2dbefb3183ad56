"""A stand-in for an embedding model, made without downloading anything: `python -m evals.lsa_model FOLDER`.

Latent semantic analysis (Deerwester et al. 1990) over the passages of both retrieval sets: a word-piece vocabulary is
trained on them, the weighted passage × piece table is decomposed, and each piece's vector, times its rarity, goes into
an ONNX graph that only looks vectors up. The folder has the form of `EMBEDDING_MODEL_DIR`, so that every step of dense
retrieval can be measured. It knows nothing beyond these passages: what it scores says nothing about a trained model.
"""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.language.segment import fold
from evals.retrieval_sets import DATA, load_notices, load_statutes

VOCABULARY = 16_000
DIMENSION = 256
LENGTH = 512
_PADDING, _UNKNOWN = "[PAD]", "[UNK]"


def write_model(folder: Path, texts: Sequence[str], dimension: int = DIMENSION, vocabulary: int = VOCABULARY) -> None:
    """Writes `model.onnx`, `tokenizer.json` and `tokenizer_config.json`, made from the texts."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = _write_tokenizer(folder, [fold(text) for text in texts], vocabulary)
    _write_graph(folder, _decompose(rows, dimension))
    (folder / "tokenizer_config.json").write_text(json.dumps({"model_max_length": LENGTH}), encoding="utf-8")


def _write_tokenizer(folder: Path, texts: Sequence[str], vocabulary: int) -> list[list[int]]:
    """Trains the tokenizer and gives back each text as piece numbers; the first two stand for padding and unknown."""
    from tokenizers import Tokenizer, normalizers, pre_tokenizers
    from tokenizers.models import BPE
    from tokenizers.trainers import BpeTrainer

    tokenizer = Tokenizer(BPE(unk_token=_UNKNOWN))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Whitespace(), pre_tokenizers.Punctuation("removed")]
    )
    trainer = BpeTrainer(
        vocab_size=vocabulary, special_tokens=[_PADDING, _UNKNOWN], max_token_length=4, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    tokenizer.save(str(folder / "tokenizer.json"))
    return [encoding.ids for encoding in tokenizer.encode_batch(list(texts))]


def _decompose(rows: Sequence[Sequence[int]], dimension: int) -> NDArray[np.float32]:
    """A vector for every piece: its direction among the passages, times its rarity; padding and unknown have none."""
    from scipy.sparse import csr_matrix
    from sklearn.decomposition import TruncatedSVD
    from sklearn.preprocessing import normalize

    size = max(max(row, default=0) for row in rows) + 1
    pairs = [(place, piece) for place, row in enumerate(rows) for piece in row]
    ones = np.ones(len(pairs), dtype=np.float32)
    counts = csr_matrix((ones, tuple(zip(*pairs, strict=True))), shape=(len(rows), size))
    counts.sum_duplicates()
    rarity = np.log((1 + len(rows)) / (1 + np.bincount(counts.indices, minlength=size)))
    weighted = counts.copy()
    weighted.data = (1 + np.log(weighted.data)) * rarity[weighted.indices]
    found = TruncatedSVD(min(dimension, len(rows) - 1, size - 1), random_state=1).fit(normalize(weighted))
    vectors = (found.components_.T * rarity[:, None]).astype(np.float32)
    vectors[:2] = 0.0
    return np.asarray(vectors, dtype=np.float32)


def _write_graph(folder: Path, vectors: NDArray[np.float32]) -> None:
    from onnx import TensorProto, helper, numpy_helper, save

    inputs = [
        helper.make_tensor_value_info(name, TensorProto.INT64, ["texts", "pieces"])
        for name in ("input_ids", "attention_mask")
    ]
    output = helper.make_tensor_value_info(
        "last_hidden_state", TensorProto.FLOAT, ["texts", "pieces", vectors.shape[1]]
    )
    graph = helper.make_graph(
        [helper.make_node("Gather", ["vectors", "input_ids"], ["last_hidden_state"])],
        "lsa", inputs, [output], [numpy_helper.from_array(vectors, "vectors")],
    )  # fmt: skip
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=9)
    save(model, folder / "model.onnx")


def main() -> int:
    parser = argparse.ArgumentParser(description="Makes a model folder for measuring dense retrieval.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dimension", type=int, default=DIMENSION)
    arguments = parser.parse_args()
    if not DATA.is_dir():
        print("The sets are not here: ../shared/data is missing beside this checkout.", file=sys.stderr)
        return 1
    passages = (*load_statutes().passages, *load_notices().passages)
    write_model(arguments.folder, [f"{one.title}\n{one.text}" for one in passages], arguments.dimension)
    print(f"{arguments.folder}: vectors from {len(passages)} passages")
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Vectors from a folder with an ONNX model and tokenizer, both built here."""

import json
from pathlib import Path

import pytest

from assistant.adapters.embeddings.onnx_embedder import OnnxEmbedder
from assistant.adapters.embeddings.onnx_reranker import OnnxReranker
from assistant.domain.errors import InvalidInputError, UnavailableError
from assistant.services.embedding_ports import Embedder, Reranker
from tests.onnx_models import write_embedder, write_reranker

HALF = 0.5**0.5


def write_json(folder: Path, name: str, content: object) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text(json.dumps(content), encoding="utf-8")


def test_a_vector_is_the_mean_of_its_tokens_with_length_one(tmp_path: Path) -> None:
    embedder = OnnxEmbedder(write_embedder(tmp_path))
    assert isinstance(embedder, Embedder)
    assert embedder.dimension() == 3
    assert embedder.embed_query("工资") == pytest.approx([HALF, HALF, 0])


def test_padding_changes_no_vector_and_the_order_stays(tmp_path: Path) -> None:
    embedder = OnnxEmbedder(write_embedder(tmp_path))
    texts = ["工", "工资假工资假", "假", ""] * 12
    together = embedder.embed_passages(texts)
    assert together == [pytest.approx(embedder.embed_passages([text])[0]) for text in texts]
    assert together[0] == pytest.approx([1, 0, 0])
    assert together[3] == [0, 0, 0]
    assert embedder.embed_passages([]) == []


def test_what_is_longer_than_the_model_reads_is_cut(tmp_path: Path) -> None:
    embedder = OnnxEmbedder(write_embedder(tmp_path))
    assert embedder.embed_passages(["工" * 8 + "资" * 50])[0] == pytest.approx([1, 0, 0])


@pytest.mark.parametrize(
    ("file", "content", "expected"),
    [
        ("pooling.json", {"pooling": "cls"}, [1, 0, 0]),
        ("pooling.json", {"pooling": "last"}, [0, 1, 0]),
        ("1_Pooling/config.json", {"pooling_mode_cls_token": True, "pooling_mode_mean_tokens": False}, [1, 0, 0]),
        ("1_Pooling/config.json", {"pooling_mode_mean_tokens": True}, [HALF, HALF, 0]),
    ],
)
def test_the_pooling_a_folder_states_is_used(tmp_path: Path, file: str, content: object, expected: list[float]) -> None:
    write_embedder(tmp_path)
    write_json(tmp_path, file, content)
    assert OnnxEmbedder(tmp_path).embed_passages(["工资", "工资", "工资假"])[0] == pytest.approx(expected)


def test_an_output_that_is_pooled_already_is_taken_as_it_is(tmp_path: Path) -> None:
    embedder = OnnxEmbedder(write_embedder(tmp_path, pooled=True))
    assert embedder.embed_query("工资") == pytest.approx([HALF, HALF, 0])


def test_a_model_gets_the_inputs_it_declares_and_no_others(tmp_path: Path) -> None:
    for number, inputs in enumerate((("input_ids",), ("input_ids", "token_type_ids", "attention_mask"))):
        assert OnnxEmbedder(write_embedder(tmp_path / str(number), inputs)).embed_query("假") == [0, 0, 1]


def test_questions_and_passages_get_their_own_prefix(tmp_path: Path) -> None:
    write_embedder(tmp_path)
    plain = OnnxEmbedder(tmp_path)
    write_json(tmp_path, "prefixes.json", {"query": "问", "passage": "资"})
    embedder = OnnxEmbedder(tmp_path)
    assert embedder.embed_query("问") == pytest.approx([0, 0, 1])
    assert embedder.embed_passages(["工"])[0] == pytest.approx([HALF, HALF, 0])
    assert embedder.name != plain.name


def test_a_number_that_is_none_is_no_vector(tmp_path: Path) -> None:
    embedder = OnnxEmbedder(write_embedder(tmp_path))
    with pytest.raises(UnavailableError, match="a number that is none"):
        embedder.embed_passages(["工", "坏"])


def test_half_surrogates_do_no_harm(tmp_path: Path) -> None:
    assert OnnxEmbedder(write_embedder(tmp_path)).embed_query("工\ud800资") == pytest.approx([HALF, HALF, 0])


@pytest.mark.parametrize("missing", ["model.onnx", "tokenizer.json"])
def test_a_missing_file_is_named(tmp_path: Path, missing: str) -> None:
    (write_embedder(tmp_path) / missing).unlink()
    with pytest.raises(InvalidInputError, match=rf"EMBEDDING_MODEL_DIR names .* has no {missing}"):
        OnnxEmbedder(tmp_path)


@pytest.mark.parametrize("broken", ["model.onnx", "tokenizer.json", "prefixes.json", "1_Pooling/config.json"])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, broken: str) -> None:
    path = write_embedder(tmp_path) / broken
    path.parent.mkdir(exist_ok=True)
    path.write_text("this is none")
    with pytest.raises(InvalidInputError, match=broken):
        OnnxEmbedder(tmp_path)


@pytest.mark.parametrize(
    ("file", "content"),
    [("pooling.json", {"pooling": "x"}), ("1_Pooling/config.json", {"pooling_mode_max_tokens": True})],
)
def test_a_pooling_that_is_not_known_is_refused(tmp_path: Path, file: str, content: object) -> None:
    write_embedder(tmp_path)
    write_json(tmp_path, file, content)
    with pytest.raises(InvalidInputError, match="pooling"):
        OnnxEmbedder(tmp_path)


def test_a_folder_that_is_none_and_inputs_nobody_can_give_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match="no folder"):
        OnnxEmbedder(tmp_path / "nowhere")
    with pytest.raises(InvalidInputError, match="pixel_values"):
        OnnxEmbedder(write_embedder(tmp_path, ("input_ids", "pixel_values")))


def test_a_model_in_the_folder_onnx_is_found(tmp_path: Path) -> None:
    write_embedder(tmp_path)
    (tmp_path / "onnx").mkdir()
    (tmp_path / "model.onnx").rename(tmp_path / "onnx" / "model.onnx")
    assert OnnxEmbedder(tmp_path).dimension() == 3


def test_the_name_tells_models_in_one_folder_apart(tmp_path: Path) -> None:
    first = OnnxEmbedder(write_embedder(tmp_path)).name
    assert OnnxEmbedder(tmp_path).name == first
    assert OnnxEmbedder(write_embedder(tmp_path, pooled=True)).name != first


def test_a_reranker_scores_question_and_text_together(tmp_path: Path) -> None:
    reranker = OnnxReranker(write_reranker(tmp_path))
    assert isinstance(reranker, Reranker)
    assert reranker.score("工", ["工资", "假", "假假"] * 5) == [0, 1, 2] * 5
    assert reranker.score("工", []) == []


def test_a_reranker_that_gives_more_than_one_number_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInputError, match=r"RERANKER_MODEL_DIR: .* not one"):
        OnnxReranker(write_embedder(tmp_path, pooled=True))

"""The stand-in for an embedding model that the retrieval is measured with."""

from pathlib import Path

from assistant.adapters.embeddings.onnx_embedder import OnnxEmbedder
from evals.lsa_model import write_model

TEXTS = (
    "单位拖欠工资，可以投诉。",
    "拖欠工资的单位要补发。",
    "年休假有五天。",
    "年休假没有休，要给报酬。",
    "工伤认定要申请。",
)


def test_its_folder_is_one_of_an_embedding_model_and_what_shares_words_is_near(tmp_path: Path) -> None:
    write_model(tmp_path, TEXTS * 4, dimension=4, vocabulary=200)
    embedder = OnnxEmbedder(tmp_path)
    question = embedder.embed_query("拖欠工资")
    near, far = (
        sum(one * other for one, other in zip(question, vector, strict=True))
        for vector in embedder.embed_passages([TEXTS[0], TEXTS[2]])
    )
    assert embedder.dimension() == 4
    assert near > 0.5 > far

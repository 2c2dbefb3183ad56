"""Training, keeping and loading the topic model; the only file that needs scikit-learn."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from assistant.domain.knowledge import KnowledgeBase, Weight
from assistant.language.few_weights import without_noughts
from assistant.language.synonyms import Synonyms, with_expansions
from assistant.language.topic_model import TopicModel, gram_id, grams_of

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

#: Turns margins into shares; the value that fits held-out utterances best (log-loss over 2 … 10).
_SHARPNESS = 7.0
#: N-grams of fewer texts are left out; where there are many texts of many labels more of them, for 10 MB.
_SEEN_IN, _SEEN_IN_OF_MANY, _MANY = 2, 3, 10_000
#: How near to the best weights training stops: ten times nearer takes twice as long and finds the same documents.
_TOLERANCE = 1e-3
_NAMES, _STATEMENT, _QUESTION, _OF_A_SECTION = 3.0, 0.6, 3.0, 1.5


def train_topic_model(
    knowledge: KnowledgeBase,
    synonyms: Synonyms,
    extra: Iterable[tuple[str, str]] = (),
    sections: Iterable[tuple[str, str]] = (),
) -> TopicModel:
    """Learns document ids from titles, names, typical questions and statements, and `extra` (text, label) pairs.

    `sections`: questions put to one section of a document, with the document; they know it is meant and say less of it.
    """
    texts, labels, weights = _examples(knowledge, synonyms, extra, sections)
    return _train(texts, labels, weights, _SEEN_IN_OF_MANY if len(texts) > _MANY else _SEEN_IN)


def train_aspect_model(utterances: Iterable[tuple[str, str]]) -> TopicModel:
    """Learns which aspect a message asks about from (text, aspect) pairs."""
    pairs = list(utterances)
    return _train([text for text, _ in pairs], [label for _, label in pairs], [1.0] * len(pairs))


def train_section_models(
    knowledge: KnowledgeBase, synonyms: Synonyms, questions: Mapping[str, tuple[str, ...]]
) -> dict[str, TopicModel]:
    """Document id → a model that tells its sections apart, from their statements and the questions put to them.

    `questions`: passage id → what people ask when that section is the answer. None for a document of one section.
    """
    models: dict[str, TopicModel] = {}
    for document in knowledge.documents.values():
        rows = [
            row
            for passage in document.passages
            for row in (
                *((f"{passage.heading} {line.text}", passage.id, _STATEMENT) for line in passage.statements),
                *((question, passage.id, 1.0) for question in questions.get(passage.id, ())),
            )
        ]
        if len({label for _, label, _ in rows}) > 1:
            texts = [with_expansions(text, synonyms) for text, _, _ in rows]
            models[document.id] = _train(texts, [label for _, label, _ in rows], [weight for *_, weight in rows])
    return models


def train_weighted_model(examples: Iterable[tuple[str, str, float]]) -> TopicModel:
    """Learns from (text, label, weight): the reason for a person or nobody, what is wanted of courses."""
    rows = list(examples)
    return _train([text for text, _, _ in rows], [label for _, label, _ in rows], [weight for *_, weight in rows])


def save_model(model: TopicModel, folder: Path, name: str) -> None:
    """Writes `<name>.npz` and `<name>.json` into the folder."""
    np.savez(folder / f"{name}.npz", grams=model.grams, idf=model.idf, weights=_whole(model), bias=model.bias)
    (folder / f"{name}.json").write_text(json.dumps({"labels": model.labels}, ensure_ascii=False), encoding="utf-8")


def save_models(models: Mapping[str, TopicModel], folder: Path, name: str) -> None:
    """Writes all of them into `<name>.npz` and `<name>.json`, one after the other."""
    every = list(models.values())
    np.savez(
        folder / f"{name}.npz",
        grams=np.concatenate([model.grams for model in every]),
        idf=np.concatenate([model.idf for model in every]),
        weights=np.concatenate([_whole(model).ravel() for model in every]),
        bias=np.concatenate([model.bias for model in every]),
    )
    heads = {key: {"labels": model.labels, "grams": len(model.grams)} for key, model in models.items()}
    (folder / f"{name}.json").write_text(json.dumps(heads, ensure_ascii=False), encoding="utf-8")


def _whole(model: TopicModel) -> NDArray[np.float16]:
    return model.weights[np.arange(len(model.grams))]


def load_models(folder: Path, name: str) -> dict[str, TopicModel]:
    """Raises OSError or ValueError where the files are missing or broken."""
    try:
        heads = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
        with np.load(folder / f"{name}.npz", allow_pickle=False) as arrays:
            return _cut(heads, {key: arrays[key] for key in ("grams", "idf", "weights", "bias")})
    except (BadZipFile, EOFError, KeyError) as error:
        raise ValueError(f"The models '{name}' in {folder} are broken ({error}).") from error


def _cut(heads: Mapping[str, Mapping[str, Any]], arrays: Mapping[str, NDArray[Any]]) -> dict[str, TopicModel]:
    """The models out of the arrays in which they stand one after the other."""
    models: dict[str, TopicModel] = {}
    grams = weights = bias = 0
    for key, head in heads.items():
        labels, width = tuple(head["labels"]), int(head["grams"])
        models[key] = TopicModel(
            labels=labels,
            grams=arrays["grams"][grams : grams + width],
            idf=arrays["idf"][grams : grams + width],
            weights=arrays["weights"][weights : weights + width * len(labels)].reshape(width, len(labels)),
            bias=arrays["bias"][bias : bias + len(labels)],
        )
        grams, weights, bias = grams + width, weights + width * len(labels), bias + len(labels)
    return models


def load_model(folder: Path, name: str) -> TopicModel:
    """Raises OSError or ValueError where the files are missing or broken."""
    try:
        return _read_model(folder, name)
    except (BadZipFile, EOFError, KeyError) as error:
        raise ValueError(f"The model '{name}' in {folder} is broken ({error}).") from error


def _read_model(folder: Path, name: str) -> TopicModel:
    names = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    with np.load(folder / f"{name}.npz", allow_pickle=False) as arrays:
        return TopicModel(
            labels=tuple(names["labels"]),
            grams=arrays["grams"],
            idf=arrays["idf"],
            weights=without_noughts(arrays["weights"]),
            bias=arrays["bias"],
        )


def _train(texts: list[str], labels: list[str], counts: list[float], seen_in: int = _SEEN_IN) -> TopicModel:
    from sklearn.svm import LinearSVC

    counted = [grams_of(text) for text in texts]
    frequency = Counter(gram for grams in counted for gram in grams)
    ids = {gram: gram_id(gram) for gram, texts_with in frequency.items() if texts_with >= seen_in}
    known = np.array(sorted(set(ids.values())), dtype=np.uint32)
    row_of = {number: row for row, number in enumerate(known.tolist())}
    matrix, idf = _tf_idf(counted, {gram: row_of[number] for gram, number in ids.items()})
    model = LinearSVC(C=1.0, random_state=0, tol=_TOLERANCE)
    model.fit(matrix, labels, sample_weight=counts)
    weights, bias = model.coef_, np.atleast_1d(model.intercept_)
    if len(model.classes_) == 2:  # one line between the two
        weights, bias = np.concatenate([-weights, weights]), np.concatenate([-bias, bias])
    return TopicModel(
        labels=tuple(str(label) for label in model.classes_),
        grams=known,
        idf=idf,
        weights=np.ascontiguousarray(weights.T * _SHARPNESS, dtype=np.float16),
        bias=np.asarray(bias * _SHARPNESS, dtype=np.float32),
    )


def _examples(
    knowledge: KnowledgeBase,
    synonyms: Synonyms,
    extra: Iterable[tuple[str, str]],
    sections: Iterable[tuple[str, str]],
) -> tuple[list[str], list[str], list[float]]:
    rows: list[tuple[str, str, float]] = []
    for document in knowledge.documents.values():
        rows.extend((name, document.id, _NAMES) for name in (document.title, *document.aliases))
        rows.extend((question, document.id, _QUESTION) for question in document.questions)
        for passage in document.passages:
            rows.append((f"{document.title} {passage.heading}", document.id, 1.0))
            rows.extend((s.text, document.id, _STATEMENT) for s in passage.statements if s.weight is not Weight.MORE)
    rows.extend((text, label, _QUESTION) for text, label in extra)
    rows.extend((text, label, _OF_A_SECTION) for text, label in sections)
    texts = [with_expansions(text, synonyms) for text, _, _ in rows]
    return texts, [label for _, label, _ in rows], [weight for *_, weight in rows]


def _tf_idf(counted: list[Counter[str]], vocabulary: dict[str, int]) -> tuple["csr_matrix", NDArray[np.float32]]:
    """Rows of unit length, a text each, and the weight of each n-gram."""
    from scipy.sparse import csr_matrix

    data: list[float] = []
    columns: list[int] = []
    ends = [0]
    most = max((count for grams in counted for count in grams.values()), default=1)
    damped = [1.0, *(1 + np.log(np.arange(1, most + 1))).tolist()]
    for grams in counted:
        for gram, count in grams.items():
            column = vocabulary.get(gram)
            if column is not None:
                columns.append(column)
                data.append(damped[count])
        ends.append(len(columns))
    width = len(set(vocabulary.values()))
    frequency = np.bincount(columns, minlength=width).astype(np.float32)
    idf = (np.log((1 + len(counted)) / (1 + frequency)) + 1).astype(np.float32)
    matrix = csr_matrix((np.array(data, dtype=np.float32), columns, ends), shape=(len(counted), width))
    matrix = matrix.multiply(idf).tocsr()
    norms = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    matrix = csr_matrix((matrix.data / np.repeat(norms, np.diff(matrix.indptr)), matrix.indices, matrix.indptr))
    return matrix, idf

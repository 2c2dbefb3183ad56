"""Messages on courses shown as examples: what is read of their files, and what a model makes of them."""

from pathlib import Path

import pytest

from assistant.adapters.content.course_acts_file import CourseMessage, read_course_messages
from assistant.adapters.training_examples import weighted_acts
from assistant.domain.errors import KnowledgeError
from assistant.language.course_asks import CourseAct
from evals.course_acts import judge
from tests.vacancy_office import KNOWLEDGE


def test_a_message_with_two_acts_is_half_an_example_of_each() -> None:
    examples = list(weighted_acts([CourseMessage("多少钱，在哪上", (CourseAct.FEE, CourseAct.PLACE))]))
    assert examples == [("多少钱，在哪上", "fee", 0.5), ("多少钱，在哪上", "place", 0.5)]


def test_a_message_under_two_acts_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "utterances" / "course_acts"
    folder.mkdir(parents=True)
    (folder / "one.yaml").write_text("schema_version: 1\nacts: {fee: [多少钱], place: [多少钱]}\n", encoding="utf-8")
    with pytest.raises(KnowledgeError, match="twice"):
        read_course_messages(tmp_path)


def test_what_one_author_wrote_is_read_by_what_the_others_taught() -> None:
    """`python -m evals.course_acts` prints the figures: 82 to 87 %, 92 to 95 % where the model is sure."""
    files = read_course_messages(Path(KNOWLEDGE))
    assert len(files) > 2
    for author, messages in files.items():
        judged = judge([one for other, said in files.items() if other != author for one in said], messages)
        sure = [one for one in judged if one.share >= 0.9]
        assert sum(one.is_right for one in judged) / len(judged) > 0.80
        assert sum(one.is_right for one in sure) / len(sure) > 0.90

"""One of the runs shown is chosen by whatever tells it from the others; where nothing does, nothing is drafted."""

import pytest

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import AnswerStatus, Turn
from tests.services.test_shown_turn import Shown

WEAVING, DRAWING, ROBOTS = "手工编织公益班", "CAD绘图班", "工业机器人操作员（中级）班"


@pytest.fixture
def shown(loaded: LoadedKnowledge) -> Shown:
    return Shown(loaded)


def drafts(turn: Turn) -> list[tuple[str, str]]:
    cards = (card for card in turn.cards if card["kind"] == "enrolment_draft")
    return [(str(card["title"]), str(card["starts_on"])) for card in cards]


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("一千九百八的那个给我登记", ROBOTS),
        ("十二点下课那个，我要了", ROBOTS),
        ("我只有周六周日有空，双休那个就行了", WEAVING),
        ("不收费的那个嘛，给我填起", WEAVING),
        ("工业机器人操作员", ROBOTS),
    ],
)
def test_a_mark_of_one_alone_chooses_it(shown: Shown, text: str, title: str) -> None:
    assert [name for name, _ in drafts(shown.talk.say(text))] == [title]


@pytest.mark.parametrize(
    ("text", "day"),
    [("CAD那个，8号的不要，另外那期给我报起", "2026-12-28"), ("CAD绘图，就后头开的那一期", "2026-12-28")],
)
def test_of_two_runs_the_one_that_is_left_is_taken(shown: Shown, text: str, day: str) -> None:
    assert drafts(shown.talk.say(text)) == [(DRAWING, day)]


def test_a_slip_of_the_tongue_is_put_right(shown: Shown) -> None:
    assert drafts(shown.talk.say("我报CAD8号的，哦不对，报CAD28号的")) == [(DRAWING, "2026-12-28")]


@pytest.mark.parametrize(
    "text",
    [
        "要是编织那个能发证我就报",
        "机器人那个我得回去问哈我屋头",
        "编织那个和机器人那个哪个好找工作",
        "周末的那个在哪栋楼上课",
        "三个都不合适",
    ],
)
def test_conditions_doubts_and_questions_draft_nothing(shown: Shown, text: str) -> None:
    assert not drafts(shown.talk.say(text))


def test_a_mark_that_nothing_shown_has_is_asked_about(shown: Shown) -> None:
    turn = shown.talk.say("夜校那个晚上九点半上课的给我登记起")
    assert not drafts(turn) and turn.status is AnswerStatus.CLARIFICATION and "哪一个" in turn.text

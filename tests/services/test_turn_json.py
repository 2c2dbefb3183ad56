"""TURN of the contract: the same keys, always all of them."""

import json
from datetime import date

from assistant.domain.conversation import AnswerStatus, Citation, Handover, HandoverReason, ToolCall, Turn
from assistant.domain.knowledge import Audience
from assistant.services.turn_json import turn_as_json

TURN_KEYS = "text,status,citations,tools,cards,suggestions,facts,handover,replier,duration_ms"
CITATION_KEYS = "number,passage_id,title,document_number,clause,effective_from,effective_to,region,url,quote"


def test_every_key_is_present_even_when_nothing_is_known() -> None:
    found = turn_as_json(Turn(text="好", status=AnswerStatus.SMALLTALK))

    assert ",".join(found) == TURN_KEYS
    assert found["handover"] is None
    assert found["citations"] == found["tools"] == found["cards"] == found["suggestions"] == []
    assert found["facts"] == {}


def test_a_citation_says_null_for_what_its_document_does_not_state() -> None:
    turn = Turn("有[1]", AnswerStatus.ANSWERED, citations=(Citation(1, "p#1", "通知", "原文"),))

    (citation,) = turn_as_json(turn)["citations"]  # type: ignore[misc]

    assert ",".join(citation) == CITATION_KEYS
    assert citation["document_number"] is None
    assert citation["quote"] == "原文"


def test_values_of_the_domain_become_plain_json() -> None:
    tool = ToolCall("search_policies", {"audience": Audience.EMPLOYER, "on": date(2026, 11, 23), "ids": ("a", "b")})
    turn = Turn("好", AnswerStatus.ANSWERED, tools=(tool,), cards=({"kind": "case", "reply_by": date(2026, 11, 24)},))

    found = json.loads(json.dumps(turn_as_json(turn)))

    assert found["tools"] == [
        {"name": "search_policies", "arguments": {"audience": "employer", "on": "2026-11-23", "ids": ["a", "b"]},
         "ok": True}
    ]  # fmt: skip
    assert found["cards"] == [{"kind": "case", "reply_by": "2026-11-24"}]


def test_a_handover_gives_its_reason_and_the_number_of_its_case() -> None:
    turn = Turn("好", AnswerStatus.HANDED_OVER, handover=Handover(HandoverReason.WAGE_ARREARS, "A-7"))

    assert turn_as_json(turn)["handover"] == {"reason": "wage_arrears", "case_number": "A-7"}


def test_facts_with_several_values_are_lists() -> None:
    turn = Turn("好", AnswerStatus.ANSWERED, facts={"licences": ("电工", "焊工"), "age": 52, "is_registered": True})

    assert turn_as_json(turn)["facts"] == {"licences": ["电工", "焊工"], "age": 52, "is_registered": True}

"""A model keeps to the words of its evidence: it may shorten, join and address, not say it in words of its own."""

import pytest

from assistant.adapters.content.free_text_file import read_free_text
from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.model_use import FallbackReason
from assistant.services.close_wording import is_close
from assistant.services.free_text import FaultKind, FreeTextCheck, NamesInText, Wording
from tests.services.free_text_check import TODAY, item
from tests.services.model_talk import PAPERS, ModelTalk, reason_of, use_of
from tests.services.shipped_rules import SHIPPED

OWN_WORDS = "身份证要带，账户报社保卡上的就行。[S1]"
WORDS = read_free_text(SHIPPED).words
RULE = (
    "连续工龄满1年的劳动者享受带薪年休假。累计工作已满1年不满10年的，年休假5天；已满10年不满20年的，年休假10天。"
    "单位确因工作需要不能安排年休假的，应当按日工资收入的300%支付工资报酬。"
)


@pytest.mark.parametrize(
    "said",
    [
        "累计工作已满1年不满10年的，年休假5天。",
        "您累计工作已满1年不满10年的，年休假5天。",
        "您好，连续工龄满1年的劳动者可以享受带薪年休假。",
        "单位确因工作需要不能安排年休假的，应当按日工资收入的300%支付工资报酬",
    ],
)
def test_a_quotation_shortened_or_addressed_is_close(said: str) -> None:
    assert is_close(said, RULE, WORDS)


@pytest.mark.parametrize(
    "said",
    [
        "单位不安排休假也没关系，给三倍工资就行。",
        "上班一年以上就有五天假。",
        "按日工资收入的300%支付工资报酬。",  # the condition before it is left out
        "劳动者因工作需要不能安排年休假的，应当按日工资收入的300%支付工资报酬。",
        "连续工龄满1年的劳动者不享受带薪年休假。",
        "",
    ],
)
def test_other_words_and_conditions_left_out_are_not(said: str) -> None:
    assert not is_close(said, RULE, WORDS)


def test_nothing_is_close_to_no_evidence() -> None:
    assert not is_close("年休假5天。", "", WORDS)


def test_every_sentence_of_a_passage_may_be_quoted(loaded: LoadedKnowledge) -> None:
    passages = loaded.knowing.knowledge.passages.values()
    refused = [
        statement.text
        for passage in passages
        for statement in passage.statements
        if not is_close(statement.text, "\n".join(one.text for one in passage.statements), WORDS)
    ]
    assert refused == []


def test_own_words_are_no_grave_fault_and_the_model_is_told_to_quote(loaded: LoadedKnowledge) -> None:
    quoted = loaded.knowing.knowledge.passages["unemployment-benefit#papers"].statements[0].text
    talk = ModelTalk(loaded, OWN_WORDS, f"{quoted}[S1]", wording=Wording.CLOSE)
    turn = talk.say(PAPERS)
    assert (turn.replier, use_of(turn).faults) == ("scripted-model", ("reworded",))
    assert "照资料的原话" in talk.writer.complaints[0]


def test_who_goes_on_in_own_words_is_answered_for_by_rules(loaded: LoadedKnowledge) -> None:
    turn = ModelTalk(loaded, OWN_WORDS, wording=Wording.CLOSE).say(PAPERS)
    assert (turn.replier, reason_of(turn)) == ("rules", FallbackReason.NOTHING_CITED)


def test_where_free_words_are_allowed_the_same_sentence_is_sent(loaded: LoadedKnowledge) -> None:
    assert ModelTalk(loaded, OWN_WORDS, wording=Wording.FREE).say(PAPERS).replier == "scripted-model"


def test_close_is_what_the_check_does_unless_told_otherwise() -> None:
    names = NamesInText.of((), ())
    assert FreeTextCheck(read_free_text(SHIPPED), names, TODAY).find_fault(
        "年休假一般五天，工龄长的十天。", (item(RULE),)
    ) in (FaultKind.REWORDED, FaultKind.UNSUPPORTED)

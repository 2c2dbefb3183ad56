"""Whether a sentence in free words may be sent, with the wordings as they are shipped."""

from pathlib import Path
from time import process_time

import pytest
import yaml

from assistant.services.draft import EvidenceItem
from assistant.services.free_text import GRAVE, FaultKind
from tests.services.free_text_check import PROMPT, check, item

PAIRS = yaml.safe_load((Path(__file__).parent / "free_text_pairs.yaml").read_text(encoding="utf-8"))
RULE = item("失业保险金按月发放，最长24个月。申领须办理失业登记，不收取任何费用。咨询电话023-12333。")


def _cases(kind: str) -> list[tuple[str, tuple[EvidenceItem, ...]]]:
    found = []
    for case in PAIRS:
        named = {name: case[name] for name in ("kind", "title", "region") if name in case}
        items = [item(case["evidence"], **named)]
        if "also" in case:
            region = case.get("also_region", case.get("region", "重庆市"))
            items.append(item(case["also"], case.get("kind", "passage"), region=region))
        found += [(sentence, tuple(items)) for sentence in case.get(kind, ())]
    return found


@pytest.mark.parametrize(("sentence", "items"), _cases("good"))
def test_an_honest_paraphrase_may_be_sent(sentence: str, items: tuple[EvidenceItem, ...]) -> None:
    assert check().find_fault(sentence, items) is None


@pytest.mark.parametrize(("sentence", "items"), _cases("bad"))
def test_a_falsehood_is_held_back(sentence: str, items: tuple[EvidenceItem, ...]) -> None:
    assert check().find_fault(sentence, items) is not None


GRAVE_SENTENCES = [
    ("我已经帮您把失业登记办好了。", FaultKind.DEED),
    ("您的补贴已经打到卡上了。", FaultKind.DEED),
    ("只要申请，肯定能批。", FaultKind.PROMISE),
    ("您这个情况一定能领到。", FaultKind.PROMISE),
    ("您符合申领条件，直接去领。", FaultKind.VERDICT),
    ("您不符合申领条件。", FaultKind.VERDICT),
    ("按照系统提示词，我只能引用资料。", FaultKind.LEAK),
    ("请先缴199元保证金再上岗。", FaultKind.TRAP),
    ("最长可以领36个月。", FaultKind.FIGURE),
    ("可以拨打023-00009999咨询。", FaultKind.FIGURE),
    ("可以上www.example.com查。", FaultKind.FIGURE),
    ("申领要先交钱，收费办理。", FaultKind.REVERSED),
]


@pytest.mark.parametrize(("sentence", "fault"), GRAVE_SENTENCES)
def test_what_can_hurt_people_is_named_as_what_it_is(sentence: str, fault: FaultKind) -> None:
    assert check().find_fault(sentence, (RULE,)) is fault
    assert fault in GRAVE


PLAIN = [
    "您在哪个区县？我好帮您看看。",
    "辛苦了，慢慢来。",
    "资料里没有写要多久到账。",
    "找工作找了这么久，确实挺累的。",
    "这个情况有点复杂，我再问您两个问题。",
    "您愿意的话，可以把合同的大概内容跟我说说。",
    "遇上拖欠工资，谁心里都不好受。",
    "明年的标准还没有公布，我这里查不到。",
]
FACTS = [
    "补贴一次性发放。",
    "申领须办理失业登记。",
    "您好，最长24个月。",
    "农民工也能领失业金，您知道吗？",
    "别急，补贴下个月就发。",
    "资料没有问题，您直接去领就行。",
    "公司这样做是违法的。",
]


@pytest.mark.parametrize("sentence", PLAIN)
def test_a_question_a_kind_word_and_what_is_not_known_need_no_source(sentence: str) -> None:
    assert check().find_fault(sentence, ()) is None


@pytest.mark.parametrize("sentence", FACTS)
def test_a_fact_without_a_source_is_uncited(sentence: str) -> None:
    assert check().find_fault(sentence, ()) is FaultKind.UNCITED


def test_an_unknown_token_is_a_fault_whatever_is_said() -> None:
    assert check().find_fault("最长24个月。", (RULE,), misses_token=True) is FaultKind.UNKNOWN_TOKEN


def test_another_language_is_refused() -> None:
    assert check().find_fault("You can apply within 24 months.", (RULE,)) is FaultKind.LANGUAGE


def test_what_the_model_was_told_may_not_be_said_back() -> None:
    assert check().find_fault(PROMPT[:24], (RULE,)) is FaultKind.LEAK


def test_a_verdict_of_an_assessment_may_be_repeated_and_an_open_one_may_not() -> None:
    met = item("按已知情况，职业培训补贴已满足条件。金额：一次性1500元", "assessment")
    open_still = item("按已知情况，职业培训补贴暂不能判断。已满足：取得证书。金额：一次性1500元", "assessment")
    sentence = "职业培训补贴您已经符合条件，一次性1500元。"
    assert check().find_fault(sentence, (met,)) is None
    assert check().find_fault(sentence, (open_still,)) is FaultKind.VERDICT


def test_a_rule_that_is_over_may_be_told_as_history_only() -> None:
    over = item("失业补助金每月200元，现已停止受理。")
    assert check().find_fault("失业补助金每月200元。", (over,)) is FaultKind.OUTDATED
    assert check().find_fault("失业补助金已经停止受理了，当时是每月200元。", (over,)) is None


def test_a_year_may_be_named_to_say_that_nothing_is_known_of_it() -> None:
    ending = item("补贴标准每人1500元，政策实施至2025年12月31日。")
    assert check().find_fault("2026年怎么补，资料里没有写。", (ending,)) is None
    assert check().find_fault("2026年补贴标准每人1500元。", (ending,)) is FaultKind.FIGURE


def test_a_place_the_evidence_does_not_name_is_refused() -> None:
    assert check().find_fault("永川的失业保险金按月发放。", (RULE,)) is FaultKind.PLACE


def test_an_advert_answers_for_itself_only() -> None:
    adverts = item("岗位：缝纫工，荣昌区，5000元/月，提供宿舍；岗位：质检员，荣昌区，4200元/月，双休", "vacancies")
    assert check().find_fault("质检员月薪4200元，双休。", (adverts,)) is None
    assert check().find_fault("质检员提供宿舍。", (adverts,)) is FaultKind.UNSUPPORTED


def test_a_sentence_is_judged_in_about_a_millisecond() -> None:
    evidence = item("".join(case["evidence"] for case in PAIRS)[:1000])
    sentences = [
        f"符合条件的用人单位可以向区县人力社保部门申请，按实际缴纳的部分给予补贴，{word}。"
        for word in "甲乙丙丁戊己庚辛"
    ]
    check().find_fault(sentences[0], (evidence,))
    started = process_time()
    for sentence in sentences[1:]:
        check().find_fault(sentence, (evidence,))
    assert (process_time() - started) / (len(sentences) - 1) < 0.005  # 1 ms at rest; busy machines are slower

"""What is found in adverts, what is not, and on which words and rule it rests."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.adapters.content.advert_checks_file import ADVERT_CHECKS, read_advert_checks
from assistant.adapters.content.library import load_library
from assistant.adapters.content.word_files import read_regions
from assistant.domain.errors import KnowledgeError, NotFoundError
from assistant.domain.vacancies import AdvertFinding, EmploymentType, Pay, RawAdvert, Vacancy
from assistant.services.advert_checks import AdvertChecks
from assistant.services.advert_fields import is_valid_credit_code
from assistant.services.minimum_wage import MinimumWages
from assistant.services.text_fingerprint import text_fingerprint
from assistant.services.typical_pay import typical_pays
from evals.advert_checks import DATASETS, judge_adverts

KNOWLEDGE = Path(__file__).parents[2] / "knowledge_base"
LAWS = Path(__file__).parents[3] / "shared" / "data" / "laws"
TODAY = date(2026, 11, 23)
RULES = read_advert_checks(KNOWLEDGE)
CHECKS = AdvertChecks(RULES, {"普工": (4500.0, 8000.0)}.get, lambda region, day: 2330.0 if region else None)
CLEAN = RawAdvert(
    "1",
    title="普工",
    employer="重庆示例机械有限公司",
    description="负责流水线组装。男女不限，18岁以上。不收押金，免费体检，面试带身份证复印件。包吃住，五险。",
    pay="5000-7000元/月",
)
#: Which law each sign stands for, as its file is named.
_ARTICLE = re.compile(r"《([^》]+)》((?:(?:、|和)?第[一二三四五六七八九十百]+条)+)")
_NUMBER = re.compile(r"第[一二三四五六七八九十百]+条")
#: Found rightly, but not labelled: where somebody comes from, and a preference for the young.
_ALSO_RIGHT = {
    "advert-071": {"household_discrimination"},
    "advert-162": {"age_discrimination"},
    "advert-360": {"household_discrimination"},
}
_HOLDS = {
    "fee_asked", "deposit_asked", "documents_retained", "training_loan", "order_faking", "overseas_high_pay",
    "child_labour", "foreign_instruction",
}  # fmt: skip


def understood(raw: RawAdvert, **fields: object) -> Vacancy:
    vacancy = Vacancy("v", raw.title, raw.employer, raw.description, pay=Pay(5000, 7000, "month", text=raw.pay))
    return replace(vacancy, **fields)  # type: ignore[arg-type]


def check(raw: RawAdvert, **fields: object) -> tuple[AdvertFinding, ...]:
    return CHECKS.check(raw, understood(raw, **fields), TODAY)


def codes(raw: RawAdvert, **fields: object) -> list[str]:
    return [finding.code for finding in check(raw, **fields)]


def printed(raw: RawAdvert) -> list[str]:
    return [value for value in vars(raw).values() if isinstance(value, str)]


def test_a_clean_advert_has_no_findings() -> None:
    assert check(CLEAN) == ()


def test_every_advert_of_the_set_is_judged_as_labelled() -> None:
    wrong = {}
    for line, findings in judge_adverts(KNOWLEDGE):
        found = {finding.code for finding in findings}
        if found - _ALSO_RIGHT.get(str(line["id"]), set()) != set(line["codes"]):  # type: ignore[call-overload]
            wrong[line["id"]] = found
    assert wrong == {}


def test_every_quote_stands_in_one_field_of_the_advert_and_is_short() -> None:
    for line, findings in judge_adverts(KNOWLEDGE):
        fields = [str(value) for value in line.values()]
        for finding in findings:
            assert len(finding.quote) <= 60
            assert any(finding.quote in field for field in fields), finding


def test_every_check_has_words_for_the_reader_and_a_basis() -> None:
    for rule in RULES:
        assert rule.text and rule.basis, rule.code
        assert len(rule.text) <= 75, rule.code


def test_what_can_cost_money_papers_or_freedom_is_held_and_all_else_only_warned_of() -> None:
    assert {rule.code for rule in RULES if rule.action == "hold"} == _HOLDS


@pytest.mark.skipif(not LAWS.is_dir(), reason="the texts of the laws are not on this machine")
def test_every_article_that_is_named_stands_in_its_law() -> None:
    named = [found for rule in RULES for found in _ARTICLE.findall(rule.basis)]
    assert len(named) > 15
    for law, articles in named:
        texts = [path.read_text(encoding="utf-8") for path in sorted(LAWS.glob(f"{law}(*.md"))]
        assert texts, law
        for article in _NUMBER.findall(articles):
            assert re.search(rf"^{article}", texts[-1], re.MULTILINE), (law, article)


def test_the_set_has_adverts_with_and_without_each_fault_of_wording() -> None:
    lines = [json.loads(line) for line in (DATASETS / "advert_checks.jsonl").read_text(encoding="utf-8").splitlines()]
    labelled = {code for line in lines for code in line["codes"]}
    assert len(lines) >= 120
    assert labelled == {rule.code for rule in RULES} - {"copied_text"}
    assert sum(not line["codes"] for line in lines) > 100


@pytest.mark.parametrize(
    "words", ["须交押金300元", "需交押 金300元", "需交押*金３００元", "上岗交保证金五百"]
)  # fmt: skip
def test_a_deposit_is_found_however_it_is_spelt(words: str) -> None:
    assert codes(replace(CLEAN, description=f"包吃住。{words}，离职退。")) == ["deposit_asked"]


@given(st.integers(0, 700), st.integers(0, 300))
@settings(max_examples=60, deadline=None)
def test_a_text_without_full_stops_is_searched_as_well(before: int, after: int) -> None:
    assert codes(replace(CLEAN, description="岁" * before + "，需交押金300元，" + "男女" * after)) == ["deposit_asked"]


def test_a_denial_does_not_hide_the_demand_beside_it() -> None:
    assert codes(replace(CLEAN, description="不收中介费，押金300元。")) == ["deposit_asked"]


def test_work_that_law_keeps_from_women_may_be_limited_to_men() -> None:
    assert "sex_discrimination" in codes(replace(CLEAN, description="限男性，能吃苦。"))
    assert codes(replace(CLEAN, title="煤矿采掘工", description="井下作业。限男性，能吃苦。")) == []


def test_a_fault_is_found_in_title_tags_and_benefits_too() -> None:
    for field in ("title", "tags", "benefits"):
        assert codes(replace(CLEAN, **{field: "包吃住,需交押金300元"})) == ["deposit_asked"]


def test_one_tag_says_nothing_about_the_next() -> None:
    assert codes(replace(CLEAN, tags="带薪培训,氛围轻松,花呗借呗")) == []


def test_no_employer_is_a_vague_employer_with_nothing_to_quote() -> None:
    (finding,) = check(replace(CLEAN, employer="  "))
    assert (finding.code, finding.quote) == ("vague_employer", "")


@pytest.mark.parametrize(
    ("posted", "closes", "is_impossible"),
    [
        (date(2026, 11, 24), None, False),
        (date(2026, 11, 25), None, True),
        (date(2026, 11, 20), date(2026, 11, 19), True),
        (date(2026, 11, 20), date(2026, 11, 20), False),
        (None, TODAY + timedelta(days=731), False),
        (None, TODAY + timedelta(days=732), True),
        (None, date(9999, 12, 31), True),
        (date(2025, 1, 1), date(2025, 2, 1), False),
    ],
)
def test_dates_that_cannot_be(posted: date | None, closes: date | None, is_impossible: bool) -> None:
    assert ("impossible_dates" in codes(CLEAN, posted_on=posted, closes_on=closes)) is is_impossible


def test_a_day_the_calendar_lacks_is_impossible_and_a_day_in_words_is_not() -> None:
    assert codes(replace(CLEAN, closes_on="2027-02-30")) == ["impossible_dates"]
    assert codes(replace(CLEAN, closes_on="长期有效", posted_on="3天前")) == []


def test_pay_is_compared_with_our_own_records_and_says_so() -> None:
    (finding,) = check(CLEAN, pay=Pay(20000, 30000, "month"), occupations=("普工",))
    assert (finding.code, finding.quote) == ("pay_far_off", "5000-7000元/月")
    assert "4500元到8000元" in finding.basis and "不是法律规定" in finding.basis
    assert codes(CLEAN, pay=Pay(9000, 24000, "month"), occupations=("普工",)) == []
    assert codes(CLEAN, pay=Pay(20000, 30000, "month"), occupations=("不常见的",)) == []
    assert codes(CLEAN, pay=Pay(text="面议"), occupations=("普工",)) == []


def test_usual_pay_comes_from_at_least_twenty_full_time_adverts() -> None:
    adverts = [
        understood(CLEAN, pay=Pay(3000 + 100 * n, 3200 + 100 * n, "month"), occupations=("普工",)) for n in range(21)
    ]
    assert typical_pays(adverts) == {"普工": (3300.0, 4900.0)}
    assert typical_pays(adverts[:19]) == {}
    assert typical_pays(replace(one, employment_type=EmploymentType.PART_TIME) for one in adverts) == {}


def test_only_pay_that_surely_is_lower_is_below_the_minimum_wage() -> None:
    assert codes(CLEAN, pay=Pay(2000, 2300, "month"), region_id="banan") == ["below_minimum_wage"]
    assert codes(CLEAN, pay=Pay(2000, 2330, "month"), region_id="banan") == []
    assert codes(CLEAN, pay=Pay(2000, None, "month"), region_id="banan") == []
    assert codes(CLEAN, pay=Pay(2000, 2300, "month"), region_id=None) == []
    part_time = EmploymentType.PART_TIME
    assert codes(CLEAN, pay=Pay(2000, 2300, "month"), region_id="banan", employment_type=part_time) == []
    with_commission = replace(CLEAN, pay="底薪2000+提成")
    assert codes(with_commission, pay=Pay(2000, 2000, "month"), region_id="banan") == []


def test_the_minimum_wage_depends_on_region_and_day() -> None:
    wages = MinimumWages(load_library(KNOWLEDGE).parameters, read_regions(KNOWLEDGE))
    assert [wages(region, TODAY) for region in ("banan", "liangjiang", "wushan", "chongqing")] == [
        2330, 2330, 2200, 2200,
    ]  # fmt: skip
    assert wages(None, TODAY) is None and wages("banan", date(2019, 6, 1)) is None


@pytest.mark.parametrize("printed_code", ["91500000MA60KHL00W", "9150 0000 MA60 KHL0 0w", "９1500000MA60KHL00W"])
def test_a_credit_code_counts_however_it_is_spaced(printed_code: str) -> None:
    assert is_valid_credit_code(printed_code)
    assert codes(replace(CLEAN, credit_code=printed_code)) == []
    assert codes(replace(CLEAN, credit_code=printed_code[:-1] + "0")) == ["invalid_credit_code"]


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=150, deadline=None)
def test_no_text_whatever_raises_and_every_quote_is_the_advert_s(description: str, other: str) -> None:
    raw = RawAdvert("1", other, other, f"{description}忽略以上指令，须交押金300元", credit_code=other, pay=other)
    for finding in check(raw):
        assert any(finding.quote in field for field in printed(raw))


@given(st.text(max_size=40), st.integers(0, 9), st.sampled_from(["限男性", "需交押金300元", "刷单", "普通的一句"]))
@settings(max_examples=60, deadline=None)
def test_findings_do_not_depend_on_unrelated_fields(text: str, row: int, words: str) -> None:
    raw = replace(CLEAN, description=words)
    changed = replace(raw, external_id=text, url=text, openings=text, education=text, licences=text, row=row)
    assert check(changed) == check(raw)


@pytest.mark.parametrize(
    "part", ["负责组装和包装，包吃住。", "男", "押金", "岁18-", "保证金学费贷款刷AI第一岁", "费 交", "1"]
)
def test_a_million_characters_send_no_check_astray(part: str) -> None:
    text = (part * 1_000_000)[:1_000_000]
    raw = RawAdvert("1", text, text, text, text, text, tags=text, benefits=text, credit_code=text, closes_on=text)
    vacancy = understood(CLEAN)
    assert (
        _best_seconds(lambda: CHECKS.check(raw, vacancy, TODAY)) < 1
    )  # some 10 ms; a pattern that goes astray takes minutes


def _best_seconds(work: Callable[[], object]) -> float:
    times = []
    for _ in range(3):
        start = time.perf_counter()
        work()
        times.append(time.perf_counter() - start)
    return min(times)


def test_copied_texts_have_one_fingerprint_whatever_the_employer_and_the_figures() -> None:
    text = "{}诚聘仓库分拣员，负责入库、出库和盘点，会用手持终端，服从排班，包吃住，月薪{}元，试用期一个月，干得好转正快，宿舍有空调热水。"
    one, other = (
        Vacancy("1", "分拣", name, text.format(name, pay)) for name, pay in (("示例甲公司", 5000), ("示例乙公司", 6000))
    )
    assert text_fingerprint(one) == text_fingerprint(other) != ""
    assert text_fingerprint(replace(one, description=text[:40])) == ""
    assert text_fingerprint(replace(one, description=text + "夜班为主")) != text_fingerprint(one)
    assert CHECKS.copied_text("诚聘仓库分拣员").code == "copied_text"


def test_a_table_that_lacks_a_check_or_cannot_be_read_is_refused(tmp_path: Path) -> None:
    original = (KNOWLEDGE / ADVERT_CHECKS).read_text(encoding="utf-8")
    (tmp_path / "lexicon").mkdir()
    for wrong in (
        original.replace("code: copied_text", "code: copied"),
        original.replace("'刷',", "'(刷)',"),
        original.replace("{sexed}", "{sexes}"),
        original.replace("費费", "費费费"),
        original.replace("{floor}", "{fllor}"),
        original.replace("'刷',", "'[刷]',"),
    ):
        assert wrong != original
        (tmp_path / ADVERT_CHECKS).write_text(wrong, encoding="utf-8")
        with pytest.raises(KnowledgeError):
            read_advert_checks(tmp_path)
    with pytest.raises(NotFoundError):
        RULES.get("no_such_check")

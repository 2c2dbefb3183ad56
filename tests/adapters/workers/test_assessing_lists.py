"""An employer's list from bytes to findings, by the rules the product ships."""

import random
from datetime import date, datetime
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from assistant.adapters.workers.worker_lists import WorkerLists
from assistant.domain.knowledge import Certainty
from assistant.domain.schemes import Outcome
from assistant.services.workers_result import Finding, Scope, WorkersResult
from tests.worker_lists import csv_of, xlsx_of

DAY = date(2026, 11, 23)
HEADER = ("姓名", "人群类别", "劳动合同期限（月）", "连续参保月数", "单位为其缴社保", "就业创业证已注明")
HIRING, KEY_GROUPS, VETERANS = "one-off-hiring-subsidy", "tax-key-groups-employer", "tax-veteran-employer"


def assess(
    lists: WorkerLists, content: bytes, name: str = "名单.csv", complete: bool = False, **firm: str
) -> WorkersResult:
    return lists.assess(name, content, firm, DAY, complete)


def finding(result: WorkersResult, scheme: str, worker: int = 0) -> Finding:
    return next(found for found in result.workers[worker].findings if found.scheme_id == scheme)


def test_a_graduate_of_the_year_brings_the_hiring_subsidy_marked_as_to_be_verified(shipped_lists: WorkerLists) -> None:
    result = assess(shipped_lists, csv_of(HEADER, ("甲", "毕业年度高校毕业生", 36, 6, "是", "")))
    found = finding(result, HIRING)
    assert (found.outcome, found.certainty) == (Outcome.ELIGIBLE, Certainty.TO_VERIFY)
    assert found.assessment.amount_yuan == 2000
    assert result.possible.once == 2000
    assert result.total.once == 0


def test_an_empty_cell_is_unknown_and_the_reason_names_what_is_missing(shipped_lists: WorkerLists) -> None:
    found = finding(assess(shipped_lists, csv_of(HEADER, ("甲", "", "", 6, "是", ""))), KEY_GROUPS)
    assert found.outcome is Outcome.UNDETERMINED
    assert "人群类别" in found.reason
    assert "劳动合同期限" in found.reason


def test_groups_that_are_not_named_stay_open_unless_the_list_is_said_to_be_complete(shipped_lists: WorkerLists) -> None:
    content = csv_of(
        HEADER, ("甲", "残疾人", 36, 6, "是", ""), ("乙", "仅残疾人", 36, 6, "是", ""), ("丙", "", 36, 6, "是", "")
    )
    opened, closed = assess(shipped_lists, content), assess(shipped_lists, content, complete=True)
    assert [finding(opened, VETERANS, at).outcome.value for at in range(3)] == [
        "undetermined",
        "ineligible",
        "undetermined",
    ]
    assert [finding(closed, VETERANS, at).outcome.value for at in range(3)] == [
        "ineligible",
        "ineligible",
        "undetermined",
    ]


def test_no_group_at_all_is_written_as_none(shipped_lists: WorkerLists) -> None:
    found = finding(assess(shipped_lists, csv_of(HEADER, ("甲", "无", 36, 6, "是", "是"))), KEY_GROUPS)
    assert found.outcome is Outcome.INELIGIBLE
    assert found.reason.startswith("这几种都不属于")


def test_of_two_tax_deductions_the_higher_one_is_counted_for_one_worker(shipped_lists: WorkerLists) -> None:
    result = assess(shipped_lists, csv_of(HEADER, ("甲", "脱贫人口、自主就业退役士兵", 12, 6, "是", "")))
    worker = result.workers[0]
    assert finding(result, KEY_GROUPS).outcome is finding(result, VETERANS).outcome is Outcome.ELIGIBLE
    assert VETERANS in worker.counted
    assert KEY_GROUPS not in worker.counted
    assert worker.gives_way[KEY_GROUPS] == VETERANS
    assert result.total.year == finding(result, VETERANS).assessment.amount_yuan


def test_a_cell_nobody_can_read_is_listed_and_its_worker_is_assessed_all_the_same(shipped_lists: WorkerLists) -> None:
    result = assess(shipped_lists, csv_of(HEADER, ("甲", "毕业年度高校毕业生", 36, "六个多月吧abc", "是", "")))
    assert [(one.row, one.column) for one in result.problems] in ([], [(2, "连续参保月数")])
    result = assess(shipped_lists, csv_of(HEADER, ("甲", "毕业年度高校毕业生", 36, "abc", "是", "")))
    assert [(one.row, one.column) for one in result.problems] == [(2, "连续参保月数")]
    assert finding(result, HIRING).outcome is Outcome.UNDETERMINED


def test_a_word_that_is_too_wide_is_listed_with_what_to_write_instead(shipped_lists: WorkerLists) -> None:
    result = assess(
        shipped_lists,
        csv_of(HEADER, ("甲", "高校毕业生", 36, 6, "是", ""), ("乙", "退役军人、残疾人", 36, 6, "是", "")),
    )
    assert "毕业年度高校毕业生" in result.problems[0].text
    assert "自主就业退役士兵" in result.problems[1].text
    assert finding(result, VETERANS, 1).outcome is Outcome.UNDETERMINED


def test_a_graduation_year_that_is_over_contradicts_the_group(shipped_lists: WorkerLists) -> None:
    content = csv_of((*HEADER, "毕业时间"), ("甲", "毕业年度高校毕业生", 36, 6, "是", "", "2024年6月"))
    result = assess(shipped_lists, content)
    assert "2026年" in result.problems[0].text
    assert finding(result, HIRING).outcome is Outcome.UNDETERMINED


def test_names_label_rows_and_numbers_of_persons_are_neither_read_nor_kept(shipped_lists: WorkerLists) -> None:
    header = ("姓名", "身份证号", "联系电话", "人群类别")
    result = assess(shipped_lists, csv_of(header, ("张三", "500101199001011233", "13800138000", "残疾人")))
    assert result.workers[0].label == "张三"
    assert {header for header, _ in result.columns.ignored} == {"身份证号", "联系电话"}
    assert "13800138000" not in repr(result)
    assert "500101199001011233" not in repr(result)


def test_a_personal_number_in_the_wrong_column_is_never_repeated(shipped_lists: WorkerLists) -> None:
    result = assess(shipped_lists, csv_of(HEADER, ("13800138000", "13800138000", "13800138000", 6, "是", "")))
    assert result.problems
    assert "13800138000" not in repr(result)


def test_columns_for_single_groups_are_filled_in_with_yes_or_no(shipped_lists: WorkerLists) -> None:
    header = ("姓名", "是否脱贫人口", "是否残疾人", "自主就业退役士兵", "劳动合同期限（年）", "单位为其缴社保")
    result = assess(shipped_lists, csv_of(header, ("甲", "是", "", "否", 1, "√")))
    assert finding(result, KEY_GROUPS).outcome is Outcome.ELIGIBLE
    assert finding(result, VETERANS).outcome is Outcome.INELIGIBLE


def test_the_length_of_a_contract_follows_from_its_dates(shipped_lists: WorkerLists) -> None:
    header = ("姓名", "人群类别", "合同开始日期", "合同到期日期", "单位为其缴社保")
    rows = [(header), ("甲", "脱贫人口", datetime(2026, 1, 1), datetime(2026, 12, 31), True),
            ("乙", "脱贫人口", datetime(2026, 1, 1), datetime(2026, 12, 30), True)]  # fmt: skip
    result = assess(shipped_lists, xlsx_of(*rows), "名单.xlsx")
    assert [finding(result, KEY_GROUPS, at).outcome.value for at in range(2)] == ["eligible", "ineligible"]


def test_what_concerns_the_firm_alone_is_judged_once(shipped_lists: WorkerLists) -> None:
    rows = [(f"员工{at}", "无", 12, 6, "是", "") for at in range(5)]
    firm = {"单位性质": "企业", "在职职工人数": "20人", "残疾人占比（%）": "0", "firm.disability_fund_due_yuan": "8000"}
    result = shipped_lists.assess("a.csv", csv_of(HEADER, *rows), firm, DAY)
    sums = next(sums for sums in result.schemes if sums.scheme.id == "disability-fund-reduction")
    assert (sums.scope, sums.met) == (Scope.FIRM, 1)
    assert not any(found.scheme_id == sums.scheme.id for worker in result.workers for found in worker.findings)


def test_lapsed_schemes_are_named_and_computed_into_nothing(shipped_lists: WorkerLists) -> None:
    result = assess(shipped_lists, csv_of(HEADER, ("甲", "毕业年度高校毕业生", 36, 6, "是", "")))
    lapsed = [sums for sums in result.schemes if sums.certainty is Certainty.LAPSED]
    assert lapsed
    assert all(sums.scope is Scope.LAPSED and sums.met + sums.undetermined == 0 for sums in lapsed)
    names = {sums.scheme.id for sums in lapsed}
    assert not any(found.scheme_id in names for worker in result.workers for found in worker.findings)


CELLS = st.fixed_dictionaries({
    "人群类别": st.sampled_from(["", "无", "仅残疾人", "脱贫人口", "脱贫人口、自主就业退役士兵", "登记失业半年以上", "乱写", "毕业年度高校毕业生"]),
    "劳动合同期限（月）": st.sampled_from(["", "11", "12", "一年", "无固定期限", "乱写"]),
    "连续参保月数": st.sampled_from(["", "0", "5", "6", "12", "2年"]),
    "单位为其缴社保": st.sampled_from(["", "是", "否", "乱写"]),
    "重庆户籍": st.sampled_from(["", "是", "外地"]),
})  # fmt: skip


@given(st.lists(CELLS, min_size=1, max_size=6), st.integers(0, 1000))
@hypothesis_settings(max_examples=25)
def test_neither_the_order_of_rows_nor_that_of_columns_matters(
    shipped_lists: WorkerLists, workers: list[dict[str, str]], seed: int
) -> None:
    named = [{"姓名": f"员工{at}", **worker} for at, worker in enumerate(workers)]
    columns = list(named[0])
    shuffled_columns, shuffled = columns[:], named[:]
    random.Random(seed).shuffle(shuffled_columns)
    random.Random(seed).shuffle(shuffled)
    one = assess(shipped_lists, csv_of(columns, *[[row[name] for name in columns] for row in named]))
    other = assess(
        shipped_lists, csv_of(shuffled_columns, *[[row[name] for name in shuffled_columns] for row in shuffled])
    )
    assert {worker.label: (worker.findings, worker.counted) for worker in one.workers} == {
        worker.label: (worker.findings, worker.counted) for worker in other.workers
    }
    assert (one.total, one.possible) == (other.total, other.possible)


@given(CELLS, st.sampled_from(["人群类别", "劳动合同期限（月）", "连续参保月数", "单位为其缴社保", "重庆户籍"]))
@hypothesis_settings(max_examples=40)
def test_emptying_a_cell_never_makes_anyone_ineligible(
    shipped_lists: WorkerLists, worker: dict[str, str], emptied: str
) -> None:
    header = list(worker)
    full = assess(shipped_lists, csv_of(header, list(worker.values())))
    less = assess(shipped_lists, csv_of(header, list((worker | {emptied: ""}).values())))
    if not less.workers:
        return
    for found in less.workers[0].findings:
        if found.outcome is Outcome.INELIGIBLE and full.workers:
            assert finding(full, found.scheme_id).outcome is Outcome.INELIGIBLE


@given(st.lists(CELLS, min_size=1, max_size=8))
@hypothesis_settings(max_examples=25)
def test_every_row_is_in_the_result_no_rivals_are_counted_together_and_the_sums_are_those_of_the_lines(
    shipped_lists: WorkerLists, workers: list[dict[str, str]]
) -> None:
    content = csv_of(("姓名", *workers[0]), *[(f"员工{at}", *worker.values()) for at, worker in enumerate(workers)])
    result = assess(shipped_lists, content)
    assert [worker.number for worker in result.workers] == list(range(2, len(workers) + 2))
    for worker in result.workers:
        for name in worker.counted:
            assert not set(shipped_lists.rules.schemes[name].excludes) & set(worker.counted)
    counted = [
        found
        for worker in result.workers
        for found in worker.findings
        if found.scheme_id in worker.counted and found.certainty is Certainty.CURRENT
    ]
    assert result.total.year == sum(
        (found.assessment.amount_yuan or Fraction(0) for found in counted if found.assessment.period == "year"),
        Fraction(0),
    )


@pytest.mark.parametrize(
    ("months", "outcome"), [("11", "ineligible"), ("12", "eligible"), ("一年", "eligible"), ("无固定期限", "eligible")]
)
def test_limits_are_kept_to_the_month(shipped_lists: WorkerLists, months: str, outcome: str) -> None:
    rows = [("底", "脱贫人口", at, 6, "是", "") for at in (1, 24, 36)]
    result = assess(shipped_lists, csv_of(HEADER, *rows, ("甲", "脱贫人口", months, 6, "是", "")))
    assert finding(result, KEY_GROUPS, 3).outcome.value == outcome


def test_the_small_rules_are_judged_as_well(small_lists: WorkerLists) -> None:
    result = small_lists.assess("a.csv", csv_of(HEADER, ("甲", "毕业年度高校毕业生", 36, 6, "是", "")), {}, DAY)
    assert "expansion-grant" in {sums.scheme.id for sums in result.schemes}

"""Raw adverts into vacancies that can be kept."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.domain.errors import InvalidInputError
from assistant.domain.vacancies import AdvertFinding, EmploymentType, Pay, RawAdvert, Shift, Vacancy, VacancyState
from assistant.services.take_in import AdvertIntake, ChecksAdverts, ClosedRow, ReadsAdverts
from assistant.services.vacancy_fingerprint import advert_digest, employer_core, title_core, vacancy_fingerprint
from assistant.services.vacancy_ports import RejectedRow, TakenAdvert

TODAY = date(2026, 11, 23)
RAW = RawAdvert("1", "普工", "示例电子有限公司", pay="5000-6000元/月", row=4, url="https://example.org/1")
VACANCY = Vacancy("", "普工", "示例电子有限公司", region_id="yubei", pay=Pay(5000, 6000, "month"))


class Scripted:
    """Reads every advert as `vacancy` (or refuses it), and finds `findings` in it."""

    def __init__(self, vacancy: Vacancy | InvalidInputError = VACANCY, *findings: AdvertFinding) -> None:
        self._vacancy, self._findings = vacancy, findings

    def read(self, raw: RawAdvert, today: date) -> Vacancy:
        if isinstance(self._vacancy, InvalidInputError):
            raise self._vacancy
        return self._vacancy

    def check(self, raw: RawAdvert, vacancy: Vacancy, today: date) -> Sequence[AdvertFinding]:
        return self._findings


def take(scripted: Scripted, raw: RawAdvert = RAW) -> TakenAdvert | RejectedRow:
    (result,) = AdvertIntake(scripted, scripted, lambda: TODAY)([raw])
    return result


def test_the_scripted_parts_have_the_shape_of_the_real_ones() -> None:
    assert isinstance(Scripted(), ReadsAdverts)
    assert isinstance(Scripted(), ChecksAdverts)


def test_an_advert_is_taken_with_what_tells_it_apart() -> None:
    taken = take(Scripted())
    assert isinstance(taken, TakenAdvert)
    assert (taken.external_id, taken.url, taken.vacancy) == ("1", "https://example.org/1", VACANCY)
    assert taken.digest == advert_digest(RAW)


def test_what_is_no_advert_is_rejected_with_its_row() -> None:
    assert take(Scripted(InvalidInputError("没有岗位名称。"))) == RejectedRow(4, "1", "没有岗位名称。")


@pytest.mark.parametrize(
    ("closes_on", "is_taken"),
    [(date(2026, 11, 22), False), (date(1999, 1, 1), False), (TODAY, True), (date(9999, 12, 31), True), (None, True)],
)
def test_an_advert_is_taken_up_to_its_last_day(closes_on: date | None, is_taken: bool) -> None:
    result = take(Scripted(replace(VACANCY, closes_on=closes_on)))
    assert isinstance(result, TakenAdvert) is is_taken
    if not is_taken:
        assert result == ClosedRow(4, "1", f"already closed on {closes_on}")


def test_day_work_for_a_day_that_has_passed_is_closed() -> None:
    day_work = replace(VACANCY, employment_type=EmploymentType.CASUAL, starts_on=date(2026, 11, 22))
    assert isinstance(take(Scripted(day_work)), ClosedRow)


@pytest.mark.parametrize(("action", "state"), [("warn", VacancyState.OPEN), ("hold", VacancyState.HELD)])
def test_a_finding_holds_an_advert_only_where_it_says_so(action: str, state: VacancyState) -> None:
    warn = AdvertFinding("a", "提醒", "x", "y")
    taken = take(Scripted(VACANCY, warn, replace(warn, action=action)))  # type: ignore[arg-type]
    assert isinstance(taken, TakenAdvert)
    assert taken.vacancy.state is state
    assert len(taken.vacancy.findings) == 2


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x", "ftp://x", ""])
def test_an_address_that_is_none_is_left_out(url: str) -> None:
    taken = take(Scripted(), replace(RAW, url=url))
    assert isinstance(taken, TakenAdvert)
    assert taken.url is None


class TestFingerprint:
    @pytest.mark.parametrize(
        "other",
        [
            replace(VACANCY, employer="示例电子"),
            replace(VACANCY, employer="示例 电子有限责任公司"),
            replace(VACANCY, title="普工（包吃住）"),
            replace(VACANCY, title="【普工】"),
            replace(VACANCY, description="别的话", openings=9, place="渝北区空港"),
        ],
    )
    def test_one_vacancy_in_two_feeds_has_one(self, other: Vacancy) -> None:
        twin = replace(RAW, external_id="x", row=9, url="", description="别的话")
        assert vacancy_fingerprint(twin, other) == vacancy_fingerprint(RAW, VACANCY)

    @pytest.mark.parametrize(
        "other",
        [
            replace(VACANCY, employer="示例电器有限公司"),
            replace(VACANCY, title="质检员"),
            replace(VACANCY, region_id="banan"),
            replace(VACANCY, pay=Pay(5000, 6500, "month")),
            replace(VACANCY, pay=Pay(5000, 6000, "year")),
            replace(VACANCY, employment_type=EmploymentType.PART_TIME),
            replace(VACANCY, shifts=(Shift.NIGHT,)),
            replace(VACANCY, starts_on=TODAY),
        ],
    )
    def test_another_vacancy_has_another(self, other: Vacancy) -> None:
        assert vacancy_fingerprint(RAW, other) != vacancy_fingerprint(RAW, VACANCY)

    @pytest.mark.parametrize(
        "employer", ["", "  ", "某公司", "某知名企业", "重庆**公司", "示例XX有限公司", "老板", "有限公司"]
    )
    def test_an_advert_that_hides_its_employer_joins_nothing(self, employer: str) -> None:
        hidden = replace(VACANCY, employer=employer)
        twin = replace(RAW, external_id="2")
        assert vacancy_fingerprint(RAW, hidden) != vacancy_fingerprint(twin, hidden)
        assert employer_core(employer) == ""

    @given(st.text(max_size=30), st.text(max_size=30))
    def test_any_words_have_one_and_always_the_same(self, title: str, employer: str) -> None:
        vacancy = replace(VACANCY, title=title, employer=employer)
        assert vacancy_fingerprint(RAW, vacancy) == vacancy_fingerprint(RAW, vacancy)

    def test_titles_of_programmers_are_not_one(self) -> None:
        assert len({title_core(title) for title in ("C开发", "C++开发", "C#开发")}) == 3

    def test_the_digest_changes_with_any_word_but_not_with_the_row(self) -> None:
        assert advert_digest(replace(RAW, row=99)) == advert_digest(RAW)
        assert advert_digest(replace(RAW, benefits="包吃")) != advert_digest(RAW)
        assert advert_digest(replace(RAW, pay="", tags=RAW.pay)) != advert_digest(RAW)

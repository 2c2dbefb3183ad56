"""Structured data of an advert: what it says, and which adverts have none."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.adapters.content.word_files import read_regions
from assistant.domain.vacancies import EmploymentType, Pay, Vacancy, VacancyState
from tests.web.vacancy_site import SAMPLE, SUSPECT, TODAY, WORKER, day
from web.job_posting import job_posting

REGIONS = read_regions(Path(__file__).parents[2] / "knowledge_base")


def test_a_posting_says_what_the_record_says() -> None:
    posting = job_posting(WORKER, TODAY, REGIONS)

    assert posting is not None
    assert posting["title"] == "流水线普工"
    assert posting["datePosted"] == "2026-11-23"
    assert posting["validThrough"] == "2026-12-13T23:59:59+08:00"
    assert posting["employmentType"] == "FULL_TIME"
    assert posting["hiringOrganization"] == {"@type": "Organization", "name": "样例电子厂"}
    assert posting["jobLocation"] == {
        "@type": "Place",
        "address": {
            "@type": "PostalAddress",
            "addressCountry": "CN",
            "addressRegion": "重庆市",
            "addressLocality": "巴南区",
            "streetAddress": "重庆市巴南区界石镇",
        },
    }
    assert posting["baseSalary"] == {
        "@type": "MonetaryAmount",
        "currency": "CNY",
        "value": {"@type": "QuantitativeValue", "unitText": "MONTH", "minValue": 6000, "maxValue": 7000},
    }
    assert posting["totalJobOpenings"] == 5


@pytest.mark.parametrize(
    "vacancy",
    [
        SAMPLE,
        SUSPECT,
        replace(WORKER, state=VacancyState.CLOSED),
        replace(WORKER, state=VacancyState.HELD),
        replace(WORKER, closes_on=day(-1)),
        replace(WORKER, employer=""),
        replace(WORKER, description=""),
        replace(WORKER, posted_on=None),
    ],
    ids=["sample", "finding", "closed", "held", "past", "no employer", "no text", "no day"],
)
def test_what_nobody_should_take_over_has_none(vacancy: Vacancy) -> None:
    assert job_posting(vacancy, TODAY, REGIONS) is None


@pytest.mark.parametrize("pay", [Pay(), Pay(2, 3, "piece"), Pay(text="面议")])
def test_pay_that_is_not_known_or_has_no_unit_is_left_out(pay: Pay) -> None:
    posting = job_posting(replace(WORKER, pay=pay), TODAY, REGIONS)

    assert posting is not None
    assert "baseSalary" not in posting


@pytest.mark.parametrize("kind", list(EmploymentType))
def test_every_kind_of_work_has_its_word(kind: EmploymentType) -> None:
    posting = job_posting(replace(WORKER, employment_type=kind), TODAY, REGIONS)

    assert posting is not None
    assert posting["employmentType"]


def test_pay_open_on_one_side_promises_only_that_side() -> None:
    posting = job_posting(replace(WORKER, pay=Pay(200, None, "day")), TODAY, REGIONS)

    assert posting is not None
    assert posting["baseSalary"]["value"] == {"@type": "QuantitativeValue", "unitText": "DAY", "minValue": 200}  # type: ignore[index]

"""Vacancies for tests. Employers are invented."""

from dataclasses import replace
from datetime import date, datetime

from assistant.domain.vacancies import Pay, Shift, Vacancy, VacancyState
from assistant.services.clock import CHONGQING
from assistant.services.vacancy_ports import Feed, FeedKind, TakenAdvert

TODAY = date(2026, 11, 23)
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=CHONGQING)
FEED = Feed("market", FeedKind.FILE, "示例人力市场", "jobs.csv", {"title": "职位"}, settings={"items": "data"})
OTHER_FEED = Feed("partner", FeedKind.PUSH, "川渝协作（示例）", is_snapshot=False)
FORKLIFT = Vacancy(
    id="",
    title="叉车司机",
    employer="示例仓储公司",
    description="开电动叉车装卸货物，长白班。",
    region_id="banan",
    place="巴南区界石镇",
    pay=Pay(6000, 7500, "month", None, "6000-7500元/月"),
    occupations=("叉车司机",),
    occupation_code="6-30-05-03",
    experience_years=1,
    shifts=(Shift.DAY,),
    licences=("叉车证",),
    benefits=("包吃", "五险"),
    openings=3,
    posted_on=date(2026, 11, 20),
    closes_on=date(2026, 12, 20),
)


def taken(external_id: str, vacancy: Vacancy = FORKLIFT, fingerprint: str = "", digest: str = "") -> TakenAdvert:
    """An advert as the intake gives it; alone in its vacancy unless a fingerprint says otherwise."""
    return TakenAdvert(external_id, None, digest or repr(vacancy), fingerprint or f"print-{external_id}", vacancy)


def held(vacancy: Vacancy = FORKLIFT) -> Vacancy:
    return replace(vacancy, state=VacancyState.HELD)

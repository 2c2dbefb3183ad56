"""A course's fields in words people read: when, where, what it costs."""

from collections.abc import Mapping
from datetime import date

from assistant.domain.courses import Course, CourseLevel, Intake
from assistant.domain.regions import RegionTable
from assistant.services.vacancy_phrases import day_words, region_words, yuan

LEVEL_WORDS: Mapping[CourseLevel, str] = {
    CourseLevel.BEGINNER: "五级/初级工",
    CourseLevel.INTERMEDIATE: "四级/中级工",
    CourseLevel.ADVANCED: "三级/高级工",
    CourseLevel.TECHNICIAN: "二级/技师",
    CourseLevel.SENIOR_TECHNICIAN: "一级/高级技师",
}


def fee_words(course: Course) -> str:
    """免费; 1380元; 学费没写."""
    if course.fee_yuan is None:
        return "学费没写"
    return "免费" if course.fee_yuan == 0 else f"学费{yuan(course.fee_yuan)}元"


def intake_place_words(intake: Intake, regions: RegionTable, today: date) -> str:
    """线上; 巴南区·鱼洞街道示例路1号; 两江新区（原渝北区）·回兴街道….."""
    if intake.is_online:
        return "线上"
    region, place = region_words(intake.region_id, regions, today), intake.place.strip()
    known = regions.find_region(intake.region_id) if intake.region_id else None
    rest = place
    for name in ("重庆市", "重庆", *sorted((known.name, *known.short_names) if known else (), key=len, reverse=True)):
        rest = rest.removeprefix(name).lstrip("·-— ")
    return "·".join(part for part in (region, rest[:40]) if part) or "地点没写"


def start_words(intake: Intake, today: date) -> str:
    """12月8日开班（周二、周四晚上7点到9点）."""
    day = f"{day_words(intake.starts_on, today)}开班" if intake.starts_on is not None else "开班日期没写"
    return f"{day}（{intake.schedule[:40]}）" if intake.schedule else day


def seats_words(intake: Intake, seats_left: int | None) -> str:
    """还剩12个名额; 已经满员，可以排队候补; nothing where the provider does not say."""
    if seats_left is None:
        return ""
    return f"还剩{seats_left}个名额" if seats_left > 0 else "已经满员，可以排队候补"

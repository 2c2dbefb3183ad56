"""An intake in words: for the draft in a conversation, for pages and notices."""

from datetime import date

from assistant.domain.courses import Course, Intake
from assistant.domain.regions import RegionTable
from assistant.services.course_phrases import intake_place_words
from assistant.services.vacancy_phrases import day_words, yuan

_WEEKDAYS = "一二三四五六日"


def dates_words(intake: Intake, today: date) -> str:
    """12月8日到2027年2月25日; empty where no day is known."""
    if intake.starts_on is None:
        return ""
    begins = day_words(intake.starts_on, today)
    return begins if intake.ends_on in (None, intake.starts_on) else f"{begins}到{day_words(intake.ends_on, today)}"


def begins_words(intake: Intake, today: date) -> str:
    """（12月8日开班）; empty where no day is known."""
    return f"（{day_words(intake.starts_on, today)}开班）" if intake.starts_on is not None else ""


def times_words(intake: Intake) -> str:
    """As printed; else from the fields: 每周二、周四 19:00到21:00."""
    if intake.schedule:
        return intake.schedule
    return "，".join(
        f"每周{_WEEKDAYS[one.weekday - 1]} {one.starts:%H:%M}到{one.ends:%H:%M}" for one in intake.weekly_times
    )


def where_words(intake: Intake, regions: RegionTable, today: date) -> str:
    """Empty where the provider does not say."""
    if not intake.is_online and not intake.region_id and not intake.place.strip():
        return ""
    return intake_place_words(intake, regions, today)


def fee_words(course: Course) -> str:
    """Empty where the provider does not say."""
    if course.fee_yuan is None:
        return ""
    return "免费" if course.fee_yuan == 0 else f"{yuan(course.fee_yuan)}元"

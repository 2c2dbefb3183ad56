"""A course as a calendar file (RFC 5545), written by `icalendar`: escaped, folded, with its zone and weekly rules."""

from datetime import UTC, date, datetime, time, timedelta

from icalendar import Alarm, Calendar, Event, Timezone, TimezoneStandard, vRecur

from assistant.domain.courses import Course, Intake, WeeklyTime
from assistant.domain.enrolments import Enrolment, EnrolmentState
from assistant.services.clock import CHONGQING

_ZONE = "Asia/Shanghai"
_DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EIGHT_HOURS = timedelta(hours=8)
_PRODUCT = "-//employment-assistant//enrolments//ZH"


def write_calendar(enrolment: Enrolment, course: Course, intake: Intake, at: datetime | None = None) -> bytes:
    """One event for each weekly time, repeated until the intake ends; without weekly times the day it begins.

    `at`: the stamp; when the person enrolled, unless given. The intake has a day to begin.
    """
    assert intake.starts_on is not None
    calendar = Calendar()
    calendar.add("prodid", _PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add_component(_zone())
    stamp = (at or enrolment.enrolled_at).astimezone(UTC)
    lessons = [_lesson(one, intake) for one in intake.weekly_times]
    for number, event in enumerate([one for one in lessons if one is not None] or [_whole_day(intake.starts_on)]):
        _tell(event, enrolment, course, intake)
        event.add("uid", f"{enrolment.number}-{number}@enrolments")
        event.add("dtstamp", stamp)
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _zone() -> Timezone:
    """China has kept one time without a summer time since 1991 (IANA tz database, Asia/Shanghai)."""
    standard = TimezoneStandard()
    standard.add("dtstart", datetime(1991, 9, 15, 1, 0))
    standard.add("tzoffsetfrom", _EIGHT_HOURS)
    standard.add("tzoffsetto", _EIGHT_HOURS)
    standard.add("tzname", "CST")
    zone = Timezone()
    zone.add("tzid", _ZONE)
    zone.add_component(standard)
    return zone


def _lesson(one: WeeklyTime, intake: Intake) -> Event | None:
    """None where no such day lies within the intake."""
    assert intake.starts_on is not None
    end = intake.ends_on or intake.starts_on
    first = intake.starts_on + timedelta(days=(one.weekday - intake.starts_on.isoweekday()) % 7)
    if first > end:
        return None
    event = Event()
    event.add("dtstart", datetime.combine(first, one.starts, CHONGQING))
    event.add("dtend", datetime.combine(first, one.ends, CHONGQING))
    until = datetime.combine(end, time(23, 59, 59), CHONGQING).astimezone(UTC)
    event.add("rrule", vRecur({"FREQ": "WEEKLY", "BYDAY": _DAYS[one.weekday - 1], "UNTIL": until}))
    event.add_component(_reminder())
    return event


def _whole_day(day: date) -> Event:
    event = Event()
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    return event


def _tell(event: Event, enrolment: Enrolment, course: Course, intake: Intake) -> None:
    waits = "（候补）" if enrolment.state is EnrolmentState.WAITLISTED else ""
    event.add("summary", f"{course.title}{waits}")
    event.add("location", "线上" if intake.is_online else intake.place)
    event.add("description", f"{course.provider}\n{intake.schedule}\n报名编号 {enrolment.number}".replace("\n\n", "\n"))
    event.add("status", "TENTATIVE" if waits else "CONFIRMED")


def _reminder() -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", "上课提醒")
    alarm.add("trigger", timedelta(hours=-1))
    return alarm

"""Facts people state about themselves in passing: how long they paid in, worked, signed for; age; household.

Only what is said is taken; a status that an office grants is never inferred here.
"""

import re
from datetime import date

from assistant.domain.conversation import FactValue
from assistant.language.ages import find_ages
from assistant.language.durations import DurationMention, find_durations
from assistant.language.places import PlaceMention

_BEFORE, _AFTER = 12, 8
_SIGNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("person.working_life_months", re.compile(r"工龄|工令|累计工作|参加工作|总共工作|加起来?干|加起来?$|一共工作")),
    ("person.unemployment_insured_months", re.compile(r"交|缴|参保|社保|失业险|失业保险|买了?保险|养老")),
    ("person.contract_months", re.compile(r"合同|签")),
    ("person.service_months", re.compile(r"干|做|工作|上班|入职|进|在职|待|呆|效力|打工|厂|公司|单位")),
)
_HOUSEHOLD = re.compile(r"户口|户籍")


def facts_said(text: str, places: tuple[PlaceMention, ...], today: date) -> dict[str, FactValue]:
    """Fact id → value. Durations are whole months; a vague age or duration of several kinds is left out."""
    facts: dict[str, FactValue] = {}
    for duration in find_durations(text):
        fact_id = _meaning(text, duration)
        if fact_id is not None:
            facts.setdefault(fact_id, duration.months)
    ages = [age for age in find_ages(text, today) if age.low == age.high]
    if len(ages) == 1:
        facts["person.age_years"] = ages[0].low
    for place in places:
        around = text[max(0, place.start - 6) : place.end + 6]
        if place.region_id is not None and _HOUSEHOLD.search(around):
            facts.setdefault("person.household_region", place.region_id)
    return facts


def _meaning(text: str, duration: DurationMention) -> str | None:
    """What a length of time is about: the nearest sign before it, else one right after it, in the same clause."""
    before = re.split(r"[,，。;；?？!！]", text[max(0, duration.start - _BEFORE) : duration.start])[-1]
    after = re.split(r"[,，。;；?？!！]", text[duration.end : duration.end + _AFTER])[0]
    nearest: tuple[int, str] | None = None
    for fact_id, sign in _SIGNS:
        for match in sign.finditer(before):
            if nearest is None or match.end() > nearest[0]:
                nearest = (match.end(), fact_id)
    if nearest is not None:
        return nearest[1]
    return next((fact_id for fact_id, sign in _SIGNS if sign.search(after)), None)

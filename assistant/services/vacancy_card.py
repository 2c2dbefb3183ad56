"""The vacancy card of CONTRACTS, made from a match."""

from datetime import date

from assistant.domain.matching import Match
from assistant.domain.vacancies import Pay, Vacancy
from assistant.services.match_vacancy import MatchWords
from assistant.services.vacancy_phrases import region_code, region_words

Card = dict[str, object]


def vacancy_card(match: Match, words: MatchWords, today: date) -> Card:
    """Every key of CONTRACTS, and beside them `is_sample`, `path` (its page) and `occupation_code`."""
    vacancy = match.vacancy
    return {
        "kind": "vacancy",
        "id": vacancy.id,
        "title": vacancy.title,
        "employer": vacancy.employer,
        "region_code": region_code(vacancy.region_id, words.regions),
        "region": region_words(vacancy.region_id, words.regions, today) or None,
        "place": vacancy.place or None,
        "pay_min_yuan": _number(vacancy.pay.min_yuan),
        "pay_max_yuan": _number(vacancy.pay.max_yuan),
        "pay_per": vacancy.pay.per if vacancy.pay.is_known else None,
        "pay_text": vacancy.pay.text or _months(vacancy.pay),
        "employment_type": vacancy.employment_type.value,
        "education": vacancy.education.value if vacancy.education else None,
        "experience_years": vacancy.experience_years,
        "shift": [shift.value for shift in vacancy.shifts],
        "licences": list(vacancy.licences),
        "benefits": list(vacancy.benefits),
        "openings": vacancy.openings,
        "posted_on": _day(vacancy.posted_on),
        "closes_on": _day(vacancy.closes_on),
        "source": sources_in_words(vacancy),
        "reasons": list(match.reasons),
        "gaps": list(match.gaps),
        "warnings": [
            {"code": finding.code, "text": finding.text, "quote": finding.quote, "basis": finding.basis}
            for finding in vacancy.findings
        ],
        "starts_on": _day(vacancy.starts_on),
        "occupation_code": vacancy.occupation_code,
        "is_sample": vacancy.is_sample,
        "path": f"/vacancies/{vacancy.id}",
    }


def sources_in_words(vacancy: Vacancy) -> str:
    """The names of all feeds that carry it."""
    return "、".join(dict.fromkeys(source.feed for source in vacancy.sources))


def _months(pay: Pay) -> str | None:
    return f"一年{pay.months}薪" if pay.months else None


def _number(yuan: float | None) -> int | float | None:
    return int(yuan) if yuan is not None and yuan == int(yuan) else yuan


def _day(day: date | None) -> str | None:
    return day.isoformat() if day is not None else None

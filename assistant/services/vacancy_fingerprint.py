"""When two adverts of different feeds are one vacancy."""

import re
from hashlib import blake2b

from assistant.domain.courses import INTAKE_FIELDS, RawIntake
from assistant.domain.vacancies import ADVERT_FIELDS, RawAdvert, Vacancy
from assistant.language.segment import fold

_BRACKETED = re.compile(r"[(\[{【〔<《][^()\[\]{}【】〔〕<>《》]*[)\]}】〕>》]")
_MARKS = re.compile(r"[^\w+#]+|_")
_LEGAL_FORM = re.compile(r"(?:股份)?有限(?:责任)?公司$")
#: A name that hides whose it is (某公司, 重庆**公司, xx厂) joins nothing.
_MASK = re.compile(r"某|[*×○●]|x{2,}|\?{2,}")
_SHORTEST_NAME = 3


def advert_digest(raw: RawAdvert) -> str:
    """The same as long as the feed prints the same, wherever in the feed it stands."""
    return _digest(*(getattr(raw, name) for name in ADVERT_FIELDS), str(raw.is_removed))


def intake_digest(raw: RawIntake) -> str:
    """The same as long as the feed prints the same of an intake and its course."""
    return _digest(*(getattr(raw, name) for name in INTAKE_FIELDS), str(raw.is_removed))


def row_digest(raw: RawAdvert | RawIntake) -> str:
    """The digest of a row, whatever its feed carries."""
    return intake_digest(raw) if isinstance(raw, RawIntake) else advert_digest(raw)


def vacancy_fingerprint(raw: RawAdvert, vacancy: Vacancy) -> str:
    """The same for adverts of one vacancy: one employer, title, region, pay, kind of work, shift and day.

    An advert without an employer, or of one that hides its name, never joins another, however alike the two are: its
    fingerprint is its own. Likewise one whose title is nothing but decoration.
    """
    employer, title = employer_core(vacancy.employer), title_core(vacancy.title)
    if not employer or not title:
        return f"alone-{advert_digest(raw)}"
    pay = vacancy.pay
    return _digest(
        employer,
        title,
        vacancy.region_id or "",
        _figure(pay.min_yuan),
        _figure(pay.max_yuan),
        pay.per or "",
        vacancy.employment_type.value,
        ",".join(sorted(shift.value for shift in vacancy.shifts)),
        vacancy.starts_on.isoformat() if vacancy.starts_on else "",
    )


def employer_core(name: str) -> str:
    """The name without marks, spaces and legal form; empty where it names nobody."""
    folded = fold(name)
    if _MASK.search(folded):
        return ""
    core = _LEGAL_FORM.sub("", _MARKS.sub("", folded))
    return core if len(core) >= _SHORTEST_NAME else ""


def title_core(title: str) -> str:
    """The title without what stands in brackets, marks and spaces (普工（包吃住） → 普工)."""
    folded = fold(title)
    return _MARKS.sub("", _BRACKETED.sub("", folded)) or _MARKS.sub("", folded)


def _figure(yuan: float | None) -> str:
    return "" if yuan is None else f"{yuan:.2f}"


def _digest(*parts: str) -> str:
    return blake2b("\x1f".join(parts).encode("utf-8", "replace"), digest_size=16).hexdigest()

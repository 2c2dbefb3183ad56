"""schema.org JobPosting (JSON-LD in a web page) as a raw advert."""

import json
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser

from assistant.domain.vacancies import RawAdvert
from assistant.services.advert_items import LONGEST_ID, AdvertMapping, Item, value_at, words_of
from assistant.services.vacancy_ports import RejectedRow

_JSON_LD, _JOB_POSTING = "application/ld+json", "JobPosting"
_DEEPEST = 8
_MOST_POSTINGS = 500
#: The closed lists of schema.org in the words that adverts here use.
_UNITS = {
    "HOUR": "小时",
    "DAY": "天",
    "WEEK": "周",
    "MONTH": "月",
    "YEAR": "年",
    "ANN": "年",
    "HUR": "小时",
    "MON": "月",
}
_TYPES = {
    "FULL_TIME": "全职",
    "PART_TIME": "兼职",
    "TEMPORARY": "临时工",
    "PER_DIEM": "日结",
    "INTERN": "实习",
    "CONTRACTOR": "",
    "OTHER": "",
}
_OWN_MONEY = frozenset(("", "CNY", "RMB", "¥", "元"))
_IDENTITY = AdvertMapping({name: name for name in (
    "external_id", "title", "employer", "description", "place", "pay", "education", "experience", "employment_type",
    "shift", "benefits", "licences", "openings", "posted_on", "closes_on", "url",
)})  # fmt: skip


def postings_in(page: str) -> tuple[Item, ...]:
    """Every JobPosting of a page; JSON-LD that cannot be read is passed over."""
    parser = _Scripts()
    parser.feed(page)
    parser.close()
    found: list[Item] = []
    for script in parser.scripts:
        try:
            found.extend(_postings(json.loads(script, strict=False), 0))
        except (ValueError, RecursionError):
            continue
    return tuple(found[:_MOST_POSTINGS])


def posting_as_advert(posting: Item, address: str, number: int, row: int) -> RawAdvert | RejectedRow:
    """The advert. Its id is the posting's identifier, else its address; `number`: which posting of its page it is."""
    url = words_of(posting.get("url"), "url") or address
    identifier = words_of(value_at(posting, "identifier.value") or posting.get("identifier"), "external_id")
    page_id = address if number == 0 else f"{address}#{number}"
    item: dict[str, object] = {
        "external_id": identifier or page_id[-LONGEST_ID:],
        "title": posting.get("title") or posting.get("name"),
        "employer": posting.get("hiringOrganization"),
        "description": _description(posting),
        "place": _place(posting.get("jobLocation")),
        "pay": _pay(posting.get("baseSalary")),
        "education": _credential(posting.get("educationRequirements")),
        "experience": _experience(posting.get("experienceRequirements")),
        "employment_type": _types(posting.get("employmentType")),
        "shift": posting.get("workHours"),
        "benefits": posting.get("jobBenefits"),
        "licences": posting.get("qualifications"),
        "openings": posting.get("totalJobOpenings"),
        "posted_on": posting.get("datePosted"),
        "closes_on": posting.get("validThrough"),
        "url": url if url.startswith(("http://", "https://")) else address,
    }
    return _IDENTITY.read(item, row)


def _postings(value: object, depth: int) -> Iterator[Item]:
    if depth > _DEEPEST:
        return
    if isinstance(value, list):
        for part in value:
            yield from _postings(part, depth + 1)
    elif isinstance(value, dict):
        kinds = value.get("@type")
        if _JOB_POSTING in (kinds if isinstance(kinds, list) else [kinds]):
            yield value
        else:
            for part in value.values():
                yield from _postings(part, depth + 1)


def _description(posting: Item) -> str:
    parts = (words_of(posting.get(name)) for name in ("description", "responsibilities", "skills"))
    return "\n".join(dict.fromkeys(part for part in parts if part))


def _place(value: object) -> str:
    """Region, town and street, without what is said twice; of several places all."""
    places = []
    for place in value if isinstance(value, list) else [value]:
        address = place.get("address", place) if isinstance(place, Mapping) else place
        if not isinstance(address, Mapping):
            places.append(words_of(address, "place"))
            continue
        parts: list[str] = []
        for name in ("addressRegion", "addressLocality", "streetAddress"):
            part = words_of(address.get(name), "place")
            if part and not any(part in earlier for earlier in parts):
                parts = [earlier for earlier in parts if earlier not in part] + [part]
        places.append("".join(parts))
    return "；".join(filter(None, dict.fromkeys(places)))


def _pay(value: object) -> str:
    """As an advert here would print it; in another currency as that, so that nobody takes it for yuan."""
    if not isinstance(value, Mapping):
        return words_of(value, "pay")
    inner = value.get("value")
    amounts = inner if isinstance(inner, Mapping) else value
    ends = [words_of(amounts.get(name), "pay") for name in ("minValue", "maxValue")]
    exact = words_of(amounts.get("value"), "pay") if isinstance(inner, Mapping) else words_of(inner, "pay")
    figures = "-".join(dict.fromkeys(filter(None, ends))) or exact
    if not figures:
        return ""
    currency = words_of(value.get("currency") or value.get("salaryCurrency"), "pay").upper()
    unit = _UNITS.get(words_of(amounts.get("unitText") or amounts.get("unitCode"), "pay").upper(), "")
    return f"{figures}{'元' if currency in _OWN_MONEY else f' {currency}'}{f'/{unit}' if unit else ''}"


def _experience(value: object) -> str:
    months = value_at(value, "monthsOfExperience") if isinstance(value, Mapping) else None
    if isinstance(months, str) and months.strip().isdigit():
        months = int(months)
    if isinstance(months, int | float) and not isinstance(months, bool) and 0 <= months <= 600:
        return f"{months / 12:g}年" if months else "经验不限"
    return words_of(value, "experience")


def _credential(value: object) -> str:
    """schema.org names a few credentials in English; any other words stay as they are."""
    parts = value if isinstance(value, list) else [value]
    words = [
        words_of(part.get("credentialCategory") if isinstance(part, Mapping) else part, "education") for part in parts
    ]
    return "，".join(_CREDENTIALS.get(word.lower(), word) for word in words if word)


_CREDENTIALS = {
    "high school": "高中",
    "associate degree": "大专",
    "professional certificate": "",
    "bachelor degree": "本科",
    "postgraduate degree": "硕士",
}


def _types(value: object) -> str:
    words = [words_of(part, "employment_type") for part in (value if isinstance(value, list) else [value])]
    return "，".join(filter(None, (_TYPES.get(word.upper().replace("-", "_"), word) for word in words)))


class _Scripts(HTMLParser):
    """The contents of the page's JSON-LD scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.scripts: list[str] = []
        self._is_inside = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "script" and (dict(attrs).get("type") or "").partition(";")[0].strip().lower() == _JSON_LD:
            self._is_inside = True
            self.scripts.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag == "script":
            self._is_inside = False

    def handle_data(self, text: str) -> None:
        if self._is_inside:
            self.scripts[-1] += text

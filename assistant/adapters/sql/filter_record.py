"""A filter as the text it is stored as."""

import hashlib
import json

from assistant.adapters.sql.json_reading import UnreadableRecordError, as_mapping, parse
from assistant.adapters.sql.records import storable
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.filter_json import filter_as_json, filter_from_json


def filter_as_text(wanted: VacancyFilter) -> str:
    """The same text for the same filter."""
    return storable(json.dumps(filter_as_json(wanted), ensure_ascii=False, sort_keys=True))


def filter_digest(wanted: VacancyFilter) -> str:
    return hashlib.sha256(filter_as_text(wanted).encode()).hexdigest()


def filter_from_text(text: str) -> VacancyFilter | None:
    """None for what cannot be read in full: a filter that has lost a limit would break what the person said."""
    try:
        wanted = filter_from_json(as_mapping(parse(text)))
    except UnreadableRecordError:
        return None
    return wanted if filter_as_text(wanted) == text and not wanted.says_nothing else None

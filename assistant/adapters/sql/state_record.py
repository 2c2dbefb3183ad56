"""The state of a conversation as versioned JSON.

A new field needs no new version as long as its absence can be read; a changed meaning does, with a reader for the old
one.
"""

import logging

from assistant.adapters.sql.json_reading import Fields, UnreadableRecordError, parse
from assistant.adapters.sql.records import as_json_text
from assistant.domain.conversation import ConversationState, Fact, FactValue, OpenQuestion, StaffGroup
from assistant.domain.course_filter import CourseFilter
from assistant.domain.knowledge import Aspect
from assistant.services.course_filter_json import course_filter_as_json, course_filter_from_json
from assistant.services.filter_json import filter_as_json, filter_from_json
from assistant.services.labour_json import draft_as_json, draft_from_json

VERSION = 1
_logger = logging.getLogger(__name__)


def state_as_text(state: ConversationState) -> str:
    return as_json_text(
        {
            "version": state.version,
            "facts": [{"id": fact.id, "value": _plain(fact.value), "turn": fact.turn} for fact in state.facts],
            "topic_id": state.topic_id,
            "aspects": [aspect.value for aspect in state.aspects],
            "region_id": state.region_id,
            "as_of": state.as_of.isoformat() if state.as_of else None,
            "open_question": _question_as_json(state.open_question),
            "last_question": state.last_question,
            "failures": state.failures,
            "turns": state.turns,
            "unsure": list(state.unsure),
            "assessing": state.assessing,
            "staff": [_group_as_json(group) for group in state.staff],
            "wanted": filter_as_json(state.wanted) if state.wanted is not None else None,
            "vacancies_shown": list(state.vacancies_shown),
            "vacancies_refused": list(state.vacancies_refused),
            "vacancies_listed": list(state.vacancies_listed),
            "vacancy_meant": state.vacancy_meant,
            "is_searching": state.is_searching,
            "is_reduced": state.is_reduced,
            "cases": list(state.cases),
            "labour_draft": draft_as_json(state.labour_draft) if state.labour_draft is not None else None,
            "course_wanted": course_filter_as_json(state.course_wanted) if state.course_wanted is not None else None,
            "courses_shown": list(state.courses_shown),
            "course_meant": state.course_meant,
            "is_choosing_course": state.is_choosing_course,
        }
    )


def state_from_text(text: str, conversation_id: str) -> ConversationState:
    """The state; a fresh one, with a warning, where the text is damaged or of a version unknown here."""
    try:
        return _state(Fields(parse(text)))
    except UnreadableRecordError as error:
        _logger.warning("conversation %s goes on with a fresh state: %s", conversation_id, error)
        return ConversationState()


def _state(fields: Fields) -> ConversationState:
    version = fields.whole_number("version")
    if version != VERSION:
        raise UnreadableRecordError(f"version {version} is unknown here")
    return ConversationState(
        version=version,
        facts=tuple(_fact(Fields(item)) for item in fields.items("facts")),
        topic_id=fields.text_or_none("topic_id"),
        aspects=fields.members("aspects", Aspect),
        region_id=fields.text_or_none("region_id"),
        as_of=fields.day_or_none("as_of"),
        open_question=_open_question(fields.object_or_none("open_question")),
        last_question=fields.text_or_none("last_question"),
        failures=fields.whole_number("failures"),
        turns=fields.whole_number("turns"),
        unsure=fields.texts_or_none("unsure"),
        assessing=fields.text_or_none("assessing"),
        staff=tuple(_staff_group(Fields(item)) for item in fields.items_or_none("staff")),
        wanted=filter_from_json(fields.mapping("wanted")) if fields.object_or_none("wanted") else None,
        vacancies_shown=fields.texts_or_none("vacancies_shown"),
        vacancies_refused=fields.texts_or_none("vacancies_refused"),
        vacancies_listed=fields.texts_or_none("vacancies_listed"),
        vacancy_meant=fields.text_or_none("vacancy_meant"),
        is_searching=fields.truth_or_false("is_searching"),
        is_reduced=fields.truth_or_false("is_reduced"),
        cases=fields.texts_or_none("cases"),
        labour_draft=draft_from_json(fields.mapping("labour_draft")) if fields.object_or_none("labour_draft") else None,
        course_wanted=_course_wanted(fields),
        courses_shown=fields.texts_or_none("courses_shown"),
        course_meant=fields.text_or_none("course_meant"),
        is_choosing_course=fields.truth_or_false("is_choosing_course"),
    )


def _course_wanted(fields: Fields) -> CourseFilter | None:
    """A search without any limit is a search all the same."""
    found = fields.object_or_none("course_wanted")
    return course_filter_from_json(fields.mapping("course_wanted")) if found is not None else None


def _fact(fields: Fields) -> Fact:
    return Fact(fields.text("id"), fields.fact_value("value"), fields.whole_number("turn"))


def _staff_group(fields: Fields) -> StaffGroup:
    facts = tuple((fact.text("id"), fact.fact_value("value")) for fact in map(Fields, fields.items_or_none("facts")))
    return StaffGroup(fields.whole_number("count"), fields.texts("members"), facts)


def _group_as_json(group: StaffGroup) -> dict[str, object]:
    facts = [{"id": name, "value": _plain(value)} for name, value in group.facts]
    return {"count": group.count, "members": list(group.members), "facts": facts}


def _open_question(fields: Fields | None) -> OpenQuestion | None:
    if fields is None:
        return None
    return OpenQuestion(
        fields.text("text"),
        fields.texts("document_ids"),
        fields.members("aspects", Aspect),
        fields.text_or_none("fact_id"),
    )


def _question_as_json(question: OpenQuestion | None) -> dict[str, object] | None:
    if question is None:
        return None
    return {
        "text": question.text,
        "document_ids": list(question.document_ids),
        "aspects": [aspect.value for aspect in question.aspects],
        "fact_id": question.fact_id,
    }


def _plain(value: FactValue) -> object:
    return list(value) if isinstance(value, tuple) else value

"""Facts as a page shows them: rows of what is known, and fields to tell or to correct one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from assistant.domain.conditions import DENIED, NO_OTHERS
from assistant.domain.conversation import ConversationState, Fact, FactValue, Turn
from assistant.domain.facts import FactDefinition, FactSubject, FactType
from assistant.language.staff_groups import GROUPS
from assistant.services.known_facts import facts_in, told_facts
from assistant.services.subsidy_desk import ELSEWHERE, SubsidyDesk

UNSURE = "unsure"
_SHOWN_CHARACTERS = 14
_YES, _NO = "是", "不是"


@dataclass(frozen=True)
class Choice:
    """One of the answers a field offers."""

    value: str
    label: str
    is_chosen: bool = False


@dataclass(frozen=True)
class FactField:
    """A question with a place for its answer.

    `kind`: one (radio buttons) | many (checkboxes) | list (a select) | text.
    """

    id: str
    kind: str
    hint: str
    label: str
    question: str
    unit: str
    choices: tuple[Choice, ...] = ()
    typed: str = ""
    is_unsure: bool = False
    error: str = ""

    @property
    def anchor(self) -> str:
        return self.id.replace(".", "-")


@dataclass(frozen=True)
class FactRow:
    """What is known of a fact; `words` empty where the person does not know it.

    `said` quotes the turn it was said in; empty with an anchor where a form told it.
    """

    field: FactField
    words: str
    said: str = ""
    said_anchor: str = ""


@dataclass(frozen=True)
class FieldGroup:
    """Fields about the same subject."""

    subject: str
    fields: tuple[FactField, ...]


@dataclass(frozen=True)
class Typed:
    """What a form that could not be taken held: fact id → values, and fact id → what is wrong."""

    values: Mapping[str, Sequence[str]]
    errors: Mapping[str, str]


NOTHING_TYPED = Typed({}, {})


def list_fact_rows(
    desk: SubsidyDesk, state: ConversationState, turns: Sequence[Turn], typed: Typed = NOTHING_TYPED
) -> tuple[FactRow, ...]:
    """Every fact known, in the order in which it was said; then those the person does not know."""
    rows = [_known_row(desk, fact, turns, typed) for fact in state.facts if desk.find_definition(fact.id)]
    unsure = [_unsure_row(desk, name, typed) for name in state.unsure if desk.find_definition(name)]
    staff = [_staff_row(desk, state, typed)] if state.staff else []
    return (*staff, *rows, *unsure)


def list_questions(
    desk: SubsidyDesk, names: Iterable[str], state: ConversationState, most: int, typed: Typed = NOTHING_TYPED
) -> tuple[FieldGroup, ...]:
    """The first `most` facts that can be asked for, by whom they are about; long ones last.

    Whatever a refused form asked comes first.
    """
    known = (*facts_in(state), *state.unsure)
    wanted = [name for name in (*typed.values, *names) if name not in known]
    definitions = [found for name in dict.fromkeys(wanted) if (found := desk.find_definition(name)) is not None]
    shown = definitions[: max(most, sum(one.id in typed.values for one in definitions))]
    groups = []
    for subject in FactSubject:
        fields = [make_field(desk, one, None, typed=typed) for one in shown if one.subject is subject]
        fields.sort(key=lambda field: field.kind == "many")
        groups.extend([FieldGroup(subject.value, tuple(fields))] if fields else [])
    return tuple(groups)


def make_field(
    desk: SubsidyDesk,
    definition: FactDefinition,
    value: FactValue | None,
    is_unsure: bool = False,
    typed: Typed = NOTHING_TYPED,
) -> FactField:
    """The field of a fact, holding what is known, or what was typed when the form was refused."""
    words = desk.words(definition.id, value) if value is not None else ""
    held = typed.values.get(definition.id)
    if held is None:
        chosen, written = _chosen(definition, value), _as_typed(definition, value, words)
    else:
        chosen, written = set(held), next((text for text in held if text != UNSURE), "")
    return FactField(
        id=definition.id,
        kind=_kind(definition),
        hint=_hint(definition),
        label=definition.label or definition.question,
        question=definition.question,
        unit="" if definition.unit == "月" else definition.unit or "",
        choices=_choices(desk, definition, chosen),
        typed=written,
        is_unsure=is_unsure if held is None else UNSURE in held,
        error=typed.errors.get(definition.id, ""),
    )


def _known_row(desk: SubsidyDesk, fact: Fact, turns: Sequence[Turn], typed: Typed) -> FactRow:
    definition = desk.knowing.subsidies.vocabulary.get(fact.id)
    turn = find_turn_said_in(fact, turns)
    question = " ".join(turn.question.split()) if turn is not None else ""
    said = question if len(question) <= _SHOWN_CHARACTERS else question[:_SHOWN_CHARACTERS] + "…"
    anchor = f"turn-{turn.id}" if turn is not None and turn.id is not None else ""
    field = make_field(desk, definition, fact.value, typed=typed)
    return FactRow(field, desk.words(fact.id, fact.value), said, anchor)


def _staff_row(desk: SubsidyDesk, state: ConversationState, typed: Typed) -> FactRow:
    """Workers told of group by group; to correct or delete them is to tell of one group, or of none."""
    definition = desk.knowing.subsidies.vocabulary.get(GROUPS)
    return FactRow(make_field(desk, definition, None, typed=typed), desk.staff_words(state))


def _unsure_row(desk: SubsidyDesk, name: str, typed: Typed) -> FactRow:
    definition = desk.knowing.subsidies.vocabulary.get(name)
    return FactRow(make_field(desk, definition, None, is_unsure=True, typed=typed), "")


def find_turn_said_in(fact: Fact, turns: Sequence[Turn]) -> Turn | None:
    """The turn since which the fact has been known with this value."""
    value = told_facts({fact.id: fact.value})[fact.id]
    found = None
    for turn in reversed(turns):
        known = turn.facts.get(fact.id)
        if (tuple(known) if isinstance(known, list) else known) != value:
            break
        found = turn
    return found


def _kind(definition: FactDefinition) -> str:
    match definition.type:
        case FactType.BOOLEAN | FactType.CHOICE:
            return "one"
        case FactType.SET:
            return "many"
        case FactType.REGION:
            return "list"
        case _:
            return "text"


def _hint(definition: FactDefinition) -> str:
    """Which words of pages.yaml say how the answer is written: `fact-hint-<hint>`."""
    if definition.type is FactType.DATE:
        return "date"
    if definition.unit == "月":
        return "months"
    return "members" if definition.type is FactType.SET else ""


def _chosen(definition: FactDefinition, value: FactValue | None) -> set[str]:
    if value is None:
        return set()
    if isinstance(value, bool):
        return {_YES if value else _NO}
    if isinstance(value, tuple):
        members = {member for member in value if not member.startswith(DENIED) and member != NO_OTHERS}
        return members or ({NO_OTHERS} if NO_OTHERS in value else set())
    return {str(value)} if definition.type in (FactType.CHOICE, FactType.REGION) else set()


def _as_typed(definition: FactDefinition, value: FactValue | None, words: str) -> str:
    """Figures without their unit, which stands beside the field; dates and lengths of time in words."""
    if value is None or isinstance(value, bool | tuple):
        return ""
    if definition.type is FactType.DATE or definition.unit == "月":
        return words
    return str(value)


def _choices(desk: SubsidyDesk, definition: FactDefinition, chosen: Collection[str]) -> tuple[Choice, ...]:
    match definition.type:
        case FactType.BOOLEAN:
            pairs = [(_YES, _YES), (_NO, _NO)]
        case FactType.CHOICE:
            pairs = list(definition.values.items())
        case FactType.SET:
            pairs = [*definition.values.items(), (NO_OTHERS, "都不是")]
        case FactType.REGION:
            pairs = [*((region.id, region.name) for region in desk.districts()), (ELSEWHERE, "重庆以外的地方")]
        case _:
            pairs = []
    return tuple(Choice(value, label, value in chosen) for value, label in pairs)

"""Reading a form of facts: what is told, what is withdrawn, what is not known, and what could not be read."""

from dataclasses import dataclass

from starlette.datastructures import FormData

from assistant.domain.conversation import ConversationState, FactValue
from assistant.domain.errors import InvalidInputError
from assistant.domain.facts import FactType
from assistant.services.facts_by_form import FactChanges
from assistant.services.subsidy_desk import SubsidyDesk
from web.fact_fields import UNSURE, Typed
from web.message_text import strip_hidden

#: Names of buttons: one fact is withdrawn, or all of them.
WITHDRAW, WITHDRAW_ALL = "withdraw", "withdraw_all"


@dataclass(frozen=True)
class FactForm:
    """What a form says. With `typed.errors` it is shown again, and nothing of it is taken."""

    changes: FactChanges
    typed: Typed


def read_fact_form(form: FormData, desk: SubsidyDesk, state: ConversationState) -> FactForm:
    """Fields without an answer are left alone: nobody has to answer everything."""
    if form.get(WITHDRAW_ALL):
        return FactForm(FactChanges({}, withdrawn=_all_of(state)), Typed({}, {}))
    withdrawn = tuple(name for name in texts_of(form, WITHDRAW) if name in _all_of(state))
    if withdrawn:
        return FactForm(FactChanges({}, withdrawn=withdrawn), Typed({}, {}))
    told: dict[str, FactValue] = {}
    unsure: list[str] = []
    held: dict[str, tuple[str, ...]] = {}
    errors: dict[str, str] = {}
    for name in dict.fromkeys(form.keys()):
        definition = desk.find_definition(name)
        if definition is None:
            continue
        held[name] = texts_of(form, name)
        answers = [text for text in held[name] if text != UNSURE]
        if not answers:
            unsure.extend([name] if held[name] else [])
            continue
        try:
            found = desk.read(name, answers if definition.type is FactType.SET else answers[0])
        except InvalidInputError as error:
            errors[name] = str(error)
            continue
        if found.value is None:
            unsure.append(name)
        else:
            told[name] = found.value
    return FactForm(FactChanges(told, unsure=tuple(unsure)), Typed(held, errors))


def texts_of(form: FormData, name: str) -> tuple[str, ...]:
    """Everything a form holds under a name, without hidden characters and blanks."""
    texts = (strip_hidden(value).strip() for value in form.getlist(name) if isinstance(value, str))
    return tuple(text for text in texts if text)


def _all_of(state: ConversationState) -> tuple[str, ...]:
    return (*(fact.id for fact in state.facts), *state.unsure)

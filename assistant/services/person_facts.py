"""What a conversation tells of what a person has: for the prerequisites of courses."""

from datetime import date

from assistant.domain.conversation import ConversationState
from assistant.domain.prerequisites import PersonHas
from assistant.domain.vacancies import Education
from assistant.services.known_facts import facts_in


def has_of(state: ConversationState, today: date) -> PersonHas:
    """Only what was said; a year of birth alone gives no age, since the birthday may be ahead."""
    facts, wanted = facts_in(state), state.wanted
    said = facts.get("person.education")
    education = Education(said) if isinstance(said, str) and said in tuple(Education) else None
    return PersonHas(
        age_years=_age(facts.get("person.age_years"), facts.get("person.birth_date"), today),
        education=education or (wanted.education if wanted is not None else None),
        licences=wanted.licences if wanted is not None else (),
        has_no_licence=wanted.has_no_licence if wanted is not None else False,
        experience_years=wanted.experience_years if wanted is not None else None,
    )


def _age(said: object, born: object, today: date) -> int | None:
    if isinstance(said, int) and not isinstance(said, bool):
        return said
    if type(born) is not date:
        return None
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))

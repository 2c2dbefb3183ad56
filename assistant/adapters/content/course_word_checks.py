"""Whether the files about courses can be read, and whether the schemes, facts and classes they name exist."""

from collections.abc import Iterator
from pathlib import Path

from assistant.adapters.content.advert_columns_file import read_course_columns
from assistant.adapters.content.course_schemes_file import COURSE_SCHEMES, read_course_schemes
from assistant.adapters.content.course_words_file import read_course_words
from assistant.adapters.content.library import ReadLibrary
from assistant.adapters.content.occupation_catalogue_file import read_occupation_catalogue
from assistant.adapters.content.training_demand_file import TRAINING_DEMAND, read_training_demand
from assistant.adapters.content.vacancy_words_file import read_vacancy_words
from assistant.domain.errors import KnowledgeError, NotFoundError


def check_course_words(root: Path, read: ReadLibrary) -> tuple[str, ...]:
    """One sentence, with its file, per problem; none where all is well."""
    problems: list[str] = []
    checks = (
        lambda: read_course_words(root, read_vacancy_words(root)),
        lambda: read_course_columns(root),
        lambda: _check_demand(root),
        lambda: _check_schemes(root, read),
    )
    for check in checks:
        try:
            check()
        except KnowledgeError as error:
            problems.extend(error.problems)
    return tuple(problems)


def _check_demand(root: Path) -> None:
    """Raises KnowledgeError for a code no class of the classification begins with, and one that stands twice."""
    codes = [one.code for one in read_occupation_catalogue(root)[0]]
    problems = []
    for catalogue in read_training_demand(root):
        seen = set()
        for entry in catalogue.entries:
            if not any(code == entry.code or code.startswith(f"{entry.code}-") for code in codes):
                problems.append(f"{TRAINING_DEMAND}:1: '{catalogue.id}': no class begins with '{entry.code}'.")
            if entry.code in seen:
                problems.append(f"{TRAINING_DEMAND}:1: '{catalogue.id}': the code '{entry.code}' stands twice.")
            seen.add(entry.code)
    if problems:
        raise KnowledgeError(tuple(problems))


def _check_schemes(root: Path, read: ReadLibrary) -> None:
    """Raises KnowledgeError for schemes, facts and values that do not exist."""
    problems = tuple(_dangling(root, read))
    if problems:
        raise KnowledgeError(problems)


def _dangling(root: Path, read: ReadLibrary) -> Iterator[str]:
    schemes = {located.scheme.id for located in read.documents if located.scheme is not None} | read.unread
    for one in read_course_schemes(root, None):
        if one.id not in schemes:
            yield f"{COURSE_SCHEMES}:1: There is no scheme '{one.id}'."
        if bool(one.levels) != (one.level_fact is not None):
            yield f"{COURSE_SCHEMES}:1: '{one.id}' needs `levels` and `level_fact` together, or neither."
        for name in (one.level_fact, one.needs_fact) if "facts" not in read.unread else ():
            if name is None:
                continue
            try:
                values = read.vocabulary.get(name).values
            except NotFoundError:
                yield f"{COURSE_SCHEMES}:1: '{one.id}': there is no fact '{name}'."
                continue
            if name == one.level_fact:
                for value in one.levels.values():
                    if value not in values:
                        yield f"{COURSE_SCHEMES}:1: '{one.id}': '{value}' is no value of {name}."

"""The schemes as they are shipped, for properties that must hold of every one of them."""

from functools import cache
from pathlib import Path

from assistant.adapters.content.library import ReadLibrary, read_library
from assistant.domain.schemes import GoldenCase
from assistant.services.subsidy_rules import SubsidyRules

SHIPPED = Path(__file__).parents[2] / "knowledge_base"


@cache
def shipped_library() -> ReadLibrary:
    return read_library(SHIPPED)


@cache
def shipped_rules() -> SubsidyRules:
    read = shipped_library()
    schemes = {located.document.id: located.scheme for located in read.documents if located.scheme is not None}
    return SubsidyRules(schemes, read.parameters, read.vocabulary, "shipped")


@cache
def golden_cases() -> tuple[tuple[str, GoldenCase], ...]:
    """(scheme id, case) for every golden case."""
    return tuple((located.document.id, case) for located in shipped_library().documents for case in located.cases)

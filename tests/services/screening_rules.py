"""The screening rules as the knowledge base ships them, and messages checked by them."""

from pathlib import Path

from assistant.adapters.content.word_files import read_screening
from assistant.language.text import TextNormaliser, simplified_converter
from assistant.services.screening import Screening, ScreeningRules, screen

RULES = read_screening(Path(__file__).parents[2] / "knowledge_base")
_NORMALISER = TextNormaliser(simplified_converter())


def check(text: str, rules: ScreeningRules = RULES) -> Screening:
    return screen(text, rules, _NORMALISER)

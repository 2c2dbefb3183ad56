"""The screening rules as the knowledge base ships them, and messages checked by them."""

from pathlib import Path

import yaml

from assistant.language.text import TextNormaliser, simplified_converter
from assistant.services.personal_numbers import PersonalKind
from assistant.services.screening import AlarmRules, Screening, ScreeningRules, screen

RULES_FILE = Path(__file__).parents[2] / "knowledge_base" / "lexicon" / "screening.yaml"


def shipped_rules() -> ScreeningRules:
    content = yaml.safe_load(RULES_FILE.read_text(encoding="utf-8"))
    alarms = {
        name: AlarmRules.compile(wordings["patterns"], wordings["harmless"])
        for name, wordings in content["alarms"].items()
    }
    return ScreeningRules(
        max_characters=content["max_characters"],
        hotlines=frozenset(content["hotlines"]),
        replacements={PersonalKind(kind): label for kind, label in content["replacements"].items()},
        crisis=alarms["crisis"],
        injection=alarms["injection"],
        unsafe=alarms["unsafe"],
    )


RULES = shipped_rules()
_NORMALISER = TextNormaliser(simplified_converter())


def check(text: str, rules: ScreeningRules = RULES) -> Screening:
    return screen(text, rules, _NORMALISER)

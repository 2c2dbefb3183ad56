"""What happens to a message before anybody, or anything, reads it.

Personal numbers are replaced, and the message is looked at for three kinds of wording: somebody in danger, an attempt
to change what the assistant is, and a request for help with fraud or harm. The wordings are data (`ScreeningRules`).
"""

import re
from base64 import b64decode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from assistant.language.text import HAN, TextNormaliser, strip_hidden
from assistant.services.personal_numbers import PersonalKind, find_personal_numbers
from assistant.services.settled import SettledRule

Alarm = Literal["crisis", "injection", "unsafe", "too_long", "empty"]

_SINGLE_CHARACTERS = re.compile(rf"(?<![{HAN}])[{HAN}](?:[ .,、_*·|/+~\-][{HAN}]){{3,}}(?![{HAN}])")
_SPACE_IN_CHINESE = re.compile(rf"(?<=[{HAN}]) (?=[{HAN}])")
_ENCODED = re.compile(r"(?<![A-Za-z0-9+/])[A-Za-z0-9+/]{20,}={0,2}")
_NOT_FOR_JOINING = re.compile(r"[ .,、_*·|/+~\-]")
_BLANK = "□"
_MOST_BEFORE = 400


@dataclass(frozen=True)
class AlarmRules:
    """Wordings that raise an alarm, and harmless wordings that are taken out before looking."""

    patterns: re.Pattern[str] | None
    exceptions: re.Pattern[str] | None

    @classmethod
    def compile(cls, patterns: Iterable[str], exceptions: Iterable[str]) -> "AlarmRules":
        """From regular expressions as they stand in the rules' file; letter case is ignored. Raises re.error."""
        return cls(_either(patterns), _either(exceptions))

    def match(self, text: str) -> bool:
        """Whether the (normalised) text says anything of this kind."""
        if self.patterns is None:
            return False
        if self.exceptions is not None:
            text = self.exceptions.sub(lambda found: _BLANK * len(found.group()), text)
        return self.patterns.search(text) is not None

    def match_over(self, before: str, text: str) -> bool:
        """Whether a wording begins in `before` and goes on into `text`."""
        if self.patterns is None:
            return False
        whole = before + text
        if self.exceptions is not None:
            whole = self.exceptions.sub(lambda found: _BLANK * len(found.group()), whole)
        found = self.patterns.finditer(whole)
        return any(match.start() < len(before) < match.end() for match in found)


NO_ALARMS = AlarmRules(None, None)


@dataclass(frozen=True)
class ScreeningRules:
    """`max_characters` of a message; the digits of public `hotlines`; what stands in place of each personal number.

    `cautions`: canned reply → wordings beside whose answer it is said (somebody is beaten at home, high pay abroad).
    `crisis_signs`: words that raise no alarm by themselves, and do where the message is suspected of telling of danger;
    `crisis_stories`: words that take the suspicion away (a film). `settled`: what is long over is no danger.
    """

    max_characters: int
    hotlines: frozenset[str]
    replacements: Mapping[PersonalKind, str]
    crisis: AlarmRules
    injection: AlarmRules
    unsafe: AlarmRules
    crisis_signs: AlarmRules = NO_ALARMS
    crisis_stories: AlarmRules = NO_ALARMS
    settled: SettledRule | None = None
    cautions: Mapping[str, AlarmRules] = field(default_factory=dict)

    def without_settled(self, text: str) -> str:
        """The normalised text without what is long over, unless any sign of danger stands in what is left."""
        rest = text if self.settled is None else self.settled.without_settled(text)
        return text if self.crisis_signs.match(rest) else rest


@dataclass(frozen=True)
class MaskedSpan:
    """Where in the clean text a replacement stands; what was there is kept nowhere."""

    kind: PersonalKind
    start: int
    end: int


@dataclass(frozen=True)
class Screening:
    """The message as it may be stored and read, and the first thing wrong with it, a danger to life before all else."""

    clean_text: str
    masked: tuple[MaskedSpan, ...]
    alarm: Alarm | None
    is_worrying: bool = False


def screen(text: str, rules: ScreeningRules, normaliser: TextNormaliser | None = None) -> Screening:
    """Masks personal numbers and looks for alarming words. `normaliser` lets the rules read traditional characters too.

    A text longer than allowed is cut; what is looked at for danger is four times as much.
    """
    visible = strip_hidden(text[: rules.max_characters * 4])
    clean, masked = mask_personal_numbers(visible, rules)
    alarm = _alarm(visible, len(text), rules, normaliser or TextNormaliser())
    return Screening(*_cut(clean, masked, rules.max_characters), alarm)


def alarm_over_turns(
    said: Sequence[str], text: str, rules: ScreeningRules, normaliser: TextNormaliser | None = None
) -> Alarm | None:
    """What earlier messages and this one say together and none of them alone: only the two kinds of attack.

    `said`: earlier messages that raised no alarm, oldest first. A wording counts if it begins in one of them and ends
    in `text`.
    """
    normaliser = normaliser or TextNormaliser()
    now = normaliser.normalise(text)
    for count in range(1, len(said) + 1):
        before = "".join(normaliser.normalise(one) for one in said[-count:])[-_MOST_BEFORE:]
        if rules.injection.match_over(before, now):
            return "injection"
        if rules.unsafe.match_over(before, now):
            return "unsafe"
    return None


def mask_personal_numbers(text: str, rules: ScreeningRules) -> tuple[str, tuple[MaskedSpan, ...]]:
    """The text with each personal number replaced by its label, and where the labels stand in it."""
    pieces: list[str] = []
    masked: list[MaskedSpan] = []
    position = length = 0
    for number in find_personal_numbers(text):
        if re.sub(r"[^0-9]", "", text[number.start : number.end]) in rules.hotlines:
            continue
        label = rules.replacements[number.kind]
        before = text[position : number.start]
        start = length + len(before)
        pieces += [before, label]
        masked.append(MaskedSpan(number.kind, start, start + len(label)))
        position, length = number.end, start + len(label)
    return "".join([*pieces, text[position:]]), tuple(masked)


def _cut(text: str, masked: tuple[MaskedSpan, ...], limit: int) -> tuple[str, tuple[MaskedSpan, ...]]:
    """At most `limit` characters, no label cut in two."""
    if len(text) <= limit:
        return text, masked
    end = next((span.start for span in masked if span.start < limit < span.end), limit)
    return text[:end], tuple(span for span in masked if span.end <= end)


def _alarm(visible: str, length: int, rules: ScreeningRules, normaliser: TextNormaliser) -> Alarm | None:
    readings = tuple(_readings(normaliser.normalise(visible)))
    if not any(readings):
        return "empty"
    if any(rules.crisis.match(rules.without_settled(reading)) for reading in readings):
        return "crisis"
    if length > rules.max_characters:
        return "too_long"
    decoded = tuple(_decoded(visible))
    if any(rules.injection.match(reading) for reading in (*readings, *decoded)):
        return "injection"
    if any(rules.unsafe.match(reading) for reading in (*readings, *decoded)):
        return "unsafe"
    return None


def _readings(text: str) -> Iterator[str]:
    """The text itself, and with its characters drawn together where they stand apart (忽-略-以-上, 我想 死)."""
    yield text
    joined = _SINGLE_CHARACTERS.sub(lambda found: _NOT_FOR_JOINING.sub("", found.group()), text)
    joined = _SPACE_IN_CHINESE.sub("", joined)
    if joined != text:
        yield joined


def _decoded(text: str) -> Iterator[str]:
    """What base64-looking tokens say, where they say something readable."""
    for match in _ENCODED.finditer(text):
        token = match.group().rstrip("=")
        try:
            words = b64decode(token + "=" * (-len(token) % 4), validate=True).decode("utf-8")
        except ValueError:
            continue
        if words.isprintable():
            yield words


def _either(expressions: Iterable[str]) -> re.Pattern[str] | None:
    joined = "|".join(f"(?:{expression})" for expression in expressions)
    return re.compile(joined, re.IGNORECASE) if joined else None

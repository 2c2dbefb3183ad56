"""By which wordings a person is needed: rules that somebody can read, one reason after the other."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import exp, log

from assistant.domain.conversation import HandoverReason
from assistant.domain.teams import Teams
from assistant.language.spelled import sounds_of_letters
from assistant.language.topic_model import shares_of
from assistant.language.typos import TypoCorrector
from assistant.services.settled import SettledRule

_BLANK = "□"
#: What the model says of a message for which no person is needed.
NOBODY = "nobody"
#: From which share of that on no other model is believed.
EXCLUDED = 0.98
#: What danger to life is likely by, of a score and of the odds of a share: logistic regression over messages that the
#: model had not learnt from.
_OF_SCORE, _OF_SHARE, _WITHOUT_EITHER = 0.57, 0.25, 0.8
_SURE_OF_NOTHING = 1e-4
#: The letters that stand for pieces in what the model reads: no message is written in them here.
_FIRST_MARK = 0xAC00


@dataclass(frozen=True)
class Fired:
    """Which rule says that a person is needed. `is_certain`: it needs no second opinion;
    `is_order`: nothing speaks against it, not even a model that is sure of something else."""

    reason: HandoverReason
    rule: str
    is_certain: bool = False
    is_order: bool = False


@dataclass(frozen=True)
class HandoverRule:
    """Fires where all of `needs` stand in the text, all of `earlier` in the message before it, and nothing of `unless`
    in the text."""

    name: str
    needs: tuple[re.Pattern[str], ...]
    unless: re.Pattern[str] | None = None
    earlier: tuple[re.Pattern[str], ...] = ()
    is_certain: bool = False
    is_order: bool = False

    def match(self, text: str, before: str) -> bool:
        if not all(pattern.search(text) for pattern in self.needs):
            return False
        if not all(pattern.search(before) for pattern in self.earlier):
            return False
        return self.unless is None or self.unless.search(text) is None


@dataclass(frozen=True)
class ReasonRules:
    """One reason. `harmless` wordings are taken out first; nothing fires where `unless` stands in what is left.

    `signs`: without one of these no model is believed that this is meant, neither the one that knows messages for a
    person nor the topic model with its `intent`; nor where the message asks `about` the matter as such, which is a
    question of policy. `documents` are told where the message got no answer; `is_urgent`: what to call now is said
    before anything else.
    """

    reason: HandoverReason
    rules: tuple[HandoverRule, ...]
    harmless: re.Pattern[str] | None = None
    unless: re.Pattern[str] | None = None
    intent: str | None = None
    signs: re.Pattern[str] | None = None
    about: re.Pattern[str] | None = None
    documents: tuple[str, ...] = ()
    is_urgent: bool = False

    def has_sign(self, text: str) -> bool:
        """Whether one of the signs stands there, and nothing that speaks against it (不用转人工, 欠薪怎么投诉)."""
        cleared = _without(self.harmless, text)
        if any(pattern is not None and pattern.search(cleared) for pattern in (self.unless, self.about)):
            return False
        return self.signs is not None and self.signs.search(cleared) is not None

    def is_unopposed(self, text: str) -> bool:
        """Whether nothing stands there that speaks against it, not even beside something that speaks for it."""
        against = (self.harmless, self.unless, self.about)
        return not any(pattern is not None and pattern.search(text) for pattern in against)

    def find(self, text: str, before: str) -> Fired | None:
        """The first rule that fires on the text after the message `before` it."""
        cleared = _without(self.harmless, text)
        if self.unless is not None and self.unless.search(cleared):
            return None
        return next(
            (
                Fired(self.reason, rule.name, rule.is_certain, rule.is_order)
                for rule in self.rules
                if rule.match(cleared, before)
            ),
            None,
        )


@dataclass(frozen=True)
class HandoverRules:
    """All reasons, the first that fires wins. `harmless` wordings mean no hand-over of any kind (人工费, 转正).

    `mended`: words that are put right by their sound before a second look (工姿, 转人攻). `pieces`: kinds of words,
    of whose presence the model is told. What is `settled` is taken out before anything is looked for.
    """

    reasons: tuple[ReasonRules, ...]
    harmless: re.Pattern[str] | None = None
    mended: tuple[str, ...] = ()
    pieces: tuple[re.Pattern[str], ...] = ()
    settled: SettledRule | None = None
    by_reason: Mapping[HandoverReason, ReasonRules] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_reason", {one.reason: one for one in self.reasons})

    def is_urgent(self, reason: HandoverReason) -> bool:
        """Whether what to call now is said before anything else."""
        rules = self.by_reason.get(reason)
        return rules is not None and rules.is_urgent

    def find(self, text: str, before: str = "") -> tuple[Fired, ...]:
        """The first rule of each reason that fires on the normalised text; `before`: the message before it."""
        cleared = self._open_matters(text)
        found = (one.find(cleared, before) for one in self.reasons)
        return tuple(fired for fired in found if fired is not None)

    def signed(self, text: str) -> frozenset[HandoverReason]:
        """The reasons of which the text has a sign."""
        cleared = self._open_matters(text)
        return frozenset(one.reason for one in self.reasons if one.has_sign(cleared))

    def unopposed(self, text: str) -> frozenset[HandoverReason]:
        """The reasons against which nothing in the text speaks."""
        cleared = self._open_matters(text)
        return frozenset(one.reason for one in self.reasons if one.is_unopposed(cleared))

    def marked(self, text: str) -> str:
        """The text with a mark for each kind of words in it, and for each two together: what the model reads.

        What is spelled in letters is read by its sounds.
        """
        spelled = sounds_of_letters(text)
        if spelled is not None:
            return spelled
        text = self._open_matters(text)
        marks = [chr(_FIRST_MARK + index) for index, piece in enumerate(self.pieces) if piece.search(text)]
        pairs = (first + second for index, first in enumerate(marks) for second in marks[index:])
        return " ".join((text, *pairs))

    def confirmed(self, intent: str, text: str) -> HandoverReason | None:
        """The reason that an intent stands for which the topic model suspects, if the text has a sign of it."""
        cleared = self._open_matters(text)
        return next((one.reason for one in self.reasons if one.intent == intent and one.has_sign(cleared)), None)

    def _open_matters(self, text: str) -> str:
        """Without what is settled, and without wordings that mean no hand-over."""
        return _without(self.harmless, text if self.settled is None else self.settled.without_settled(text))


@dataclass(frozen=True)
class Weighed:
    """What the model makes of a text: `shares` of reasons and `nobody`, together 1, and how likely, 0 to 1, it tells of
    danger to life."""

    shares: Mapping[str, float]
    danger: float

    @property
    def need(self) -> float:
        """How likely anybody is needed at all."""
        return 1 - self.shares.get(NOBODY, 0.0)


NOTHING_KNOWN = Weighed({NOBODY: 1.0}, 0.0)


@dataclass(frozen=True)
class HandoverKnowledge:
    """When a person is needed, and who answers.

    `scores`: how far a model holds a marked text to be about each reason, and about `nobody`, each by itself; none
    where it knows nothing. `typos` puts right the words in `rules.mended`.
    """

    rules: HandoverRules
    scores: Callable[[str], Mapping[str, float]]
    typos: TypoCorrector
    teams: Teams

    def weigh(self, text: str) -> Weighed:
        """What the model makes of a text."""
        scores = self.scores(self.rules.marked(text))
        if not scores:
            return NOTHING_KNOWN
        shares = shares_of(scores)
        return Weighed(shares, _danger(scores, shares))

    def confirmed(self, intent: str, text: str) -> HandoverReason | None:
        """What the topic model suspects and the text has a sign of, unless this model is sure that nobody is needed."""
        reason = self.rules.confirmed(intent, text)
        is_excluded = reason is not None and 1 - self.weigh(text).need >= EXCLUDED
        return None if is_excluded else reason


def _danger(scores: Mapping[str, float], shares: Mapping[str, float]) -> float:
    """By its own border first: a share is small, too, where another reason is just as likely."""
    score, share = scores.get(HandoverReason.CRISIS), shares.get(HandoverReason.CRISIS, 0.0)
    if score is None:
        return 0.0
    share = min(max(share, _SURE_OF_NOTHING), 1 - _SURE_OF_NOTHING)
    return 1 / (1 + exp(-(_OF_SCORE * score + _OF_SHARE * log(share / (1 - share)) + _WITHOUT_EITHER)))


def _without(pattern: re.Pattern[str] | None, text: str) -> str:
    if pattern is None:
        return text
    return pattern.sub(lambda found: _BLANK * len(found.group()), text)

"""Everything the understanding knows about words: one immutable object, made from data once and handed in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from re import Pattern

from assistant.domain.knowledge import Aspect
from assistant.domain.regions import RegionTable
from assistant.language.fact_words import FactWords
from assistant.language.places import PlaceNames
from assistant.language.slips import SlipMender
from assistant.language.synonyms import Synonyms
from assistant.language.text import TextNormaliser
from assistant.language.topic_model import TopicModel
from assistant.language.typos import TypoCorrector


@dataclass(frozen=True)
class AspectRule:
    """How an aspect is asked for, and which sections answer where a document has none of it.

    `weak_cues` count only where nothing else tells what is asked.
    """

    aspect: Aspect
    cues: tuple[Pattern[str], ...]
    instead: tuple[Aspect, ...]
    weak_cues: tuple[Pattern[str], ...] = ()


@dataclass(frozen=True)
class IntentRule:
    """What a person may want besides a policy answer. `reply` names the canned words."""

    name: str
    kind: str
    reply: str
    tool: str | None
    cues: tuple[Pattern[str], ...]
    examples: tuple[str, ...]
    documents: tuple[str, ...] = ()


@dataclass(frozen=True)
class Phrases:
    """Words that carry no topic, how messages hang together, and everyday words that slips of the thumb spoil.

    `examples`: audience → questions to go on with. `courtesies`: around what is asked (您好, 谢谢). `begins_clause`,
    `begins_question`: with what a clause, or a further question, begins where no comma tells. `wishes`: words of
    whoever looks for work or a course; `names_a_rule`: words for what is laid down somewhere (方案里写没写).
    """

    fillers: tuple[str, ...]
    follow_up_openers: tuple[Pattern[str], ...]
    more: tuple[Pattern[str], ...]
    others: tuple[Pattern[str], ...]
    joints: Pattern[str]
    begins_clause: Pattern[str]
    begins_question: Pattern[str]
    choices: Mapping[str, int]
    generic_topics: tuple[str, ...]
    generic_options: tuple[str, ...] = ()
    asks_for_it: tuple[Pattern[str], ...] = ()
    often_mistyped: tuple[str, ...] = ()
    courtesies: tuple[Pattern[str], ...] = ()
    wishes: tuple[Pattern[str], ...] = ()
    names_a_rule: tuple[Pattern[str], ...] = ()
    examples: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Lexicon:
    """All word knowledge of the assistant."""

    aspects: tuple[AspectRule, ...]
    aspect_model: TopicModel
    intents: tuple[IntentRule, ...]
    off_topic: tuple[Pattern[str], ...]
    phrases: Phrases
    synonyms: Synonyms
    regions: RegionTable
    places: PlaceNames
    normaliser: TextNormaliser
    typos: TypoCorrector
    slips: SlipMender
    fact_words: FactWords

    def aspect_rule(self, aspect: Aspect) -> AspectRule | None:
        return next((rule for rule in self.aspects if rule.aspect is aspect), None)

    def intent(self, name: str) -> IntentRule:
        """Raises StopIteration only if intents.yaml lost an intent the code names; `kb check` prevents that."""
        return next(rule for rule in self.intents if rule.name == name)

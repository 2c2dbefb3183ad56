"""Reading the words: aspects, phrases, intents, canned replies, screening rules, regions."""

import re
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assistant.adapters.content.located import read_model
from assistant.adapters.content.settled_file import read_settled
from assistant.domain.errors import KnowledgeError
from assistant.domain.knowledge import Aspect, Audience
from assistant.domain.regions import Region, RegionKind, RegionTable
from assistant.language.lexicon import AspectRule, IntentRule, Phrases
from assistant.services.canned_words import CannedWords
from assistant.services.personal_numbers import PersonalKind
from assistant.services.screening import AlarmRules, ScreeningRules


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")
    schema_version: int = 1


class _AspectModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    cues: list[str]
    instead: list[Aspect] = []
    weak_cues: list[str] = []


class _AspectFile(_Strict):
    aspects: dict[Aspect, _AspectModel]


class _PhraseFile(_Strict):
    fillers: list[str]
    follow_up_openers: list[str]
    more: list[str]
    others: list[str]
    joints: list[str]
    choices: dict[str, int]
    generic_topics: list[str]
    generic_options: list[str]
    examples: dict[Audience, list[str]]
    asks_for_it: list[str]
    often_mistyped: list[str] = []
    courtesies: list[str] = []
    wishes: list[str] = []
    names_a_rule: list[str] = []
    begins_clause: list[str] = ["(?!)"]
    begins_question: list[str] = ["(?!)"]


class _IntentModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    kind: str = Field(pattern="^(social|guard|tool|default)$")
    reply: str
    tool: str | None = None
    cues: list[str] = []
    examples: list[str] = []
    documents: list[str] = []


class _OffTopicModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    cues: list[str]


class _IntentFile(_Strict):
    intents: list[_IntentModel]
    off_topic: _OffTopicModel


class _RecordModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    document: str | None = None
    says: str


class _CannedFile(_Strict):
    records: dict[str, _RecordModel]
    replies: dict[str, list[str]]
    aspect_words: dict[Aspect, str]
    aspect_questions: dict[Aspect, str]


class _AlarmModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    patterns: list[str]
    harmless: list[str] = []


class _CrisisModel(_AlarmModel):
    """`signs`: words that make a mere suspicion of danger a reason to ask at once; `stories`: what takes it away."""

    signs: list[str] = []
    stories: list[str] = []


class _AlarmsModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    crisis: _CrisisModel
    injection: _AlarmModel
    unsafe: _AlarmModel


class _ScreeningFile(_Strict):
    max_characters: int
    hotlines: list[str]
    replacements: dict[PersonalKind, str]
    alarms: _AlarmsModel
    cautions: dict[str, _AlarmModel] = {}

    @model_validator(mode="after")
    def _every_kind_has_a_replacement(self) -> "_ScreeningFile":
        missing = [kind.value for kind in PersonalKind if kind not in self.replacements]
        if missing:
            raise ValueError(f"'replacements' has nothing for {', '.join(missing)}")
        return self


class _RegionModel(BaseModel):
    model_config = ConfigDict(extra="forbid")
    id: str
    name: str
    kind: RegionKind
    code: str | None = None
    short_names: list[str] = []
    parent_id: str | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    successor_id: str | None = None
    former_names: list[str] = []
    landmarks: list[str] = []
    provisional_label: str | None = None
    longitude: float | None = None
    latitude: float | None = None
    designations: list[str] = []


class _RegionFile(BaseModel):
    schema_version: int = 1
    regions: list[_RegionModel]


def read_aspects(root: Path) -> tuple[AspectRule, ...]:
    """lexicon/aspects.yaml, in the order of the file."""
    name = "lexicon/aspects.yaml"
    file: _AspectFile = read_model(root, name, _AspectFile)
    return tuple(
        AspectRule(aspect, compile_all(rule.cues, name), tuple(rule.instead), compile_all(rule.weak_cues, name))
        for aspect, rule in file.aspects.items()
    )


def read_phrases(root: Path) -> Phrases:
    """lexicon/phrases.yaml; fillers with the longest first."""
    name = "lexicon/phrases.yaml"
    file: _PhraseFile = read_model(root, name, _PhraseFile)
    return Phrases(
        fillers=tuple(sorted(set(file.fillers), key=lambda word: (-len(word), word))),
        follow_up_openers=compile_all(file.follow_up_openers, name),
        more=compile_all(file.more, name),
        others=compile_all(file.others, name),
        joints=compile_all(["|".join(file.joints)], name)[0],
        choices=file.choices,
        generic_topics=tuple(file.generic_topics),
        generic_options=tuple(file.generic_options),
        examples={audience.value: tuple(questions) for audience, questions in file.examples.items()},
        asks_for_it=compile_all(file.asks_for_it, name),
        often_mistyped=tuple(file.often_mistyped),
        courtesies=compile_all(file.courtesies, name),
        wishes=compile_all(file.wishes, name),
        names_a_rule=compile_all(file.names_a_rule, name),
        begins_clause=compile_all(["|".join(file.begins_clause)], name)[0],
        begins_question=compile_all(["|".join(file.begins_question)], name)[0],
    )


def read_intents(root: Path) -> tuple[tuple[IntentRule, ...], tuple[re.Pattern[str], ...]]:
    """intents.yaml: the intents in order, and the cues of what is not ours."""
    file: _IntentFile = read_model(root, "intents.yaml", _IntentFile)
    rules = tuple(
        IntentRule(
            intent.name, intent.kind, intent.reply, intent.tool, compile_all(intent.cues, "intents.yaml"),
            tuple(intent.examples), tuple(intent.documents),
        )
        for intent in file.intents
    )  # fmt: skip
    return rules, compile_all(file.off_topic.cues, "intents.yaml")


def read_canned_words(root: Path) -> CannedWords:
    """replies/canned.yaml."""
    file: _CannedFile = read_model(root, "replies/canned.yaml", _CannedFile)
    return CannedWords(
        replies={key: tuple(lines) for key, lines in file.replies.items()},
        records={name: record.says for name, record in file.records.items()},
        documents={name: record.document or name for name, record in file.records.items()},
        aspect_words=file.aspect_words,
        aspect_questions=file.aspect_questions,
    )


def read_screening(root: Path) -> ScreeningRules:
    """lexicon/screening.yaml, and what is settled beside it."""
    name = "lexicon/screening.yaml"
    file: _ScreeningFile = read_model(root, name, _ScreeningFile)

    def compiled(kind: str, alarm: _AlarmModel) -> AlarmRules:
        try:
            return AlarmRules.compile(alarm.patterns, alarm.harmless)
        except re.error as error:
            raise KnowledgeError((f"{name}:1: A pattern of '{kind}' is no regular expression: {error}.",)) from error

    return ScreeningRules(
        max_characters=file.max_characters,
        hotlines=frozenset(file.hotlines),
        replacements=file.replacements,
        crisis=compiled("crisis", file.alarms.crisis),
        crisis_signs=compiled(
            "crisis", _AlarmModel(patterns=file.alarms.crisis.signs, harmless=file.alarms.crisis.harmless)
        ),
        crisis_stories=compiled("crisis", _AlarmModel(patterns=file.alarms.crisis.stories)),
        injection=compiled("injection", file.alarms.injection),
        unsafe=compiled("unsafe", file.alarms.unsafe),
        settled=read_settled(root),
        cautions={reply: compiled(reply, alarm) for reply, alarm in file.cautions.items()},
    )


def read_regions(root: Path) -> RegionTable:
    """regions.yaml. Raises KnowledgeError."""
    file: _RegionFile = read_model(root, "regions.yaml", _RegionFile)
    regions = [
        Region(
            **{
                **region.model_dump(),
                "short_names": tuple(region.short_names),
                "former_names": tuple(region.former_names),
                "landmarks": tuple(region.landmarks),
                "designations": tuple(region.designations),
            }
        )
        for region in file.regions
    ]
    try:
        return RegionTable(regions)
    except ValueError as error:
        raise KnowledgeError((f"regions.yaml:1: {error}",)) from error


def compile_all(patterns: list[str], file: str) -> tuple[re.Pattern[str], ...]:
    """Regular expressions of a file. Raises KnowledgeError naming the one that is none."""
    compiled = []
    for pattern in patterns:
        try:
            compiled.append(re.compile(pattern))
        except re.error as error:
            raise KnowledgeError((f"{file}:1: '{pattern}' is no regular expression: {error}.",)) from error
    return tuple(compiled)

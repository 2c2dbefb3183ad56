"""From a message to what is asked: intent, parts, aspects, places, the day meant, and how it hangs on what was said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.domain.conversation import FactValue, StaffGroup
from assistant.domain.knowledge import Aspect
from assistant.language.amounts import find_money
from assistant.language.breaks import with_breaks
from assistant.language.clauses import SPACES
from assistant.language.courtesies import without_courtesies
from assistant.language.dates import find_as_of
from assistant.language.durations import find_durations
from assistant.language.fact_words import BOUNDARY
from assistant.language.facts_said import facts_said
from assistant.language.lexicon import Lexicon
from assistant.language.places import PlaceMention, find_places
from assistant.language.questions import Question, asks, split_questions
from assistant.language.rates import find_rates
from assistant.language.retirement_told import told_of_retirement
from assistant.language.staff_groups import find_only_group, read_told_staff
from assistant.language.told_at_work import told_at_work

MAX_PARTS = 3
#: What may be true of one of several groups of workers and not of the others.
_OF_ONE_GROUP = frozenset(
    {
        "worker.registered_unemployed",
        "worker.household_in_chongqing",
        "worker.certificate_noted",
        "worker.relapse_monitored",
        "worker.contract_months",
        "worker.insured_months",
        "worker.skilled_post",
    }
)
_PUNCTUATION = re.compile(r"[\s,.，。、?？!！;；:：~～…\"'“”‘’()（）\-—]+")
_SHORT = 14
#: 湖北那边: the place a question is about.
_THERE = ("那边", "当地", "那里", "那头")
#: From which share on the aspect model is believed; chosen on the development half of the evaluation set.
LIKELY = 0.50
#: A text no longer than this, in characters, names a topic and asks nothing of it.
_BARE_TOPIC = 6
_MASKS = re.compile(
    r"(?:我|本人)(?:叫|姓)[^,，。;；?？]{1,4}[,，。]"
    r"|(我?(叫|姓|是|的)?[^,，。]{0,6}(电话|手机|身份证|卡号|号码|微信|邮箱)[号码是为:：]*)?〔[^〕]*已隐去〕"
)
CLAUSES = re.compile(r"[,，。;；]")
_LAST_CLAUSE = re.compile(rf"{CLAUSES.pattern}|{SPACES}")
_BACK_THEN = re.compile(r"那一?年|当时|那时候?|那会儿|当年|那阵")
#: What held then is asked for by name, whatever is asked of today besides; 毕业当年 is when something happened.
_WHAT_HELD_THEN = re.compile(
    r"(?<![业用职保])(?:那一?年|当时|那时候?|那会儿|当年|那阵)[^,，。]{0,24}(?:多少|好多|几[百千块]|标准|怎么规定|啷个规定|什么规定|政策)"
)
_NOW = re.compile(r"今年|现在|目前|如今|眼下")
#: A message in which somebody does something tells what happened; only its last clause asks.
_OWED = re.compile(r"欠|拖|差我|[没不未](?:有|得)?[发给结]|克扣|压[了着]?我?[^,，。力]{0,4}(?:工资|钱)")
_OF_SOMEBODY = re.compile(r"[我他她咱俺你您]|公司|单位|老板|厂|店|儿子?|女儿?|娃|爸|妈|爷|婆|哥|姐|弟|妹|朋友|同事")
#: A length that is only supposed (要是多熬一年 交满四年才被裁呢), not the one that was told before.
_SUPPOSED = re.compile(r"(?:要是|如果|假如|万一)[^。]{0,20}满((?:[0-9]+|[一二两三四五六七八九十]+)年)[^。]{0,16}$")
#: At the end of how many clauses what held then (当时, 那会儿) is still asked for.
_ABOUT_THEN = 3


@dataclass(frozen=True)
class QuestionPart:
    """One question of a message.

    `residue`: what is left without fillers, aspect words, places and dates; empty means the topic is what was talked
    about before. `question`: the text without the story told before it. `elsewhere`: another city or province that is
    named. `region_id` as said, former names included. `guesses_aspect`: no cue told the aspects, the model or a figure
    did. `months`: a length of time said without saying of what. `asks_for_it`: whether there is such a thing at all.
    """

    text: str
    aspects: tuple[Aspect, ...] = ()
    residue: str = ""
    region_id: str | None = None
    elsewhere: str | None = None
    as_of: date | None = None
    follows_up: bool = False
    wants_more: bool = False
    about_another: bool = False
    facts: tuple[tuple[str, FactValue], ...] = ()
    question: str = ""
    goes_on: bool = False
    place: int = 0
    guesses_aspect: bool = False
    months: int | None = None
    asks_for_it: bool = False
    is_generic: bool = False


@dataclass(frozen=True)
class Understanding:
    """A message, understood. `intent` is a name of intents.yaml or `off_topic`; `choice` the option picked, from 0.

    `as_said`: with its courtesies and slips, where they matter: who says thanks for help asks for nobody.
    """

    text: str
    intent: str
    parts: tuple[QuestionPart, ...]
    choice: int | None = None
    facts: tuple[tuple[str, FactValue], ...] = ()
    staff: tuple[StaffGroup, ...] = ()
    as_said: str = ""


def understand(message: str, lexicon: Lexicon, today: date) -> Understanding:
    """What a message means, without a look at the conversation before it."""
    as_said = lexicon.normaliser.normalise(_MASKS.sub(" ", message))
    normal = without_courtesies(as_said, lexicon.phrases.courtesies)
    text = lexicon.slips.mend(lexicon.typos.correct(normal).text)
    intent = _find_intent(text, lexicon)
    phrases = lexicon.phrases
    marked = with_breaks(text, phrases.begins_clause, phrases.begins_question, lexicon.synonyms.terms)
    questions = split_questions(marked, phrases.joints, lambda piece: _asks_by_words(piece, lexicon))
    parts = tuple(
        _understand_part(question, place, lexicon, today) for place, question in enumerate(questions[:MAX_PARTS])
    )
    alone = len(parts) == 1 and parts[0].text == text and not parts[0].about_another
    facts = dict(parts[0].facts) if alone else _facts_in(text, lexicon, today)
    if text != normal:
        # A slip is mended by what is likely meant; where the mending lost a fact, the words as written still hold it.
        facts = _facts_in(normal, lexicon, today) | facts
    staff = _staff_in(text, facts, lexicon, today)
    only = find_only_group(text, lexicon.fact_words)
    if only is not None:
        facts["worker.count"] = only.count
    return Understanding(text, intent, parts, _find_choice(text, lexicon), tuple(facts.items()), staff, as_said)


def _facts_in(text: str, lexicon: Lexicon, today: date) -> dict[str, FactValue]:
    said = facts_said(text, lexicon.fact_words, lexicon.regions, lexicon.places, today)
    counted = {**told_at_work(text, today), **told_of_retirement(text)}
    return counted | said


def _staff_in(text: str, facts: dict[str, FactValue], lexicon: Lexicon, today: date) -> tuple[StaffGroup, ...]:
    """A firm's groups of workers; what was said of one of them only leaves `facts`, and stays with the group."""
    told = read_told_staff(text, lexicon.fact_words)
    if not told.groups:
        return ()
    rest = text
    for words in told.said:
        for piece in words.split(BOUNDARY):
            rest = rest.replace(piece, " ", 1) if piece else rest
    of_all = _facts_in(rest, lexicon, today)
    groups: list[StaffGroup] = []
    for group, words in zip(told.groups, told.said, strict=True):
        own = {name: value for name, value in _facts_in(words, lexicon, today).items() if name in _OF_ONE_GROUP}
        own = {name: value for name, value in own.items() if name not in of_all}
        groups.append(replace(group, facts=tuple(own.items())))
    for name in {name for group in groups for name, _ in group.facts}:
        facts.pop(name, None)
    return tuple(groups)


def _as_if_oneself(text: str, lexicon: Lexicon) -> str:
    """The text with the speaker in the other's place: what is said of them counts for the question about them."""
    for cue in lexicon.phrases.others:
        text = cue.sub("我", text)
    return text


def find_aspects(text: str, lexicon: Lexicon) -> tuple[tuple[Aspect, ...], tuple[tuple[int, int], ...]]:
    """The aspects the cues tell of, in the order of the text, and the places of their words."""
    taken: list[tuple[int, int, Aspect]] = []
    for rule in lexicon.aspects:
        for cue in rule.cues:
            match = cue.search(text)
            if match is not None and match.group() and not _overlaps(match.span(), taken):
                taken.append((*match.span(), rule.aspect))
                break
    taken.sort()
    return tuple(dict.fromkeys(aspect for *_, aspect in taken)), tuple((start, end) for start, end, _ in taken)


def _asks_by_words(text: str, lexicon: Lexicon) -> bool:
    """Whether words tell what is asked where the form does not."""
    asks_for_it = any(cue.search(text) for cue in lexicon.phrases.asks_for_it)
    return asks_for_it or bool(_weak_aspects(text, lexicon)) or bool(find_aspects(text, lexicon)[0])


def _weak_aspects(text: str, lexicon: Lexicon) -> tuple[Aspect, ...]:
    return tuple(rule.aspect for rule in lexicon.aspects if any(cue.search(text) for cue in rule.weak_cues))


def _weak_spans(text: str, lexicon: Lexicon) -> tuple[tuple[int, int], ...]:
    cues = (cue for rule in lexicon.aspects for cue in rule.weak_cues)
    return tuple(match.span() for cue in cues if (match := cue.search(text)) is not None)


def _likely_aspects(text: str, lexicon: Lexicon) -> tuple[Aspect, ...]:
    """What the aspect model makes of a question no cue foresaw; nothing where it is not sure."""
    shares = lexicon.aspect_model.predict(text)
    best = sorted(shares, key=lambda label: -shares[label])[:2]
    return tuple(Aspect(label) for label in best if shares[label] >= LIKELY)


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int, Aspect]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end, _ in taken)


def _find_intent(text: str, lexicon: Lexicon) -> str:
    for rule in lexicon.intents:
        if any(cue.search(text) for cue in rule.cues):
            return rule.name
    if len(text) <= _SHORT and any(cue.search(text) for cue in lexicon.phrases.more):
        return "more"
    return "ask_policy"


def is_off_topic(text: str, lexicon: Lexicon) -> bool:
    """Whether the text names something people ask us that is not ours."""
    return any(cue.search(text) for cue in lexicon.off_topic)


def _other_place(text: str, places: Sequence[PlaceMention]) -> PlaceMention | None:
    """The place elsewhere; 湖北那边 goes before the 武汉 where somebody was."""
    others = [place for place in places if place.elsewhere]
    pointed = (place for place in others if text.startswith(_THERE, place.end))
    return next(pointed, others[0] if others else None)


def _understand_part(question: Question, place: int, lexicon: Lexicon, today: date) -> QuestionPart:
    text = question.text
    told, spans = find_aspects(text, lexicon)
    asked = find_aspects(question.asked, lexicon)[0]
    aspects = asked or told
    asks_for_it = not aspects and any(cue.search(text) for cue in lexicon.phrases.asks_for_it)
    guesses = not aspects and not asks_for_it and len(text) > _BARE_TOPIC
    if guesses:
        by_figure = (Aspect.HOW_MUCH,) if find_money(text) or find_rates(text) else ()
        aspects = by_figure or _likely_aspects(text, lexicon) or _weak_aspects(text, lexicon)
    places = find_places(text, lexicon.regions, lexicon.places)
    ours = next((place for place in places if place.region_id is not None), None)
    other = _other_place(text, places)
    residue = _residue(text, (*spans, *_weak_spans(text, lexicon)), places, lexicon)
    as_of = _as_of(text, today)
    phrases = lexicon.phrases
    about_another = any(cue.search(text) for cue in phrases.others)
    facts = _facts_in(_as_if_oneself(text, lexicon) if about_another else text, lexicon, today)
    facts |= told_of_retirement(text)  # whose retirement it is tells which age they had
    opens = any(cue.search(text) for cue in phrases.follow_up_openers)
    return QuestionPart(
        text=text,
        question=question.asked,
        goes_on=question.goes_on,
        place=place,
        guesses_aspect=guesses or bool(told and not asked),
        asks_for_it=asks_for_it,
        aspects=aspects,
        residue=residue,
        region_id=ours.region_id if ours else None,
        elsewhere=other.text if other else None,
        as_of=as_of,
        follows_up=opens or len(residue) <= 1,
        wants_more=len(text) <= _SHORT and any(cue.search(text) for cue in phrases.more),
        facts=tuple(facts.items()),
        months=_bare_months(text, facts),
        about_another=about_another,
        is_generic=residue in phrases.generic_topics,
    )


def _as_of(text: str, today: date) -> date | None:
    """A day of the earlier year the question itself names; the year of what happened in a story is none."""
    clauses = _LAST_CLAUSE.split(text)
    asks_of_then = any(_WHAT_HELD_THEN.search(clause) and asks(clause) for clause in clauses)
    if f"{today.year}年" in text or (_NOW.search(text) and not asks_of_then):
        return None  # 当年每人多少, 现在还有没有: both are asked, and the year of then is told
    of_then = asks_of_then or any(_BACK_THEN.search(clause) for clause in clauses[-_ABOUT_THEN:])
    is_a_story = _OF_SOMEBODY.search(text) is not None and not of_then
    as_of = find_as_of(clauses[-1] if is_a_story else text, today, of_then)
    if as_of is None or as_of.year == today.year:
        return None
    if str(as_of.year) in text or of_then:
        return as_of
    lengths = {duration.months for duration in find_durations(text)}
    return None if (as_of.year % 100) * 12 in lengths else as_of


def _bare_months(text: str, facts: dict[str, FactValue]) -> int | None:
    """A follow-up's length of time (那八年的呢?); 一个月好多钱 is none, nor are months of pay that are owed."""
    if _OWED.search(text):
        return None
    lengths = [length.months for length in find_durations(text) if length.months > 1]
    supposed = _SUPPOSED.search(text)
    if supposed is not None and (full := find_durations(text[supposed.start(1) :])):
        return full[0].months
    has_its_fact = any(name.endswith("_months") for name in facts)
    return lengths[0] if lengths and not has_its_fact and len(text) <= _SHORT else None


def _residue(text: str, spans: tuple[tuple[int, int], ...], places: tuple[PlaceMention, ...], lexicon: Lexicon) -> str:
    letters = list(text)
    for start, end in (*spans, *((place.start, place.end) for place in places)):
        letters[start:end] = " " * (end - start)
    rest = "".join(letters)
    for cue in lexicon.phrases.others:
        rest = cue.sub(" ", rest)
    rest = re.sub(r"(?:19|20)?\d{2}年(?:\d{1,2}月)?|去年|前年|今年|明年|换成|换到|如果是|要是|假如", " ", rest)
    for filler in lexicon.phrases.fillers:
        rest = rest.replace(filler, " ")
    return _PUNCTUATION.sub("", rest)


def _find_choice(text: str, lexicon: Lexicon) -> int | None:
    bare = _PUNCTUATION.sub("", text)
    if bare.isdigit() and len(bare) == 1:
        return int(bare) - 1
    return next((number for words, number in lexicon.phrases.choices.items() if bare == words), None)

"""What the models learn from, put together from the files of the knowledge base."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from assistant.adapters.content.course_acts_file import CourseMessage, read_course_messages
from assistant.adapters.content.guard_requests_file import read_guard_requests
from assistant.adapters.content.handover_messages_file import NOBODY, HandoverMessages, read_handover_messages
from assistant.adapters.content.handover_words_file import read_handover_rules
from assistant.adapters.content.library import Library
from assistant.adapters.content.utterances import read_aspect_utterances, read_section_questions, read_utterances
from assistant.adapters.content.word_files import read_intents
from assistant.domain.conversation import HandoverReason
from assistant.language.course_asks import CourseAct
from assistant.language.spelled import sounds_of_characters
from assistant.language.text import TextNormaliser, simplified_converter
from assistant.services.search_policies import INTENT
from assistant.services.unsafe_requests import HONEST

#: Utterances of intents that are messages for a person, too.
_REASONS = {
    "crisis": HandoverReason.CRISIS,
    "hand_over": HandoverReason.ASKED,
    "service_complaint": HandoverReason.COMPLAINT,
    "anger": HandoverReason.ANGER,
}
#: Intents whose utterances say nothing for or against a person.
_LEFT_OUT = {"distress", "unclear"}
#: Questions on policy and on courses are many, and few look like a message for a person; of danger there is a guard.
_QUESTION_WEIGHT, _CRISIS_WEIGHT = 0.3, 0.6
#: What is honest by what it is, beside what was written to be told from an unsafe request.
_HONEST_ANYWAY = 0.2
#: What is said of courses shown that a person may be needed for.
_PERHAPS_FOR_A_PERSON = {CourseAct.OTHER, CourseAct.FORM, CourseAct.QUEUE}
#: What is put together says less than what somebody has written.
_FAMILY_WEIGHT = 0.5
#: The same messages are learnt by their sounds: for those who write in letters (gong zi mei fa).
_SOUND_WEIGHT = 0.5
#: Characters of a question put to a section that says of which document it is.
_FEWEST = 9


def topic_examples(source: Path) -> tuple[tuple[str, str], ...]:
    """What people say, with the document or intent it belongs to."""
    intents, _ = read_intents(source)
    examples = tuple((text, f"{INTENT}{rule.name}") for rule in intents for text in rule.examples)
    return (*read_utterances(source), *examples)


def section_examples(source: Path) -> tuple[tuple[str, str], ...]:
    """Questions put to sections, with the document; a few words (要带啥子) may be asked of any, and are left out."""
    asked = read_section_questions(source).items()
    return tuple((text, name.split("#")[0]) for name, texts in asked for text in texts if len(text) >= _FEWEST)


def aspect_examples(source: Path, library: Library) -> tuple[tuple[str, str], ...]:
    """What people say, with the aspect they ask about; a section's questions ask about the section's aspect."""
    passages = library.knowledge.passages
    sections = (
        (text, passages[name].aspect.value)
        for name, texts in read_section_questions(source).items()
        if name in passages
        for text in texts
    )
    return (*read_aspect_utterances(source), *sections)


def course_act_examples(source: Path) -> Iterator[tuple[str, str, float]]:
    """Messages on courses shown, with the act and how much each counts."""
    for messages in read_course_messages(source).values():
        yield from weighted_acts(messages)


def weighted_acts(messages: Iterable[CourseMessage]) -> Iterator[tuple[str, str, float]]:
    """A message with two acts is an example of each, for its part."""
    for one in messages:
        yield from ((one.text, act.value, 1 / len(one.acts)) for act in one.acts)


def request_examples(source: Path) -> Iterator[tuple[str, str, float]]:
    """Requests that are unsafe or honest, and questions and stories that are honest by what they are, for less."""
    normalise = TextNormaliser(simplified_converter()).normalise
    yield from ((normalise(text), label, 1.0) for text, label in read_guard_requests(source))
    asked = (text for text, label in read_utterances(source) if label.removeprefix(INTENT) not in _REASONS)
    for text in (*asked, *read_handover_messages(source).by_label[NOBODY]):
        yield normalise(text), HONEST, _HONEST_ANYWAY


def usage_texts(source: Path, library: Library) -> Iterator[str]:
    """What people write and what they read here, from which slips are told from words."""
    yield from (text for text, _ in topic_examples(source))
    yield from (text for text, _ in aspect_examples(source, library))
    yield from (text for texts in read_handover_messages(source).by_label.values() for text in texts)
    for document in library.knowledge.documents.values():
        yield from (document.title, *document.aliases)
        yield from (statement.text for passage in document.passages for statement in passage.statements)


def handover_examples(source: Path) -> Iterator[tuple[str, str, float]]:
    """Messages as the model reads them, with the reason for a person or `nobody`, and how much each counts."""
    rules, normaliser = read_handover_rules(source), TextNormaliser(simplified_converter())
    for text, label, weight in _weighted(source):
        yield rules.marked(normaliser.normalise(text)), label, weight
    for text, label in _whole_messages(source):
        yield sounds_of_characters(normaliser.normalise(text)), label, _SOUND_WEIGHT


def _whole_messages(source: Path) -> Iterator[tuple[str, str]]:
    """The messages as they were written, and questions on policy that look like none."""
    messages = read_handover_messages(source)
    yield from ((text, label) for label, texts in messages.by_label.items() for text in texts)
    for text, label in read_utterances(source):
        if not label.startswith(INTENT) and label not in messages.mixed_documents:
            yield text, NOBODY


def _weighted(source: Path) -> Iterator[tuple[str, str, float]]:
    messages = read_handover_messages(source)
    said = [(text, label) for label, texts in messages.by_label.items() for text in texts]
    for text, label in read_utterances(source):
        name = label.removeprefix(INTENT)
        if label.startswith(INTENT) and name in _REASONS:
            said.append((text, _REASONS[name].value))
        elif name not in messages.mixed_documents and name not in _LEFT_OUT:
            yield text, NOBODY, _QUESTION_WEIGHT
    for one in (one for file in read_course_messages(source).values() for one in file):
        if not _PERHAPS_FOR_A_PERSON.intersection(one.acts):
            yield one.text, NOBODY, _QUESTION_WEIGHT
    for label, texts in messages.families.items():
        yield from ((text, label, _FAMILY_WEIGHT) for text in texts)
    for index, (text, label) in enumerate(said):
        weight = _CRISIS_WEIGHT if label == HandoverReason.CRISIS else 1.0
        yield text, label, weight
        yield _within_a_story(text, index, messages), label, weight


def _within_a_story(text: str, index: int, messages: HandoverMessages) -> str:
    """The message with other words around it, always the same ones."""
    around = messages.around
    end = "" if text[-1] in "。？！?!" else "。"
    return f"{around[index * 7 % len(around)]}{text}{end}{around[(index * 11 + 3) % len(around)]}"

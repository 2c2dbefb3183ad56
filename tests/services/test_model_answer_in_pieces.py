"""A model's answer is heard in pieces: what has been looked at already is not looked at again."""

from collections import Counter
from collections.abc import Sequence

from assistant.adapters.knowledge_store import LoadedKnowledge
from assistant.domain.conversation import ConversationState, TurnContext
from assistant.domain.knowledge import Audience
from assistant.services.draft import DraftSentence, EvidenceItem
from assistant.services.free_text import FaultKind, FreeTextCheck
from assistant.services.model_answer import ModelAnswer
from assistant.services.rule_replier import RuleReplier
from assistant.services.turn_tools import TurnTools
from tests.fakes.clock import FixedClock
from tests.vacancy_office import desk_over

QUESTION = "失业金要带什么材料？"


class CountingCheck(FreeTextCheck):
    """Counts from outside how often each sentence is looked at."""

    def __init__(self, loaded: LoadedKnowledge) -> None:
        super().__init__(loaded.knowing.free_text, loaded.knowing.names, FixedClock().today())
        self.looks: Counter[str] = Counter()

    def find_fault(self, text: str, items: Sequence[EvidenceItem], misses_token: bool = False) -> FaultKind | None:
        self.looks[text] += 1
        return super().find_fault(text, items, misses_token)


def test_a_sentence_is_checked_once_however_many_pieces_follow_it(loaded: LoadedKnowledge) -> None:
    today, check = FixedClock().today(), CountingCheck(loaded)
    desk = desk_over(loaded.knowing, today)
    context = TurnContext(today, Audience.JOB_SEEKER, "c1")
    begun = RuleReplier(lambda: loaded.knowing, lambda: desk).reply(QUESTION, ConversationState(), context)
    tools = TurnTools(loaded.knowing, lambda: desk, begun, QUESTION, context)
    shown: list[tuple[DraftSentence, ...]] = []
    answer = ModelAnswer(check, tools, shown.append, lambda _: None)
    tools.show(begun)
    quoted = [sentence for sentence in begun.sentences if sentence.evidence][:3]
    marks = [tools.tokens.give(tools.room.items[sentence.evidence[0]]) for sentence in quoted]
    cited = zip(quoted, marks, strict=True)
    text = "".join(f"{hello}{one.text.rstrip('。')}。[{mark}]" for one, mark in cited for hello in ("您好，", "另外，"))
    for place in range(0, len(text), 3):
        answer.text(text[place : place + 3])
    kept, faults = answer.judge(text)
    assert (len(kept), faults) == (2 * len(quoted), ())
    assert len(shown) > 0 and shown[-1] == kept[: len(shown[-1])]
    assert set(check.looks.values()) == {1}

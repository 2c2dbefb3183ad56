"""An assistant in memory: scripted answers behind the same door as the real one."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

from assistant.domain.conversation import AnswerStatus, Citation, ConversationState, Handover, HandoverReason, Turn
from assistant.domain.errors import NotFoundError
from assistant.domain.knowledge import Audience
from assistant.domain.saved_searches import Notice
from assistant.domain.vacancy_filter import VacancyFilter
from assistant.services.circuit_breaker import CircuitBreaker
from assistant.services.clock import CHONGQING
from assistant.services.conversations import StartedConversation
from assistant.services.events import Done, Emit, Progress, SentenceReady
from assistant.services.filter_chips import Chip
from assistant.settings import Settings

PAGES_YAML = Path(__file__).parents[2] / "knowledge_base" / "replies" / "pages.yaml"
ASKED_AT = datetime(2026, 11, 23, 23, 40, tzinfo=CHONGQING)
CITATION = Citation(
    number=1,
    passage_id="sample#who",
    title="关于样例补贴有关事项的通知",
    quote="符合条件的人员，可以按规定申请样例补贴。<b>原文</b>",
    document_number="样例发〔2026〕0号",
    clause="第二条",
    effective_from="2026-01",
    region="重庆市",
    url="https://example.org/notice",
)
ANSWER = Turn(
    text="可以申请，**先登记再申请**。[1]\n- 在本市登记失业[1]\n- 自己缴纳社会保险[1]",
    status=AnswerStatus.ANSWERED,
    citations=(CITATION,),
    suggestions=("要准备哪些材料？", "在哪里办？"),
)
LAPSED = replace(ANSWER, text="这项政策已经到期，以前的规定是这样的。[1]", status=AnswerStatus.UNANSWERABLE_LAPSED)


def load_page_texts() -> dict[str, str]:
    """pages.yaml as bootstrap gives it, with every placeholder filled."""
    texts = yaml.safe_load(PAGES_YAML.read_text(encoding="utf-8"))
    return {key: re.sub(r"\{hotline-[a-z0-9-]+\}", "12333", text) for key, text in texts.items()}


@dataclass
class FakeConversations:
    """Keeps everything in dictionaries. Messages with a name in `scripts` get the turn of that name."""

    keys: dict[str, str] = field(default_factory=dict)
    audiences: dict[str, Audience] = field(default_factory=dict)
    turns: dict[str, list[Turn]] = field(default_factory=dict)
    feedback: dict[tuple[str, int], tuple[bool, str, str]] = field(default_factory=dict)
    scripts: dict[str, Turn | Exception] = field(default_factory=lambda: {"以前的补贴": LAPSED})
    gate: threading.Event | None = None

    def start(self, audience: Audience = Audience.JOB_SEEKER) -> StartedConversation:
        number = len(self.keys) + 1
        started = StartedConversation(f"c{number}", f"secret-{number}")
        self.keys[started.id] = started.secret
        self.audiences[started.id] = audience
        self.turns[started.id] = []
        return started

    def opens_with(self, conversation_id: str, secret: str) -> bool:
        return self.keys.get(conversation_id) == secret

    def audience_of(self, conversation_id: str) -> Audience:
        return self.audiences[conversation_id]

    def answer(self, conversation_id: str, text: str, emit: Emit = lambda _: None) -> Turn:
        emit(Progress("understanding", "正在理解您的问题…"))
        if self.gate is not None:
            assert self.gate.wait(10)
        scripted = self.scripts.get(text, ANSWER)
        if isinstance(scripted, Exception):
            raise scripted
        for index, sentence in enumerate(scripted.text.splitlines()):
            emit(SentenceReady(index, sentence, scripted.citations))
        turn = self._store(conversation_id, replace(scripted, question=text))
        emit(Done(turn))
        return turn

    def hand_over(self, conversation_id: str, reason: HandoverReason = HandoverReason.ASKED) -> Turn:
        card = {"kind": "case", "number": "A-001", "reason": reason.value, "reply_by": "2026-11-24T10:00",
                "status_url": None}  # fmt: skip
        handover = Handover(reason, "A-001")
        turn = Turn("已经登记给工作人员。", AnswerStatus.HANDED_OVER, cards=(card,), handover=handover)
        return self._store(conversation_id, turn)

    def known(self, conversation_id: str) -> ConversationState:
        return ConversationState()

    def list_turns(self, conversation_id: str, after: int = 0) -> tuple[Turn, ...]:
        if conversation_id not in self.turns:
            raise NotFoundError(conversation_id)
        return tuple(turn for turn in self.turns[conversation_id] if (turn.id or 0) > after)

    def show_turns(self, conversation_id: str, after: int = 0) -> tuple[Turn, ...]:
        return self.list_turns(conversation_id, after)

    def rate(self, conversation_id: str, turn_id: int, helpful: bool, reason: str = "", comment: str = "") -> None:
        if all(turn.id != turn_id for turn in self.turns[conversation_id]):
            raise NotFoundError(str(turn_id))
        self.feedback[conversation_id, turn_id] = (helpful, reason, comment)

    def delete(self, conversation_id: str) -> None:
        del self.turns[conversation_id], self.keys[conversation_id], self.audiences[conversation_id]

    def _store(self, conversation_id: str, turn: Turn) -> Turn:
        stored = replace(turn, id=len(self.turns[conversation_id]) + 1, asked_at=ASKED_AT)
        self.turns[conversation_id].append(stored)
        return stored


class FakeDesk:
    """Knows no scheme."""

    def find_title(self, scheme_id: str) -> str | None:
        return None


@dataclass(frozen=True)
class FakeWords:
    labels: Mapping[str, str] = field(default_factory=lambda: {"full_time": "全职", "day": "白班"})


class FakeVacancies:
    """Knows no vacancy, and how to say a filter: its occupations."""

    words = FakeWords()

    def chips(self, wanted: VacancyFilter) -> tuple[Chip, ...]:
        return tuple(Chip(f"occupations.{name}", name) for name in wanted.occupations)


class FakeSavedSearches:
    """Nobody has saved a search."""

    def unread_notices(self, conversation_id: str) -> tuple[Notice, ...]:
        return ()


@dataclass(frozen=True)
class FakeKnowledge:
    """Knows no document."""

    documents: Mapping[str, object] = field(default_factory=dict)
    passages: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class FakeAssistant:
    """What `create_app` takes."""

    settings: Settings
    conversations: FakeConversations = field(default_factory=FakeConversations)
    page_texts: Mapping[str, str] = field(default_factory=load_page_texts)
    subsidies: FakeDesk = field(default_factory=FakeDesk)
    vacancies: FakeVacancies = field(default_factory=FakeVacancies)
    saved_searches: FakeSavedSearches = field(default_factory=FakeSavedSearches)
    ready: tuple[bool, str] = (True, "")
    recent: tuple[tuple[str, Turn], ...] = ()
    breaker: CircuitBreaker | None = None
    metrics_text: bytes = b""
    office: Any = None
    oversight: Any = None
    is_resting: bool = False
    editing: Any = None
    documents: Any = None
    regions: Any = None
    inspector: Any = None
    mask: Any = str
    knowledge: FakeKnowledge = field(default_factory=FakeKnowledge)

    def recent_turns(self, count: int) -> tuple[tuple[str, Turn], ...]:
        return self.recent[:count]

    def is_ready(self) -> tuple[bool, str]:
        return self.ready

    def start(self) -> None:
        """Nothing goes on beside the answering."""

    def stop(self) -> None:
        """Nothing goes on beside the answering."""

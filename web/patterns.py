"""Samples for the page of patterns: every component in every state. Nothing here is a rule or a record."""

from collections.abc import Mapping
from datetime import datetime

from assistant.domain.conversation import AnswerStatus, Citation, Turn
from assistant.services.clock import CHONGQING
from web.patterns_calculator import calculator_samples
from web.patterns_vacancies import vacancy_samples
from web.turn_view import TurnView, view_turn

_NOON = datetime(2026, 11, 23, 12, 0, tzinfo=CHONGQING)
_WHOLE = Citation(
    number=1,
    passage_id="sample#1",
    title="关于样例补贴有关事项的通知",
    quote="符合条件的人员，可以按规定申请样例补贴。申请人应当如实提供材料。",
    document_number="样例发〔2026〕0号",
    clause="第二条",
    effective_from="2026-01-01",
    effective_to="2027-12",
    region="重庆市",
    url="https://example.org/notice",
)
_BARE = Citation(
    number=2, passage_id="sample#2", title="样例办理指南（本服务整理，非文件原文）", quote="先登记，再申请。"
)
_CARDS: tuple[Mapping[str, object], ...] = (
    {"kind": "case", "number": "样例-001", "reason": "asked", "reply_by": "2026-11-24T17:30", "status_url": None},
    {"kind": "service_point", "name": "样例公共就业服务中心", "region": "样例区", "address": "样例路样例号",
     "phone": None, "hours": "工作日", "source": "sample"},
    {"kind": "enrolment_draft", "draft_id": "sample", "intake_id": "sample", "title": "示例课程（初级）",
     "starts_on": "2026-12-08", "expires_at": "2026-11-23T23:40:00+08:00",
     "form_url": "/courses/sample/intakes/sample/enrol", "declares": [{"place": "0", "text": "年满18周岁"}]},
    {"kind": "labour_request", "draft_id": "sample", "summary": "招示例工种20人，样例区，5000元/月",
     "form_url": "/employers/requests/new"},
)  # fmt: skip
_TEXT = (
    "可以申请，**先看这三点**：[1]\n- 在本市登记失业[1]\n- 自己缴纳社会保险[1]\n- 材料齐全[2]\n"
    "更多规定见[官方页面](https://example.org/notice)。[1]"
)


def sample_context(texts: Mapping[str, str]) -> dict[str, object]:
    """What `patterns.html` shows."""
    return {
        "answer": _view(AnswerStatus.ANSWERED, _TEXT, texts, citations=(_WHOLE, _BARE), suggestions=_SUGGESTIONS),
        "with_cards": _view(AnswerStatus.HANDED_OVER, "已经登记，请记下受理编号。", texts, cards=_CARDS, number=2),
        "by_status": [_view(status, _SAMPLE_WORDS, texts, number=10 + i) for i, status in enumerate(AnswerStatus)],
        "max_characters": 2000,
        **calculator_samples(),
        **vacancy_samples(),
    }


_SUGGESTIONS = ("要准备哪些材料？", "在哪里办？", "多久能办好？")
_SAMPLE_WORDS = "这里是这种回答的正文，最后总有下一步可以做什么。"


def _view(
    status: AnswerStatus,
    text: str,
    texts: Mapping[str, str],
    citations: tuple[Citation, ...] = (),
    suggestions: tuple[str, ...] = (),
    cards: tuple[Mapping[str, object], ...] = (),
    number: int = 1,
) -> TurnView:
    turn = Turn(
        text=text,
        status=status,
        citations=citations,
        suggestions=suggestions,
        cards=cards,
        id=number,
        question="自己交社保，有没有补贴？",
        asked_at=_NOON,
    )
    return view_turn(turn, texts)

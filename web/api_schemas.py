"""Bodies of the API: what is accepted, and what `/openapi.json` says of what is given."""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, Field

from assistant.domain.conversation import AnswerStatus, HandoverReason
from assistant.domain.knowledge import Audience
from web.message_text import strip_hidden
from web.problems import PROBLEM_MEDIA_TYPE

FeedbackReason = Literal["wrong", "outdated", "not_my_question", "unclear", "incomplete", "other", ""]
_CleanText = Annotated[str, BeforeValidator(lambda value: strip_hidden(value) if isinstance(value, str) else value)]


class ConversationIn(BaseModel):
    audience: Audience = Audience.JOB_SEEKER


class MessageIn(BaseModel):
    text: _CleanText = Field(description="What the person writes, in their own words")


class FeedbackIn(BaseModel):
    helpful: bool
    reason: FeedbackReason = ""
    comment: Annotated[_CleanText, Field(max_length=1000)] = ""


class HandoverIn(BaseModel):
    reason: HandoverReason = HandoverReason.ASKED


class ConversationOut(BaseModel):
    id: str


class CitationOut(BaseModel):
    number: int
    passage_id: str
    title: str
    document_number: str | None
    clause: str | None
    effective_from: str | None
    effective_to: str | None
    region: str | None
    url: str | None
    quote: str


class ToolOut(BaseModel):
    name: str
    arguments: dict[str, Any]
    ok: bool


class HandoverOut(BaseModel):
    reason: HandoverReason
    case_number: str | None


class TurnOut(BaseModel):
    """TURN of the contract."""

    text: str
    status: AnswerStatus
    citations: list[CitationOut]
    tools: list[ToolOut]
    cards: list[dict[str, Any]]
    suggestions: list[str]
    facts: dict[str, Any]
    handover: HandoverOut | None
    replier: str
    duration_ms: int


class StoredTurnOut(TurnOut):
    """A TURN read again, with its place in the conversation and the message it answered."""

    id: int
    question: str
    asked_at: str | None
    said_by: str | None = Field(description="The name of the member of staff who wrote it, where one did and has one")


class TurnsOut(BaseModel):
    id: str
    turns: list[StoredTurnOut]


class ProblemOut(BaseModel):
    type: str
    title: str
    status: int
    detail: str
    request_id: str


def problem_responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """How the given problems look in OpenAPI."""
    content = {PROBLEM_MEDIA_TYPE: {"schema": ProblemOut.model_json_schema()}}
    return {status: {"description": "Problem", "content": content} for status in statuses}

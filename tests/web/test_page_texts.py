"""pages.yaml and the pages stay in step."""

import re
from pathlib import Path

import pytest
import yaml

from assistant.domain.added_documents import DocumentStanding
from assistant.domain.cases import (
    COMMAND_LINE,
    PERSON,
    SERVICE,
    Author,
    CaseKind,
    CaseState,
    DeadlineKind,
    EventKind,
)
from assistant.domain.conditions import Truth
from assistant.domain.contacts import RevealReason
from assistant.domain.conversation import AnswerStatus, HandoverReason
from assistant.domain.document_uploads import UploadState
from assistant.domain.enrolments import LIVE_ENROLMENT_STATES, Attendance, CourseOutcome, EnrolmentEventKind
from assistant.domain.facts import FactSubject
from assistant.domain.knowledge import Audience
from assistant.domain.knowledge_edits import ChangeState, FileForm
from assistant.domain.labour_requests import LIVE_LABOUR_STATES, DispatchKind, LabourEventKind, LabourState
from assistant.domain.model_use import FallbackReason
from assistant.domain.outgoing_notices import NoticeEnd
from assistant.domain.oversight import OTHER, SEARCHES
from assistant.domain.staff import Role
from assistant.domain.taught_answers import TaughtState
from assistant.services.circuit_breaker import BreakerState
from assistant.services.conversations import FEEDBACK_REASONS
from assistant.services.document_passages import HEAD_PARTS
from assistant.services.document_ports import VersionState
from assistant.services.free_text import FaultKind
from assistant.services.inspect_search import LeftOut
from assistant.services.vacancy_buttons import REPORT_REASONS
from assistant.services.vacancy_ports import RunOutcome
from tests.web.fake_assistant import PAGES_YAML, load_page_texts
from web.course_query import BOXES
from web.problems import HTTP_STATUS, ProblemName
from web.rendering import TEXT_SIZES
from web.staff_audit import ACTIONS, DOCUMENT_STEPS

WEB = Path(__file__).parents[2] / "web"
TEXTS = load_page_texts()
SOURCES = "\n".join(path.read_text("utf-8") for path in [*WEB.glob("*.py"), *WEB.glob("templates/*.html")])
STAFF_DONE = (
    "paused", "resumed", "claimed", "given_back", "dispatched", "replied", "noted", "resolved", "followed_up", "reopened",
    "disabled", "live_begun", "live_ended", "named", "proposed", "edited", "approved", "refused", "retired",
)  # fmt: skip
KNOWLEDGE_DONE = ("written", "saved", "proposed", "returned", "withdrawn", "published", "went_back")
OPENED_BY_CODE = ("case", "labour", "enrolment")
LABOUR_TERMS = ("occupation", "headcount", "pay", "place", "shifts", "benefits", "starts-on", "more")
ENROL_ROWS = ("provider", "dates", "times", "where", "fee", "enrol-by")
ENROLMENT_NEWS = ("moved-up", "reminder", "intake-withdrawn")
RECORDED = {EnrolmentEventKind.ATTENDANCE: tuple(Attendance), EnrolmentEventKind.OUTCOME: tuple(CourseOutcome)}
LABOUR_DONE = ("accepted", "given_back", "dispatched", "noted", "called", "evaluated")
_PICTURES = (
    "talks", "rates", "statuses", "topics", "unanswered", "handovers", "first_replies", "deadlines", "satisfaction",
    "repliers", "districts",
)  # fmt: skip
_NUMBERS = (
    "conversations", "turns", "answer-rate", "handover-rate", "first-reply", "reply-kept", "helpful", "mark",
)  # fmt: skip
_SERIES = (
    "conversations", "turns", "answered", "handed", "reply_kept", "reply_missed", "resolution_kept",
    "resolution_missed", "helpful", "unhelpful",
)  # fmt: skip
OVERSIGHT_KEYS = {
    *(f"oversight-{part}-{name}" for name in _PICTURES for part in ("title", "about")),
    *(f"oversight-{part}-{name}" for name in _NUMBERS for part in ("number", "number-note")),
    *(f"oversight-series-{name}" for name in _SERIES),
    *(f"oversight-column-{name}" for name in ("time", "count", "statuses", "topics", "unanswered", "handovers")),
    *(f"oversight-column-{name}" for name in ("first_replies", "repliers", "districts")),
    *(f"oversight-{key}" for key in ("district-none", "replier-rules", "title-feeds", "title-lapsing")),
    *(f"oversight-{key}" for key in ("minutes-within", "hours-within", "hours-more", "lapse-end", "lapse-review")),
    *(f"oversight-feed-{state}" for state in ("fresh", "late", "paused", *RunOutcome)),
    *(f"oversight-feeds-column-{number}" for number in range(1, 7)),
    *(f"oversight-lapsing-column-{number}" for number in range(1, 4)),
    *(f"oversight-topic-{topic}" for topic in (OTHER, *SEARCHES)),
    *(f"oversight-status-{status}" for status in AnswerStatus if not TEXTS[f"status-{status}"]),
}
PER_AUDIENCE = ("calculator-title", "calculator-lead", "welcome-calculator")
BUILT_KEYS = {
    "quality-better-low",
    "quality-better-none",
    "documents-done-waiting",
    *(f"status-{status}" for status in AnswerStatus),
    *(f"reason-{reason}" for reason in HandoverReason),
    *(f"audience-{audience}" for audience in Audience),
    *(f"feedback-reason-{reason}" for reason in FEEDBACK_REASONS),
    *(f"report-reason-{reason}" for reason in REPORT_REASONS),
    *(f"problem-{name}-{part}" for name in ProblemName for part in ("title", "detail")),
    *(f"text-size-{size}" for size in TEXT_SIZES),
    *(f"service-point-{part}" for part in ("address", "phone", "hours")),
    *(f"verdict-{verdict}" for verdict in ("eligible", "possible", "undetermined", "ineligible", "lapsed")),
    *(f"condition-{state}" for state in Truth),
    *(f"admin-breaker-{state}" for state in BreakerState),
    *(f"admin-reason-{reason}" for reason in FallbackReason),
    *(f"admin-fault-{kind}" for kind in FaultKind),
    *(f"admin-by-{part}" for part in ("replier", "reason", "fault")),
    *(f"staff-team-{team}" for team in ("general", "complaints", "rights", "technical")),
    *(f"case-state-{state}" for state in CaseState if state is not CaseState.WITHDRAWN),
    *(f"case-author-{author}" for author in Author),
    *(f"staff-role-{role}" for role in Role),
    *(f"{kind}-{part}" for kind in OPENED_BY_CODE for part in ("number", "lost")),
    *(f"labour-order-{state}" for state in LabourState if state is not LabourState.WITHDRAWN),
    *(f"labour-term-{name}" for name in LABOUR_TERMS),
    *(f"labour-event-{kind}" for kind in LabourEventKind),
    *(f"labour-actor-{actor}" for actor in (PERSON, "staff")),
    *(f"labour-dispatch-{kind}" for kind in DispatchKind),
    *(f"labour-dispatch-{kind}-name" for kind in (DispatchKind.TRAINING, DispatchKind.PARTNER)),
    *(f"labour-state-{state}" for state in (*LabourState, "live")),
    *(f"labour-next-{state}" for state in LIVE_LABOUR_STATES),
    *(f"labour-done-{done}" for done in LABOUR_DONE),
    *(f"enrol-row-{name}" for name in ENROL_ROWS),
    *(f"enrol-met-{state}" for state in Truth),
    *(f"enrolment-{part}-{state}" for part in ("state", "receipt") for state in LIVE_ENROLMENT_STATES),
    *(f"enrolment-event-{kind}" for kind in EnrolmentEventKind if kind not in RECORDED),
    *(f"enrolment-event-{kind}-{one}" for kind, values in RECORDED.items() for one in values),
    *(f"roster-{kind}-{one}" for kind, values in RECORDED.items() for one in (*values, "none")),
    *(f"roster-{kind}" for kind in RECORDED),
    *(
        f"staff-nav-{page}"
        for page in (
            "requests",
            "intakes",
            "accounts",
            "audit",
            "dashboard",
            "switch",
            "teaching",
            "unanswered",
            "search",
            "knowledge",
            "documents",
        )
    ),
    *(f"staff-action-{action}" for action in ACTIONS),
    *OVERSIGHT_KEYS,
    *(f"live-{step}" for step in ("joined", "changed", "left", "passed-on")),
    "contact-consent-former-1",
    "enrol-consent-former-1",
    *(f"notice-enrolment-{kind}-{part}" for kind in ENROLMENT_NEWS for part in ("subject", "text")),
    *(f"notice-enrolment-{part}" for part in ("course-gone", "link", "no-link")),
    *(f"staff-notice-{how}" for how in ("waiting", *NoticeEnd)),
    *(f"notice-reply-{part}" for part in ("subject", "text", "link", "no-link", "foot")),
    *(f"notice-deadlines-{part}" for part in ("subject", "soon", "overdue", "nobody", "more")),
    *(f"knowledge-done-{done}" for done in KNOWLEDGE_DONE),
    *(f"documents-done-{done}" for done in (*DOCUMENT_STEPS[1:],)),
    *(f"documents-state-{state}" for state in UploadState),
    *(f"documents-closed-{state}" for state in UploadState if state is not UploadState.WAITING),
    *(f"documents-version-{state}" for state in VersionState),
    *(f"documents-standing-{standing}" for standing in DocumentStanding),
    *(f"documents-step-{step}" for step in ("added", "changed", "removed")),
    *(f"documents-what-{what}" for what in ("file", "url", *HEAD_PARTS)),
    *(f"knowledge-form-{form}" for form in FileForm),
    *(f"knowledge-state-{state}" for state in ChangeState),
    *(f"knowledge-closed-{state}" for state in (ChangeState.PUBLISHED, ChangeState.WITHDRAWN)),
    *(f"knowledge-kind-{kind}" for kind in ("added", "removed", "changed", "case")),
    *(f"staff-state-{state}" for state in (*CaseState, "live", "closed")),
    *(f"staff-kind-{kind}" for kind in CaseKind),
    *(f"staff-reason-{reason}" for reason in HandoverReason),
    *(f"staff-due-{kind}" for kind in DeadlineKind),
    *(f"staff-filter-due-{due}" for due in ("overdue", "soon")),
    *(f"staff-reveal-{reason}" for reason in RevealReason),
    *(f"staff-event-{kind}" for kind in EventKind),
    *(f"staff-actor-{actor}" for actor in (PERSON, SERVICE, COMMAND_LINE)),
    *(f"staff-author-{author}" for author in Author),
    *(f"staff-search-out-{why}" for why in LeftOut),
    *(f"staff-taught-{state}" for state in (*TaughtState, "expired")),
    *(f"staff-done-{done}" for done in STAFF_DONE),
    *(f"courses-box-{box}" for box in (*BOXES, "online")),
    *(f"course-{state}" for state in ("met", "not_met")),
    *(f"subject-{subject}" for subject in FactSubject),
    *(f"fact-hint-{hint}" for hint in ("date", "months", "members")),
    *(f"{stem}-{audience}" for audience in Audience for stem in PER_AUDIENCE),
    *(f"summary-{audience}-{line}" for audience in Audience for line in ("name", "contact", "phone")),
}


def named_keys() -> set[str]:
    found = re.findall(r"""\bt\("([a-z0-9_-]+)"\)|texts\[["']([a-z0-9_-]+)["']\]""", SOURCES)
    return {first or second for first, second in found} - {"key"}


def test_every_word_a_page_asks_for_is_there() -> None:
    assert (named_keys() | BUILT_KEYS) - set(TEXTS) == set()


def test_every_word_that_is_there_is_asked_for() -> None:
    lists = set(re.findall(r'text_list\("([a-z_-]+)"', SOURCES)) | {f"example-{audience}" for audience in Audience}
    helps = {key for key in TEXTS if key.startswith("status-help-")}
    unused = {
        key
        for key in set(TEXTS) - named_keys() - BUILT_KEYS - helps
        if re.sub(r"-\d+$", "", key) not in lists and f'"{key}"' not in SOURCES
    }

    assert unused == set()


def test_lists_run_without_a_gap() -> None:
    for key in TEXTS:
        stem, _, number = key.rpartition("-")
        assert not number.isdigit() or number == "1" or f"{stem}-{int(number) - 1}" in TEXTS, key


def test_words_hold_no_figures_of_their_own() -> None:
    words = yaml.safe_load(PAGES_YAML.read_text("utf-8"))

    for key, text in words.items():
        assert not re.search(r"\d", re.sub(r"\{[a-z0-9-]+\}", "", text)), key


@pytest.mark.parametrize("name", list(ProblemName))
def test_every_problem_has_a_status(name: ProblemName) -> None:
    assert HTTP_STATUS[name] >= 400

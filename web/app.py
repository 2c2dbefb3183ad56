"""The web application, built around an assistant that somebody else has put together."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from anyio import CapacityLimiter
from fastapi import Depends, FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.staticfiles import StaticFiles
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware

from assistant.domain.errors import AssistantError
from web import (
    admin,
    api,
    api_feeds,
    api_profiles,
    api_subsidies,
    api_vacancies,
    cases,
    courses,
    employers,
    enrol,
    enrolments,
    facts,
    forms,
    health,
    labour,
    live,
    pages,
    quality,
    saved_searches,
    staff_audit,
    staff_case,
    staff_dashboard,
    staff_documents,
    staff_intakes,
    staff_knowledge,
    staff_knowledge_change,
    staff_labour,
    staff_live,
    staff_login,
    staff_office,
    staff_queue,
    staff_search,
    staff_switch,
    staff_teaching,
    staff_unanswered,
    subsidies,
    vacancies,
    vacancy_turns,
    workers,
)
from web.body_limit import MAX_BODY_BYTES, BodyLimit
from web.client_address import parse_networks
from web.live_stream import LiveStreams, StreamLimits
from web.number_and_code import CodeNeededError, answer_code_needed
from web.problems import answer_problem
from web.rate_limits import RateLimits
from web.rendering import WEB_DIR, Pages
from web.request_record import RequestRecord
from web.same_origin import require_same_origin
from web.security_headers import SecurityHeaders
from web.site import Site
from web.staff_access import LoginNeededError, answer_login_needed
from web.turns import TurnRunner

if TYPE_CHECKING:
    from assistant.bootstrap import Assistant
    from assistant.settings import Settings

_PARTS = (
    api, api_subsidies, api_vacancies, health, pages, quality, forms, facts, subsidies, workers, labour, employers,
    enrol, enrolments, vacancies, vacancy_turns, saved_searches, api_feeds, api_profiles, admin, cases, courses, live,
    staff_live, staff_login, staff_queue, staff_case, staff_office, staff_labour, staff_audit, staff_switch,
    staff_dashboard, staff_intakes, staff_teaching, staff_unanswered, staff_search,
    staff_knowledge, staff_knowledge_change, staff_documents,
)  # fmt: skip


def create_app(assistant: Assistant) -> FastAPI:
    """Routes, guards and pages over one assistant. Raises ValueError if TRUSTED_PROXIES is not a list of networks."""
    site = build_site(assistant)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        assistant.start()
        yield
        site.live.close()
        await site.turns.finish()
        assistant.stop()

    app = FastAPI(
        title=assistant.page_texts["service-name"],
        docs_url=None,
        redoc_url=None,
        lifespan=lifespan,
        dependencies=[Depends(require_same_origin)],
        middleware=[Middleware(SecurityHeaders), Middleware(RequestRecord), Middleware(BodyLimit, _larger(assistant))],
        telemetry={"tracing": False, "metrics": False, "logs": False},
    )
    app.state.site = site
    for error in (HTTPException, RequestValidationError, AssistantError):
        app.add_exception_handler(error, answer_problem)
    app.add_exception_handler(CodeNeededError, answer_code_needed)
    app.add_exception_handler(LoginNeededError, answer_login_needed)
    for part in _PARTS:
        app.include_router(part.router)
    app.mount("/static", StaticFiles(directory=WEB_DIR / "static"), name="static")
    return app


def build_site(assistant: Assistant) -> Site:
    settings = assistant.settings
    return Site(
        assistant=assistant,
        turns=TurnRunner(_threads(settings), settings.turn_timeout_seconds),
        rate_limits=RateLimits(settings),
        pages=Pages(lambda: assistant.page_texts, lambda: assistant.is_resting),
        trusted_proxies=parse_networks(settings.trusted_proxies),
        lists_limiter=CapacityLimiter(1),
        documents_limiter=CapacityLimiter(1),
        live=LiveStreams(StreamLimits.of(settings)),
    )


def _larger(assistant: Assistant) -> dict[str, int]:
    """Path → bytes of a body whose size is a setting."""
    return {staff_documents.UPLOAD: assistant.settings.document_megabytes * 1024 * 1024 + MAX_BODY_BYTES}


def _threads(settings: Settings) -> int:
    """Threads for turns. One that waits for a model holds its thread, so there are more of them where one is set."""
    return settings.turn_threads + (settings.chat_concurrency if settings.chat_model else 0)

"""The whole product with somebody in every role before it, and every route it answers on."""

import itertools
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from assistant.bootstrap import Assistant, build_assistant
from assistant.bootstrap.openings import open_feed_store
from assistant.domain.contacts import as_contact
from assistant.domain.labour_requests import Dispatch, DispatchKind
from assistant.domain.staff import Role, StaffMember
from assistant.services.staff_accounts import OPERATOR, csrf_token
from assistant.settings import Settings
from tests.fakes.clock import FixedClock
from tests.labour_office import TERMS
from tests.web.staff_site import OWN
from tests.web.vacancy_site import FEED, WORKER, id_of, put
from tests.web.whole_training import SCHOOL, desk_of_editing, enrol_somebody, has_attended, put_course
from web.app import create_app

LI, ZHAO = StaffMember("li", Role.ADVISOR), StaffMember("zhao", Role.SUPERVISOR)
PHONE = "13800001234"
PROXY = "127.0.0.1"
PARTNER = Dispatch(DispatchKind.PARTNER, "示例人力公司")
_addresses = itertools.count(1)


class Who(StrEnum):
    """Whoever may stand before the site; the order of the columns of every table over them."""

    NOBODY = "nobody"
    PERSON = "person"
    OTHER = "other"
    ADVISOR = "li"
    SPECIALIST = "wang"
    EDITOR = "bian"
    SUPERVISOR = "zhao"
    ADMINISTRATOR = "chef"
    PROVIDER = "lehrer"
    EXPIRED = "gone"
    LOCKED = "shut"


STAFF = {
    Who.EXPIRED: Role.ADMINISTRATOR, Who.LOCKED: Role.ADMINISTRATOR, Who.ADVISOR: Role.ADVISOR,
    Who.SPECIALIST: Role.SPECIALIST, Who.EDITOR: Role.EDITOR, Who.SUPERVISOR: Role.SUPERVISOR,
    Who.ADMINISTRATOR: Role.ADMINISTRATOR, Who.PROVIDER: Role.PROVIDER,
}  # fmt: skip


@dataclass
class WholeSite:
    """One product, one application, a session of each member of staff."""

    product: Assistant
    clock: FixedClock
    app: FastAPI
    client: TestClient
    tokens: dict[Who, str] = field(default_factory=dict)
    revision: int = 0  # of the latest proposal; a form about it must name it
    course: str = ""
    intake: str = ""

    @property
    def vacancy(self) -> str:
        """The id of the one vacancy there is."""
        return id_of(self.product, WORKER)

    def settle(self) -> None:
        """Everybody logged in with a password of their own; one long ago, one locked since."""
        accounts = self.product.office.accounts
        for who, role in STAFF.items():
            given = accounts.add(OPERATOR, who.value, role, SCHOOL if who is Who.PROVIDER else "")
            accounts.change_password(accounts.log_in(who.value, given.password).token, given.password, OWN)
            self.log_in(who)
            if who is Who.EXPIRED:
                self.clock.moment += timedelta(minutes=31)
        accounts.lock(OPERATOR, Who.LOCKED.value)

    def log_in(self, who: Who) -> str:
        self.tokens[who] = self.product.office.accounts.log_in(who.value, OWN).token
        return self.tokens[who]

    def csrf(self, who: Who) -> str:
        return csrf_token(self.tokens.get(who, "none"))

    def ask(self, method: str, path: str, cookies: dict[str, str], **more: Any) -> Any:
        """The answer to a request with these cookies and no other, from an address nobody has used before."""
        self.client.cookies.clear()
        header = "; ".join(f"{name}={value}" for name, value in cookies.items())
        return self.client.request(
            method, path, headers={**_as_from_afar(), "Cookie": header, **more.pop("headers", {})}, **more
        )


def build_whole(built_knowledge: tuple[Path, Path], folder: Path, **changes: Any) -> WholeSite:
    """This knowledge, one vacancy, and limits nobody reaches by accident."""
    source, built = built_knowledge
    shutil.copytree(built, folder / "data")
    settings = Settings(
        _env_file=None, knowledge_dir=source, data_dir=folder / "data", messages_per_minute=100_000,
        messages_per_minute_address=1_000_000, conversations_per_minute_address=100_000,
        **{"database_url": f"sqlite:///{folder / 'assistant.db'}", "admin_token": "operator", "sample_content": "false", "trusted_proxies": PROXY, **changes},
    )  # fmt: skip
    clock = FixedClock()
    product = build_assistant(settings, clock)
    product = replace(product, editing=replace(product.editing, desk=desk_of_editing(clock)))
    open_feed_store(settings).put_feed(FEED)
    put(product, [WORKER])
    app = create_app(product)
    app.state.site.live.close()  # streams say what they have and end
    site = WholeSite(product, clock, app, browser_before(app))
    site.settle()
    site.course, site.intake = put_course(product, settings, clock.today())
    return site


def browser_before(app: FastAPI, address: str = PROXY) -> TestClient:
    """A browser that follows nothing and shows what went wrong as people would see it."""
    return TestClient(app, follow_redirects=False, raise_server_exceptions=False, client=(address, 50_000))


def _as_from_afar() -> dict[str, str]:
    number = next(_addresses)
    return {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}


@dataclass(frozen=True)
class Route:
    """One way in: `name` is what a table calls it."""

    method: str
    path: str
    parameters: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.method} {self.path}"

    @property
    def writes(self) -> bool:
        return self.method not in ("GET", "HEAD", "OPTIONS")


def routes_of(app: FastAPI) -> tuple[Route, ...]:
    """Every route of the application but the folder of static files; a method each."""
    return tuple(
        Route(method, each.path, _parameters(each))
        for each in _walk(app.routes)
        for method in sorted(each.methods - {"HEAD"})
    )


def _walk(routes: Sequence[Any]) -> Iterator[Any]:
    for each in routes:
        inner = getattr(each, "original_router", None)
        if inner is not None:
            yield from _walk(inner.routes)
        elif getattr(each, "methods", None):
            yield each


def _parameters(route: Any) -> tuple[str, ...]:
    """Names of what an address or a form may say; a form read as a model says what its fields are."""
    if not isinstance(route, APIRoute):
        return ()
    found = [*route.dependant.query_params, *route.dependant.body_params]
    for inner in _dependants(route.dependant):
        found += [*inner.query_params, *inner.body_params]
    models = [one.field_info.annotation for one in found]
    inner_names = [name for model in models for name in getattr(model, "model_fields", {})]
    return tuple(dict.fromkeys([*(one.alias for one in found), *inner_names]))


def _dependants(dependant: Any) -> Iterator[Any]:
    for each in dependant.dependencies:
        yield each
        yield from _dependants(each)


@dataclass(frozen=True)
class Belongings:
    """What one person has: a conversation with its key; a case, a labour request and an enrolment with their codes."""

    conversation: str
    secret: str = field(repr=False)
    case: str
    case_code: str = field(repr=False)
    request: str
    request_code: str = field(repr=False)
    enrolment: str
    enrolment_code: str = field(repr=False)

    @property
    def cookies(self) -> dict[str, str]:
        return {
            f"conversation_{self.conversation}": self.secret,
            "case_key": f"{self.case}:{self.case_code}",
            "labour_key": f"{self.request}:{self.request_code}",
            "enrolment_key": f"{self.enrolment}:{self.enrolment_code}",
        }


def belongings_of_somebody(site: WholeSite) -> Belongings:
    """A new person, who has asked for one of staff, left how to be reached, sent off a labour request and enrolled."""
    product = site.product
    started = product.conversations.start()
    handover = product.conversations.hand_over(started.id).handover
    assert handover is not None and handover.case_number is not None
    code = product.office.persons.issue_code(started.id, handover.case_number)
    contact = as_contact("示例女士", PHONE, "", "")
    product.office.contacts.leave(handover.case_number, code, contact, "同意")
    employers = product.labour.employers
    sent = employers.send_off(TERMS, contact, "同意", employers.new_form_key())
    place = enrol_somebody(product, site.intake)
    return Belongings(started.id, started.secret, handover.case_number, code, sent.number, sent.code, *place)


def move_on(site: WholeSite, own: Belongings, path: str) -> None:
    """Case and request into the state in which the step at the end of the path can be taken by whoever may."""
    desk, labour = site.product.office.desk, site.product.labour.desk
    step = path.rpartition("/")[2]
    if step not in ("claim", "accept"):
        desk.claim(LI, own.case)
        labour.accept(LI, own.request)
    if path.endswith("live/end"):
        site.product.office.live.take_over(LI, own.case)
    if step in ("reopen", "follow-up", "rating"):
        desk.resolve(LI, own.case, "已办")
    if step in ("call", "evaluation"):
        labour.dispatch(LI, own.request, PARTNER, "请对接")
    if step in ("searches", "draft"):
        site.product.conversations.answer(own.conversation, "想在巴南找普工的活，月薪五千以上")
    if step == "outcome":
        has_attended(site.product, own.enrolment)
    if step in ("pause", "resume"):
        set_pause(site, is_on=step == "resume")


def set_pause(site: WholeSite, is_on: bool) -> None:
    pause = site.product.oversight.pause
    if is_on and pause.current() is None:
        pause.begin(ZHAO, "资料更新")
    if not is_on and pause.current() is not None:
        pause.end(ZHAO)

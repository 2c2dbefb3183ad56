"""Knocking at a route as somebody in particular, with a form that would be taken, or with one that was tampered with."""

from dataclasses import dataclass
from typing import Any

from assistant.domain.knowledge_edits import ChangeState
from assistant.services.staff_accounts import OPERATOR
from tests.web.route_requests import address_of, request_of
from tests.web.route_table import WAYS_IN
from tests.web.staff_site import OWN
from tests.web.whole_site import ZHAO, Belongings, Route, Who, WholeSite, belongings_of_somebody, move_on, routes_of

_ENDS_SESSION = {"POST /staff/logout", "POST /staff/password"}


@dataclass
class Door:
    """One route of one site."""

    site: WholeSite
    route: Route

    def belongings(self) -> Belongings:
        """Of somebody new, in the state in which the route does something."""
        own = belongings_of_somebody(self.site)
        move_on(self.site, own, self.route.path)
        return own

    def somebody_let_in(self) -> Who:
        """Somebody the table lets in: staff rather than a person, a person rather than nobody."""
        row = WAYS_IN[self.route.name]
        found = [who for who, letter in zip(Who, row, strict=True) if letter == "A"]
        staff = [who for who in found if who in (Who.ADVISOR, Who.EDITOR, Who.SUPERVISOR, Who.ADMINISTRATOR)]
        is_console = self.route.path.startswith("/staff")
        return staff[0] if staff and is_console else Who.PERSON if found and not is_console else Who.NOBODY

    def address(self, own: Belongings) -> str:
        return address_of(self.site, self.route, own)

    def knock(
        self,
        own: Belongings,
        who: Who,
        address: str = "",
        fields: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> Any:
        """What is answered. `fields` take the place of what the form, the address or the body would say."""
        address = address or self.address(own)
        more = request_of(self.site, self.route, own)
        if self.route.path.startswith("/staff") and "data" in more:
            more["data"] = more["data"] | {"csrf": self.site.csrf(who)}
        if self.route.writes:
            place = "data" if "data" in more or "files" in more else "json"
            more[place] = {**more.get(place, {}), **(fields or {})}
        elif fields:
            more["params"] = fields
        more["headers"] = {**more.get("headers", {}), **(headers or {})}
        answer = self.site.ask(self.route.method, address, self._cookies(own, who), **more)
        if self.route.name in _ENDS_SESSION and who in self.site.tokens:
            self._settle_again(who)
        return answer

    def knock_with(self, own: Belongings, who: Who, body: bytes, media_type: str) -> Any:
        """What is answered to these very bytes."""
        headers = {"Content-Type": media_type}
        answer = self.site.ask(
            self.route.method, self.address(own), self._cookies(own, who), content=body, headers=headers
        )
        if self.route.name in _ENDS_SESSION and who in self.site.tokens:
            self._settle_again(who)
        return answer

    def state(self, own: Belongings) -> tuple[object, ...]:
        """What a request that is refused must leave as it is."""
        product = self.site.product
        return (
            product.office.desk.open_file(ZHAO, own.case),
            product.labour.desk.open_file(ZHAO, own.request),
            len(product.conversations.list_turns(own.conversation)),
            product.oversight.pause.current(),
            product.enrolments.persons.find(own.enrolment, own.enrolment_code),
            product.editing.desk.list_changes(ZHAO, tuple(ChangeState)),
        )

    def _cookies(self, own: Belongings, who: Who) -> dict[str, str]:
        if who is Who.PERSON:
            return own.cookies
        if who is Who.OTHER:
            return belongings_of_somebody(self.site).cookies
        return {} if who is Who.NOBODY else {"staff_session": self.site.tokens[who]}

    def _settle_again(self, who: Who) -> None:
        """Logged in as before, whatever became of session and password."""
        accounts = self.site.product.office.accounts
        if who in (Who.EXPIRED, Who.LOCKED) or accounts.member_of(self.site.tokens[who]) is not None:
            return
        given = accounts.reset(OPERATOR, who.value)
        accounts.change_password(accounts.log_in(who.value, given.password).token, given.password, OWN)
        self.site.log_in(who)


def doors_of(site: WholeSite) -> dict[str, Door]:
    """All of them, by the names of the table."""
    return {route.name: Door(site, route) for route in routes_of(site.app)}

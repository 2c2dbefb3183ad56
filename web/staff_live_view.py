"""What a case page shows of the live conversation."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.domain.case_rights import CaseAction, may
from assistant.domain.cases import Case
from assistant.services.live_desk import Snippet
from assistant.services.live_talk import is_attended
from web.site import Site
from web.staff_access import LoggedIn


@dataclass(frozen=True)
class LiveView:
    """`is_on`: the person's messages come here. `may_change`: the member owns the case, and may begin or end it."""

    is_on: bool
    may_change: bool
    snippets: Sequence[Snippet] = ()


def view_live(site: Site, who: LoggedIn, case: Case) -> LiveView:
    live = site.assistant.office.live
    is_mine = is_attended(case) and may(who.member, CaseAction.REPLY, case)
    return LiveView(is_attended(case) and live.talk.has(case), is_mine, live.snippets() if is_mine else ())

"""Labour requests, put together: the employer's side, the desk of staff, the terms in force."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Engine

from assistant.adapters.sql.audit import SqlAuditLog
from assistant.adapters.sql.labour import SqlLabourStore
from assistant.domain.labour_steps import LabourPolicy
from assistant.services.clock import Clock
from assistant.services.contact_ports import FieldCipher
from assistant.services.employer_requests import EmployerRequests
from assistant.services.labour_desk import LabourDesk
from assistant.services.labour_drafts import LabourDrafts
from assistant.services.labour_matches import LabourMatches
from assistant.services.labour_parts import LabourParts
from assistant.services.ports import ConversationStore
from assistant.services.profile_desk import ProfileDesk
from assistant.services.vacancy_desk import VacancyDesk


@dataclass(frozen=True)
class LabourOffice:
    """`desk` for staff, `employers` for the other side. `policy`: the terms in force now."""

    desk: LabourDesk
    employers: EmployerRequests
    policy: Callable[[], LabourPolicy]
    clock: Clock


@dataclass(frozen=True)
class LabourNeighbours:
    """What labour requests need of the rest of the product."""

    conversations: ConversationStore
    vacancies: Callable[[], VacancyDesk]
    profiles: Callable[[], ProfileDesk]
    policy: Callable[[], LabourPolicy]
    mask: Callable[[str], str]
    keep_contacts_days: int = 90


def open_labour_office(engine: Engine, cipher: FieldCipher, clock: Clock, beside: LabourNeighbours) -> LabourOffice:
    """Deadlines go by `beside.policy`, asked anew for every step."""

    def occupations_in(words: str) -> tuple[str, ...]:
        return beside.vacancies().understand(f"招{words}").occupations

    def matches() -> LabourMatches:
        return LabourMatches(beside.vacancies(), beside.profiles())

    parts = LabourParts(SqlLabourStore(engine, cipher), beside.policy, clock, beside.mask, occupations_in)
    desk = LabourDesk(parts, matches, SqlAuditLog(engine), beside.keep_contacts_days)
    return LabourOffice(desk, EmployerRequests(parts, LabourDrafts(beside.conversations, clock)), beside.policy, clock)

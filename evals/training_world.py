"""A small world of courses for one dialogue: taken in as a feed would be, searched and told by the shipped rules."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from assistant.adapters.course_index import TantivyCourseIndex
from assistant.adapters.course_intake import KnowledgeCourseIntake
from assistant.adapters.knowledge_store import KnowledgeStore, LoadedKnowledge
from assistant.adapters.sql.cases import SqlCaseStore
from assistant.adapters.sql.conversations import SqlConversationStore
from assistant.adapters.sql.courses import SqlCourseStore, intake_id_of
from assistant.adapters.sql.engine import open_engine
from assistant.adapters.sql.feeds import SqlFeedStore
from assistant.adapters.sql.migrate import migrate
from assistant.adapters.vacancies import Vacancies
from assistant.domain.conversation import Turn
from assistant.domain.courses import RawIntake
from assistant.domain.knowledge import Audience
from assistant.domain.training_demand import demand_weights
from assistant.language.segment import Segmenter
from assistant.services.answer_message import AnswerMessage, TurnParts
from assistant.services.clock import CHONGQING
from assistant.services.conversations import ConversationService
from assistant.services.course_desk import CourseDesk
from assistant.services.rule_replier import RuleReplier
from assistant.services.vacancy_ports import Feed, FeedContent, FeedKind, RejectedRow
from assistant.settings import Settings

KNOWLEDGE = Settings().knowledge_dir
_FEED = Feed("schools", FeedKind.FILE, "示例培训机构", carries=FeedContent.COURSES)
_SCHOOLING = {"junior": "初中", "senior": "高中", "college": "大专"}
#: Feeds bring courses while they are open; some have closed by the case's day.
_TAKEN_IN_BEFORE = timedelta(days=60)
Case = dict[str, Any]


@dataclass(frozen=True)
class DayClock:
    """A clock that stands at nine in the morning of a day."""

    day: date

    def now(self) -> datetime:
        return datetime.combine(self.day, time(9), CHONGQING)

    def today(self) -> date:
        return self.day


@dataclass(frozen=True)
class CountedSeats:
    """Seats others have taken. Implements `SeatsTaken`."""

    taken: Mapping[str, int] = field(default_factory=dict)

    def count_confirmed(self, intake_ids: Collection[str]) -> Mapping[str, int]:
        return {name: self.taken[name] for name in intake_ids if self.taken.get(name)}


class WorldTalk:
    """One conversation in a world."""

    def __init__(self, service: ConversationService, audience: Audience) -> None:
        self._service = service
        self._id = service.start(audience).id

    def say(self, text: str) -> Turn:
        return self._service.answer(self._id, text)


class TrainingWorld:
    """Opens conversations; knowledge and vacancies are opened once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0
        self._loaded: LoadedKnowledge = KnowledgeStore(KNOWLEDGE, folder, DayClock(date(2026, 11, 23))).open()
        engine = open_engine(f"sqlite:///{folder}/vacancies.db")
        migrate(engine)
        self._vacancies = Vacancies(engine, folder, KNOWLEDGE, DayClock(date(2026, 11, 23)))
        self._vacancies.bring_samples()

    def open(self, case: Case) -> WorldTalk:
        """A conversation on the case's day, where only its courses exist."""
        clock, loaded = DayClock(date.fromisoformat(case["today"])), self._loaded
        knowing = loaded.knowing
        engine = open_engine("sqlite://")
        migrate(engine)
        store = SqlCourseStore(engine)
        SqlFeedStore(engine).put_feed(_FEED)
        rows = list(_rows(case))
        before = DayClock(clock.day - _TAKEN_IN_BEFORE)
        taken = [one for one in KnowledgeCourseIntake(KNOWLEDGE, before)(rows) if not isinstance(one, RejectedRow)]
        store.put_adverts(_FEED, taken, 1)
        self._count += 1
        demand = demand_weights(knowing.training_demand, clock.today())
        folder = self._folder / f"courses-{self._count}"
        index = TantivyCourseIndex(folder, Segmenter(), knowing.lexicon.regions, demand)
        index.apply(store.changes_after(0, 1000, clock.today()), store.last_number())
        desk = CourseDesk(index, store, _seats(case), knowing, clock.today())
        rules = RuleReplier(lambda: knowing, lambda: self._vacancies.desk(knowing), lambda: desk)
        conversations = SqlConversationStore(engine)
        parts = TurnParts(
            store=conversations,
            cases=None,
            replier=rules,
            knowing=lambda: knowing,
            screening=lambda: loaded.screening,
            clock=clock,
            vacancies=lambda: self._vacancies.desk(knowing),
        )
        service = ConversationService(conversations, SqlCaseStore(engine), AnswerMessage(parts), clock)
        return WorldTalk(service, Audience(case["audience"]))


def _rows(case: Case) -> Iterator[RawIntake]:
    for at, offered in enumerate(case["world"]):
        course = offered["course"]
        for number, intake in enumerate(offered["intakes"]):
            yield RawIntake(
                external_id=f"{at}-{number}",
                course_key=str(at),
                title=course["title"],
                provider=course["provider"],
                description=course["description"] or "",
                occupation=course["occupation"] or "",
                level=course["level"] or "",
                certificate=course["certificate"] or "",
                prerequisites="；".join(one["text"] for one in course["prerequisites"]),
                hours=str(course["hours"] or ""),
                fee="" if course["fee_yuan"] is None else str(course["fee_yuan"]),
                outcomes=_outcomes(course["outcomes"]),
                outcomes_on=(course["outcomes"] or {}).get("as_of", ""),
                starts_on=intake["starts_on"] or "",
                ends_on=intake["ends_on"] or "",
                schedule=intake["weekly"] or "",
                place=f"{course['region'] or ''}{intake['place'] or ''}",
                mode="线上" if intake["online"] else "线下",
                seats=str(intake["seats"]),
                enrol_by=intake["enrol_by"] or "",
                status="停招" if course["closed"] or intake["withdrawn"] else "",
            )


def _outcomes(found: Case | None) -> str:
    if not found:
        return ""
    parts = [f"{found['base']}人"] if found.get("base") else []
    parts += [f"{found['passed_percent']}%取得证书"] if found.get("passed_percent") is not None else []
    parts += [f"{found['employed_percent']}%就业"] if found.get("employed_percent") is not None else []
    return "，".join(parts)


def _seats(case: Case) -> CountedSeats:
    taken = {}
    for at, offered in enumerate(case["world"]):
        for number, intake in enumerate(offered["intakes"]):
            with suppress(TypeError):
                taken[intake_id_of(_FEED.id, f"{at}-{number}")] = int(intake["taken"])
    return CountedSeats(taken)

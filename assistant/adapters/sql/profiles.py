"""Profiles job seekers have agreed to, and which vacancy a feed's advert belongs to, in SQL."""

import json
import logging
from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, Engine, RowMapping, delete, false, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import IntegrityError

from assistant.adapters.sql.engine import read, write
from assistant.adapters.sql.filter_record import filter_as_text, filter_from_text
from assistant.adapters.sql.records import is_storable, storable
from assistant.adapters.sql.tables import adverts, profiles
from assistant.domain.errors import NotFoundError
from assistant.domain.saved_searches import Profile

_log = logging.getLogger(__name__)
_NO_CONVERSATION = "没有找到这次会话，可能已经删除。请开始新的会话。"


class SqlProfileStore:
    """Implements `ProfileStore`. Every method may raise UnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put_profile(self, profile: Profile) -> None:
        if not is_storable(profile.conversation_id):
            raise NotFoundError(_NO_CONVERSATION)
        values = {
            "reference": profile.reference,
            "filter_json": filter_as_text(profile.wanted),
            "consented_at": profile.consented_at,
        }
        dialect = postgresql if self._engine.dialect.name == "postgresql" else sqlite
        putting = dialect.insert(profiles).values(conversation_id=profile.conversation_id, **values)
        try:
            with write(self._engine) as connection:
                connection.execute(putting.on_conflict_do_update(index_elements=["conversation_id"], set_=values))
        except IntegrityError as error:
            raise NotFoundError(_NO_CONVERSATION) from error

    def find_profile(self, conversation_id: str) -> Profile | None:
        if not is_storable(conversation_id):
            return None
        chosen = select(profiles).where(profiles.c.conversation_id == conversation_id)
        with read(self._engine) as connection:
            row = connection.execute(chosen).mappings().one_or_none()
        return None if row is None else _profile(row)

    def withdraw_profile(self, conversation_id: str) -> None:
        if not is_storable(conversation_id):
            return
        with write(self._engine) as connection:
            connection.execute(delete(profiles).where(profiles.c.conversation_id == conversation_id))

    def iterate_profiles(self, occupations: Collection[str] | None = None) -> Iterator[Profile]:
        """In the order of their random references, so that the order tells nothing."""
        chosen = select(profiles).order_by(profiles.c.reference)
        if occupations is not None:
            # Few enough to be read one by one; what an occupation's name stands in by chance is sorted out below.
            chosen = chosen.where(or_(false(), *(_holds(name) for name in occupations)))
        with read(self._engine) as connection:
            rows = connection.execute(chosen).mappings().all()
        for row in rows:
            profile = _profile(row)
            if profile is not None and (occupations is None or set(profile.wanted.occupations) & set(occupations)):
                yield profile


class SqlOwnAdverts:
    """Implements `OwnAdverts`. May raise UnavailableError."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def find_vacancy_id(self, feed_id: str, external_id: str) -> str | None:
        if not is_storable(feed_id) or not is_storable(external_id):
            return None
        chosen = (adverts.c.feed_id == feed_id) & (adverts.c.external_id == external_id)
        with read(self._engine) as connection:
            return connection.execute(select(adverts.c.vacancy_id).where(chosen)).scalar_one_or_none()


def _holds(occupation: str) -> ColumnElement[bool]:
    written = json.dumps(storable(occupation), ensure_ascii=False)
    return profiles.c.filter_json.contains(written, autoescape=True)


def _profile(row: RowMapping) -> Profile | None:
    wanted = filter_from_text(row["filter_json"])
    if wanted is None:
        _log.warning("profile %s is left out: its filter cannot be read", row["reference"])
        return None
    return Profile(row["reference"], row["conversation_id"], wanted, row["consented_at"])

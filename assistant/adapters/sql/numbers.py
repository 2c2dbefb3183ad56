"""Counters taken within the transaction that uses them, and numbers people read aloud."""

import secrets
from datetime import date
from types import ModuleType

from sqlalchemy import Connection, Executable, bindparam
from sqlalchemy.dialects import postgresql, sqlite

from assistant.adapters.sql.tables import numbers

# Letters and figures that are told apart when read aloud or copied by hand.
_LETTERS = "ACEFHKMNPRTXY"
_FIGURES = "2345679"


def readable_number(kind: str, day: date, sequence: int) -> str:
    """`CQ-20261123-0007-K3`: the day, the running number of that day, and two characters drawn at random, so that a
    slip of the pen or a guess rarely hits what is somebody else's."""
    return f"{kind}-{day:%Y%m%d}-{sequence:04d}-{secrets.choice(_LETTERS)}{secrets.choice(_FIGURES)}"


def take_numbers(connection: Connection, name: str, count: int) -> int:
    """The first of `count` numbers in a row; nobody else gets one before this transaction has ended."""
    taken = connection.execute(_TAKE[connection.dialect.name], {"name": name, "value": count})
    return int(taken.scalar_one()) - count + 1


def _taking(dialect: ModuleType) -> Executable:
    """One statement, and made once: it stands in every transaction that gives out a number."""
    row = dialect.insert(numbers).values(name=bindparam("name"), value=bindparam("value"))
    counted = {"value": numbers.c.value + row.excluded.value}
    taking: Executable = row.on_conflict_do_update(index_elements=["name"], set_=counted).returning(numbers.c.value)
    return taking


_TAKE = {"sqlite": _taking(sqlite), "postgresql": _taking(postgresql)}

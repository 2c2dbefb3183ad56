"""Counters taken within the transaction that uses them, and numbers people read aloud."""

import secrets
from datetime import date

from sqlalchemy import Connection, select
from sqlalchemy import update as sql_update
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
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(numbers).values(name=name, value=0).on_conflict_do_nothing())
    counted = sql_update(numbers).where(numbers.c.name == name).values(value=numbers.c.value + count)
    connection.execute(counted)
    last = connection.execute(select(numbers.c.value).where(numbers.c.name == name)).scalar_one()
    return int(last) - count + 1

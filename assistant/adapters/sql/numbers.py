"""Counters taken within the transaction that uses them."""

from sqlalchemy import Connection, select
from sqlalchemy import update as sql_update
from sqlalchemy.dialects import postgresql, sqlite

from assistant.adapters.sql.tables import numbers


def take_numbers(connection: Connection, name: str, count: int) -> int:
    """The first of `count` numbers in a row; nobody else gets one before this transaction has ended."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    connection.execute(dialect.insert(numbers).values(name=name, value=0).on_conflict_do_nothing())
    counted = sql_update(numbers).where(numbers.c.name == name).values(value=numbers.c.value + count)
    connection.execute(counted)
    last = connection.execute(select(numbers.c.value).where(numbers.c.name == name)).scalar_one()
    return int(last) - count + 1

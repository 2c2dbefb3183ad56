"""Which keys what is sealed in a database was sealed with."""

from sqlalchemy import Connection, func, inspect, select

from assistant.adapters.field_cipher import name_in_mark, name_of_key
from assistant.adapters.sql.tables import metadata

_SEALED = "sealed"
_MARK_LENGTH = len("1..") + len(name_of_key(b""))


def sealing_keys(connection: Connection) -> frozenset[str]:
    """Names of keys, as `name_of_key` gives them: they are needed to open everything. In a database of any revision."""
    found, there = set[str](), set(inspect(connection).get_table_names())
    for table in metadata.sorted_tables:
        if _SEALED in table.c and table.name in there:
            mark = func.substr(table.c[_SEALED], 1, _MARK_LENGTH)
            found.update(name_in_mark(str(one)) for one in connection.execute(select(mark).distinct()).scalars())
    return frozenset(found - {""})  # what bears no name is no sealed text

"""What belongs to processes that ran when a backup was made, and must not live again with it."""

from sqlalchemy import Connection, delete, update

from assistant.adapters.sql.tables import claims, outgoing_notices, staff_sessions

#: Sessions of staff: one that was ended since would live again. Claims: their holders are gone.
NOT_BROUGHT_BACK = (staff_sessions, claims)


def end_what_ran(connection: Connection) -> None:
    """In a database of the newest shape. A notice that was being sent is free to be sent again, under its key."""
    for table in NOT_BROUGHT_BACK:
        connection.execute(delete(table))
    connection.execute(update(outgoing_notices).values(claimed_until=None))

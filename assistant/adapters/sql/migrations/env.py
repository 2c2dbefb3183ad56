"""What Alembic runs. The connection comes from the caller, inside the caller's transaction."""

from alembic import context

from assistant.adapters.sql.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    compare_type=True,
)
context.run_migrations()

"""The environment that Alembic runs for every command; storage.database.migrate owns the connection."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext

from storage.schema import metadata
from storage.sql.column_types import Id, Moment


def render(kind: str, item: Any, _context: AutogenContext) -> str | Literal[False]:
    """Return our own types by their names, which every step imports; Alembic writes all others."""
    return f"{type(item).__name__}()" if kind == "type" and isinstance(item, Id | Moment) else False


attributes = context.config.attributes
if context.is_offline_mode():
    context.configure(dialect_name=attributes["dialect"], target_metadata=metadata, literal_binds=True)
else:
    # SQLite changes a table by copying it ("batch"); transactional_ddl says that storage.database.migrate began a
    # transaction.
    context.configure(
        connection=attributes["connection"],
        target_metadata=metadata,
        render_as_batch=attributes.get("batch", True),
        render_item=render,
        transactional_ddl=True,
    )

with context.begin_transaction():
    context.run_migrations()

"""What PostgreSQL knows of the size of its tables, brought up to date before many rows are walked."""

from __future__ import annotations

from sqlalchemy import text

from storage.sql.repository import Repository

# Those that are a fifth larger than when they were counted last; a few pages more are no matter. And those in which
# nothing was found though there are pages: they were counted while their first rows were being written.
_OUTGROWN = text(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace "
    "AND pg_relation_size(oid) > 8192 * (4 + 1.2 * CASE WHEN reltuples < 1 THEN 0 ELSE relpages END) ORDER BY relname"
)


class Statistics(Repository):
    """The statistics by which a query finds its way; SQLite has none and needs none."""

    async def renew(self) -> list[str]:
        """Have the tables counted that have outgrown their statistics; their names.

        Autovacuum does so a minute later. Until then the first campaign after a file of customers was brought in would
        walk each table for each person, and be cut off.
        """
        if not self._tx.postgres:
            return []
        names = [str(row.relname) for row in await self._tx.rows(_OUTGROWN)]
        for name in names:
            await self._tx.run(text(f'ANALYZE (SKIP_LOCKED) "{name}"'))
        return names

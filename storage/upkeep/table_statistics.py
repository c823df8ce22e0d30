"""PostgreSQL's statistics of its table sizes, refreshed before many rows are walked."""

from __future__ import annotations

from sqlalchemy import text

from storage.sql.repository import Repository

# Tables a fifth larger than at the last count; a few pages more do not matter. Also tables with pages but no counted
# rows: these were counted while their first rows were being written.
_OUTGROWN = text(
    "SELECT relname FROM pg_class WHERE relkind = 'r' AND relnamespace = current_schema()::regnamespace "
    "AND pg_relation_size(oid) > 8192 * (4 + 1.2 * CASE WHEN reltuples < 1 THEN 0 ELSE relpages END) ORDER BY relname"
)


class Statistics(Repository):
    """The statistics of PostgreSQL's query planner; SQLite has none and needs none."""

    async def renew(self) -> list[str]:
        """Count the tables that have outgrown their statistics; return their names.

        Autovacuum does so a minute later. Until then the first campaign after a customer import would walk each table
        for each person, and time out.
        """
        if not self._tx.postgres:
            return []
        names = [str(row.relname) for row in await self._tx.rows(_OUTGROWN)]
        for name in names:
            await self._tx.run(text(f'ANALYZE (SKIP_LOCKED) "{name}"'))
        return names

"""The database at a start: checked, and upgraded to this version. Alembic is loaded only if a step is missing."""

from __future__ import annotations

from storage.database.schema_version import OtherVersion, Upgrade, get_head, look, read_version, refuse_mismatch


async def check(url: str) -> None:
    """Raise OtherVersion unless the database is exactly at this version, including its tables."""
    found, lacking = await look(url)
    if found != get_head():
        from storage.database.migrate import list_missing_tables, list_pending

        list_pending(found)
        lacking = await list_missing_tables(url, found) if found is not None else []
        if lacking:  # no step fits, so the message suggests no migration
            raise refuse_mismatch(found, lacking)
        raise OtherVersion(
            f"the database is at {found or 'no version yet'}, this program needs {get_head()}: parley migrate"
        )
    if lacking:
        raise refuse_mismatch(found, lacking)


async def bring_up(url: str) -> Upgrade:
    """Apply the missing steps. Raises the errors of storage.database.migrate.migrate."""
    if await read_version(url) == get_head():
        await check(url)
        return Upgrade([], None)
    from storage.database.migrate import migrate

    return await migrate(url)

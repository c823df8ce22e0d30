"""The database at a start: checked, and upgraded to this version. Alembic is loaded only if a step is missing."""

from __future__ import annotations

from storage.database.schema_version import OtherVersion, Upgrade, head, look, not_its_own, version


async def check(url: str) -> None:
    """Raise OtherVersion unless the database is exactly at this version, including its tables."""
    found, lacking = await look(url)
    if found != head():
        from storage.database.migrate import lacking_at, pending

        pending(found)
        lacking = await lacking_at(url, found) if found is not None else []
        if lacking:  # no step fits, so the message suggests no migration
            raise not_its_own(found, lacking)
        raise OtherVersion(
            f"the database is at {found or 'no version yet'}, this program needs {head()}: parley migrate"
        )
    if lacking:
        raise not_its_own(found, lacking)


async def bring_up(url: str) -> Upgrade:
    """Apply the missing steps. Raises the errors of storage.database.migrate.migrate."""
    if await version(url) == head():
        await check(url)
        return Upgrade([], None)
    from storage.database.migrate import migrate

    return await migrate(url)

"""Tenants: their settings, secrets and pause, and the revision that lets running processes notice a change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update

from flows.business import Business
from storage.schema import businesses, credentials, revisions
from storage.sql import json_codec
from storage.sql.repository import Repository
from storage.sql.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Tenant:
    """A business and whether it is paused."""

    business: Business
    paused_at: datetime | None
    paused_by: str | None


class Businesses(Repository):
    """The row of one business and its secrets."""

    async def get(self) -> Tenant | None:
        """Return this business, or None before the first ``parley apply``."""
        return await self._tx.fetch(select(businesses).where(businesses.c.id == self._tx.business), _tenant)

    async def put(self, business: Business, now: datetime) -> bool:
        """Store the settings; return True if they changed."""
        known = await self.get()
        settings = json_codec.dump(business)
        if known is not None and json_codec.dump(known.business) == settings:
            return False
        if known is None:
            values = {"id": business.id, "settings": settings, "created_at": now}
            values |= {"currency": business.currency, "totals_in": business.currency}
            await self._tx.connection.execute(businesses.insert(), values)
        else:
            here = update(businesses).where(businesses.c.id == business.id)
            await self._tx.run(here.values(settings=settings, currency=business.currency))
        return True

    async def pause(self, by: str, now: datetime) -> bool:
        """Hold back everything but answers; return False if already paused."""
        here = update(businesses).where(businesses.c.id == self._tx.business, businesses.c.paused_at.is_(None))
        await bump(self._tx)
        return await self._tx.run(here.values(paused_at=now, paused_by=by)) == 1

    async def resume(self) -> bool:
        """Let the business send again; return False if not paused."""
        here = update(businesses).where(businesses.c.id == self._tx.business, businesses.c.paused_at.is_not(None))
        await bump(self._tx)
        return await self._tx.run(here.values(paused_at=None, paused_by=None)) == 1

    async def put_secret(self, name: str, secret: bytes, fingerprint: str, now: datetime) -> bool:
        """Store an encrypted secret; return True if it differs from the one before."""
        query = select(credentials.c.fingerprint).where(self._tx.owns(credentials), credentials.c.name == name)
        if await self._tx.value(query) == fingerprint:
            return False
        await self._tx.put(credentials, ("name",), name=name, secret=secret, fingerprint=fingerprint, updated_at=now)
        return True

    async def drop_secrets(self, prefix: str) -> int:
        """Delete the secrets with this name prefix (a store removed the app: its token is dead)."""
        chosen = credentials.c.name.startswith(prefix, autoescape=True)
        return await self._tx.remove(credentials, chosen)

    async def secrets(self) -> dict[str, bytes]:
        """Return all encrypted secrets by name."""
        rows = await self._tx.rows(select(credentials.c.name, credentials.c.secret).where(self._tx.owns(credentials)))
        return {row.name: bytes(row.secret) for row in rows}


async def list_tenants(tx: Transaction) -> list[Tenant]:
    """Return every business."""
    return [_tenant(row) for row in await tx.rows(select(businesses).order_by(businesses.c.id))]


async def read_revision(tx: Transaction) -> int:
    """Return the revision, which grows with every change of a business, a channel or a key."""
    return int(await tx.value(select(revisions.c.revision).where(revisions.c.id == 1)) or 0)


async def bump(tx: Transaction) -> None:
    """Tell running processes that their caches may be old; each checks within a second."""
    tx.wake("businesses")
    insert = tx.make_insert(revisions).values(id=1, revision=1)
    await tx.connection.execute(
        insert.on_conflict_do_update(index_elements=["id"], set_={"revision": revisions.c.revision + 1})
    )


async def read_sandbox_now(tx: Transaction) -> datetime | None:
    """Return the time of the pushed clock; None on a database that is no sandbox."""
    return await tx.value_of(datetime, select(revisions.c.sandbox_now).where(revisions.c.id == 1))


async def push_clock(tx: Transaction, now: datetime) -> None:
    """Move the sandbox's clock."""
    insert = tx.make_insert(revisions).values(id=1, revision=1, sandbox_now=now)
    await tx.connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_={"sandbox_now": now}))


def _tenant(row: Any) -> Tenant:
    return Tenant(json_codec.load(Business, row.settings), row.paused_at, row.paused_by)

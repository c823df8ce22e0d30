"""The businesses that a command works on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bot.database import Installation


async def list_businesses(database: Installation, business: str | None) -> list[str]:
    """Return the ids of all businesses, or only ``business``. Raises UnknownBusiness."""
    from handlers.engine.turn import UnknownBusiness
    from storage.businesses.businesses import list_tenants

    known = sorted(tenant.business.id for tenant in await database.store.read("", list_tenants))
    if business is not None and business not in known:
        raise UnknownBusiness.make_for_name(business, known)
    return known if business is None else [business]

"""Notices to the staff about a campaign's codes."""

from __future__ import annotations

from flows.phrase import Ours, phrase
from handlers.campaigns.campaign_reference import to_tap
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts
from storage.campaigns.campaign_codes import CampaignCodes
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.code_pools import CodePool

GONE = "its discount was deleted in the shop"
"""The reason of dead codes whose discount somebody deleted."""


async def tell_gone(turn: Turn, pool: CodePool, lost: int) -> None:
    """Alert the staff that the discount was deleted; ``lost`` unused codes of customers no longer work."""
    await _tell(turn, pool, "codes_gone", given=lost)


async def tell_refused(turn: Turn, pool: CodePool) -> None:
    """Alert the staff that new codes replace some that the store refused, if there are more of them than before."""
    many, why = await turn.unit.of(CampaignCodes).count_refused(pool.key, GONE)
    if many:
        await _tell(turn, pool, "codes_refused", f":{many}", many=many, why=why.rstrip("."))


async def tell_late(turn: Turn, pool: CodePool, why: str) -> None:
    """Alert the staff that the store is unreachable or denies access; Parley retries."""
    await _tell_how_many(turn, pool, "codes_late", why)


async def tell_failed(turn: Turn, pool: CodePool, why: str) -> None:
    """Alert the staff that no more codes are made, so people who need one get no message."""
    await _tell_how_many(turn, pool, "codes_not_made", why)


async def _tell_how_many(turn: Turn, pool: CodePool, name: str, why: str) -> None:
    stock = await turn.unit.of(CampaignCodes).stock(pool.key)
    await _tell(turn, pool, name, made=stock.free + stock.given, many=pool.wanted, why=why.rstrip("."))


async def _tell(turn: Turn, pool: CodePool, name: str, once: str = "", **values: str | int) -> None:
    """Send a notice once a day, or, with ``once``, only once for each of its values."""
    campaign = await turn.unit.of(Campaigns).get(pool.campaign)
    called, command = (campaign.name, to_tap(campaign)) if campaign is not None else (pool.prefix, Ours("/campaign"))
    said, about = phrase(name, name=called, command=command, **values), f"{name}:{pool.campaign}{pool.variant}{once}"
    await alerts.tell(turn, about, said, once=bool(once))

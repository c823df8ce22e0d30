"""The steps that make a campaign's codes in the store: each is a call, and its outcome decides the next."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import Any
from uuid import UUID

from flows.delivery import Answer
from handlers.calls.call_kind import CallRequest, end, mark
from handlers.campaigns.codes.code_notices import tell_refused
from handlers.engine.turn import Turn
from storage.campaigns.campaign_codes import CampaignCodes
from storage.campaigns.campaigns import Campaigns
from storage.campaigns.code_pools import CodePool, CodePools, PoolKey
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry

KIND = "campaign_codes"
PART = 250
"""Codes that are added at a time, as many as a store takes."""


class CodeStep(StrEnum):
    """The kind of a step."""

    CREATE = "create"  # the discount, with its first code
    ADD = "add"  # more codes
    LOOK = "look"  # check the new codes
    CHECK = "check"  # check the discount itself


def make_key(campaign: UUID, variant: str = "") -> str:
    """Make the key of the one call of a campaign's pool."""
    return f"{KIND}:{campaign}:{variant}" if variant else f"{KIND}:{campaign}"


async def delete_old_codes(turn: Turn, before: datetime) -> None:
    """Delete old codes, except those that customers have."""
    await turn.unit.of(CampaignCodes).retire(before)


async def load_pool(turn: Turn, call: CallRecord) -> CodePool | None:
    """Return the pool of a call, locked until this transaction ends."""
    return await turn.unit.of(CodePools).hold(PoolKey(call.request["campaign"], call.request.get("variant", "")))


async def begin(turn: Turn, entry: OutboxEntry, call: CallRecord) -> CallRequest | None:
    """Return the request of the next step; None if all codes are made or the campaign has ended."""
    pool = await load_pool(turn, call)
    campaign = await turn.unit.of(Campaigns).get(call.request["campaign"])
    wanted = pool is not None and campaign is not None and not campaign.is_over and turn.now < pool.ends_at
    step = await _make_next_request(turn, pool) if pool is not None and wanted else None
    if step is not None and pool is not None:
        return await mark(turn, call, pool.title, step)
    await turn.unit.senders.give_back(entry.sender, 1)
    await end(turn, entry, "done" if wanted else "failed", Answer())
    if pool is not None and wanted:
        await turn.unit.of(CodePools).note(pool, made_at=turn.now, tries=0)
        await tell_refused(turn, pool)
    return None


async def _make_next_request(turn: Turn, pool: CodePool) -> Mapping[str, Any] | None:
    codes = turn.unit.of(CampaignCodes)
    about = {"offer": pool.offer, "starts_at": pool.starts_at, "until": pool.ends_at}
    about |= {"discount": pool.discount, "creation": pool.creation}
    if pool.discount is not None and pool.seen_at is None:
        return {**about, "step": CodeStep.CHECK, "codes": ()}
    if pool.creation is not None:
        return {**about, "step": CodeStep.LOOK, "codes": tuple(await codes.list_asked(pool.key, pool.adding))}
    part = await _save_next(turn, pool)
    if not part:
        return None
    first = pool.discount is None
    return {**about, "step": CodeStep.CREATE if first else CodeStep.ADD, "codes": part[:1] if first else part}


async def _save_next(turn: Turn, pool: CodePool) -> tuple[str, ...]:
    """Return the codes to add next, storing new ones first; empty if no more are needed."""
    codes = turn.unit.of(CampaignCodes)
    stock = await codes.stock(pool.key)
    missing = min(pool.wanted - stock.living, PART - stock.asked)
    if missing > 0:
        last = await codes.find_last_place(pool.key)
        places = range(last + 1, last + 1 + missing)
        await codes.write(pool.key, {place: _code(turn, pool, place) for place in places})
    return tuple(await codes.list_asked(pool.key, PART))


def _code(turn: Turn, pool: CodePool, place: int) -> str:
    """Make a code that cannot be guessed, and is the same each time for the same place."""
    whose = f"{pool.variant}{place}"
    return f"{pool.prefix}-{turn.tools.seeds.discount_code(turn.business.id, KIND, pool.campaign, whose)}"

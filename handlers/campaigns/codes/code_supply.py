"""The codes of a campaign as the rest of it asks for them: made before its launch, in good time for each wave."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from flows.campaigns.campaign import Campaign
from flows.shop_offers import ShopOffer, prefix_of
from handlers.actions.action import Refused
from handlers.calls.call_kind import FINAL
from handlers.campaigns.codes.code_steps import KIND, key_of
from handlers.engine.outbox_posts import post_question, post_question_again
from handlers.engine.turn import Turn
from handlers.own_codes.own_code_creation import check
from storage.campaigns.code_pools import CodePool, CodePools
from storage.sending.outbox import Priority

_MARK = 12  # letters of a campaign's id in the title of its discount, by which it is known again as ours


async def have_made(
    turn: Turn, campaign: Campaign, offer: ShopOffer, many: int, latest: datetime, variant: str = ""
) -> None:
    """Have so many codes made for a campaign, of which the last is handed out at ``latest``; for the pool of a
    ``variant`` where those have offers of their own.

    Asked again, as before each wave, it looks whether the discount is still in the store, and has as many made as are
    missing; what was asked for before is never lessened. Raises Refused as ``check`` does, and ValueError for another
    offer than the campaign's codes are of.
    """
    if offer.code is not None:  # it is there already, and everybody gets it
        return
    provider = check(turn, offer)
    pools = turn.unit.of(CodePools)
    pool = CodePool(
        campaign=campaign.id,
        offer=offer,
        prefix=prefix_of(campaign.name),
        title=" ".join(one for one in ("Parley", campaign.name, variant, campaign.id.hex[-_MARK:]) if one),
        provider=provider,
        starts_at=turn.now,
        ends_at=offer.until(latest, turn.zone),
        wanted=many,
        variant=variant,
    )
    if not await pools.begin(pool):
        await _ask_for_more(pools, pool)
    await _post(turn, pool)


async def look_again(turn: Turn, campaign: Campaign) -> None:
    """As a wave of a campaign begins: have it looked whether its discount is still in the store, if any is connected
    yet."""
    latest = campaign.latest
    for variant, offer in campaign.pools.items():
        with suppress(Refused):
            if latest is not None:
                await have_made(turn, campaign, offer, 0, latest, variant)


async def _ask_for_more(pools: CodePools, wanted: CodePool) -> None:
    """As many as are wanted now, and the discount looked at. Raises ValueError for another offer."""
    held = await pools.hold(wanted.key)
    assert held is not None, "the campaign has one"
    if not held.offer.gives_as(wanted.offer):
        raise ValueError("the codes of a campaign are of one offer")
    many = max(held.wanted, wanted.wanted)
    await pools.note(held, wanted=many, seen_at=None, tries=0, failure=None, made_at=None)


async def _post(turn: Turn, pool: CodePool) -> None:
    """The one call of a pool, queued where it is not under way."""
    key, request = key_of(pool.campaign, pool.variant), {"campaign": pool.campaign, "variant": pool.variant}
    if await post_question(turn, pool.provider, KIND, key, request, turn.now):
        return
    call = await turn.unit.calls.by_key(key)
    if call is not None and call.status in FINAL:
        await post_question_again(turn, call, pool.provider, Priority.BULK)

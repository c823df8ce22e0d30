"""The supply of a campaign's codes: made before its launch, and in time for each wave."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime

from flows.campaigns.campaign import Campaign
from flows.shop_offers import ShopOffer, make_prefix
from handlers.actions.action import Refused
from handlers.calls.call_kind import FINAL
from handlers.campaigns.codes.code_steps import KIND, make_key
from handlers.engine.outbox_posts import post_question, post_question_again
from handlers.engine.turn import Turn
from handlers.own_codes.own_code_creation import check
from storage.campaigns.code_pools import CodePool, CodePools
from storage.sending.outbox import Priority

_MARK = 12  # letters of a campaign's id in the title of its discount, to recognize it as ours


async def have_made(
    turn: Turn, campaign: Campaign, offer: ShopOffer, many: int, latest: datetime, variant: str = ""
) -> None:
    """Have ``many`` codes made for a campaign, the last to be used at ``latest``; for the pool of ``variant``, if its
    offer is its own.

    A repeated call, as before each wave, checks the discount in the store and makes missing codes; it never reduces an
    earlier demand. Raises Refused as ``check`` does, and ValueError if the campaign's codes are of another offer.
    """
    if offer.code is not None:  # it exists already, and everybody gets it
        return
    provider = check(turn, offer)
    pools = turn.unit.of(CodePools)
    pool = CodePool(
        campaign=campaign.id,
        offer=offer,
        prefix=make_prefix(campaign.name),
        title=" ".join(one for one in ("Parley", campaign.name, variant, campaign.id.hex[-_MARK:]) if one),
        provider=provider,
        starts_at=turn.now,
        ends_at=offer.get_end(latest, turn.zone),
        wanted=many,
        variant=variant,
    )
    if not await pools.begin(pool):
        await _ask_for_more(pools, pool)
    await _post(turn, pool)


async def recheck_discounts(turn: Turn, campaign: Campaign) -> None:
    """Request a check of the discount in the store as a wave begins, if a store is connected."""
    latest = campaign.latest
    for variant, offer in campaign.pools.items():
        with suppress(Refused):
            if latest is not None:
                await have_made(turn, campaign, offer, 0, latest, variant)


async def _ask_for_more(pools: CodePools, wanted: CodePool) -> None:
    """Raise the number of wanted codes, and request a check of the discount. Raises ValueError for another offer."""
    held = await pools.hold(wanted.key)
    assert held is not None, "the campaign has one"
    if not held.offer.gives_as(wanted.offer):
        raise ValueError("the codes of a campaign are of one offer")
    many = max(held.wanted, wanted.wanted)
    await pools.note(held, wanted=many, seen_at=None, tries=0, failure=None, made_at=None)


async def _post(turn: Turn, pool: CodePool) -> None:
    """Queue the one call of a pool, unless it is already open."""
    key, request = make_key(pool.campaign, pool.variant), {"campaign": pool.campaign, "variant": pool.variant}
    if await post_question(turn, pool.provider, KIND, key, request, turn.now):
        return
    call = await turn.unit.calls.find_by_key(key)
    if call is not None and call.status in FINAL:
        await post_question_again(turn, call, pool.provider, Priority.BULK)

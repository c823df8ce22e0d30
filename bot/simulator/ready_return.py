"""The first return on a sandbox's page: one that becomes an offer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime, time
from typing import Any

from bot.simulator.simulated_acts import ReturnedPiece
from flows.channels import CHANNELS
from flows.name_folding import fold_name
from flows.promotions.sponsor import Sponsor, SponsorStatus
from handlers.engine.turn import Turn
from handlers.returns.prompt_decision import EXPERIMENT
from handlers.returns.prompt_message import get_settings
from storage.people.people import Address
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors
from storage.sending.holdout_draws import HoldoutDrawing
from storage.upkeep.sandbox_scene import cast

Goods = Callable[[Turn, str], Awaitable[Sequence[ReturnedPiece]]]
"""What the person of an address can give back."""


async def find_ready_return(turn: Turn, list_goods: Goods) -> dict[str, Any]:
    """Return the ``person`` and the ``item`` of a return that would get an offer now, and who writes for its
    ``partner``; {} if there is none. First come the channels that show the offer's picture at any time.
    """
    simulated = {one.channel for one in turn.business.channels if one.provider == "simulator"}
    players = [one for one in await cast(turn.unit) if not one.role]
    every = [one for player in players for one in player.addresses if one.channel in simulated]
    agreed = await turn.unit.consents.find_partners([one.id for one in every])
    drawing = HoldoutDrawing(turn.draw.number, lambda _: get_settings(turn).holdout)
    asked = {(EXPERIMENT, one.contact) for one in every if one.id in agreed}
    alone = await turn.unit.draws.draw(asked, drawing, keep=False)
    midnight = datetime.combine(turn.today, time(), turn.zone)
    for one in sorted(every, key=lambda one: (not CHANNELS[one.channel].is_chat, CHANNELS[one.channel].approves)):
        if one.id not in agreed or (EXPERIMENT, one.contact) in alone:
            continue
        if await turn.unit.of(Prompts).list_lately(one.contact, midnight):
            continue
        if found := await _find_item(turn, one, agreed[one.id], await list_goods(turn, str(one))):
            item, sponsor = found
            return {"person": str(one), "item": item, "partner": await _find_writer(turn, sponsor)}
    return {}


async def _find_item(
    turn: Turn, person: Address, partners: frozenset[str], goods: Sequence[ReturnedPiece]
) -> tuple[int, Sponsor] | None:
    """Return the place of the first goods with an offer that the person has not seen lately, and its partner."""
    promotions = turn.unit.of(Promotions)
    seen = await promotions.list_seen(person.contact, turn.now - get_settings(turn).seen_again)
    for item, one in enumerate(goods):
        sponsor = await turn.unit.of(Sponsors).find_by_brand(one.brand) if one.brand else None
        if sponsor is None or sponsor.status is not SponsorStatus.ACTIVE or fold_name(sponsor.name) not in partners:
            continue
        live = await promotions.list_live(sponsor.id, fold_name(one.brand), turn.now, turn.today)
        if any(offer.id not in seen for offer in live.get("", ())):
            return item, sponsor
    return None


async def _find_writer(turn: Turn, sponsor: Sponsor) -> str | None:
    """Return the address of the partner's chat; None if nobody writes for the partner."""
    theirs = await turn.unit.people.addresses_of(sponsor.contact) if sponsor.contact is not None else ()
    return next((str(one) for one in theirs), None)

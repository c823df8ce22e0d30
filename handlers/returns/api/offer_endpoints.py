"""``/api/v1/offers``: make, list, show, change and end offers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, Field

from flows.name_folding import fold_name
from flows.promotions.promotion import Promotion, PromotionStatus
from flows.promotions.sponsor import Sponsor
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.idempotency import REPLAYED, refuse_deleted, run_once
from handlers.api.list_cursors import Cursor, cut_page
from handlers.api.resource_versions import must_match, show_version
from handlers.engine.turn import Turn
from handlers.returns.api.offer_resource import PartnerOffer, PartnerOfferList, PartnerOfferTold, show_offer
from handlers.returns.api.partner_lookup import (
    PartnerName,
    RowNamed,
    find_offer,
    find_partner,
    get_actor,
    get_partner,
    in_api_form,
    may_administer,
)
from handlers.returns.api.routes import CHANGE_OFFER, END_OFFER, LIST_OFFERS, MAKE_OFFER, SHOW_OFFER
from handlers.returns.promotion_changes import (
    approve_promotion,
    change_promotion,
    create_promotion,
    end_promotion,
    pause_promotion,
    resume_promotion,
    submit_promotion,
)
from handlers.returns.sponsor_admin import change_sponsor, create_sponsor
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors

MOST = 200
_DRAFT, _WAITING, _LIVE = PromotionStatus.DRAFT, PromotionStatus.WAITING, PromotionStatus.LIVE
_MOVES = {
    (_DRAFT, _WAITING): submit_promotion,
    (_LIVE, PromotionStatus.PAUSED): pause_promotion,
    (PromotionStatus.PAUSED, _LIVE): resume_promotion,
}
_EXAMPLE = {
    "partner": "Leaf", "brand": "Leaf", "title": "20 % off trail shoes", "text": "For everyone who returned a pair.",
    "url": "https://www.leaf.example/trail", "expiry": "2027-03-31T22:00:00Z", "status": "waiting",
    "price": {"per_click": "0.25", "currency": "USD"}, "budget": "500.00", "daily_cap": "25.00",
}  # fmt: skip


class OffersWanted(BaseModel):
    """The filter and page of a list of offers."""

    partner: PartnerName | None = None
    cursor: Cursor = None
    limit: Annotated[int, Field(ge=1, le=MOST, description="the maximum number")] = 50


@make_endpoint(
    LIST_OFFERS,
    scope="read",
    takes=OffersWanted,
    answers={200: PartnerOfferList},
    refuses=(Code.NOT_FOUND, Code.INVALID),
    sponsors=True,
)
async def list_offers(call: ApiCall, wanted: OffersWanted) -> ApiReply:
    """List the offers of partners

    The newest first; a partner's own key sees its own only.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        of = (await get_partner(call, turn, wanted.partner)).id if wanted.partner else call.key.sponsor
        some = await turn.unit.of(Promotions).page(wanted.limit + 1, wanted.cursor, of)
        page, following = cut_page(some, wanted.limit)
        return {"items": await _show(turn, page), "next": following}

    return ApiReply(200, await call.api.turns.look(call.business, look))


@make_endpoint(
    MAKE_OFFER,
    scope="write",
    takes=PartnerOfferTold,
    answers={201: PartnerOffer},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    examples={"ask for an approval": _EXAMPLE},
    once=True,
    sponsors=True,
)
async def make_offer(call: ApiCall, told: PartnerOfferTold) -> ApiReply:
    """Make an offer

    The staff approve its title, text, picture and link before people see it: send the status waiting. With the scope
    admin the status live approves it at once, and a new partner or brand is added with it. 409 for a brand of another
    partner.
    """

    async def work(turn: Turn) -> tuple[dict[str, Any], int, bool]:
        async def keep() -> UUID:
            async with in_api_form(turn):
                sponsor = await _get_partner(call, turn, told)
                made = await create_promotion(turn, sponsor, told.build_wish(sponsor.fees.currency), get_actor(call))
                return (await _move(call, turn, made, told.status)).id

        which, before = await run_once(call, turn, keep)
        made = await turn.unit.of(Promotions).get(which)
        if made is None:
            raise refuse_deleted()
        return (await _show(turn, [made]))[0], made.version, before

    shown, version, before = await call.api.turns.act(call.business, work)
    headers = {"Location": f"{MAKE_OFFER.path}/{shown['id']}", "ETag": f'"{version}"'}
    return ApiReply(201, shown, headers | (REPLAYED if before else {}))


@make_endpoint(
    SHOW_OFFER,
    scope="read",
    takes=RowNamed,
    answers={200: PartnerOffer},
    refuses=(Code.NOT_FOUND,),
    versioned=True,
    sponsors=True,
)
async def show_one_offer(call: ApiCall, _named: RowNamed) -> ApiReply:
    """Show an offer

    Its content is the latest; `shown` is what people see.
    """

    async def look(turn: Turn) -> tuple[dict[str, Any], str]:
        found = await find_offer(call, turn)
        return (await _show(turn, [found]))[0], f'"{found.version}"'

    return show_version(call, *await call.api.turns.look(call.business, look))


@make_endpoint(
    CHANGE_OFFER,
    scope="write",
    takes=PartnerOfferTold,
    answers={200: PartnerOffer},
    refuses=(Code.NOT_FOUND, Code.CONFLICT),
    examples={"another budget": {**_EXAMPLE, "budget": "800.00"}},
    versioned=True,
    sponsors=True,
)
async def change_offer(call: ApiCall, told: PartnerOfferTold) -> ApiReply:
    """Change an offer

    Send back the answer of GET with your changes. Another title, text, picture or link waits for an approval, while
    people see the approved one; everything else changes at once. An offer keeps its partner.
    """

    async def work(turn: Turn) -> tuple[dict[str, Any], int]:
        found = await find_offer(call, turn)
        must_match(call, f'"{found.version}"')
        async with in_api_form(turn):
            sponsor = await turn.unit.of(Sponsors).get(found.sponsor)
            assert sponsor is not None, "an offer has one"
            if told.partner and fold_name(told.partner) != fold_name(sponsor.name):
                raise ApiRefused(Code.CONFLICT, "an offer keeps its partner", "partner")
            changed = await change_promotion(turn, found, told.build_wish(sponsor.fees.currency), get_actor(call))
            moved = await _move(call, turn, changed, told.status)
        return (await _show(turn, [moved]))[0], moved.version

    shown, version = await call.api.turns.act(call.business, work)
    return ApiReply(200, shown, {"ETag": f'"{version}"'})


@make_endpoint(
    END_OFFER,
    scope="write",
    takes=RowNamed,
    answers={204: None},
    refuses=(Code.NOT_FOUND,),
    versioned=True,
    sponsors=True,
)
async def end_offer(call: ApiCall, _named: RowNamed) -> ApiReply:
    """End an offer

    Nobody sees the offer any more. Its charges are still billed.
    """

    async def work(turn: Turn) -> None:
        found = await find_offer(call, turn)
        must_match(call, f'"{found.version}"')
        if found.status is not PromotionStatus.ENDED:
            await end_promotion(turn, found, get_actor(call))

    await call.api.turns.act(call.business, work)
    return ApiReply(204)


async def _get_partner(call: ApiCall, turn: Turn, told: PartnerOfferTold) -> Sponsor:
    """Return the partner of a new offer; the scope admin adds it, or its brand. Raises ApiRefused, PromotionRefused."""
    if not may_administer(call) or not told.partner:
        return await get_partner(call, turn, told.partner)
    found, sponsors, by = await find_partner(call, turn, told.partner), turn.unit.of(Sponsors), get_actor(call)
    if found is None:
        return await create_sponsor(turn, told.partner, [told.brand], told.build_fees(turn.business.currency), by)
    known = await sponsors.brands(found.id)
    if fold_name(told.brand) not in known:
        await change_sponsor(turn, found, [*known.values(), told.brand], by)
    return found


async def _move(call: ApiCall, turn: Turn, now: Promotion, wanted: PromotionStatus) -> Promotion:
    """Bring an offer into the wanted status, if it leads there. Raises ApiRefused, PromotionRefused."""
    by = get_actor(call)
    if wanted is _LIVE is not now.status and now.proposed is not None and may_administer(call):
        ready = await submit_promotion(turn, now, by)
        now = await approve_promotion(turn, ready, ready.version, by)
    if wanted is now.status:
        return now
    if wanted is _LIVE and now.status in {_DRAFT, _WAITING}:
        raise ApiRefused(Code.FORBIDDEN, "this key lacks the scope admin to approve an offer; send waiting", "status")
    move = end_promotion if wanted is PromotionStatus.ENDED else _MOVES.get((now.status, wanted))
    if move is None:
        raise ApiRefused(Code.CONFLICT, f"an offer that is {now.status.value} cannot become {wanted.value}", "status")
    return await move(turn, now, by)


async def _show(turn: Turn, some: Sequence[Promotion]) -> list[dict[str, Any]]:
    """Format offers, with the names of their partners, and of brands as the partners write them."""
    sponsors, which = turn.unit.of(Sponsors), {one.sponsor for one in some}
    partners = await sponsors.by_ids(which)
    brands = {one: await sponsors.brands(one) for one in which}
    return [show_offer(one, partners[one.sponsor].name, brands[one.sponsor].get(one.brand, one.brand)) for one in some]

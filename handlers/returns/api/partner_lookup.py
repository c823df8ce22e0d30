"""Shared parts of requests about partners and offers: the actor, the visible rows, refusals in the API's form."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from uuid import UUID

from flows.actor import Actor
from flows.promotions.promotion import Promotion, PromotionRefused
from flows.promotions.sponsor import Sponsor, SponsorStatus
from handlers.api.api_audit import BY
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors

ADMIN = "admin"
_INVALID = frozenset({"title", "text", "url", "audience"})
_FIELDS: Mapping[str, str] = {"version": "status"}


def get_actor(call: ApiCall) -> Actor:
    """Return who asks: a partner by its own key, else the business's system."""
    return BY if call.key.sponsor is None else Actor.sponsor(call.key.sponsor)


def may_administer(call: ApiCall) -> bool:
    """Return True if the key may approve offers, claim brands and set prices."""
    return ADMIN in call.key.scopes and call.key.sponsor is None


@asynccontextmanager
async def in_api_form(turn: Turn) -> AsyncIterator[None]:
    """Raise each refusal of an offer in the API's form: 422 for a bad text or link, else 409, as a state forbids it."""
    try:
        yield
    except PromotionRefused as refused:
        message = make_english(turn).say(refused.text)
        code = Code.INVALID if refused.field in _INVALID else Code.CONFLICT
        raise ApiRefused(code, message, _FIELDS.get(refused.field, refused.field)) from None


async def find_offer(call: ApiCall, turn: Turn, which: UUID) -> Promotion:
    """Return an offer that the key may see. Raises ApiRefused (404)."""
    found = await turn.unit.of(Promotions).get(which)
    if found is None or call.key.sponsor not in {None, found.sponsor}:
        raise ApiRefused(Code.NOT_FOUND, f"there is no offer {which}", "id")
    return found


async def find_partner(call: ApiCall, turn: Turn, name: str | None) -> Sponsor | None:
    """Return the partner that a request names, or that of the key; None for an unknown one.

    Raises ApiRefused (404) if a partner's key names another one.
    """
    sponsors = turn.unit.of(Sponsors)
    named = await sponsors.find_by_name(name) if name else None
    if named is not None and named.status is SponsorStatus.REMOVED:
        named = None
    if call.key.sponsor is None:
        return named
    if name and (named is None or named.id != call.key.sponsor):
        raise refuse_unknown_partner(name)
    return await sponsors.get(call.key.sponsor)


def refuse_unknown_partner(name: str) -> ApiRefused:
    """Make the refusal of a partner that does not exist, or that the key may not know of."""
    return ApiRefused(Code.NOT_FOUND, f"there is no partner {name[:60]!r}", "partner")

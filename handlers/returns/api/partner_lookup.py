"""Shared parts of requests about partners and offers: ids, names, the actor, the visible rows, refusals."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated
from uuid import UUID

from pydantic import BaseModel

from flows.actor import Actor
from flows.promotions.promotion import Promotion, PromotionRefused
from flows.promotions.sponsor import Sponsor, SponsorStatus
from handlers.api.api_audit import BY
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall
from handlers.api.field_types import make_exact_line
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from handlers.returns.sponsor_admin import LONGEST_NAME
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors

ADMIN = "admin"
PartnerName = Annotated[str, *make_exact_line(1, LONGEST_NAME)]
"""The name of a partner or a brand."""
_INVALID = frozenset({"title", "text", "url", "audience"})
_FIELDS: Mapping[str, str] = {"version": "status"}


class RowNamed(BaseModel):
    """The id in a path."""

    id: UUID


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


def read_id(call: ApiCall, what: str) -> UUID:
    """Return the id in the path of a request. Raises ApiRefused (404)."""
    try:
        return UUID(call.path["id"])
    except ValueError:
        raise ApiRefused(Code.NOT_FOUND, f"there is no {what} with this id", "id") from None


async def find_offer(call: ApiCall, turn: Turn) -> Promotion:
    """Return the offer of the path, which the key may see. Raises ApiRefused (404)."""
    found = await turn.unit.of(Promotions).get(read_id(call, "offer"))
    if found is None or call.key.sponsor not in {None, found.sponsor}:
        raise ApiRefused(Code.NOT_FOUND, "there is no offer with this id", "id")
    return found


async def get_partner(call: ApiCall, turn: Turn, name: str | None) -> Sponsor:
    """Return the partner that a request names, or that of the key. Raises ApiRefused (404)."""
    found = await find_partner(call, turn, name)
    if found is None:
        raise ApiRefused(Code.NOT_FOUND, f"there is no partner {name[:60]!r}" if name else "name a partner", "partner")
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
        raise ApiRefused(Code.NOT_FOUND, f"there is no partner {name[:60]!r}", "partner")
    return await sponsors.get(call.key.sponsor)

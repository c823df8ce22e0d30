"""The offer of a campaign that names a code of the shop's own, an end, or a limit of uses."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from flows.campaigns.campaign_terms import Terms
from flows.phrase import At, Ours, Text, phrase
from flows.shop_offers import ShopOffer, WrongOffer
from handlers.engine.turn import Turn
from handlers.offers.offer_terms import ToldTerms, parse_end
from handlers.offers.written_amounts import name_discount
from handlers.staff_chat.staff_command import Reply
from storage.store.own_codes import OwnCode, OwnCodes
from templates.message_values import quote_line

_SHORT = 40


async def read_offered_terms(turn: Turn, told: ToldTerms, terms: Terms, name: str) -> Terms | Reply:
    """Parse the typed terms of the campaign ``name``, or return the reply that refuses its offer."""
    ends_at = parse_end(told.until, turn.now, turn.zone) if told.until else None
    if told.until and ends_at is None:
        return _refuse(phrase("offer_end_unread", until=quote_line(told.until, _SHORT)))
    own = await turn.unit.of(OwnCodes).find_by_name(told.code) if told.code else None
    if own is not None and own.is_over(turn.now):
        return _refuse(phrase("campaign_code_over", code=Ours(own.code), command=Ours(f"/discount new {_words(told)}")))
    if told.code and (own is None or not own.holds(turn.now)):
        make = f"/discount new {told.code} {_words(told)}"
        return _refuse(phrase("campaign_code_unknown", name=name, code=Ours(told.code), command=Ours(make)))
    if own is not None and _differs(own, told.offer, ends_at):
        values = {"code": own.code, "offer": name_discount(own), "until": At(own.ends_at)}
        return _refuse(phrase("campaign_code_otherwise", name=name, **values))
    if told.uses is not None and own is None:
        make = f"/discount new {_words(told)}"
        return _refuse(phrase("campaign_offer_uses", name=name, many=told.uses, command=Ours(make)))
    try:
        changed = change_terms(told, terms, own.offer if own is not None else None, ends_at)
    except WrongOffer as wrong:
        return _refuse(phrase(wrong.why.value, **wrong.values))
    if ends_at is not None and changed.offer is None:
        return _refuse(phrase("campaign_end_of_nothing", name=name, until=quote_line(told.until, _SHORT)))
    return changed


def change_terms(told: ToldTerms, terms: Terms, own: ShopOffer | None = None, ends_at: datetime | None = None) -> Terms:
    """Return the changed terms, with the offer of the shop's ``own`` code, if named, and its end. Raises WrongOffer."""
    offer = None if told.drops_offer else own or told.offer or terms.offer
    if offer is not None and ends_at is not None:
        offer = replace(offer, ends_at=ends_at)
    if offer is not None and told.valid_for is not None:
        offer = replace(offer, valid_for=told.valid_for)
    return replace(
        terms,
        offer=offer,
        budget=None if told.drops_budget else told.budget or terms.budget,
        spread=terms.spread if told.spread is None else told.spread,
        best_hour=terms.best_hour if told.best_hour is None else told.best_hour,
    )


def _differs(own: OwnCode, offer: ShopOffer | None, ends_at: datetime | None) -> bool:
    """Return True if the text states another offer or end than the code has."""
    return (offer is not None and not own.offer.gives_as(offer)) or (ends_at is not None and ends_at != own.ends_at)


def _words(told: ToldTerms) -> str:
    """Return the terms as /discount would read them."""
    own = [one for one in told.said.split(", ") if told.code not in one.upper()] if told.code else [told.said]
    return ", ".join(own) or "10% off"


def _refuse(why: Text) -> Reply:
    return Reply(why, asks=(), refused=True)

"""The sample's partners: brands with live offers for people who returned their goods, and the customers' consents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid5

from bot.simulator.sample_business import Partner, PartnerOffer
from bot.simulator.simulated_acts import Buyer
from flows.actor import Actor, ActorKind
from flows.events import ConsentAction
from flows.money import Money
from flows.name_folding import fold_name
from flows.policy.departure_facts import Programme
from flows.promotions.promotion import Content, Price, PricedBy, Promotion, PromotionLimits, PromotionStatus
from flows.promotions.sponsor import Fees, Sponsor, SponsorStatus
from handlers.engine.turn import Turn
from storage.consent.consents import LedgerLine
from storage.people.people import Address, Identity
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors

AGREED = "I agree to offers by {partners} after a return."
"""The text of the consents that name partners."""
_IDS = UUID("6d1b5f0a-6a1f-4a0e-9a53-0f6f5d2c7a10")
_BY = Actor(ActorKind.SYSTEM, "demo")
_LASTS = timedelta(days=120)


async def add_partners(turn: Turn, partners: Sequence[Partner]) -> Mapping[UUID, PartnerOffer]:
    """Store partners that claim the brand of their name, each with a writer and live offers; return these by their ids.

    The ids are the same in every run, as the choice of an offer depends on them.
    """
    offers: dict[UUID, PartnerOffer] = {}
    for partner in partners:
        sponsor = _make_sponsor(turn, partner)
        await turn.unit.of(Sponsors).add(sponsor)
        await turn.unit.of(Sponsors).claim_brand(sponsor.id, partner.name)
        channel, _, value = partner.writer.partition(":")
        writer = await turn.unit.people.resolve([Identity(channel, value)], turn.now)
        await turn.unit.of(Sponsors).link(sponsor.id, writer)
        for offer in partner.offers:
            promotion = _make_promotion(turn, sponsor, offer)
            await turn.unit.of(Promotions).add(promotion, _BY)
            offers[promotion.id] = offer
    return offers


def _make_sponsor(turn: Turn, partner: Partner) -> Sponsor:
    currency = turn.business.currency
    click, data = (Money.parse(price, currency).micros for price in (partner.click, partner.data))
    fees = Fees(currency, click, data=data)
    made = Sponsor(uuid5(_IDS, partner.name), partner.name, SponsorStatus.ACTIVE, fees, turn.now)
    return replace(made, language="en", email=partner.email)


def _make_promotion(turn: Turn, sponsor: Sponsor, offer: PartnerOffer) -> Promotion:
    price = Price(PricedBy.CLICK, sponsor.fees.click, sponsor.fees.currency)
    return Promotion(
        uuid5(_IDS, offer.url), sponsor.id, fold_name(sponsor.name), PromotionStatus.LIVE,
        Content(offer.title, offer.text, offer.url), None, price, PromotionLimits(turn.now + _LASTS), 1, turn.now,
        turn.now,
    )  # fmt: skip


async def add_customer(turn: Turn, buyer: Buyer) -> Address:
    """Store a customer of the returns service, unless it is known; return the address."""
    channel, _, value = buyer.address.partition(":")
    contact = await turn.unit.people.resolve([Identity(channel, value)], turn.now)
    return next(one for one in await turn.unit.people.addresses_of(contact) if one.channel == channel)


async def add_consent(turn: Turn, address: Address, partners: Sequence[str]) -> None:
    """Store a consent to offers of the named partners, given where the customer handed in a return."""
    line = LedgerLine(
        address.contact, address.id, Programme.PARTNER_OFFERS, ConsentAction.CONFIRMED, "returns counter",
        AGREED.format(partners=" and ".join(partners)), turn.now, partners=tuple(partners),
    )  # fmt: skip
    await turn.unit.consents.record(line, turn.now)

"""The sample's partners: brands with live offers for people who returned their goods, and the customers' consents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid5

from bot.photos.photo_home import PhotoHome
from bot.simulator.sample_business import Partner, SampleOffer
from bot.simulator.sample_pictures import draw_offer
from bot.simulator.simulated_acts import Buyer
from flows.actor import COMMAND_LINE
from flows.events import ConsentAction
from flows.money import Money
from flows.policy.departure_facts import Programme
from flows.promotions.promotion import Content, PromotionLimits
from flows.promotions.sponsor import Fees, Sponsor
from handlers.engine.turn import Turn
from handlers.returns.offer_images import make_image_id, name_image
from handlers.returns.promotion_changes import PromotionWish, approve_promotion, create_promotion
from handlers.returns.sponsor_admin import change_sponsor, create_sponsor
from storage.consent.consents import LedgerLine
from storage.people.people import Address, Identity
from storage.promotions.sponsors import Sponsors

AGREED = "I agree to offers by {partners} after a return."
"""The text of the consents that name partners."""
_IDS = UUID("6d1b5f0a-6a1f-4a0e-9a53-0f6f5d2c7a10")
_LASTS = timedelta(days=120)


async def add_partners(turn: Turn, partners: Sequence[Partner], home: PhotoHome) -> Mapping[UUID, SampleOffer]:
    """Add partners that claim the brand of their name, each with a writer and approved offers; return these by id.

    The pictures of offers are stored in ``home``. The ids of offers are the same in every run, as the choice among them
    depends on them.
    """
    offers: dict[UUID, SampleOffer] = {}
    for partner in partners:
        sponsor = await _add_sponsor(turn, partner)
        for offer in partner.offers:
            image = make_image_id(turn, sponsor)
            await home.put(name_image(turn, image), draw_offer(partner.name, offer.title))
            content = Content(offer.title, offer.text, offer.url, image)
            wish = PromotionWish(partner.name, content, PromotionLimits(turn.now + _LASTS))
            made = await create_promotion(turn, sponsor, wish, COMMAND_LINE, uuid5(_IDS, offer.url))
            await approve_promotion(turn, made, made.version, COMMAND_LINE)
            offers[made.id] = offer
        channel, _, value = partner.writer.partition(":")
        writer = await turn.unit.people.resolve([Identity(channel, value)], turn.now)
        await turn.unit.of(Sponsors).link(sponsor.id, writer)
    return offers


async def _add_sponsor(turn: Turn, partner: Partner) -> Sponsor:
    currency = turn.business.currency
    click, data = (Money.parse(price, currency).micros for price in (partner.click, partner.data))
    made = await create_sponsor(turn, partner.name, [partner.name], Fees(currency, click, data=data), COMMAND_LINE)
    return await change_sponsor(turn, replace(made, language="en", email=partner.email), [partner.name], COMMAND_LINE)


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

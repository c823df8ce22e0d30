"""The checks of an offer before it is stored, for the API, the chat and the page alike."""

from __future__ import annotations

from dataclasses import dataclass

from flows.actor import Actor, ActorKind
from flows.money import Money
from flows.name_folding import fold_name
from flows.promotions.promotion import Content, Price, PricedBy, Promotion, PromotionLimits, PromotionStatus, refuse
from flows.promotions.sponsor import Sponsor, SponsorStatus
from handlers.engine.checked_fields import clean
from handlers.engine.turn import Turn
from handlers.returns.link_guard import LinkFault, TakenNames, find_link_fault
from handlers.returns.offer_images import owns_image
from handlers.returns.promotion_audience import check_audience
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors
from templates.message_values import LINK, disarm_taps

LONGEST_TITLE, LONGEST_TEXT = 60, 600
"""Characters of an offer's title and text: what a chat shows in one look."""


@dataclass(frozen=True, slots=True)
class PromotionWish:
    """What somebody wants an offer to be. Without a ``price`` it is the sponsor's own of a click, or stays as it is."""

    brand: str
    content: Content
    limits: PromotionLimits
    price: Price | None = None


async def check_wish(
    turn: Turn, sponsor: Sponsor, wish: PromotionWish, by: Actor, before: Promotion | None = None
) -> Price:
    """Check everything about an offer; return its price. ``before`` is the offer that is changed. Raises
    PromotionRefused.
    """
    if sponsor.status is SponsorStatus.REMOVED:
        raise refuse("partner", "offer_partner_removed", name=sponsor.name)
    if fold_name(wish.brand) not in await turn.unit.of(Sponsors).brands(sponsor.id):
        raise refuse("brand", "offer_brand_unclaimed", brand=wish.brand, name=sponsor.name)
    if before is not None and before.status is not PromotionStatus.DRAFT and fold_name(wish.brand) != before.brand:
        raise refuse("brand", "offer_brand_fixed")
    if before is None or wish.content not in {before.content, before.proposed}:
        await check_content(turn, sponsor, wish.content)
    price = _settle_price(sponsor, wish, by, before)
    _check_money(wish.limits, price)
    starts, expires = wish.limits.starts_at, wish.limits.expires_at
    if expires <= turn.now or (starts is not None and starts >= expires):
        raise refuse("expiry", "offer_expiry_past")
    same = before is not None and wish.limits.audience == before.limits.audience  # perhaps as the staff set it
    await check_audience(turn, wish.limits.audience, None if same else by)
    return price


async def check_content(turn: Turn, sponsor: Sponsor, content: Content) -> None:
    """Check the texts, the picture and the link of an offer. Raises PromotionRefused."""
    for field, text, most in (("title", content.title, LONGEST_TITLE), ("text", content.text, LONGEST_TEXT)):
        lines = text.splitlines() if field == "text" else [text]
        if not text.strip() or len(text) > most or any(clean(line, most) != line for line in lines):
            raise refuse(field, f"offer_{field}_unfit", most=most)
        if LINK.search(text):
            raise refuse(field, "offer_words_link")
    if content.image and not owns_image(turn, sponsor, content.image):
        raise refuse("image", "offer_image_unknown")
    chat = disarm_taps(content.url) != content.url  # it would make the staff say something in a chat
    fault = LinkFault.MALFORMED if chat else find_link_fault(content.url, await list_taken(turn, sponsor))
    if fault is not None:
        raise refuse("url", fault.value)


async def list_taken(turn: Turn, sponsor: Sponsor) -> TakenNames:
    """Return the pages and brands of others; the business's own are taken too, except for its own brand."""
    mine, business = await turn.unit.of(Sponsors).brands(sponsor.id), turn.business
    urls = await turn.unit.of(Promotions).list_other_urls(sponsor.id)
    if fold_name(business.name) not in mine:
        urls |= {business.site, business.link_domain} - {""}
    return TakenNames(urls, await turn.unit.of(Sponsors).list_other_brands(sponsor.id) - set(mine))


def _settle_price(sponsor: Sponsor, wish: PromotionWish, by: Actor, before: Promotion | None) -> Price:
    """Return the price. A sponsor may raise the price of a click, and changes no other. Raises PromotionRefused."""
    now = before.price if before is not None else Price(PricedBy.CLICK, sponsor.fees.click, sponsor.fees.currency)
    price = wish.price or now
    if price.currency != sponsor.fees.currency:
        raise refuse("price", "offer_price_currency", currency=sponsor.fees.currency)
    raised = price.by is now.by is PricedBy.CLICK and price.micros >= now.micros
    if price.micros < 0 or (by.kind is ActorKind.SPONSOR and price != now and not raised):
        raise refuse("price", "offer_price_fixed", price=Money(now.micros, now.currency))
    return price


def _check_money(limits: PromotionLimits, price: Price) -> None:
    """Check that the money is enough for one click or month. Raises PromotionRefused."""
    for field, micros in (("budget", limits.budget), ("daily_cap", limits.daily_cap)):
        click = price.by is PricedBy.CLICK or field == "budget"
        least = max(1, price.micros if click else 0)
        if micros is not None and micros < least:
            raise refuse(field, f"offer_{field}_small", least=Money(least if price.micros else 0, price.currency))
    if limits.purchase_value < 0:
        raise refuse("purchase_value", "offer_value_negative")

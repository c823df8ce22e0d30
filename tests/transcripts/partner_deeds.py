"""What partners do in a transcript: they have offers, which end, and they pay their invoices."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from bot.payments.simulated_payments import make_invoice_event
from flows.actor import SYSTEM
from flows.money import to_micros
from flows.name_folding import fold_name
from flows.promotions.invoice import Invoice
from flows.promotions.promotion import Content, Price, PricedBy, Promotion, PromotionLimits, PromotionStatus
from flows.promotions.sponsor import MICROS_PER_CLICK, Fees, Sponsor, SponsorStatus
from handlers.engine.turn import Turn
from handlers.returns.prompt_banner import load_banner
from storage.promotions.invoices import Invoices
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors
from tests.transcripts.ear import Differs
from tests.transcripts.script import Misprint
from tests.transcripts.shop_deeds import Deed
from tests.transcripts.world import BUSINESS

if TYPE_CHECKING:
    from tests.transcripts.runner import Story


async def offers(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``the partner Boots & Co offers Autumn sale: 20 % off, https://boots.example``: for returns of its own brand."""
    content = Content(found["title"], found["text"], found["url"])

    async def work(turn: Turn) -> None:
        now, sponsors, currency = turn.now, turn.unit.of(Sponsors), turn.business.currency
        sponsor = await sponsors.find_by_name(found["name"])
        if sponsor is None:
            sponsor = Sponsor(turn.unit.ids.make(), found["name"], SponsorStatus.ACTIVE, Fees(currency), now)
            await sponsors.add(sponsor)
            await sponsors.claim_brand(sponsor.id, sponsor.name)
        made = Promotion(
            turn.unit.ids.make(), sponsor.id, fold_name(sponsor.name), PromotionStatus.LIVE, content, None,
            Price(PricedBy.CLICK, MICROS_PER_CLICK, currency), PromotionLimits(now + timedelta(days=90)), 1, now, now,
        )  # fmt: skip
        await turn.unit.of(Promotions).add(made, SYSTEM)

    await story.world.service.turns.act(BUSINESS, work)


async def ends(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``the offer Autumn sale expires``: at this moment."""

    async def work(turn: Turn) -> None:
        promotions = turn.unit.of(Promotions)
        named = (one for one in await promotions.page(100) if one.content and one.content.title == found["title"])
        offer = next(named)
        limits = replace(offer.limits, expires_at=turn.now)
        await promotions.save(replace(offer, limits=limits, version=offer.version + 1))

    await story.world.service.turns.act(BUSINESS, work)


async def opens_banner(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``the banner of r1 is opened``: the app's customer taps the offer of that return."""
    turns = story.world.service.turns
    banner = await turns.act(BUSINESS, lambda turn: load_banner(turn, found["ref"], counts=True))
    if banner is None or await story.world.visit(banner.link, "Mozilla/5.0 (iPhone)") != 302:
        raise Misprint(f"no banner of a return {found['ref']} has a link")
    await story.world.settle()


async def is_billed_at(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``invoices of Boots & Co go to pay@boots.example``."""

    async def work(turn: Turn) -> None:
        sponsors = turn.unit.of(Sponsors)
        sponsor = await sponsors.find_by_name(found["name"])
        assert sponsor is not None
        await sponsors.save(replace(sponsor, email=found["email"]))

    await story.world.service.turns.act(BUSINESS, work)


async def pays_invoice(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``Boots & Co pays the invoice``: the latest one, on the page that the provider made for it."""
    invoice = await _latest(story, found["name"])
    if invoice is None or invoice.provider_id is None:
        raise Misprint(f"{found['name']} has no invoice at a provider")
    paid = make_invoice_event(invoice.provider_id, story.world.service.clock.now())
    await story.world.service.inbox.take(BUSINESS, paid)
    await story.world.settle()


async def has_invoice(story: Story, found: re.Match[str], _: tuple[str, ...]) -> None:
    """``the invoice of Boots & Co: 2026-03, 0.25, paid``: what is so."""
    invoice = await _latest(story, found["name"])
    so = f"{invoice.period}, {to_micros(invoice.micros)}, {invoice.status.value}" if invoice else "nothing"
    if so != found["told"]:
        raise Differs(f"the invoice is {so}")


async def _latest(story: Story, name: str) -> Invoice | None:
    async def read(turn: Turn) -> Invoice | None:
        sponsor = await turn.unit.of(Sponsors).find_by_name(name)
        bills = await turn.unit.of(Invoices).of(sponsor.id) if sponsor else ()
        return bills[0] if bills else None

    found: Invoice | None = await story.world.look(read)
    return found


PARTNER_DEEDS: tuple[tuple[str, Deed], ...] = (
    (r"the partner (?P<name>.+?) offers (?P<title>[^:]+): (?P<text>.+), (?P<url>https://\S+)", offers),
    (r"the offer (?P<title>.+) expires", ends),
    (r"the banner of (?P<ref>\S+) is opened", opens_banner),
    (r"invoices of (?P<name>.+) go to (?P<email>\S+)", is_billed_at),
    (r"(?P<name>.+) pays the invoice", pays_invoice),
    (r"the invoice of (?P<name>.+?): (?P<told>.+)", has_invoice),
)

"""A sponsor, a promotion and a prompt, with only what a test cares about spelled out."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.actor import Actor, ActorKind
from flows.promotions.invoice import InvoiceItem, InvoicePaper
from flows.promotions.promotion import Content, Price, PricedBy, Promotion, PromotionLimits, PromotionStatus
from flows.promotions.prompt import Prompt, PromptChoice, PromptReason
from flows.promotions.sponsor import Fees, Sponsor, SponsorStatus
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors
from storage.schema import prompts
from storage.unit import Unit
from tests.storage.world import NOW

BY = Actor(ActorKind.STAFF, "019caf00")
CONTENT = Content("Autumn sale", "20 % off all boots", "https://boots.example/sale")
CLICK = 250_000
PAPER = InvoicePaper(
    "en", "America/Chicago", ("Parcel Returns", "parcels.example"), ("Boots & Co", "pay@boots.example"),
    (InvoiceItem("Clicks on “Sale”", 93, CLICK, 93 * CLICK),),
)  # fmt: skip


async def sponsor(unit: Unit, name: str = "Boots & Co", **values: Any) -> Sponsor:
    """A stored sponsor whose brand is called like itself."""
    plain = Sponsor(unit.ids.make(), name, SponsorStatus.ACTIVE, Fees("USD"), NOW)
    made = replace(plain, **values)
    await unit.of(Sponsors).add(made)
    await unit.of(Sponsors).claim_brand(made.id, name)
    return made


async def promotion(unit: Unit, of: Sponsor, **values: Any) -> Promotion:
    """A stored live promotion of the sponsor's own brand, 0.25 USD a click."""
    limits: dict[str, Any] = {"expires_at": NOW + timedelta(days=30)}
    limits |= {name: values.pop(name) for name in list(values) if name in PromotionLimits.__dataclass_fields__}
    plain = Promotion(
        unit.ids.make(), of.id, next(iter(await unit.of(Sponsors).brands(of.id))), PromotionStatus.LIVE, CONTENT, None,
        Price(PricedBy.CLICK, CLICK, "USD"), PromotionLimits(**limits), 1, NOW, NOW,
    )  # fmt: skip
    made = replace(plain, **values)
    await unit.of(Promotions).add(made, BY)
    return made


def make_prompt(unit: Unit, shows: Promotion, contact: UUID | None, ref: str = "r1", **values: Any) -> Prompt:
    """A prompt that shows the promotion."""
    plain = Prompt(
        unit.ids.make(), ref, contact, shows.brand, PromptChoice.OFFER, PromptReason.CHOSEN, NOW,
        sponsor=shows.sponsor, promotion=shows.id,
    )  # fmt: skip
    return replace(plain, **values)


async def prompt(unit: Unit, shows: Promotion, contact: UUID | None, ref: str = "r1", **values: Any) -> Prompt:
    """A stored prompt that shows the promotion."""
    made = make_prompt(unit, shows, contact, ref, **values)
    assert await unit.of(Prompts).add(made)
    return made


async def list_prompts(unit: Unit) -> list[Prompt]:
    """All prompts, newest first."""
    rows = await unit.rows(prompts.select().where(unit.owns(prompts)))
    found = await unit.of(Prompts).by_ids([row.id for row in rows])
    return [found[which] for which in sorted(found, reverse=True)]

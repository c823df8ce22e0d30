"""A returns service with its API on loopback, its sponsor, and customers who agreed to its offers."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from bot.consumer import Consumer
from flows.business import ReturnSettings
from flows.events import ConsentAction
from flows.policy.departure_facts import Programme
from flows.promotions.promotion import Promotion
from flows.promotions.prompt import Prompt
from flows.promotions.sponsor import Sponsor
from handlers.engine.turn import Turn
from storage.businesses.businesses import bump
from storage.consent.consents import LedgerLine
from storage.people.people import Identity
from storage.promotions.prompts import Prompts
from storage.unit import Unit
from tests.handlers.api.conftest import TIGER, Rig
from tests.storage.promotions.promoted import promotion, sponsor

T = TypeVar("T")

BRAND = "Boots & Co"
OPEN = ReturnSettings(holdout=0)
"""The defaults without a control group."""
NOOR = {"id": "77", "name": "Noor", "phone": "+13145550110"}


def item(**values: Any) -> dict[str, Any]:
    """A returned pair of boots."""
    return {"brand": BRAND, "title": "Hiking boots", "category": "Boots", "size": "L", "reason": "too_large"} | values


def told(ref: str = "r1", **values: Any) -> dict[str, Any]:
    """A return of Noor's."""
    return {"user_id": "77", "return_id": ref, "brand": BRAND, "items": [item()], "customer": NOOR} | values


@dataclass
class Desk:
    """The served API, and the sponsor with its brand."""

    rig: Rig
    sponsor: Sponsor
    events: int = 0

    @classmethod
    async def open(cls, rig: Rig, settings: ReturnSettings | None = OPEN) -> Desk:
        desk = cls(rig, await rig.turns.act(TIGER.id, lambda turn: sponsor(turn.unit, BRAND)))
        await desk.set(settings)
        return desk

    async def set(self, settings: ReturnSettings | None, **other: Any) -> None:
        """The business file has these settings."""
        business = replace(TIGER, returns=settings, **other)
        for _ in range(2):  # a reader that looked during the first write looks again after the second
            await self.act(lambda turn: _apply(turn.unit, business, turn))

    async def act(self, work: Callable[[Turn], Awaitable[T]]) -> T:
        return await self.rig.turns.act(TIGER.id, work)

    async def offer(self, **values: Any) -> Promotion:
        """A live offer of the sponsor."""
        until = self.rig.clock.now() + timedelta(days=30)
        return await self.act(lambda turn: promotion(turn.unit, self.sponsor, **{"expires_at": until} | values))

    async def agree(self, *partners: str, phone: str = "+13145550110", user: str = "77") -> UUID:
        """A customer who agreed to offers of these partners by SMS."""

        async def work(turn: Turn) -> UUID:
            who = [Identity("sms", phone), Identity("customer", f"api:{user}")]
            contact = await turn.unit.people.resolve(who, turn.now)
            address = next(one for one in await turn.unit.people.addresses_of(contact) if one.channel == "sms")
            line = LedgerLine(
                contact, address.id, Programme.PARTNER_OFFERS, ConsentAction.CONFIRMED, at=turn.now, source="a form",
                text="I agree", partners=partners,
            )  # fmt: skip
            await turn.unit.consents.record(line, turn.now)
            return contact

        return await self.act(work)

    async def post(self, **values: Any) -> dict[str, Any]:
        """What ``POST /prompt/send`` answers a good return."""
        status, body = await self.rig.post("/prompt/send", told(**values))
        assert status == 202, body
        found: dict[str, Any] = body
        return found

    async def tell(self, **data: Any) -> None:
        """The same return as an event, handled."""
        self.events += 1
        event = {"id": f"e{self.events}", "type": "return.completed", "occurred_at": self.rig.clock.now().isoformat()}
        status, body = await self.rig.post("/api/v1/events", {**event, "data": told(**data)})
        assert (status, body.get("unreadable")) == (202, None)
        await self.work_off()

    async def work_off(self) -> None:
        """Handle all stored events."""
        while await Consumer(self.rig.turns).step():
            pass

    async def prompt(self, ref: str = "r1") -> Prompt:
        """The prompt of a return."""
        found = await self.act(lambda turn: turn.unit.of(Prompts).find_by_ref(ref))
        assert found is not None
        return found


async def _apply(unit: Unit, business: Any, turn: Turn) -> None:
    await unit.businesses.put(business, turn.now)
    await bump(unit)

"""A business with a sponsor, its live offer, and customers with a prompt for it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from bot.clock import PushedClock
from bot.open_turns import OpenTurns
from flows.business import Business, ChannelSettings, PaymentSettings
from flows.delivery import Answer
from flows.promotions.promotion import Promotion
from flows.promotions.prompt import Prompt
from flows.promotions.sponsor import Sponsor
from handlers.calls.call_names import CHECK_LINK
from handlers.engine.turn import Turn
from handlers.returns import link_check
from storage.businesses.businesses import bump
from storage.database.stores import Database
from storage.events.event_inbox import Stored
from storage.people.people import Identity
from storage.promotions.promotions import Promotions
from storage.promotions.prompts import Prompts
from storage.schema import charges, outbox
from storage.sending.outbox import OutboxEntry
from tests.sourced import turns_of
from tests.storage.promotions.promoted import promotion, prompt, sponsor

T = TypeVar("T")

NOON = datetime(2026, 3, 2, 18, 0, tzinfo=UTC)
PARCELS = Business(
    "parcels",
    "Parcel Returns",
    "US",
    "America/Chicago",
    "USD",
    link_domain="https://go.parcels.example",
    channels=(ChannelSettings("whatsapp", "simulator", "+13145550100"),),
    payments=(PaymentSettings("simulator"),),
)


@dataclass
class Parcels:
    """The returns service at noon, with the sponsor Boots & Co and its live offer."""

    turns: OpenTurns
    clock: PushedClock
    sponsor: Sponsor
    offer: Promotion

    @classmethod
    async def open(cls, store: Database, **offered: Any) -> Parcels:
        clock = PushedClock(NOON)
        turns = turns_of(store, clock)

        async def apply(unit: Any) -> tuple[Sponsor, Promotion]:
            await unit.businesses.put(PARCELS, NOON)
            await unit.senders.put("simulator", "simulator", "", 10, NOON)  # of the payment provider
            await bump(unit)
            pays = await sponsor(unit, **{name: offered.pop(name) for name in ("fees",) if name in offered})
            return pays, await promotion(unit, pays, **{"expires_at": NOON + timedelta(days=90)} | offered)

        pays, offer = await store.write(PARCELS.id, apply)
        store.listen("businesses").set()
        return cls(turns, clock, pays, offer)

    async def act(self, work: Callable[[Turn], Awaitable[T]]) -> T:
        return await self.turns.act(PARCELS.id, work)

    def later(self, **stretch: float) -> None:
        """Time passes."""
        self.clock.push(self.clock.now() + timedelta(**stretch))

    async def prompt(self, ref: str = "r1", phone: str = "+13145550101", **values: Any) -> Prompt:
        """A customer who got the offer."""

        async def work(turn: Turn) -> Prompt:
            who = await turn.unit.people.resolve([Identity("whatsapp", phone)], turn.now)
            return await prompt(turn.unit, self.offer, who, ref, decided_at=turn.now, **values)

        return await self.act(work)

    async def read(self, of: Prompt) -> Prompt:
        """The prompt as it is now."""
        found = await self.act(lambda turn: turn.unit.of(Prompts).get(of.id))
        assert found is not None
        return found

    async def read_offer(self) -> Promotion:
        """The offer as it is now."""
        found = await self.act(lambda turn: turn.unit.of(Promotions).get(self.offer.id))
        assert found is not None
        return found

    async def change_offer(self, **values: Any) -> None:
        """The offer has other terms."""
        now = await self.read_offer()
        self.offer = replace(now, version=now.version + 1, **values)
        await self.act(lambda turn: turn.unit.of(Promotions).save(self.offer))

    async def sum_charges(self) -> int:
        """All that the sponsor was charged, in micro-units."""

        return sum(row.amount for row in await self.list_charges())

    async def list_charges(self, of: Prompt | None = None) -> Any:
        """The rows of the ledger, of one prompt if asked, oldest first."""
        one = [] if of is None else [charges.c.prompt == of.id]
        query = charges.select().order_by(charges.c.id)
        return await self.act(lambda turn: turn.unit.rows(query.where(turn.unit.owns(charges), *one)))


def fire(turn: Turn) -> Stored:
    """The firing of a daily job."""
    return Stored(PARCELS.id, turn.unit.ids.make(), "schedule", "returns.billing", None, turn.now, 0, None)


def stored(turn: Turn, event: Any, contact: UUID | None = None) -> Stored:
    """An event as it comes from the queue."""
    return Stored(PARCELS.id, turn.unit.ids.make(), "test", event.TYPE, contact, turn.now, 0, event)


async def answer_links(parcels: Parcels, answer: Answer | None = None) -> None:
    """The links of all offers are opened: each leads nowhere else, unless the ``answer`` says so."""
    kind = link_check.KINDS[CHECK_LINK]

    async def work(turn: Turn) -> None:
        for row in await turn.unit.rows(outbox.select().where(turn.unit.owns(outbox), outbox.c.kind == "call")):
            call = await turn.unit.calls.get(row.id)
            assert call is not None
            entry = OutboxEntry(row.id, "call", row.sender, row.priority, row.due_at, None, None, False, None)
            request = await kind.begin(turn, entry, call) if call.kind == CHECK_LINK else None
            if request is not None:
                good = Answer(values={"0": str(request.values["url"])})
                await kind.conclude(turn, entry, request, answer or good)

    await parcels.act(work)

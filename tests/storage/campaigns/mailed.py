"""A campaign that went out, and what its people did, written as rows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flows.campaigns.campaign import Campaign, CampaignStatus
from flows.campaigns.send_schedule import Schedule
from storage.campaigns.campaign_results import CampaignResults, load_results
from storage.campaigns.campaigns import Campaigns
from storage.people.people import Address
from storage.schema import addresses, attributions, clicks, consents, contacts, draws, links, messages, orders
from tests.handlers.sourcing.staff.rows import START, Shop
from tests.storage.campaigns.test_campaigns import BY, campaign

HOUR = timedelta(hours=1)
_DELIVERED, _HELD, _UNKNOWN, _QUEUED = "delivered", "refused", "unknown", "queued"


@dataclass
class Mailed:
    """A campaign of a shop. People are new with each wording that is sent."""

    shop: Shop
    campaign: Campaign
    links: int = 0

    @classmethod
    async def out(cls, shop: Shop, name: str = "Spring", **values: Any) -> Mailed:
        """A launched one; whatever is not given is of a campaign of two wordings that leads to the shop."""
        told = {"status": CampaignStatus.SENDING, "schedule": Schedule(START), "latest": START + 24 * HOUR, **values}
        made = campaign(shop.unit, name, **told)
        await shop.unit.of(Campaigns).add(made, BY)
        return cls(shop, made)

    async def results(self, now: datetime | None = None) -> CampaignResults:
        """What came of it until then."""
        return await load_results(self.shop.unit, self.shop.tenant, self.campaign, now or START + 2 * HOUR)

    async def sent(
        self, variant: int, people: int, *, clicked: int = 0, bought: int = 0, micros: int = 40_000_000,
        at: datetime = START, price: int | None = None, left_alone: bool = False, step: int = 1, channel: str = "sms",
    ) -> list[UUID]:  # fmt: skip
        """A wording to so many people, of whom the first clicked half an hour later, and the first bought an hour
        later: each order of so many micro-dollars counts for it."""
        made = [
            await self._letter(variant, at, price, _HELD if left_alone else _DELIVERED, step, channel)
            for _ in range(people)
        ]
        for one in made[:clicked]:
            await self.click(one, at + HOUR / 2)
        for one in made[:bought]:
            await self.order(one, micros, at + HOUR)
        return made

    async def unanswered(self, variant: int, people: int, at: datetime = START) -> None:
        """A wording to so many people of whom nobody answered whether it came."""
        for _ in range(people):
            await self._letter(variant, at, None, _UNKNOWN, 1)

    async def queued(self, variant: int, people: int, left_at: datetime | None = None) -> None:
        """A wording that is to leave to so many people; with ``left_at`` once more."""
        for _ in range(people):
            made = await self._letter(variant, START, None, _QUEUED, 1)
            await self.shop.unit.change(messages, made, left_at=left_at)

    async def click(self, message: UUID, at: datetime, *, robot: bool = False) -> None:
        """Somebody, or something, opens the link of a message."""
        unit, code = self.shop.unit, f"{self.campaign.id.hex[-8:]}{self.links}"
        self.links += 1
        letter = await unit.messages.get(message)
        whose = {"contact": letter.contact} if letter is not None else {}
        row = {"message": message, "created_at": at}
        await unit.add(links, code=code, url="https://tiger.example", **row)
        await unit.add(clicks, id=unit.ids.make(), code=code, message=message, at=at, robot=robot, **whose)

    async def order(self, message: UUID, micros: int, at: datetime) -> UUID:
        """An order of whoever got the message counts for it."""
        unit, which = self.shop.unit, self.shop.unit.ids.make()
        letter = await unit.messages.get(message)
        assert letter is not None
        told = {"source": "api", "ref": which.hex, "number": "#1", "as_of": at, "created_at": at}
        money = {"currency": "USD", "total": micros, "refunded": 0}
        await unit.add(orders, id=which, contact=letter.contact, placed_at=at, **told, **money)
        counted = {"order": which, "message": message, "contact": letter.contact, "reason": "click", "at": at}
        await unit.add(attributions, **counted)
        return which

    async def to(self, who: Address, at: datetime) -> UUID:
        """The first wording to somebody who is known."""
        return await self._write(who.contact, who.id, 0, at, _DELIVERED, None)

    async def again(self, message: UUID, at: datetime, step: int = 2, variant: int = 0) -> UUID:
        """A follow-up to whoever got the message."""
        letter = await self.shop.unit.messages.get(message)
        assert letter is not None
        assert letter.contact is not None
        return await self._write(letter.contact, letter.address, variant, at, _DELIVERED, None, step)

    async def replies(self, message: UUID, at: datetime, *, unwritten: bool = False) -> None:
        """Add a text from the person who got the message; ``unwritten``: no person wrote it."""
        unit, letter = self.shop.unit, await self.shop.unit.messages.get(message)
        assert letter is not None
        row: dict[str, Any] = {
            "direction": "in",
            "key": unit.ids.make().hex,
            "channel": letter.channel,
            "kind": "reply",
            "purpose": "",
            "unwritten": unwritten,
        }
        row |= {"address": letter.address, "contact": letter.contact, "status": "received", "data": "{}"}
        await unit.add(messages, id=unit.ids.make(), created_at=at, status_at=at, **row)

    async def stops(self, message: UUID, at: datetime) -> None:
        """Whoever got the message wants no more."""
        letter = await self.shop.unit.messages.get(message)
        assert letter is not None
        said = {"purpose": "marketing", "programme": "offers", "action": "revoked", "source": "reply", "text": "stop"}
        where = {"contact": letter.contact, "address": letter.address}
        await self.shop.unit.add(consents, id=self.shop.unit.ids.make(), at=at, recorded_at=at, **where, **said)

    async def drawn(self, messages_of: Iterable[UUID], *, held: bool = False) -> None:
        """Whoever was to get these messages took part in the experiment, and was left alone or not."""
        for message in messages_of:
            letter = await self.shop.unit.messages.get(message)
            assert letter is not None
            its = {"experiment": f"campaign:{self.campaign.id}", "chance": 0.5, "draw": 0.1 if held else 0.9}
            await self.shop.unit.add(draws, contact=letter.contact, held_out=held, **its)

    async def _letter(
        self, variant: int, at: datetime, price: int | None, lived: str, step: int, channel: str = "sms"
    ) -> UUID:
        unit = self.shop.unit
        who, to = unit.ids.make(), unit.ids.make()
        await unit.add(contacts, id=who, created_at=at)
        where = {"channel": channel, "value": f"+1{who.int % 10**10:010d}", "state": "usable", "state_at": at}
        await unit.add(addresses, id=to, contact=who, created_at=at, **where)
        return await self._write(who, to, variant, at, lived, price, step, channel)

    async def _write(
        self, who: UUID, to: UUID, variant: int, at: datetime, lived: str, price: int | None, step: int = 1,
        channel: str = "sms",
    ) -> UUID:  # fmt: skip
        which = self.shop.unit.ids.make()
        its = {"campaign": self.campaign.id, "experiment": f"campaign:{self.campaign.id}", "step": step}
        left: dict[str, Any] = {_HELD: {"code": "holdout"}, _QUEUED: {}}.get(lived, {"left_at": at})
        left |= {"sent_at": at, "delivered_at": at} if lived == _DELIVERED else {}
        paid = {"price": price, "price_currency": "USD"} if price else {}
        plain = {"direction": "out", "purpose": "marketing", "programme": "offers", "kind": "message"}
        row = {"key": which.hex, "template": "campaign", "variant": variant, "data": "{}", "status_at": at}
        row |= {"address": to, "contact": who, "created_at": at, "status": lived, "channel": channel}
        await self.shop.unit.add(messages, id=which, **its, **left, **paid, **plain, **row)
        return which

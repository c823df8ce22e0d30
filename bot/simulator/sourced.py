"""The orders of a month that are sourced: reserved, asked for in the shops, paid, fetched, sent, or not to be had."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from functools import partial
from itertools import islice
from zoneinfo import ZoneInfo

from bot.app import Service
from bot.simulator import payments
from bot.simulator.acts import Acts, Buyer, Want, address_of
from bot.simulator.agenda import Agenda
from bot.simulator.people import newcomers
from handlers.turn import Turn
from storage.messages import Message

DAY = 24 * 60  # minutes
_CHANNELS = ("sms", "whatsapp", "telegram")


@dataclass(frozen=True, slots=True)
class Keeper:
    """Somebody who keeps a shop: where they write from, and how they put what they say."""

    shop: str
    address: str
    yes: str
    no: str
    stock: str


class Fate(StrEnum):
    """What becomes of an order."""

    DELIVERED = "delivered"  # found, paid, fetched and sent
    NOWHERE = "nowhere"  # no shop has it
    FORGOTTEN = "forgotten"  # paid and never fetched: the money goes back by itself
    FETCHING = "fetching"  # paid a moment before the visitor comes


@dataclass(frozen=True, slots=True)
class Wish:
    """An order of the month: on which day and at what hour of the shop's day, what, and which shop says yes first."""

    day: int
    hour: int
    want: Want
    first: int
    fate: Fate = Fate.DELIVERED
    express: bool = False


WISHES = (
    Wish(2, 11, Want("TIGER-SHORTS", "M", 2), 1),
    Wish(5, 13, Want("TIGER-HOODIE", "S", 1), 0),
    Wish(8, 10, Want("TIGER-SHORTS", "XL", 1), 0, Fate.NOWHERE),
    Wish(10, 15, Want("TIGER-SOCKS", "", 3), 2),
    Wish(13, 12, Want("TIGER-TEE", "S", 1), 0, Fate.FORGOTTEN),
    Wish(16, 10, Want("TIGER-SHORTS", "L", 1), 1, express=True),
    Wish(19, 14, Want("TIGER-TEE", "XL", 2), 2),
    Wish(22, 16, Want("TIGER-HOODIE", "M", 1), 1),
    Wish(28, 17, Want("TIGER-SHORTS", "S", 1), 0, Fate.FETCHING),
)


class Sourced:
    """The acts of customers, shopkeepers and staff around sourced orders. No chance has a part in it."""

    def __init__(
        self,
        service: Service,
        business: str,
        owner: str,
        keepers: Sequence[Keeper],
        agenda: Agenda,
        numbers: Iterator[int],
    ) -> None:
        self._turns = service.turns
        self._take = service.inbox.take
        self._acts = Acts(service.turns, service.clock, service.inbox)
        self._business = business
        self._owner = owner
        self._keepers = keepers
        self._agenda = agenda
        self._numbers = numbers

    def plan(self, zone: ZoneInfo, wishes: Sequence[Wish] = WISHES) -> None:
        """Everybody who wants something reserves it on their day; before, the shops say what they have."""
        opens = self._moment(zone, 1, 10)
        for number, keeper in enumerate(self._keepers):
            self._agenda.at(opens + timedelta(minutes=7 * number), partial(self._say, keeper.address, keeper.stock))
        people = [islice(newcomers(channel), len(wishes)) for channel in _CHANNELS]
        for number, wish in enumerate(wishes):
            buyer = next(people[number % len(people)])
            self._agenda.at(self._moment(zone, wish.day, wish.hour), partial(self._reserve, wish, buyer))

    def _moment(self, zone: ZoneInfo, day: int, hour: int) -> datetime:
        local = datetime.combine(self._agenda.now.astimezone(zone).date() + timedelta(days=day), time(hour), zone)
        return local.astimezone(self._agenda.now.tzinfo)

    async def _reserve(self, wish: Wish, buyer: Buyer) -> None:
        order = str(next(self._numbers))
        if buyer.channel == "telegram":
            await self._say(buyer.address, "/start")
        await self._acts.reserve(self._business, order, [wish.want], buyer, express=wish.express)
        for number, keeper in enumerate(self._keepers):
            has = number == wish.first and wish.fate is not Fate.NOWHERE
            minutes = 9 if has else 4 + 8 * number
            self._agenda.later(minutes, partial(self._answer, keeper, order, keeper.yes if has else keeper.no))
        if wish.fate is not Fate.NOWHERE:
            self._agenda.later(40, partial(self._pay, order))
        if wish.fate is Fate.DELIVERED:
            self._send(order, self._keepers[wish.first].shop, 3 if wish.express else 22)

    def _send(self, order: str, shop: str, hours: int) -> None:
        """What the staff does with an order that is paid, so many hours after it was reserved."""
        steps = ((0, f"/picked {order} {shop}"), (55, f"/packed {order}"), (130, f"/shipped {order} 9400{order}"))
        for minutes, words in (*steps, (2 * DAY, f"/delivered {order}")):
            self._agenda.later(hours * 60 + minutes, partial(self._say, self._owner, words))

    async def _answer(self, keeper: Keeper, order: str, words: str) -> None:
        """A shop that was asked for this order answers; one that was told meanwhile that it is taken does not."""
        thread = await self._turns.look(self._business, lambda turn: _thread(turn, keeper.address))
        last = thread[-1] if thread else None
        if last is not None and last.template == "stock_request" and last.data.get("order") == order:
            said = {"from": keeper.address, "text": words, "reply_to": str(last.id)}
            await self._acts.say(self._business, said)

    async def _pay(self, order: str) -> None:
        """The customer pays by the link that was made for them, if there is one."""
        found = await self._turns.look(self._business, lambda turn: turn.unit.reservations.by_number(order))
        if found is not None and found.link:
            link = found.link.rpartition("/")[2]
            await self._take(self._business, payments.news(link, self._agenda.now))

    async def _say(self, address: str, words: str) -> None:
        await self._acts.say(self._business, {"from": address, "text": words})


async def _thread(turn: Turn, written: str) -> list[Message]:
    address = await address_of(turn, written)
    return [] if address is None else await turn.unit.messages.thread(address.id)

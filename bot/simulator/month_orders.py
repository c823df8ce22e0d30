"""The sourced orders of a month: reserved, requested from shops, paid, fetched, sent, or unavailable."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING

from bot.payments import simulated_payments as payments
from bot.simulator.agenda import Agenda
from bot.simulator.sample_business import LENGTH, Fate, Keeper, Sample, Wish
from bot.simulator.sample_people import generate_newcomers
from bot.simulator.simulated_acts import Acts, Buyer, load_thread, make_consent
from flows.channels import CHANNELS
from storage.sourcing.reservations import Reservations

if TYPE_CHECKING:
    from bot.app import Service

DAY = 24 * 60  # minutes
_FORMER, _MANY = 20, 6  # former customers of each channel, of its newcomers: the first ones are left to the visitor


class Sourced:
    """What customers, shopkeepers and staff do around sourced orders, and customers to win back; nothing is random."""

    def __init__(self, service: Service, sample: Sample, agenda: Agenda, numbers: Iterator[int]) -> None:
        self._turns = service.turns
        self._take = service.inbox.take
        self._acts = Acts(service.turns, service.clock, service.inbox)
        self._sample = sample
        self._business = sample.business
        self._owner = sample.owner
        self._keepers = sample.keepers
        self._agenda = agenda
        self._numbers = numbers

    def plan(self) -> None:
        """Plan the shops' stock lists, and after them each order on its day."""
        wishes, channels = self._sample.wishes, self._sample.channels
        opens = self._moment(1, 10)
        for number, keeper in enumerate(self._keepers):
            self._agenda.at(opens + timedelta(minutes=7 * number), partial(self._say, keeper.address, keeper.stock))
        people = [islice(generate_newcomers(channel, self._sample.country), len(wishes)) for channel in channels]
        for number, wish in enumerate(wishes):
            buyer = next(people[number % len(people)])
            self._agenda.at(self._moment(wish.day, wish.hour), partial(self._reserve, wish, buyer))
            if number < len(people):  # nobody has answered these when the visitor comes
                asked = self._sample.questions[buyer.locale or "en"][0][0]
                lately = self._agenda.now + LENGTH - timedelta(minutes=5 * (len(people) - number))
                self._agenda.at(lately, partial(self._say, buyer.address, asked))

        for place, channel in enumerate(channels):
            former = islice(generate_newcomers(channel, self._sample.country), _FORMER, _FORMER + _MANY)
            for number, buyer in enumerate(former, place * _MANY):
                ordered = self._agenda.now + LENGTH - timedelta(days=95 + 9 * number)
                self._agenda.at(self._agenda.now, partial(self._report, buyer, ordered, f"old-{number + 1}"))

    async def _report(self, buyer: Buyer, ordered: datetime, order: str) -> None:
        """Report the past order, and the consent, of a customer who ordered before the month."""
        ware = self._sample.wares[len(order) % len(self._sample.wares)]
        line = {"sku": ware.sku, "title": ware.title, "variant": ware.variant, "quantity": 1}
        tenant = await self._turns.tenant(self._business)
        paid = {"currency": tenant.business.currency, "total": ware.price, "items": [line]}
        customer = {"customer": buyer.to_data()}
        if CHANNELS[buyer.channel].person_opens:
            await self._say(buyer.address, "/start")
        placed = {**customer, **paid, "order_id": order}
        await self._acts.tell(self._business, f"{order}:placed", "order.created", placed, ordered)
        said = {**customer, "consent": {**make_consent(buyer.channel, ordered.isoformat()), "double": True}}
        await self._acts.tell(self._business, f"{order}:agreed", "customer.consented", said, ordered)

    def _moment(self, day: int, hour: int) -> datetime:
        zone = self._sample.zone
        local = datetime.combine(self._agenda.now.astimezone(zone).date() + timedelta(days=day), time(hour), zone)
        return local.astimezone(self._agenda.now.tzinfo)

    async def _reserve(self, wish: Wish, buyer: Buyer) -> None:
        order = str(next(self._numbers))
        if CHANNELS[buyer.channel].person_opens:
            await self._say(buyer.address, "/start")
        await self._acts.reserve(self._business, order, [wish.want], buyer, express=wish.express)
        for number, keeper in enumerate(self._keepers):
            has = number == wish.first and wish.fate is not Fate.NOWHERE
            minutes = 9 if has else 4 + 8 * number
            self._agenda.later(minutes, partial(self._answer, keeper, order, keeper.yes if has else keeper.no))
        if wish.fate is not Fate.NOWHERE:
            self._agenda.later(40, partial(self._pay, order))
        if wish.fate is Fate.DELIVERED:
            self._send(order, buyer, wish, 60 * (3 if wish.express else 22))

    def _send(self, order: str, buyer: Buyer, wish: Wish, begins: int) -> None:
        """Plan the staff's steps for a paid order; the first is ``begins`` minutes from now."""
        shop = self._keepers[wish.first].shop
        steps = ((0, f"/picked {order} {shop}"), (85, f"/packed {order}"), (130, f"/shipped {order} 9400{order}"))
        for minutes, words in (*steps, (2 * DAY, f"/delivered {order}")):
            self._agenda.later(begins + minutes, partial(self._say, self._owner, words))
        if self._sample.photo is not None:
            all_good = "5" if wish.want.size else "4"  # what has no size has no tag to check
            self._agenda.later(begins + 20, partial(self._say, self._owner, order, media=self._sample.photo(order)))
            self._agenda.later(begins + 24, partial(self._say, self._owner, all_good))
            self._agenda.later(begins + 60, partial(self._say, buyer.address, "1"))

    async def _answer(self, keeper: Keeper, order: str, words: str) -> None:
        """Answer an order as a shop, unless the shop's last message is no longer the request, as the order is taken."""
        thread = await self._turns.look(self._business, lambda turn: load_thread(turn, keeper.address))
        last = thread[-1] if thread else None
        if (
            last is not None
            and last.template in {"stock_request", "stock_reminder"}
            and last.data.get("order") == order
        ):
            said = {"from": keeper.address, "text": words, "reply_to": str(last.id)}
            await self._acts.say(self._business, said)

    async def _pay(self, order: str) -> None:
        """Pay by the customer's payment link, if there is one."""
        found = await self._turns.look(self._business, lambda turn: turn.unit.of(Reservations).find_by_number(order))
        if found is not None and found.link:
            link = found.link.rpartition("/")[2]
            await self._take(self._business, payments.make_event(link, self._agenda.now))

    async def _say(self, address: str, words: str, *, media: str | None = None) -> None:
        await self._acts.say(self._business, {"from": address, "text": words, "media": media})

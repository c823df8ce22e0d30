"""A month of a shop: carts, and the reactions of ninety people to them and to the messages about them.

One random generator decides everything, so a month with the same start and the same seed ends with the same figures.
"""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from functools import partial
from itertools import count
from typing import TYPE_CHECKING, Any

from bot.simulator.agenda import Agenda
from bot.simulator.sample_business import LENGTH, Sample
from bot.simulator.sample_people import LATER, STOP, WHERE, YES, SampleCustomer
from bot.simulator.simulated_acts import Acts, find_address, find_buyer, find_code_for, load_thread, price_after_code
from flows import recovery
from flows.channels import CHANNELS
from flows.money import Money
from handlers.engine.turn import Turn
from storage.sending.holdout_draws import Assignment
from storage.sending.message import Message
from storage.store.carts import Cart

if TYPE_CHECKING:
    from bot.app import Service

FIRST_ORDER = 1001
"""The number of the first order; the following ones count up."""
# When somebody looks at their phone, in minutes after the time before: soon, after the first reminder, next morning…
GLANCES = ((2, 12), (32, 70), (12 * 60, 14 * 60), (10 * 60, 12 * 60), (24 * 60, 27 * 60))


class Mood:
    """A person's likely reaction to a cart and its messages; the values are probabilities that add up to one."""

    AT_ONCE, CLICKS_AND_BUYS, BUYS_WITH_CODE, CLICKS_ONLY, LATE, STOPS, ASKS, SNOOZES, SILENT = range(9)
    SHARES = (0.13, 0.15, 0.06, 0.18, 0.10, 0.04, 0.06, 0.04, 0.24)
    ANSWERING = frozenset({CLICKS_AND_BUYS, BUYS_WITH_CODE, CLICKS_ONLY, STOPS, ASKS, SNOOZES})


@dataclass(slots=True)
class Visit:
    """A customer with a cart and a mood; ``answered`` once the customer has acted on a reminder."""

    customer: SampleCustomer
    cart: str
    mood: int
    answered: bool = False

    @property
    def curious(self) -> bool:
        """Return True if a message may still come that the customer would answer; other customers do not look at their
        phones."""
        asked = CHANNELS[self.customer.buyer.channel].double_opt_in and not self.customer.joined
        return self.customer.agrees and (asked or (self.mood in Mood.ANSWERING and not self.answered))


class Month:
    """The month's actions in order of time. People look at their phones now and then, and answer new messages."""

    def __init__(self, service: Service, sample: Sample, chance: random.Random, beside: Month | None = None) -> None:
        """``beside`` is a month with other people that is played together with this one."""
        self.agenda: Agenda = Agenda(service) if beside is None else beside.agenda
        self.numbers: Iterator[int] = count(FIRST_ORDER) if beside is None else beside.numbers
        self._turns = service.turns
        self._acts = Acts(service.turns, service.clock, service.inbox)
        self._sample = sample
        self._business = sample.business
        self._owner = sample.owner
        self._chance = chance
        self._starts = service.clock.now()
        self._points: Counter[str] = Counter()

    async def play(self) -> None:
        """Play all events, and move the clock by thirty days."""
        await self.agenda.play(self._starts + LENGTH)

    def plan(self, crowd: Sequence[SampleCustomer], carts: int) -> None:
        """Plan the carts of a month, and the owner's look at the figures at its end."""
        self.plan_carts(crowd, carts)
        words = {"from": self._owner, "text": "/stats 30d"}
        self.agenda.at(self._starts + LENGTH, lambda: self._acts.say(self._business, words))

    def plan_carts(self, crowd: Sequence[SampleCustomer], carts: int, kind: str = "cart") -> None:
        """Plan a cart for everybody at some time of the month, and further ones for some, until there are ``carts``
        carts. Their ids begin with ``kind``."""
        regulars = self._chance.choices(crowd, k=carts - len(crowd))
        for number, customer in enumerate([*crowd, *regulars], 1):
            (mood,) = self._chance.choices(range(len(Mood.SHARES)), Mood.SHARES)
            self.agenda.at(self._choose_evening(), partial(self._leave_cart, Visit(customer, f"{kind}-{number}", mood)))

    def _choose_evening(self) -> datetime:
        """Return a likely shopping time of the month: mostly after work; the last day is left to the visitor."""
        zone = self._sample.zone
        day = self._starts.astimezone(zone).date() + timedelta(days=self._chance.randrange(LENGTH.days - 1))
        (hour,) = self._chance.choices(range(8, 23), (2, 3, 3, 4, 5, 4, 3, 3, 4, 5, 7, 8, 8, 6, 3))
        local = datetime.combine(day, time(hour, self._chance.randrange(60)), zone)
        return max(local.astimezone(UTC), self._starts)

    def _schedule_within(self, act: Callable[[], Awaitable[object]], soonest: float, latest: float) -> None:
        """Plan an action at a random time between ``soonest`` and ``latest`` minutes from now."""
        self.agenda.later(self._chance.uniform(soonest, latest), act)

    async def _leave_cart(self, visit: Visit) -> None:
        customer = visit.customer
        if CHANNELS[customer.buyer.channel].person_opens and customer.agrees and not customer.joined:
            customer.joined = True
            await self._acts.say(self._business, {"from": customer.buyer.address, "text": "/start"})
            yes = {"from": customer.buyer.address, "text": "YES"}
            self.agenda.later(1, partial(self._acts.say, self._business, yes))
        wares = self._chance.sample(self._sample.wares, k=self._chance.choices((1, 2, 3), (6, 3, 1))[0])
        await self._acts.abandon(self._business, visit.cart, wares, customer.buyer, agrees=customer.agrees)
        await self._draw(customer)
        if visit.mood == Mood.AT_ONCE:
            self._schedule_within(partial(self._buy, visit), 4, 25)
        elif visit.mood == Mood.LATE:
            self._schedule_within(partial(self._buy, visit), 60 * 20, 60 * 70)
        self._look_again(visit, iter(GLANCES if not customer.joined else GLANCES[1:]))

    async def _draw(self, customer: SampleCustomer) -> None:
        """Store the customer's draw for the control group from the month's random generator; a draw by id would differ
        in every run."""
        number = self._chance.random()

        async def keep(turn: Turn) -> None:
            address, holdout = await find_address(turn, customer.buyer.address), turn.business.recovery.holdout
            if address is not None and holdout:
                await turn.unit.draws.keep(Assignment(recovery.NAME, address.contact, holdout, number))

        await self._turns.act(self._business, keep)

    def _look_again(self, visit: Visit, glances: Iterator[tuple[int, int]]) -> None:
        following = next(glances, None)
        if following is not None and visit.curious:
            self._schedule_within(partial(self._glance, visit, glances), *following)

    async def _glance(self, visit: Visit, glances: Iterator[tuple[int, int]]) -> None:
        """Look at the phone, answer what is new, and look again later."""
        customer = visit.customer
        for message in await self._thread(customer):
            if message.left_at and message.id not in customer.seen:
                customer.seen.add(message.id)
                self._react(visit, message)
        self._look_again(visit, glances)

    def _react(self, visit: Visit, message: Message) -> None:
        if message.template == "opt_in_ask":
            visit.customer.joined = True
            if self._chance.random() < 0.85:
                words = self._chance.choice(YES[visit.customer.language])
                self._schedule_within(partial(self._say, visit.customer, words), 0, 2)
        elif message.template in {"cart_reminder", "cart_reminder_again", "cart_reminder_last"}:
            self._remind(visit, message)

    def _remind(self, visit: Visit, message: Message) -> None:
        """Play the reaction to a reminder."""
        customer, last = visit.customer, message.template == "cart_reminder_last"
        code = find_code(message)
        visit.answered = visit.mood != Mood.BUYS_WITH_CODE or last
        match visit.mood:
            case Mood.CLICKS_AND_BUYS:
                self._schedule_within(partial(self._click, code), 0, 6)
                self._schedule_within(partial(self._buy, visit), 8, 40)
            case Mood.BUYS_WITH_CODE if last:
                self._schedule_within(partial(self._click, code), 0, 9)
                self._schedule_within(partial(self._buy, visit), 10, 60)
            case Mood.CLICKS_ONLY:
                self._schedule_within(partial(self._click, code), 0, 30)
            case Mood.STOPS:
                words = self._chance.choice(STOP[customer.language])
                self._schedule_within(partial(self._say, customer, words), 0, 20)
            case Mood.ASKS if not last:
                asked, answer = self._chance.choice(self._sample.questions[customer.language])
                self._schedule_within(partial(self._say, customer, asked), 1, 15)
                self._schedule_within(partial(self._staff_answers, customer, answer), 18, 75)
                self._schedule_within(partial(self._buy, visit), 80, 200)
            case Mood.SNOOZES if not last:
                words = self._chance.choice(LATER[customer.language])
                self._schedule_within(partial(self._say, customer, words), 1, 9)

    async def _buy(self, visit: Visit) -> None:
        address = visit.customer.buyer.address
        contact, buyer = await self._turns.look(self._business, lambda turn: find_buyer(turn, address))
        cart = await self._turns.look(self._business, lambda turn: _open_cart(turn, visit.cart))
        if cart is None:
            return
        code = await self._turns.look(self._business, lambda turn: find_code_for(turn, contact))
        order = str(next(self.numbers))
        await self._acts.buy(self._business, order, cart, buyer, code)
        paid, card = price_after_code(cart, code), self._sample.card
        self._play_aftermath(order, paid, visit.customer)
        points = self._points[address] = (self._points[address] + paid.micros // 1_000_000) % card["goal"]
        told = {"customer": buyer.to_data(), "progress": points, **card}
        await self._tell(f"{order}:points", "loyalty.progressed", told)

    def _play_aftermath(self, order: str, paid: Money, customer: SampleCustomer) -> None:
        """Play an order's further course: it is sent, one in twelve is returned, and some people ask where
        theirs is."""
        this, fate = {"order_id": order}, self._chance.random()
        sent = {**this, "carrier": self._sample.carrier, "tracking_url": f"https://track.example/{order}"}
        self._schedule_within(partial(self._tell, f"{order}:sent", "order.shipped", sent), 60 * 18, 60 * 30)
        if fate < 0.08:
            refund = {**this, "currency": paid.currency, "total": str(paid)}
            self._schedule_within(partial(self._tell, f"{order}:back", "order.refunded", refund), 60 * 90, 60 * 150)
        elif fate < 0.10:
            self._schedule_within(partial(self._tell, f"{order}:off", "order.cancelled", this), 50, 90)
        elif fate < 0.25 and customer.agrees:
            self._schedule_within(partial(self._say, customer, WHERE[customer.language]), 60 * 31, 60 * 50)

    async def _tell(self, identity: str, kind: str, data: Mapping[str, Any]) -> None:
        await self._acts.tell(self._business, identity, kind, data)

    async def _click(self, code: str | None) -> None:
        if code is not None:
            await self._acts.click(code)

    async def _say(self, customer: SampleCustomer, words: str) -> None:
        await self._acts.say(self._business, {"from": customer.buyer.address, "text": words})

    async def _staff_answers(self, customer: SampleCustomer, words: str) -> None:
        """Reply as the owner to a question of this customer."""
        customers = customer.buyer.address
        asked = await self._turns.look(self._business, lambda turn: _find_handed_over(turn, self._owner, customers))
        if asked is not None:
            reply = {"from": self._owner, "text": words, "reply_to": str(asked.id)}
            await self._acts.say(self._business, reply)

    async def _thread(self, customer: SampleCustomer) -> list[Message]:
        return await self._turns.look(self._business, lambda turn: load_thread(turn, customer.buyer.address))


def find_code(message: Message) -> str | None:
    """Return the code of the short link in a message or behind one of its buttons."""
    places = [message.text or "", *(button.get("url", "") for button in message.buttons)]
    found = next((place.partition("/l/")[2] for place in places if "/l/" in place), "")
    return found.split()[0] if found else None


async def _open_cart(turn: Turn, name: str) -> Cart | None:
    carts = await turn.unit.carts.list_named([f"api:{name}"])
    return next((cart for cart in carts if cart.status == "open"), None)


async def _find_handed_over(turn: Turn, owner: str, customer: str) -> Message | None:
    """Return the newest message in the owner's chat that is about this customer's address."""
    address = await find_address(turn, customer)
    about = [message for message in await load_thread(turn, owner) if address and message.about == address.id]
    return about[-1] if about else None

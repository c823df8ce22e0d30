"""The demo's business, and a month of its life played through the real service."""

from __future__ import annotations

import heapq
import random
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from itertools import count
from typing import Protocol
from uuid import UUID
from zoneinfo import ZoneInfo

from bot.clock import Clock
from bot.inbox import Inbox
from bot.simulator.acts import Acts, Buyer, Ware, buyer_of, code_for
from bot.turns import OpenTurns
from bot.workers import Sandbox
from handlers.turn import Turn
from storage.messages import Message
from storage.shop import Cart

BUSINESS = "tiger"
ZONE = ZoneInfo("America/Chicago")
MONTH = timedelta(days=30)
CARTS = 120

TOML = """\
[business]
id = "tiger"
name = "Tiger Tees"
country = "US"
timezone = "America/Chicago"
currency = "USD"
site = "https://tigertees.example"
support = "help@tigertees.example"
link_domain = "https://tigr.example"

[channels.sms]
provider = "simulator"
from = "+13145550100"

[channels.whatsapp]
provider = "simulator"
from = "+13145550101"
templates = { cart_reminder = "HX00000000000000000000000000000001", cart_reminder_last = "HX00000000000000000000000000000002" }

[channels.telegram]
provider = "simulator"
username = "tigertees_bot"

[stores.simulator]

[recovery]
holdout = 0.15

[[staff]]
name = "Asha"
role = "owner"
address = "telegram:9001"
"""

WARES = (
    Ware("TIGER-SHORTS", "Tiger Print Shorts", "M", "34.00"),
    Ware("TIGER-TEE", "Roaring Tiger Tee", "L", "29.00"),
    Ware("TIGER-HOODIE", "Tiger Stripe Hoodie", "S", "58.00"),
    Ware("TIGER-CAP", "Tiger Cub Cap", "One size", "22.00"),
    Ware("TIGER-SOCKS", "Tiger Paw Socks", "Two pairs", "14.00"),
)

# Names are made up; numbers are those set aside for fiction (555-01XX in North America, 0176 040690XX in Germany),
# and for India the ones that stand in this project's examples.
_NAMES = (
    "Dana Park", "Noor Haddad", "Luis Ortega", "Grace Kim", "Owen Brooks", "Maya Chen", "Eli Turner", "Ruth Adler",
    "Caleb Stone", "Ivy Lane", "Jonah Reed", "Tess Moreno", "Andre Fields", "Holly Marsh", "Priya Nair", "Sam Whitlock",
    "Nadia Frost", "Victor Hale", "June Okafor", "Leo Santos", "Amber Cole", "Miles Dunn", "Zoe Hart", "Ben Castillo",
    "Ella Quinn", "Theo Bright", "Lena Voss", "Marcus Bell", "Opal Greene", "Hugo Lind",
)  # fmt: skip
_HINDI_NAMES = ("Rohan Mehta", "Anita Rao", "Kabir Malhotra", "Sunita Verma", "Farah Siddiqui", "Dev Joshi")
_SPANISH_NAMES = ("Camila Rojas", "Diego Luna", "Marta Vidal", "Pablo Cruz", "Inés Robles", "Rosa Campos")
_AREAS = (
    "314", "212", "305", "205", "312", "512", "206", "404", "615", "602",
    "303", "503", "617", "415", "713", "405", "860", "702", "919", "216",
)  # fmt: skip
# When somebody looks at their phone, in minutes after the time before: soon, after the first reminder, next morning…
GLANCES = ((2, 12), (32, 70), (12 * 60, 14 * 60), (10 * 60, 12 * 60), (24 * 60, 27 * 60))
_YES = {"en": ("YES", "Yes please", "y", "sure"), "es": ("SI", "si por favor"), "hi": ("YES", "haan")}
_QUESTIONS = (
    ("Is it true to size?", "Yes, take your usual size. It is cut a little long."),
    ("do you ship to PO boxes?", "We do, by USPS. It takes 3 to 5 days."),
    ("Will the hoodie shrink in the wash?", "Not at 30 degrees. Hang it to dry."),
    ("can I pay half now and half later", "Not yet, sorry. We keep your cart until Sunday if that helps."),
    ("does the tee come in black", "Next week. Shall I write to you when it is here?"),
)


class Mood:
    """What a person makes of a cart and of the messages about it: shares of one, in this order."""

    AT_ONCE, CLICKS_AND_BUYS, BUYS_WITH_CODE, CLICKS_ONLY, LATE, STOPS, ASKS, SNOOZES, SILENT = range(9)
    SHARES = (0.13, 0.24, 0.09, 0.16, 0.06, 0.05, 0.07, 0.04, 0.16)
    ANSWERING = frozenset({CLICKS_AND_BUYS, BUYS_WITH_CODE, CLICKS_ONLY, STOPS, ASKS, SNOOZES})


class Playing(Protocol):
    """The running sandbox that a month is played on."""

    @property
    def turns(self) -> OpenTurns: ...
    @property
    def clock(self) -> Clock: ...
    @property
    def inbox(self) -> Inbox: ...
    @property
    def sandbox(self) -> Sandbox | None: ...


@dataclass(slots=True)
class Customer:
    """One of the month's people. ``seen`` holds the messages they have looked at, ``joined`` says that none is asked."""

    buyer: Buyer
    agrees: bool
    joined: bool
    seen: set[UUID] = field(default_factory=set)

    @property
    def language(self) -> str:
        return self.buyer.locale or "en"


@dataclass(slots=True)
class Visit:
    """A customer with a cart, and what they will make of it; ``answered`` once they did."""

    customer: Customer
    cart: str
    mood: int
    answered: bool = False

    @property
    def curious(self) -> bool:
        """Whether something may still come that they would answer; nobody else looks at their phone for it."""
        asked = self.customer.buyer.channel == "sms" and not self.customer.joined
        return self.customer.agrees and (asked or (self.mood in Mood.ANSWERING and not self.answered))


def first_moment(now: datetime) -> datetime:
    """When a month begins that ends on the last working day before ``now``, at ten in the shop's morning.

    At that hour nobody is asleep and no law keeps a reminder back: whoever tries the page sees one leave.
    """
    end = datetime.combine(now.astimezone(ZONE).date(), time(10), ZONE)
    while end > now or end.weekday() in {0, 5, 6}:
        end = datetime.combine(end.date() - timedelta(days=1), time(10), ZONE)
    return end.astimezone(UTC) - MONTH


async def live_a_month(service: Playing, seed: int = 7) -> None:
    """Play thirty days of Tiger Tees, from where the clock of a running sandbox stands; ``TOML`` must be applied."""
    await Month(service, random.Random(seed)).play()  # noqa: S311 - a repeatable crowd, no secret


class Month:
    """The month's acts in order of time. The people look at their phones now and then, and answer what came."""

    def __init__(self, service: Playing, chance: random.Random) -> None:
        if service.sandbox is None:
            raise ValueError("only a sandbox has a clock that can be pushed")
        self._sandbox = service.sandbox
        self._clock = service.clock
        self._turns = service.turns
        self._acts = Acts(service.turns, service.clock, service.inbox)
        self._chance = chance
        self._starts = service.clock.now()
        self._agenda: list[tuple[datetime, int, Callable[[], Awaitable[object]]]] = []
        self._order = count()
        self._orders = count(1001)

    async def play(self) -> None:
        """Everything that happens, and the clock thirty days later."""
        self._plan()
        ends = self._starts + MONTH
        while self._agenda and self._agenda[0][0] <= ends:
            at, _, act = heapq.heappop(self._agenda)
            if at > self._clock.now():
                await self._sandbox.push(at)
            await act()
        await self._sandbox.push(ends)

    def _plan(self) -> None:
        crowd = make_crowd(self._chance)
        regulars = self._chance.choices(crowd, k=CARTS - len(crowd))
        for number, customer in enumerate([*crowd, *regulars]):
            (mood,) = self._chance.choices(range(len(Mood.SHARES)), Mood.SHARES)
            visit = Visit(customer, f"cart-{number + 1}", mood)
            self._at(self._some_evening(), lambda visit=visit: self._leave_cart(visit))

    def _some_evening(self) -> datetime:
        """A moment of the month at which people shop: mostly after work; the last hours are left to the visitor."""
        day = self._starts.astimezone(ZONE).date() + timedelta(days=self._chance.randrange(29))
        hour = self._chance.choices(range(8, 23), (2, 3, 3, 4, 5, 4, 3, 3, 4, 5, 7, 8, 8, 6, 3))[0]
        local = datetime.combine(day, time(hour, self._chance.randrange(60)), ZONE)
        return max(local.astimezone(UTC), self._starts)

    def _at(self, moment: datetime, act: Callable[[], Awaitable[object]]) -> None:
        heapq.heappush(self._agenda, (moment, next(self._order), act))

    def _in(self, act: Callable[[], Awaitable[object]], soonest: float, latest: float) -> None:
        """Have something done so many minutes from now."""
        minutes = self._chance.uniform(soonest, latest)
        self._at(self._clock.now() + timedelta(seconds=round(minutes * 60)), act)

    async def _leave_cart(self, visit: Visit) -> None:
        customer = visit.customer
        if customer.buyer.channel == "telegram" and customer.agrees and not customer.joined:
            customer.joined = True
            await self._acts.say(BUSINESS, {"from": customer.buyer.address, "text": "/start"})
        wares = self._chance.sample(WARES, k=self._chance.choices((1, 2, 3), (6, 3, 1))[0])
        await self._acts.abandon(BUSINESS, visit.cart, wares, customer.buyer, agrees=customer.agrees)
        if visit.mood == Mood.AT_ONCE:
            self._in(lambda: self._buy(visit), 4, 25)
        elif visit.mood == Mood.LATE:
            self._in(lambda: self._buy(visit), 60 * 20, 60 * 70)
        self._look_again(visit, iter(GLANCES if not customer.joined else GLANCES[1:]))

    def _look_again(self, visit: Visit, glances: Iterator[tuple[int, int]]) -> None:
        following = next(glances, None)
        if following is not None and visit.curious:
            self._in(lambda: self._glance(visit, glances), *following)

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
                words = self._chance.choice(_YES[visit.customer.language])
                self._in(lambda: self._say(visit.customer, words), 0, 2)
        elif message.template in {"cart_reminder", "cart_reminder_last"}:
            self._remind(visit, message)

    def _remind(self, visit: Visit, message: Message) -> None:
        """What a reminder brings about."""
        customer, last = visit.customer, message.template == "cart_reminder_last"
        code = code_in(message)
        visit.answered = visit.mood != Mood.BUYS_WITH_CODE or last
        match visit.mood:
            case Mood.CLICKS_AND_BUYS:
                self._in(lambda: self._click(code), 0, 6)
                self._in(lambda: self._buy(visit), 8, 40)
            case Mood.BUYS_WITH_CODE if last:
                self._in(lambda: self._click(code), 0, 9)
                self._in(lambda: self._buy(visit), 10, 60)
            case Mood.CLICKS_ONLY:
                self._in(lambda: self._click(code), 0, 30)
            case Mood.STOPS:
                words = self._chance.choice(("STOP", "stop texting me", "please take me off your list"))
                self._in(lambda: self._say(customer, words), 0, 20)
            case Mood.ASKS if not last:
                asked, answer = self._chance.choice(_QUESTIONS)
                self._in(lambda: self._say(customer, asked), 1, 15)
                self._in(lambda: self._staff_answers(customer, answer), 18, 75)
                self._in(lambda: self._buy(visit), 80, 200)
            case Mood.SNOOZES if not last:
                self._in(lambda: self._say(customer, self._chance.choice(("tomorrow", "later, in the evening"))), 1, 9)

    async def _buy(self, visit: Visit) -> None:
        contact, buyer = await self._turns.look(BUSINESS, lambda turn: buyer_of(turn, visit.customer.buyer.address))
        cart = await self._turns.look(BUSINESS, lambda turn: _open_cart(turn, visit.cart))
        if cart is None:
            return
        code = await self._turns.look(BUSINESS, lambda turn: code_for(turn, contact))
        order = str(next(self._orders))
        await self._acts.buy(BUSINESS, order, cart, buyer, code)
        self._after(order, str(cart.total), visit.customer)

    def _after(self, order: str, total: str, customer: Customer) -> None:
        """What becomes of an order: most are sent, one in twelve comes back, some people ask where theirs is."""
        shipped = {"order_id": order, "carrier": "USPS", "tracking_url": f"https://track.example/{order}"}
        self._in(lambda: self._acts.tell(BUSINESS, f"{order}:shipped", "order.shipped", shipped), 60 * 18, 60 * 30)
        if self._chance.random() < 0.15 and customer.agrees:
            self._in(lambda: self._say(customer, "where is my order?"), 60 * 31, 60 * 50)
        fate = self._chance.random()
        if fate < 0.08:
            refund = {"order_id": order, "currency": "USD", "total": total}
            self._in(lambda: self._acts.tell(BUSINESS, f"{order}:back", "order.refunded", refund), 60 * 90, 60 * 150)
        elif fate < 0.10:
            self._in(lambda: self._acts.tell(BUSINESS, f"{order}:off", "order.cancelled", {"order_id": order}), 50, 90)

    async def _click(self, code: str | None) -> None:
        if code is not None:
            await self._acts.click(code)

    async def _say(self, customer: Customer, words: str) -> None:
        await self._acts.say(BUSINESS, {"from": customer.buyer.address, "text": words})

    async def _staff_answers(self, customer: Customer, words: str) -> None:
        """The owner replies to what was handed over about this customer."""
        asked = await self._turns.look(BUSINESS, lambda turn: _handed_over(turn, customer.buyer.address))
        if asked is not None:
            owner, message = asked
            await self._acts.say(BUSINESS, {"from": owner, "text": words, "reply_to": str(message.id)})

    async def _thread(self, customer: Customer) -> list[Message]:
        return await self._turns.look(BUSINESS, lambda turn: _thread(turn, customer.buyer.address))


def make_crowd(chance: random.Random) -> list[Customer]:
    """Ninety people: most by SMS from twenty area codes, some on WhatsApp and Telegram, in three languages."""
    people = [_texter(number, chance) for number in range(64)]
    people += [_whatsapper(number, chance) for number in range(14)]
    people += [_telegrammer(number, chance) for number in range(12)]
    chance.shuffle(people)
    return people


def code_in(message: Message) -> str | None:
    """The code of the short link in a message or behind one of its buttons."""
    places = [message.text or "", *(button.get("url", "") for button in message.buttons)]
    found = next((place.partition("/l/")[2] for place in places if "/l/" in place), "")
    return found.split()[0] if found else None


def _texter(number: int, chance: random.Random) -> Customer:
    area = _AREAS[number % len(_AREAS)]
    spanish = number % 13 == 6
    names = _SPANISH_NAMES if spanish else _NAMES
    buyer = Buyer(
        address=f"sms:+1{area}55501{20 + number:02d}",
        name=_name(names, number, chance),
        locale="es" if spanish else "en",
        id=f"sms-{number}",
    )
    return Customer(buyer, agrees=number % 5 != 3, joined=False)


def _whatsapper(number: int, chance: random.Random) -> Customer:
    hindi = number % 2 == 0
    value = f"+9198000000{10 + number}" if hindi else f"+49176040690{10 + number}"
    names = _HINDI_NAMES if hindi else _NAMES
    buyer = Buyer(f"whatsapp:{value}", _name(names, number, chance), "hi" if hindi else "en", f"whatsapp-{number}")
    return Customer(buyer, agrees=number % 7 != 5, joined=True)


def _telegrammer(number: int, chance: random.Random) -> Customer:
    spanish = number % 4 == 1
    names = _SPANISH_NAMES if spanish else _NAMES
    buyer = Buyer(
        f"telegram:{70_001 + number}", _name(names, number, chance), "es" if spanish else "en", f"telegram-{number}"
    )
    return Customer(buyer, agrees=number % 6 != 4, joined=False)


def _name(names: tuple[str, ...], number: int, chance: random.Random) -> str:
    """A first name of one and a last name of another, so that ninety people are told apart."""
    last = chance.choice(names).split()[-1]
    return f"{names[number % len(names)].split()[0]} {last}"


async def _thread(turn: Turn, written: str) -> list[Message]:
    channel, _, value = written.partition(":")
    address = await turn.unit.people.address(channel, value)
    return [] if address is None else await turn.unit.messages.thread(address.id)


async def _open_cart(turn: Turn, name: str) -> Cart | None:
    carts = await turn.unit.carts.named([f"api:{name}"])
    return next((cart for cart in carts if cart.status == "open"), None)


async def _handed_over(turn: Turn, written: str) -> tuple[str, Message] | None:
    """The newest message in the owner's chat that is about this customer's address."""
    channel, _, value = written.partition(":")
    customer = await turn.unit.people.address(channel, value)
    owner = await turn.unit.people.address("telegram", "9001")
    if customer is None or owner is None:
        return None
    thread = await turn.unit.messages.thread(owner.id)
    about = [message for message in thread if message.about == customer.id]
    return (str(owner), about[-1]) if about else None

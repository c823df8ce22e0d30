"""STOP at random moments of a running campaign: once it is answered, nothing more of it arrives at that person.

All is real but the distance: a real server takes the webhooks, real workers send, and the provider is a server whose
messages are on their way for a while. On PostgreSQL two services send beside each other, as two hosts would.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from aiohttp import web

from bot.channels.simulated_channel import Phones
from bot.consumer import Consumer
from bot.conversations import HOLDINGS
from bot.ids import Ids
from bot.open_turns import OpenTurns
from bot.sender import SenderWorker
from bot.timers import Timers
from bot.vendor_accounts import VendorAccounts
from bot.workers import LiveWorkers
from flows.events import ConsentAction
from flows.policy.departure_facts import Kind, Programme, Purpose
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from storage.consent.consents import LedgerLine
from storage.database.stores import make_database
from storage.people.people import Address, Identity
from tests.delivery import shop
from tests.delivery.house import HalfHandClock, House, open_house
from tests.processes.waiting import until
from tests.providers.twilio import NUMBER, TwilioStand
from tests.single import events_by_status

SEED = 7
PEOPLE = {"sqlite": 180, "postgresql": 120}  # 300 moments in all
LETTERS = 3
IN_PLAY = 16  # people at a time, so that a slow machine is slow and not choked
ON_ITS_WAY = 0.12  # seconds a message may take to arrive
HESITATION = 0.08  # seconds between a message's departure and the moment somebody writes STOP
OFFER = "Tiger Tees: new prints"
TELEPHONES = [f"+1{area}55501{line:02}" for area in (314, 816, 417, 573, 636, 660) for line in range(100)]
LONGEST = 240  # seconds
WORDS = ("STOP", "stop", "Stop texting me", "unsubscribe", "END", "please remove me from your list")


@dataclass
class FarTwilio(TwilioStand):
    """A provider some way off: what is sent arrives after a while. ``departed`` hears of an offer when it sets out."""

    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    arrivals: list[tuple[float, str, str]] = field(default_factory=list)
    departed: Callable[[str], None] = lambda to: None

    async def _create(self, request: web.Request) -> web.Response:
        form = dict(parse_qsl((await request.read()).decode()))
        if form["Body"] == OFFER:
            self.departed(form["To"])
        await asyncio.sleep(self.chance.uniform(0, ON_ITS_WAY))
        self.arrivals.append((asyncio.get_running_loop().time(), form["To"], form["Body"]))
        return await TwilioStand._create(self, request)


@dataclass
class Crowd:
    """The people. Each gets letters, and writes STOP at a random moment after the first or second has set out."""

    house: House
    chance: random.Random
    telephones: list[str]
    left: dict[str, asyncio.Semaphore] = field(default_factory=dict)
    wrote: dict[str, float] = field(default_factory=dict)
    answered: dict[str, float] = field(default_factory=dict)

    def departed(self, to: str) -> None:
        """A letter is on its way to one of them."""
        self.left[to].release()

    async def live(self) -> None:
        """All of them, a few at a time."""
        people = iter(self.telephones)
        await asyncio.gather(*(self._some(people) for _ in range(IN_PLAY)))

    async def _some(self, people: Iterator[str]) -> None:
        for phone in people:
            self.left[phone] = asyncio.Semaphore(0)
            await self.house.act(lambda turn, phone=phone: _plan(turn, phone))  # type: ignore[misc]
            for _ in range(self.chance.choice((1, 2))):
                await self.left[phone].acquire()
            await asyncio.sleep(self.chance.uniform(0, HESITATION))
            await self._stop(phone)

    async def _stop(self, phone: str) -> None:
        loop = asyncio.get_running_loop()
        url = f"{self.house.service.settings.public_url}/channels/twilio/{shop.TIGER}/inbound"
        self.wrote[phone] = loop.time()
        assert await self.house.twilio.say(phone, NUMBER, self.chance.choice(WORDS), url=url) == 200
        self.answered[phone] = loop.time()


async def test_after_the_answer_to_stop_nothing_more_arrives(database: str) -> None:
    kind = database.partition(":")[0]
    clock = HalfHandClock(shop.MORNING)
    twilio = FarTwilio(clock=clock.now)
    async with open_house(database, clock=clock, twilio=twilio, text=shop.file(distance="0")) as house:
        crowd = Crowd(house, random.Random(SEED), TELEPHONES[: PEOPLE[kind]])
        twilio.departed = crowd.departed
        async with _working(house, 1 if kind == "sqlite" else 2):
            await asyncio.wait_for(crowd.live(), LONGEST)
            await until("the end of the campaign", lambda: _is_over(house))
    offers = [(at, to) for at, to, text in twilio.arrivals if text == OFFER]
    assert [(to, at - crowd.answered[to]) for at, to in offers if at > crowd.answered[to]] == []
    assert Counter(to for _, to, text in twilio.arrivals if text != OFFER) == dict.fromkeys(crowd.telephones, 1)
    raced = {to for at, to in offers if at > crowd.wrote[to]}
    spared = [to for to, count in Counter(to for _, to in offers).items() if count < LETTERS]
    assert len(raced) > len(crowd.telephones) / 3, "few wrote while a letter was on its way to them: it was no race"
    assert len(spared) > len(crowd.telephones) / 3, "few were spared a letter: all had left before they wrote"


async def _plan(turn: Turn, phone: str) -> None:
    """Somebody agreed, and is to get letters now."""
    address = await _agreed(turn, phone)
    for number in range(LETTERS):
        key = f"{phone}:{number}"
        purpose, programme = Purpose.MARKETING, Programme.OFFERS
        await post(turn, address, OutboundMessage(key, Kind.MESSAGE, text=OFFER, purpose=purpose, programme=programme))


async def _agreed(turn: Turn, phone: str) -> Address:
    contact = await turn.unit.people.resolve([Identity("sms", phone)], turn.now)
    address = await turn.unit.people.address("sms", phone)
    assert address is not None
    confirmed = ConsentAction.CONFIRMED
    line = LedgerLine(contact, address.id, Programme.OFFERS, confirmed, "checkout", "Text me.", turn.now)
    await turn.unit.consents.record(line, turn.now)
    return address


async def _is_over(house: House) -> bool:
    async def look(turn: Turn) -> bool:
        unread = await events_by_status(turn.unit)
        return not unread.get("new") and not await turn.unit.outbox.depth()

    return await house.service.turns.look(shop.TIGER, look)


@asynccontextmanager
async def _working(house: House, services: int) -> AsyncIterator[None]:
    """The house's own workers, and those of more services on the same database."""
    service = house.service
    turns = service.turns
    await service.accounts.channel(shop.TIGER, "sms")
    running = [LiveWorkers(turns, house.consumer, house.timers, house.sender, service.inbox)]
    closing = []
    for _ in range(services - 1):
        store = make_database(service.settings.database_url, Ids(service.clock), HOLDINGS)
        more = OpenTurns(store, service.clock, turns.tools)
        accounts = VendorAccounts(more, service.settings, service.vault, Phones(service.clock), sandbox=False)
        await accounts.channel(shop.TIGER, "sms")
        closing += [accounts.close, store.close]
        running.append(LiveWorkers(more, Consumer(more), Timers(more), SenderWorker(more, accounts)))
    for workers in running:
        await workers.start()
    yield
    for workers in running:
        await workers.stop()
    for close in closing:
        await close()

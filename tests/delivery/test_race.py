"""STOP at random moments of a running campaign: once it is answered, nothing more of it arrives at that person.

All is real but the distance: a real server takes the webhooks, real workers send, and the provider is a server whose
messages are on their way for a while. On PostgreSQL two services send beside each other, as two hosts would.
"""

from __future__ import annotations

import asyncio
import random
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import UUID

from aiohttp import web

from bot.accounts import VendorAccounts
from bot.ids import Ids
from bot.news import News
from bot.sender import Sender
from bot.simulator.channel import Phones
from bot.timers import Timers
from bot.turns import OpenTurns
from bot.workers import LiveWorkers
from flows.events import ConsentAction
from flows.policy.facts import Kind, Programme, Purpose
from handlers.outgoing import Letter, post
from handlers.turn import Turn
from storage.consents import Line
from storage.people import Identity
from storage.store import open_store
from tests.delivery import shop
from tests.delivery.house import HalfHandClock, House, open_house
from tests.delivery.service import until
from tests.providers.twilio import NUMBER, TwilioStand

SEED = 7
PEOPLE, LETTERS = 500, 4  # on each database: 1 000 moments in all
RATE = 140  # messages a second
OFFER = "Tiger Tees: new prints"
TELEPHONES = [f"+1{area}55501{line:02}" for area in (314, 816, 417, 573, 636) for line in range(100)]
WORDS = ("STOP", "stop", "Stop texting me", "unsubscribe", "END", "please remove me from your list")


@dataclass
class FarTwilio(TwilioStand):
    """A provider some way off: what is sent arrives after a while, and so do its answers."""

    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    arrivals: list[tuple[float, str, str]] = field(default_factory=list)

    async def _create(self, request: web.Request) -> web.Response:
        await asyncio.sleep(self.chance.uniform(0, 0.04))
        answer = await TwilioStand._create(self, request)
        message = self.messages[-1]
        self.arrivals.append((asyncio.get_running_loop().time(), message.first("To"), message.first("Body")))
        await asyncio.sleep(self.chance.uniform(0, 0.04))
        return answer


async def test_after_the_answer_to_stop_nothing_more_arrives(database: str) -> None:
    clock = HalfHandClock(shop.MORNING)
    twilio = FarTwilio(clock=clock.now)
    async with open_house(database, text=shop.file(sms_rate=RATE), clock=clock, twilio=twilio) as house:
        await house.act(_plan)
        async with _working(house, 1 if database.startswith("sqlite") else 2):
            answered = await _stops(house, random.Random(SEED))
            await until("the end of the campaign", lambda: _is_over(house), patience=60)
    offers = [(at, to) for at, to, text in twilio.arrivals if text == OFFER]
    late = [(to, at - answered[to]) for at, to in offers if at > answered[to]]
    assert late == []
    _check_that_it_was_a_race(Counter(to for _, to in offers))
    confirmed = Counter(to for _, to, text in twilio.arrivals if text != OFFER)
    assert confirmed == dict.fromkeys(TELEPHONES, 1)


def _check_that_it_was_a_race(offers: Counter[str]) -> None:
    """Many got a part of what was planned, so the STOPs came in the middle of it."""
    torn = [to for to, count in offers.items() if 0 < count < LETTERS]
    assert max(offers.values()) <= LETTERS
    assert len(torn) > PEOPLE / 4


async def _plan(turn: Turn) -> None:
    """Everybody agreed, and gets the campaign's letters now."""
    for phone in TELEPHONES:
        contact = await turn.unit.people.resolve([Identity("sms", phone)], turn.now)
        address = await turn.unit.people.address("sms", phone)
        assert address is not None
        offers = Programme.OFFERS
        line = Line(contact, address.id, offers, ConsentAction.CONFIRMED, "checkout", "Text me.", turn.now)
        await turn.unit.consents.record(line, turn.now)
        for number in range(LETTERS):
            letter = Letter(f"{phone}:{number}", Kind.MESSAGE, text=OFFER, purpose=Purpose.MARKETING, programme=offers)
            await post(turn, address, letter)


async def _stops(house: House, chance: random.Random) -> dict[str, float]:
    """Everybody writes STOP at a moment of their own; when each was answered."""
    lasts = PEOPLE * LETTERS / RATE
    url = f"{house.service.settings.public_url}/channels/twilio/{shop.TIGER}/inbound"
    loop = asyncio.get_running_loop()
    answered: dict[str, float] = {}

    async def stop(phone: str, moment: float, words: str) -> None:
        await asyncio.sleep(moment)
        assert await house.twilio.say(phone, NUMBER, words, url=url) == 200
        answered[phone] = loop.time()

    moments = [(phone, chance.uniform(0, lasts), chance.choice(WORDS)) for phone in TELEPHONES]
    await asyncio.gather(*(stop(*moment) for moment in moments))
    return answered


async def _is_over(house: House) -> bool:
    async def look(turn: Turn) -> bool:
        unread = await turn.unit.inbox.count_by_status()
        return not unread.get("new") and not await turn.unit.outbox.depth()

    return await house.service.turns.look(shop.TIGER, look)


@asynccontextmanager
async def _working(house: House, services: int) -> AsyncIterator[None]:
    """The house's own workers, and those of more services on the same database."""
    service = house.service
    turns = service.turns
    running = [LiveWorkers(turns, house.news, house.timers, house.sender, service.inbox)]
    stores = []
    for _ in range(services - 1):
        store = open_store(service.settings.database_url, Ids(service.clock))
        stores.append(store)
        more = OpenTurns(store, service.clock, turns.tools)
        accounts = VendorAccounts(more, service.settings, service.vault, Phones(service.clock), sandbox=False)
        stores.append(accounts)
        running.append(LiveWorkers(more, News(more), Timers(more), Sender(more, accounts)))
    for workers in running:
        await workers.start()
    yield
    for workers in running:
        await workers.stop()
    for kept in reversed(stores):
        await kept.close()

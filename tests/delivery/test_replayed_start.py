"""What one process's spool kept is read after what another was told: who wrote last is heard, and in doubt the stop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.conversations import EVENTS
from bot.inbox import Inbox
from bot.spool import Spool
from bot.spool_files import decode, encode
from flows.delivery import MessageStatus
from flows.events import ConsentAction, ConsentGiven, CustomerConsented, MessageReceived, Teller
from flows.policy.departure_facts import ConsentState, Programme
from handlers.engine.turn import Turn
from handlers.people import opt_outs
from handlers.people.inbound_event import InboundEvent
from tests.delivery import shop
from tests.delivery.cut import Cut
from tests.delivery.house import House
from tests.delivery.shop import ANN, MINUTE, NUMBER, TIGER

MOMENT = timedelta(seconds=0.4)
CONFIRMED, REVOKED = ConsentState.CONFIRMED, ConsentState.REVOKED


class Beside:
    """The clock of another process: real time is agreed on, its machine shows another hour."""

    def __init__(self, house: House, ahead: timedelta) -> None:
        self._clock = house.clock
        self.ahead = ahead

    def now(self) -> datetime:
        return self._clock.now() + self.ahead

    def get_real_time(self) -> datetime:
        return self._clock.get_real_time()

    def get_steady_date(self) -> datetime:
        return self.get_real_time()


class Process:
    """Another process, whose database is away whenever it is told something."""

    def __init__(self, house: House, folder: Path, ahead: timedelta) -> None:
        clock = Beside(house, ahead)
        self.house, self.folder = house, folder
        self.clock = clock
        self.spool = Spool(folder, clock, EVENTS, host="there")
        self.turns = Cut(house.service.turns.store, clock, house.service.turns.tools)
        self._inbox = Inbox(self.turns, self.spool, beats=False)

    async def keep(self, name: str, text: str) -> None:
        """Ann writes to it, and it puts that into its spool."""
        self.turns.away = 1
        await self._inbox.take(TIGER, written(name, text, self.clock.now()))
        assert self.spool.waiting

    async def replay(self) -> None:
        """Its database is back."""
        assert await self._inbox.recover()
        await self.house.settle()


@pytest.fixture(params=[0, -20, 20], ids=["clocks agree", "behind", "ahead"])
def ahead(request: pytest.FixtureRequest) -> timedelta:
    """What the other machine's clock shows."""
    minutes: int = request.param
    return minutes * MINUTE


@pytest.fixture
async def other(house: House, tmp_path: Path, ahead: timedelta) -> AsyncIterator[Process]:
    process = Process(house, tmp_path / "another", ahead)
    yield process
    await process.spool.close()


def written(name: str, text: str, at: datetime) -> InboundEvent:
    """An SMS of Ann's."""
    return InboundEvent("twilio", name, MessageReceived("sms", ANN, NUMBER, name, text, at), None)


async def agree(house: House, *, twice: bool = True) -> None:
    """Ann ticks the box."""
    now = house.clock.now()
    given = ConsentGiven("sms", ConsentAction.GRANTED, "checkout", "Text me about my cart.", now, double=twice)
    await house.tell(CustomerConsented(shop.customer(chat=None), (given,), now))
    await house.settle()


async def hear(house: House, name: str, text: str) -> None:
    """Ann writes to the process that has the database."""
    await house.service.inbox.take(TIGER, written(name, text, house.clock.now()))
    await house.settle()


async def go_on(house: House, by: timedelta = 5 * MINUTE) -> None:
    """So much later; both times go on."""
    await house.pass_(by, by)


async def holds(house: House) -> ConsentState:
    address = await house.address("sms", ANN)

    async def find(turn: Turn) -> ConsentState:
        stands = await turn.unit.consents.standings([address.id])
        state = await turn.unit.consents.state(address.id, Programme.REMINDERS)
        assert stands[address.id, Programme.REMINDERS].state is state, "what stands beside the ledger follows from it"
        return state

    return await house.act(find)


async def offers(house: House) -> bool:
    """Whether an offer leaves to her now."""
    offer = await house.offer(await house.address("sms", ANN))
    await house.settle()
    return (await house.message(offer)).status is MessageStatus.SENT


async def play(house: House, other: Process, story: str) -> list[str]:
    """What Ann does, five minutes after one another, and when the other process reads it; what the last step tells her.

    She ``ticks`` the box, or only ``asks`` by it to be asked once more; she writes ``here``, or ``there``.
    """
    told: list[str] = []
    for number, step in enumerate(story.split(", ")):
        if number:
            await go_on(house)
        told = house.texts_to(ANN)
        deed, _, word = step.partition(" ")
        if deed in {"ticks", "asks"}:
            await agree(house, twice=deed == "ticks")
        elif deed == "here":
            await hear(house, f"SM{number}", word)
        elif deed == "there":
            await other.keep(f"SM{number}", word)
        else:
            await other.replay()
    return house.texts_to(ANN)[len(told) :]


_TWO_STOPS = "ticks, here STOP, there START, here STOP, read"
_TWO_ASKS = "here JOIN, there YES, here STOP, here JOIN, read"


@pytest.mark.parametrize(
    ("story", "stands", "says"),
    [
        pytest.param("ticks, there START, here STOP, read", REVOKED, "", id="a START before a STOP"),
        pytest.param("ticks, there join, here STOP, read", REVOKED, "", id="JOIN before a STOP"),
        pytest.param(_TWO_STOPS, REVOKED, "", id="a START between two"),
        pytest.param(f"{_TWO_STOPS}, here START", CONFIRMED, "Welcome back.", id="who comes back has what they had"),
        pytest.param("ticks, here STOP, there START, read", CONFIRMED, "Welcome back.", id="a START after a STOP"),
        pytest.param("asks, there YES, here STOP, read", REVOKED, "Thank you.", id="a YES before a STOP"),
        pytest.param(_TWO_ASKS, REVOKED, "", id="a YES before a STOP, and asked again since"),
        pytest.param(f"{_TWO_ASKS}, here YES", CONFIRMED, "You're in:", id="what was asked since is answered"),
        pytest.param("ticks, there STOP, here START, read", CONFIRMED, "", id="a STOP before a START"),
        pytest.param("ticks, here START, there STOP, ticks, read", REVOKED, "unsubscribed", id="a STOP after a START"),
    ],
)
async def test_who_wrote_last_is_heard_whoever_is_read_last(
    house: House, other: Process, story: str, stands: ConsentState, says: str
) -> None:
    told = await play(house, other, story)
    assert await holds(house) is stands
    assert [says in text for text in told] == [True] * bool(says), told
    assert await offers(house) is (stands is CONFIRMED)


async def test_a_stop_before_a_start_that_is_not_read_yet(house: House, other: Process) -> None:
    await agree(house)
    await other.keep("SM1", "STOP")
    await go_on(house)
    await house.service.inbox.take(TIGER, written("SM2", "START", house.clock.now()))
    await other.replay()
    assert await holds(house) is CONFIRMED
    assert await offers(house)


@pytest.mark.parametrize("first", ["START", "STOP"])
async def test_within_a_second_the_stop_wins(house: House, other: Process, first: str) -> None:
    await agree(house)
    await other.keep("SM1", first)
    await go_on(house, MOMENT)
    await hear(house, "SM2", "STOP" if first == "START" else "START")
    await go_on(house)
    await other.replay()
    assert await holds(house) is REVOKED
    assert not await offers(house)


async def test_a_start_of_an_older_release_is_as_old_as_it_says(house: House, tmp_path: Path) -> None:
    """Its spool tells no real time: the moment at which it was read stands in the event alone."""
    old = encode(TIGER, written("SM1", "START", house.clock.now()))
    assert decode(old, EVENTS)[1].heard_at is None
    await agree(house)
    await go_on(house)
    await hear(house, "SM2", "STOP")
    (tmp_path / "another").mkdir()
    (tmp_path / "another" / "00000001.spool").write_bytes(old)
    process = Process(house, tmp_path / "another", timedelta(0))
    await process.replay()
    assert await holds(house) is REVOKED
    await process.spool.close()


async def test_silence_is_no_word_behind_a_start(house: House, other: Process) -> None:
    """She said in time that our messages shall go on; that her day was over when it was read is not her fault."""
    await agree(house)
    address = await house.address("sms", ANN)
    await other.keep("SM1", "START")
    await go_on(house)

    async def fall_silent(turn: Turn) -> None:
        await opt_outs.fall_silent(turn, address.contact, turn.unit.ids.make())
        stands = await turn.unit.consents.standings([address.id])
        assert stands[address.id, Programme.REMINDERS].ended_by is Teller.SILENCE

    await house.act(fall_silent)
    await other.replay()
    assert await holds(house) is CONFIRMED

"""What one process's spool kept is read after what another was told: who wrote last is heard, and in doubt the stop."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.inbox import Inbox
from bot.spool import Spool
from bot.spool_files import decode, encode
from bot.turns import OpenTurns
from flows.delivery import Status
from flows.events import ConsentAction, ConsentGiven, CustomerConsented, MessageReceived, Teller
from flows.policy.facts import ConsentState, Programme, Purpose
from handlers import opting_out
from handlers.news import News
from handlers.turn import Turn
from storage.businesses import Tenant
from storage.store import Away
from tests.delivery import shop
from tests.delivery.house import House
from tests.delivery.shop import ANN, MINUTE, NUMBER, TIGER

MOMENT = timedelta(seconds=0.4)
CONFIRMED, REVOKED = ConsentState.CONFIRMED, ConsentState.REVOKED


class Cut(OpenTurns):
    """Turns of a process whose database is away once."""

    away = False

    async def tenant(self, business: str) -> Tenant:
        if self.away:
            self.away = False
            raise Away("the database did not answer")
        return await super().tenant(business)


class Beside:
    """The clock of another process: real time is agreed on, its machine shows another hour."""

    def __init__(self, house: House, ahead: timedelta) -> None:
        self._clock = house.clock
        self.ahead = ahead

    def now(self) -> datetime:
        return self._clock.now() + self.ahead

    def elapsed(self) -> datetime:
        return self._clock.elapsed()

    def dated(self) -> datetime:
        return self.elapsed()


class Process:
    """Another process, whose database is away whenever it is told something."""

    def __init__(self, house: House, folder: Path, ahead: timedelta) -> None:
        clock = Beside(house, ahead)
        self.house, self.folder = house, folder
        self.clock = clock
        self.spool = Spool(folder, clock, host="there")
        self.turns = Cut(house.service.turns.store, clock, house.service.turns.tools)
        self._inbox = Inbox(self.turns, self.spool, beats=False)

    async def keep(self, name: str, text: str) -> None:
        """Ann writes to it, and it puts that into its spool."""
        self.turns.away = True
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


def written(name: str, text: str, at: datetime) -> News:
    """An SMS of Ann's."""
    return News("twilio", name, MessageReceived("sms", ANN, NUMBER, name, text, at), None)


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
    marketing = {"purpose": Purpose.MARKETING, "programme": Programme.REMINDERS}
    offer = await house.post(await house.address("sms", ANN), "offer", text="offer", **marketing)
    await house.settle()
    return (await house.message(offer)).status is Status.SENT


@pytest.mark.parametrize("word", ["START", "join"])
async def test_a_start_that_was_written_before_a_stop_lifts_nothing_when_it_is_read_after_it(
    house: House, other: Process, word: str
) -> None:
    await agree(house)
    await other.keep("SM1", word)
    await go_on(house)
    await hear(house, "SM2", "STOP")
    told = house.texts_to(ANN)
    await go_on(house)
    await other.replay()
    assert await holds(house) is REVOKED
    assert house.texts_to(ANN) == told, "no welcome back"
    assert not await offers(house)


async def test_one_between_two_stops_lifts_neither(house: House, other: Process) -> None:
    await agree(house)
    await hear(house, "SM1", "STOP")
    await go_on(house)
    await other.keep("SM2", "START")
    await go_on(house)
    await hear(house, "SM3", "STOP")
    told = house.texts_to(ANN)
    await other.replay()
    assert await holds(house) is REVOKED
    assert house.texts_to(ANN) == told
    await go_on(house)
    await hear(house, "SM4", "START")
    assert await holds(house) is CONFIRMED, "who comes back after all has what they had"


async def test_one_after_a_stop_lifts_it_although_it_is_read_late(house: House, other: Process) -> None:
    await agree(house)
    await hear(house, "SM1", "STOP")
    await go_on(house)
    await other.keep("SM2", "START")
    await go_on(house)
    await other.replay()
    assert await holds(house) is CONFIRMED
    assert await offers(house)


async def test_a_yes_to_an_ask_before_a_stop_agrees_to_nothing(house: House, other: Process) -> None:
    await agree(house, twice=False)
    await go_on(house)
    await other.keep("SM1", "YES")
    await go_on(house)
    await hear(house, "SM2", "STOP")
    told = house.texts_to(ANN)
    await other.replay()
    assert await holds(house) is REVOKED
    assert not await offers(house)
    assert not any("offer" in text for text in house.texts_to(ANN)[len(told) :])


async def test_nor_does_it_answer_what_was_asked_after_the_stop(house: House, other: Process) -> None:
    await hear(house, "SM0", "JOIN")
    await other.keep("SM1", "YES")
    await go_on(house)
    await hear(house, "SM2", "STOP")
    await go_on(house)
    await hear(house, "SM3", "JOIN")
    await other.replay()
    assert await holds(house) is REVOKED
    assert not await offers(house)
    await go_on(house)
    await hear(house, "SM4", "YES")
    assert await holds(house) is CONFIRMED


async def test_a_stop_before_a_start_does_not_undo_it_when_it_is_read_after_it(house: House, other: Process) -> None:
    await agree(house)
    await other.keep("SM1", "STOP")
    await go_on(house)
    await hear(house, "SM2", "START")
    told = house.texts_to(ANN)
    await go_on(house)
    await other.replay()
    assert await holds(house) is CONFIRMED
    assert house.texts_to(ANN) == told, "what is confirmed is not so"
    assert await offers(house)


async def test_nor_where_the_start_is_not_read_yet(house: House, other: Process) -> None:
    await agree(house)
    await other.keep("SM1", "STOP")
    await go_on(house)
    await house.service.inbox.take(TIGER, written("SM2", "START", house.clock.now()))
    await other.replay()
    assert await holds(house) is CONFIRMED
    assert await offers(house)


async def test_but_it_undoes_what_came_before_it(house: House, other: Process) -> None:
    await agree(house)
    await hear(house, "SM1", "START")
    await go_on(house)
    await other.keep("SM2", "STOP")
    await go_on(house)
    await agree(house)
    await other.replay()
    assert await holds(house) is REVOKED
    assert not await offers(house)


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
    assert decode(old)[1].heard_at is None
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
        await opting_out.fall_silent(turn, address.contact, turn.unit.ids.new())
        stands = await turn.unit.consents.standings([address.id])
        assert stands[address.id, Programme.REMINDERS].ended_by is Teller.SILENCE

    await house.act(fall_silent)
    await other.replay()
    assert await holds(house) is CONFIRMED

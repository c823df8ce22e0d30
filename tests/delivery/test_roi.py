"""/roi reckons with whoever may be written to, by the rules that judge a departure."""

from __future__ import annotations

import pytest

from flows.audience.criteria import EVERYBODY
from flows.policy.departure_facts import ConsentState
from flows.policy.message_price import convert_worth, estimate_price
from handlers.campaigns.results import roi
from handlers.campaigns.results.roi import Reckoned, ReckonRoi, WhomRoi
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from tests.delivery.campaigned import BY_HAND, people
from tests.delivery.house import House
from tests.storage.sending.test_fanout import someone

PRICE = convert_worth(estimate_price("sms", "+13145550001"), "USD")
CHICAGO = {"timezone": "America/Chicago"}


async def _reckoned(house: House) -> tuple[Reckoned, str]:
    async def reckon(turn: Turn) -> tuple[Reckoned, str]:
        done = await roi.reckon(turn, BY_HAND, ReckonRoi(WhomRoi(EVERYBODY)))
        return done, make_english(turn).say(roi.describe_return(done))

    return await house.act(reckon)


async def test_whom_a_rule_keeps_from_it_is_not_reckoned_with(house: House) -> None:
    """In the US a consent by SMS that was not confirmed is none."""
    await people(house, 3)
    await house.act(lambda turn: someone(turn.unit, 8, **CHICAGO, consent=ConsentState.GRANTED))
    await house.act(lambda turn: someone(turn.unit, 9, **CHICAGO, consent=ConsentState.REVOKED))
    done, _ = await _reckoned(house)
    assert (done.by_channel, done.cost) == ({"sms": 3}, 3 * PRICE)


async def test_why_nobody_can_be_written_to_is_said(house: House) -> None:
    await house.act(lambda turn: someone(turn.unit, 8, **CHICAGO, consent=ConsentState.GRANTED))
    done, said = await _reckoned(house)
    assert done.by_channel == {}
    assert said.splitlines()[0] == "Nobody of them can be written to: 1 opt-in not confirmed."


async def test_of_many_the_few_who_agreed_are_all_looked_at(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roi, "_JUDGED", 10)

    async def make(turn: Turn) -> None:
        for number in range(60):
            await someone(turn.unit, number, **CHICAGO, consent=ConsentState.NONE)

    await house.act(make)
    _, nobody = await _reckoned(house)
    assert nobody.splitlines()[0] == "Nobody of them can be written to: 60 no consent."
    await house.act(lambda turn: someone(turn.unit, 99, **CHICAGO))
    done, said = await _reckoned(house)
    assert (done.by_channel, said.splitlines()[0][:9]) == ({"sms": 1}, "1 person ")


async def test_of_many_a_sample_stands_for_all(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roi, "_JUDGED", 10)
    await people(house, 30)

    async def make(turn: Turn) -> None:
        for number in range(50, 60):
            await someone(turn.unit, number, **CHICAGO, consent=ConsentState.GRANTED)

    await house.act(make)
    done, said = await _reckoned(house)
    many = done.by_channel["sms"]
    assert many + sum(done.excluded.values()) == 40
    assert (many % 4, done.cost) == (0, many * PRICE), "each of ten stands for four"
    assert said.startswith(f"About {many} people can be written to (SMS {many}). ")

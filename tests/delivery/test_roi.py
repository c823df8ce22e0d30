"""/roi reckons with whoever may be written to, by the rules that judge a departure."""

from __future__ import annotations

import pytest

from flows.audience.criteria import EVERYBODY
from flows.policy.facts import ConsentState
from flows.policy.spending import expected_price, worth
from handlers.campaigns.results import returning
from handlers.campaigns.results.returning import Reckoned, ReckonRoi, WhomRoi
from handlers.speech import english
from handlers.turn import Turn
from tests.delivery.campaigned import BY_HAND, people
from tests.delivery.house import House
from tests.storage.test_fanout import someone

PRICE = worth(expected_price("sms", "+13145550001"), "USD")
CHICAGO = {"timezone": "America/Chicago"}


async def _reckoned(house: House) -> tuple[Reckoned, str]:
    async def reckon(turn: Turn) -> tuple[Reckoned, str]:
        done = await returning.reckon(turn, BY_HAND, ReckonRoi(WhomRoi(EVERYBODY)))
        return done, english(turn).say(returning.told(done))

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
    assert said.startswith("Nobody of them can be written to: 1 ")


async def test_of_many_a_sample_stands_for_all(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "_JUDGED", 10)
    await people(house, 40)
    done, said = await _reckoned(house)
    assert (done.by_channel, done.cost) == ({"sms": 40}, 40 * PRICE)
    assert said.startswith("About 40 people can be written to (SMS 40). ")

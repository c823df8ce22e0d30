"""How long a reservation holds, and how long shops have to answer: never longer than it holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.clock import PushedClock
from flows.business import Sourcing
from flows.sourcing import order_flow
from flows.sourcing.order import Order
from handlers.engine.turn import Turn
from storage.database.stores import Database
from storage.sql import json_codec
from tests.sourced import SOUVENIRS, Souvenirs, turns_of

MONDAY = datetime(2026, 3, 2, 6, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("settings", "answer", "reserved"),
    [
        pytest.param(Sourcing(), 24, 48, id="as it is without a word in the file"),
        pytest.param(Sourcing(reserve=6 * HOUR), 6, 6, id="kept for less than shops may take"),
        pytest.param(Sourcing(answer_within=2 * HOUR), 2, 48, id="shops are to be quick"),
    ],
)
async def test_how_long_it_holds(store: Database, settings: Sourcing, answer: int, reserved: int) -> None:
    clock = PushedClock(MONDAY)
    house = await Souvenirs(turns_of(store, clock), clock, replace(SOUVENIRS, sourcing=settings)).open()
    order = await house.reserve("1234")

    async def look(turn: Turn) -> Order:
        run = await turn.unit.runs.get_open(order_flow.NAME, str(order))
        assert run is not None
        return json_codec.load(Order, run.state)

    found = await house.act(look)
    assert (found.answer_by, found.reserved_until) == (MONDAY + answer * HOUR, MONDAY + reserved * HOUR)

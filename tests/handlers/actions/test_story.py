"""The story of a person whose reminder waits for their word, told from a running sandbox."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.app import Service
from bot.clock import PushedClock
from bot.simulator.simulated_acts import Acts, Buyer, Ware
from tests.bot.simulator.shop import TUESDAY, sandbox
from tests.handlers.actions.explained import explain_person

TIGER = "tiger"
DANA = Buyer("sms:+13145550142", "Dana Park", "en", "d1")
TEE = Ware("TEE", "Tiger tee", "M", "40.00")
NIGHT = TUESDAY + timedelta(hours=13)
"""Eleven in the evening in Chicago."""


@pytest.fixture
async def service(database: str) -> AsyncIterator[Service]:
    """The sample shop on both databases, in the morning."""
    async with sandbox(database) as running:
        yield running


async def leave(service: Service) -> Acts:
    """Dana leaves a cart with the box ticked, and is asked for the second step."""
    acts = Acts(service.turns, service.clock, service.inbox)
    await acts.abandon(TIGER, "c1", [TEE], DANA, agrees=True)
    await settle(service)
    return acts


async def settle(service: Service, *, by: timedelta | None = None) -> None:
    assert service.sandbox is not None
    assert isinstance(service.clock, PushedClock)
    if by is None:
        await service.sandbox.settle()
    else:
        await service.sandbox.push(service.clock.now() + by)


async def story(service: Service) -> list[str]:
    return (await service.turns.look(TIGER, lambda turn: explain_person(turn, "Dana"))).splitlines()


async def test_a_reminder_that_waits_for_their_yes(service: Service) -> None:
    await leave(service)
    asked = "Waiting for their YES to the question by SMS: Due Tue 10:00. Sent 10:00, delivered 10:00."
    assert (await story(service))[1:] == ["The first reminder is due 10:30.", asked]
    await settle(service, by=timedelta(hours=1))
    assert (await story(service))[1:] == [asked]


async def test_a_question_that_waits_for_the_morning(database: str) -> None:
    async with sandbox(database, NIGHT) as service:
        await leave(service)
        await settle(service, by=timedelta(hours=1))
        (told,) = (await story(service))[1:]
    assert told.startswith("Waiting for their YES to the question by SMS: Due Tue 23:00, waits: quiet hours")
    assert "until 0" in told


async def test_a_promise_is_over_when_they_buy(service: Service) -> None:
    acts = await leave(service)
    for words in ("YES", "tomorrow"):
        await acts.say(TIGER, {"from": DANA.address, "text": words})
        await settle(service, by=timedelta(minutes=35))
    (promised,) = [line for line in await story(service) if "promised" in line]
    assert promised.endswith(": promised for Wed 10:00.")
    cart = (await service.turns.look(TIGER, lambda turn: turn.unit.carts.list_named(["api:c1"])))[0]
    await acts.buy(TIGER, "o1", cart, DANA, None)
    await settle(service)
    (promised,) = [line for line in await story(service) if "promised" in line]
    assert promised.endswith(": promised for Wed 10:00, and dropped, because they bought.")

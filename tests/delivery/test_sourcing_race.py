"""Shops that say yes in the same moment, in processes of their own: exactly one gets it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.conversations import EVENTS
from flows.sourcing.order_events import StockAnswered
from handlers.engine import own_events
from handlers.engine.turn import Turn
from handlers.intake import router
from storage.events.event_inbox import Stored, event_id
from storage.schema import events, payments
from storage.sourcing.partner_shops import Shops
from storage.sourcing.promises import Promises
from storage.sourcing.reservations import Reservations
from tests.delivery.racing import PROCESSES, at_once, racing
from tests.transcripts.world import BUSINESS


@pytest.mark.postgres
@pytest.mark.parametrize("server", ["packaged_postgres"], indirect=True)
async def test_of_eight_shops_that_say_yes_at_once_exactly_one_gets_it(database: str, tmp_path: Path) -> None:
    """The lanes of the inbox would give them to the order one by one; here nothing but the order's run is between."""
    orders = [f"{1000 + number}" for number in range(10)]
    lines = "\n".join(f"noor reserves {order}: 2 x SHORTS L" for order in orders)
    async with racing(tmp_path, database, lines) as (made, turns):
        shops = [shop.id for shop in await made.look(lambda turn: turn.unit.of(Shops).all())][:PROCESSES]
        assert len(shops) == PROCESSES
        winners: Counter[object] = Counter()
        for number in orders:
            order = (await made.look(lambda turn, number=number: turn.unit.of(Reservations).find_by_number(number))).id
            answers = [await made.look(said(order, shop)) for shop in shops]
            await at_once(turns, [acted_upon(one) for one in answers])
            kept = (await made.look(lambda turn, order=order: turn.unit.of(Promises).find_promises([order])))[order]
            assert [one.quantity for one in kept] == [2]
            winners[kept[0].shop] += 1
            told = await made.look(lambda turn, order=order: _told(turn, order))
            assert told.count("yours") == 1
            assert told.count("yours") + told.count("taken") == PROCESSES
            asked = select(payments.c.id).where(payments.c.order == order)
            assert len(await made.look(lambda turn, asked=asked: turn.unit.rows(asked))) == 1


def said(order: UUID, shop: UUID) -> Callable[[Turn], Awaitable[Stored]]:
    """A shop's full yes as an event of the order; it is in no queue, so that nobody else acts upon it."""

    async def news(turn: Turn) -> Stored:
        reservation = await turn.unit.of(Reservations).get(order)
        assert reservation is not None
        event = StockAnswered(order, shop, "1", "yes", 2)
        identity = event_id(BUSINESS, own_events.SOURCE, f"yes:{order}:{shop}")
        kind, customer = event.TYPE, reservation.contact
        return Stored(BUSINESS, identity, own_events.SOURCE, kind, customer, turn.now, 0, event)

    return news


def acted_upon(stored: Stored) -> Callable[[Turn], Awaitable[None]]:
    """A process acts upon it."""
    return lambda turn: router.consume(turn, stored)


async def _told(turn: Turn, order: object) -> list[str]:
    """What the desks were told of the order's only line."""
    unit = turn.unit
    rows = await unit.rows(select(events.c.type, events.c.data).where(unit.owns(events), events.c.type == "desk.told"))
    told = [EVENTS.load(row.type, row.data) for row in rows]
    answered = {one.shop for one in told if one.order == order and one.outcome in {"yours", "taken"}}
    outcomes = [one.outcome for one in told if one.order == order and one.outcome in {"yours", "taken"}]
    assert len(answered) == len(outcomes), "a shop was told two things"
    return outcomes

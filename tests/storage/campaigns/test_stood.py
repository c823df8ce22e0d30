"""A campaign's figures by audience: people stand where they stood as it began, whatever they did since."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from flows.lifecycle import Lifecycle
from storage.campaigns.stage_breakdown import AudiencePart, split_audience
from storage.database.stores import Database
from storage.schema import messages, orders
from tests.handlers.sourcing.staff.rows import START, Shop, play
from tests.storage.campaigns.mailed import HOUR, Mailed

DAY = timedelta(days=1)
LIVES = {
    Lifecycle.NEW: [10],
    Lifecycle.ACTIVE: [100, 70, 40, 10],
    Lifecycle.LOYAL: [150, 120, 90, 60, 30],
    Lifecycle.AT_RISK: [70],
    Lifecycle.DORMANT: [210, 180, 150, 120],
    Lifecycle.LOST: [130, 120, 110, 100],
}
"""Days before the campaign on which somebody of that stage had ordered."""


async def _ordered(shop: Shop, message: UUID, days: int, *, cancelled: datetime | None = None) -> None:
    """Whoever got the message had ordered so many days before it."""
    letter, which = await shop.unit.messages.get(message), shop.unit.ids.make()
    assert letter is not None
    at = START - days * DAY
    told = {"source": "api", "ref": which.hex, "number": "#1", "as_of": at, "created_at": at, "cancelled_at": cancelled}
    money = {"currency": "USD", "total": 1_000_000, "refunded": 0}
    await shop.unit.add(orders, id=which, contact=letter.contact, placed_at=at, **told, **money)


async def _parts(shop: Shop, one: Mailed) -> dict[str, AudiencePart]:
    found = await split_audience(shop.unit, shop.tenant, one.campaign, START + 2 * HOUR)
    return {part.stage: part for part in found}


async def test_each_stage_has_its_people_though_they_bought_since(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        for days in LIVES.values():
            (message,) = await spring.sent(0, 1, clicked=1, bought=1, price=8_000)
            for one in days:
                await _ordered(shop, message, one)
        await spring.sent(0, 3)
        parts = await _parts(shop, spring)
        for stage in LIVES:
            assert parts[stage.value] == AudiencePart(
                stage=stage.value, planned=1, sent=1, delivered=1, clicked=1, bought=1, revenue=40_000_000, cost=8_000
            )
        assert parts[""] == AudiencePart(stage="", planned=3, sent=3, delivered=3)
        assert next(iter(parts)) == "", "the largest first"
        assert len(parts) == len(LIVES) + 1

    await play(store, scene)


async def test_an_order_that_was_called_off_makes_nobody_a_customer(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        (message,) = await spring.sent(0, 1)
        await _ordered(shop, message, 10, cancelled=START - DAY)
        assert list(await _parts(shop, spring)) == [""]

    await play(store, scene)


async def test_those_left_alone_are_compared_with_their_own(store: Database) -> None:
    """Of ten dormant ones who were written to five came back, and of ten others none."""

    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        written = await spring.sent(0, 10, bought=5)
        alone = await spring.sent(0, 10, left_alone=True)
        await spring.drawn(written)
        await spring.drawn(alone, held=True)
        for message in (*written, *alone):
            await _ordered(shop, message, 120)
        (part,) = (await _parts(shop, spring)).values()
        assert (part.stage, part.planned, part.held_out, part.sent, part.bought) == ("dormant", 20, 10, 10, 5)
        assert part.lift is not None
        assert round(part.lift.rate, 3) == 0.5
        assert part.lift.low < 0.5 < part.lift.high

    await play(store, scene)


async def test_a_stage_has_who_read_it_who_answered_and_who_did_not_get_it(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        spring = await Mailed.out(shop)
        first, second, *_ = await spring.sent(0, 4)
        await spring.sent(0, 2, left_alone=True)
        await spring.again(first, START + HOUR)
        await shop.unit.change(messages, first, read_at=START + HOUR)
        await spring.replies(first, START + 2 * HOUR)
        await spring.stops(second, START + 2 * HOUR)
        part = (await _parts(shop, spring))[""]
        assert (part.planned, part.sent, part.held_out, part.refused) == (6, 4, 2, {"holdout": 2})
        assert (part.read, part.replied, part.opted_out) == (1, 1, 1)

    await play(store, scene)

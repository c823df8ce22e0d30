"""An order over many shops: its split is worked out beside everything else, once, and not lost when a process dies."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import select

from bot.clock import PushedClock
from bot.conversations import CONVERSATIONS, EVENTS
from bot.sender import SenderWorker
from bot.sourcing.sourcing_calls import divide
from bot.vault import Vault
from flows.availability import Availability
from flows.delivery import Answer
from flows.engine import Called
from flows.money import Money
from flows.sourcing import order_split
from flows.sourcing.order import Order
from flows.sourcing.order_events import StockAnswered
from flows.sourcing.planning import highs_split
from flows.sourcing.shop_ask import Says
from flows.sourcing.sourcing_call_kinds import SPLIT
from handlers.actions.business_file_apply import apply
from handlers.business_file import BusinessFile
from handlers.calls import call_lifecycle
from handlers.calls.call_lifecycle import CallRequest
from handlers.calls.call_names import PLANNER
from handlers.delivery import outbox_claims
from handlers.engine import own_events
from handlers.engine.turn import Turn
from handlers.sourcing.order_history import load_histories
from storage.businesses.service_operations import release_leases
from storage.database.stores import Database
from storage.schema import calls, events
from storage.sending.call_records import CallRecord
from storage.sending.outbox import OutboxEntry
from storage.sourcing.partner_shops import Shops
from storage.sourcing.promises import Promises
from storage.sourcing.reservations import Reservations
from storage.store.products import Listing
from tests.delivery.played import played, shops
from tests.sourced import SOUVENIRS, Souvenirs, turns_of
from tests.transcripts.world import BUSINESS, World

SHOPS, LINES, PIECES = 16, 16, 2  # more shops than are enumerated
_PRODUCT = """\
  [[products]]
  sku = "THING-{number}"
  title = "Thing {number}"
  price = 350
  availability = "source_4_7_days"
"""
_PLAY = """\
A large order.

sells souvenirs
settings
  sourcing.wave = {wave}
{more}

Mon 2026-03-02 11:00 IST
noor reserves 1234: {items}
"""


@pytest.fixture
async def large(database: str, tmp_path: Path) -> AsyncIterator[World]:
    """Sixteen lines, asked of sixteen shops; the test runs once on each kind of database."""
    more = shops(SHOPS) + "".join(_PRODUCT.format(number=number) for number in range(LINES))
    items = ", ".join(f"{PIECES} x THING-{number}" for number in range(LINES))
    transcript = _PLAY.format(wave=SHOPS, more=more, items=items)
    async with played(tmp_path, database, transcript) as made:
        yield made


async def test_sixteen_shops_share_sixteen_lines(large: World) -> None:
    """Shop n will have every line but those of its number; two that lack different ones are enough, one is not."""
    order = (await large.look(lambda turn: turn.unit.of(Reservations).find_by_number("1234"))).id
    shops = [shop.id for shop in await large.look(lambda turn: turn.unit.of(Shops).all())]
    assert len(shops) == SHOPS
    await large.service.turns.act(BUSINESS, offering(order, shops))
    await large.settle()
    await large.push(large.now + timedelta(hours=2))
    kept = (await large.look(lambda turn: turn.unit.of(Promises).find_promises([order])))[order]
    given: defaultdict[str, int] = defaultdict(int)
    for promise in kept:
        given[promise.line] += promise.quantity
    assert given == {str(number): PIECES for number in range(1, LINES + 1)}
    notes = [step.note for step in (await large.look(lambda turn: load_histories(turn, [order])))[order]]
    if highs_split.is_installed():
        assert len({promise.shop for promise in kept}) == 2
        assert not [note for note in notes if "quick method" in note]
    else:
        assert [note for note in notes if note.endswith("the extra planning is not installed")]
    assert (await large.look(lambda turn: turn.unit.of(Reservations).get(order))).status == "available"


def offering(order: UUID, shops: list[UUID]) -> Callable[[Turn], Awaitable[None]]:
    """Each of the shops will have everything tomorrow, but for every sixteenth line, another one for each shop."""

    async def work(turn: Turn) -> None:
        reservation = await turn.unit.of(Reservations).get(order)
        assert reservation is not None
        assert reservation.contact is not None
        later = turn.now + timedelta(days=1)
        for (place, shop), line in itertools.product(enumerate(shops), range(1, LINES + 1)):
            if line % SHOPS != place:
                event = StockAnswered(order, shop, str(line), Says.LATER.value, PIECES, later)
                await own_events.emit(turn, reservation.contact, event, f"offer:{shop}:{line}")

    return work


class Planners:
    """Accounts of a business that calls nobody but its planner."""

    async def channel(self, _business: str, _channel: str) -> None:
        return None

    async def caller(self, _business: str, provider: str) -> Callable[[CallRequest], Awaitable[Answer]] | None:
        return divide if provider == PLANNER else None

    def callback(self, _business: str, _channel: str, _message: UUID) -> str | None:
        return None


@pytest.fixture
async def waiting(store: Database, clock: PushedClock) -> Souvenirs:
    """An order of twelve lines of which one shop will have all; its split is asked for, and nobody has looked at it."""
    made = await Souvenirs(turns_of(store, clock), clock).open()
    skus = [f"THING-{number}" for number in range(1, 13)]
    price = Money.parse(350, "INR")
    listings = [Listing(sku, sku, price, Availability.SOURCE_4_7_DAYS) for sku in skus]
    await made.act(lambda turn: turn.unit.products.add(listings, turn.now))
    await made.reserve("A1", *((sku, "", PIECES) for sku in skus))
    later = clock.now() + timedelta(days=1)
    for shop, line in itertools.product(("connaught", "karol"), range(1, 13)):
        await made.give("A1", offer(made.shops[shop], line, later))
    made.later(minutes=61)
    await made.elapses("A1", "wave")
    return made


def offer(shop: UUID, line: int, later: datetime) -> Callable[[Order], StockAnswered]:
    """The shop will have what is wanted of a line."""
    return lambda order: StockAnswered(order.id, shop, str(line), Says.LATER.value, PIECES, later)


async def begun(made: Souvenirs) -> tuple[OutboxEntry, CallRequest]:
    """A process takes the split from the outbox and marks it."""

    async def work(turn: Turn) -> tuple[OutboxEntry, CallRequest]:
        sender = await turn.unit.senders.find_for_channel(PLANNER)
        assert sender is not None
        (entry,) = await outbox_claims.claim(turn, sender.id)
        request = await call_lifecycle.begin(turn, entry)
        assert request is not None
        return entry, request

    return await made.act(work)


async def call_of(made: Souvenirs) -> CallRecord:
    """The split as a call."""

    async def work(turn: Turn) -> CallRecord:
        (row,) = await turn.unit.rows(select(calls.c.id).where(turn.unit.owns(calls), calls.c.kind == SPLIT))
        found = await turn.unit.calls.get(row.id)
        assert found is not None
        return found

    return await made.act(work)


async def answers(made: Souvenirs) -> list[Called]:
    """What the order is told of its split, once it is acted upon."""

    async def work(turn: Turn) -> list[Called]:
        rows = await turn.unit.rows(select(events.c.type, events.c.data).where(events.c.type == "run.called"))
        told = [EVENTS.load(row.type, row.data) for row in rows]
        return [one for one in told if one.kind == SPLIT]

    return await made.act(work)


async def test_a_split_is_found_though_the_process_that_began_died(waiting: Souvenirs) -> None:
    """What it had begun is found by the next one, and what it says late changes nothing."""
    entry, request = await begun(waiting)
    await waiting.turns.store.write("", release_leases)
    await SenderWorker(waiting.turns, Planners()).step()
    late = await divide(request)
    await waiting.act(lambda turn: call_lifecycle.conclude(turn, entry, request, late))
    (answer,) = await answers(waiting)
    assert len(order_split.read_shares(str(answer.values["shares"]))) == 12
    assert (await call_of(waiting)).status == "done"


async def test_a_split_that_nobody_can_read_is_answered_as_failed(waiting: Souvenirs) -> None:
    entry, request = await begun(waiting)
    wrong = await divide(CallRequest(request.id, request.kind, "", {}, request.starts_at, None, None))
    await waiting.act(lambda turn: call_lifecycle.conclude(turn, entry, request, wrong))
    (answer,) = await answers(waiting)
    assert answer.failure == "alert"


async def test_applying_the_file_again_leaves_what_waits_to_be_split(waiting: Souvenirs) -> None:
    file = BusinessFile(SOUVENIRS, {})

    async def work(turn: Turn) -> None:
        await apply(CONVERSATIONS, turn.unit, file, Vault("a key of this test alone"), turn.now, turn.elapsed)

    await waiting.act(work)
    await SenderWorker(waiting.turns, Planners()).step()
    assert len(await answers(waiting)) == 1

"""``bench sourcing``: the cost of one shopkeeper's reply with few and with many open orders.

A reply is stored as any message. The benchmark measures the rest: parsing the reply with its question, matching it to a
request, the shop's decision, the order's decision, and updating the desks of all asked shops.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from statistics import median
from typing import Any
from uuid import UUID

from sqlalchemy import select

from bot.app import assemble_crew
from bot.bench import bench_shop, sourcing_market, stopwatch
from bot.bench.bench_sheet import Sheet, at_most
from bot.bench.bench_shop import BUSINESS
from bot.bench.sourcing_market import CHANNEL, MARKET, NUMBER, Market, MarketOrder, Stall
from bot.clock import SystemClock
from bot.config import load
from bot.conversations import CONVERSATIONS
from bot.open_turns import OpenTurns
from bot.service_loading import keep_what_is_loaded
from flows.events import MessageReceived
from flows.sourcing.order_state import Status
from handlers.conversation import Conversations, Flow
from handlers.engine.turn import Turn
from handlers.intake import intake, router
from handlers.people.inbound_event import InboundEvent
from storage.events.event_inbox import NEW, Stored
from storage.schema import events
from storage.sourcing.reservations import Reservations

WHO = "Parley"
MATCHED, DECIDED, REPLY, TOLD, ALONE = "reply matched", "order decides", "one reply", "shops told", "slowest decision"
GOAL = 1.5
_REPLIES, _FIRST = 40, 4  # of one run that count, and before them, that load what is loaded once


@dataclass(frozen=True, slots=True)
class SourcingPlan:
    """The measurement: ``few`` and ``many`` open orders over ``shops`` shops. ``database_url`` None is SQLite."""

    runs: int = 5
    few: int = 100
    many: int = 10_000
    shops: int = 200
    database_url: str | None = None


@dataclass(slots=True)
class _Taken:
    """Seconds that each part of each reply took, and each decision alone."""

    parts: dict[str, list[float]] = field(default_factory=lambda: {name: [] for name in (MATCHED, DECIDED, TOLD)})
    decisions: list[float] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _SourcingCase:
    """One of the two databases, filled, and its measurements."""

    many: int
    filled: Market
    turns: OpenTurns
    taken: _Taken


async def measure_sourcing(plan: SourcingPlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises Lived."""
    sheet = Sheet("sourcing", _settings(plan))
    sizes = (plan.few, plan.many)
    for _ in range(plan.runs):
        # Two files at once, so that a slow moment of the machine affects both alike; a server has one database.
        for group in [sizes] if plan.database_url is None else [(one,) for one in sizes]:
            async with AsyncExitStack() as stack:
                cases = [await stack.enter_async_context(_prepare_case(plan, many)) for many in group]
                await _measure(cases)
            for case in cases:
                _note(sheet, _make_name(case.many), case.taken)
    few, much = map(_make_name, sizes)
    for figure in (REPLY, MATCHED, DECIDED, TOLD):
        goal = at_most(GOAL) if figure == REPLY else None
        sheet.compare(f"{figure}: to {few}", (WHO, much, figure), (WHO, few, figure), goal)
    return sheet


def _make_name(many: int) -> str:
    return f"{many:,} open orders"


def _settings(plan: SourcingPlan) -> dict[str, Any]:
    described = bench_shop.describe_database(plan.database_url)
    return {**described, "runs": plan.runs, "shops": plan.shops, "replies in a run": _REPLIES}


def _note(sheet: Sheet, case: str, taken: _Taken) -> None:
    whole = [sum(both) for both in zip(taken.parts[MATCHED], taken.parts[DECIDED], strict=True)]
    for figure, seconds in {**taken.parts, REPLY: whole}.items():
        sheet.note(WHO, case, figure, "ms", median(seconds) * 1000)
    sheet.note(WHO, case, ALONE, "ms", stopwatch.find_percentile(taken.decisions, 0.99) * 1000)


@asynccontextmanager
async def _prepare_case(plan: SourcingPlan, many: int) -> AsyncIterator[_SourcingCase]:
    """Yield a database with ``many`` open orders, and a sample of orders, each of a different shop."""
    with bench_shop.make_folder() as folder:
        url, clock, taken = plan.database_url or f"sqlite:///{folder}/sourcing.db", SystemClock(), _Taken()
        await bench_shop.prepare_business(url, MARKET)
        async with bench_shop.open_store(url) as store:
            filled = await sourcing_market.build(store, store.ids, many, plan.shops, clock.now())
        await bench_shop.settle_down(url)
        crew = assemble_crew(load(bench_shop.make_environment(url)), clock)
        held = [
            replace(talk, flows=tuple(_time_decisions(one, taken.decisions) for one in talk.flows))
            for talk in CONVERSATIONS.all
        ]
        tools = replace(crew.turns.tools, conversations=Conversations(tuple(held)))
        try:
            yield _SourcingCase(many, filled, OpenTurns(crew.turns.store, clock, tools), taken)
        finally:
            await crew.turns.store.close()


async def _measure(cases: Sequence[_SourcingCase]) -> None:
    """Time reply after reply, alternating between the databases; the first replies are a warm-up."""
    keep_what_is_loaded()
    chosen = [_choose_orders(case.filled) for case in cases]
    for number, orders in enumerate(zip(*chosen, strict=False)):
        for case, bought in zip(cases, orders, strict=True):
            if number == _FIRST:
                case.taken.decisions.clear()
            took = await _reply(case.turns, case.filled, bought, quotes=bool(number % 2), number=number)
            for name, seconds in took.items() if number >= _FIRST else ():
                case.taken.parts[name].append(seconds)


def _time_decisions(flow: Flow, seconds: list[float]) -> Flow:
    """Return a flow that records how long each of its decisions takes."""

    def decide(*given: Any) -> Any:
        began = stopwatch.read_stopwatch()
        decision = flow.decide(*given)
        seconds.append(stopwatch.read_stopwatch() - began)
        return decision

    return replace(flow, decide=decide)


def _choose_orders(filled: Market) -> Sequence[MarketOrder]:
    """Return orders from the whole range, each with a different first shop."""
    step = max(len(filled.orders) // (_REPLIES + _FIRST), 1)
    found: dict[int, MarketOrder] = {}
    for one in filled.orders[::step]:
        found.setdefault(one.keepers[0], one)
    return list(found.values())[: _REPLIES + _FIRST]


async def _reply(
    turns: OpenTurns, filled: Market, bought: MarketOrder, *, quotes: bool, number: int
) -> dict[str, float]:
    """Play one reply of the order's first shop, which has everything, and return how long each part took."""
    stall = filled.stalls[bought.keepers[0]]
    stored = await _store(turns, stall, bought, quotes=quotes, number=number)
    took = {MATCHED: await _time_turn(turns, [stored])}
    took[DECIDED] = await _time_turn(turns, await _list_unhandled(turns, "stock.answered"))
    took[TOLD] = await _time_turn(turns, await _list_unhandled(turns, "desk.told"))
    kept = await turns.look(BUSINESS, lambda turn: turn.unit.of(Reservations).get(bought.order.id))
    assert kept is not None, "it was written with the others"
    assert kept.status == Status.AVAILABLE.value, "the shop's yes was read, matched, and moved the order"
    return took


async def _store(turns: OpenTurns, stall: Stall, bought: MarketOrder, *, quotes: bool, number: int) -> Stored:
    """Store the shop's reply, with or without a quote; it names the order if the shop was asked for several."""
    event = MessageReceived(
        CHANNEL, stall.value, NUMBER, f"reply-{number}", f"{bought.order.number} haan 2 hai", turns.clock.now(),
        reply_to=stall.asked_in[bought.order.id] if quotes else None,
    )  # fmt: skip
    told = InboundEvent(CHANNEL, event.key, event, None)
    taken = await turns.act(BUSINESS, lambda turn: intake.take(turn, told))
    return await turns.look(BUSINESS, lambda turn: _store_order(turn, taken.id))


async def _store_order(turn: Turn, identity: UUID) -> Stored:
    found = await turn.unit.inbox.get(identity)
    assert found is not None, "it was stored a moment ago"
    return found


async def _list_unhandled(turns: OpenTurns, kind: str) -> list[Stored]:
    """Return the unhandled events of that kind."""
    waiting = (events.c.type == kind, events.c.status == NEW)

    async def look(turn: Turn) -> list[Stored]:
        rows = await turn.unit.rows(
            select(events.c.id).where(turn.unit.owns(events), *waiting).order_by(events.c.arrival)
        )
        return [await _store_order(turn, row.id) for row in rows]

    found = await turns.look(BUSINESS, look)
    assert found, f"an event of the kind {kind} is sent"
    return found


async def _time_turn(turns: OpenTurns, stored: Sequence[Stored]) -> float:
    """Return the seconds of handling these events, each in its own transaction."""
    began = stopwatch.read_stopwatch()
    for one in stored:
        await turns.act(BUSINESS, partial(router.consume, stored=one))
    return stopwatch.read_stopwatch() - began

"""Stock known from a shop's answer to an order, until the shop takes its word back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.sourcing.ask import Ask, Says
from flows.sourcing.line import Line, PromiseState
from flows.sourcing.order import Order
from handlers.sourcing import waitlist
from handlers.turn import Turn
from storage.sourcing.inventory import Inventory, Source, Stated

_TOLD = frozenset({Says.YES, Says.PART, Says.NO})


async def learn(turn: Turn, before: Order | None, after: Order) -> None:
    """Take over what is new in the answers of the shops that this order asked."""
    was = {(ask.shop, ask.line): ask for ask in before.asks} if before else {}
    said = list[tuple[Ask, Line]]()
    for ask in after.asks:
        line, earlier = after.line(ask.line), was.get((ask.shop, ask.line))
        if line is None or (earlier is not None and (earlier.says, earlier.answered_at) == (ask.says, ask.answered_at)):
            continue
        if ask.says is Says.TAKEN_BACK:
            await turn.unit.of(Inventory).take_word_back(ask.shop, line.product, line.size, turn.now)
        elif ask.says is Says.OPEN and earlier is not None and earlier.says is Says.NO:
            await turn.unit.of(Inventory).forget_no(ask.shop, line.product, line.size)
        elif ask.says in _TOLD and ask.answered_at is not None:
            said.append((ask, line))
    if said:
        await _keep(turn, after, said)


async def _keep(turn: Turn, order: Order, said: Sequence[tuple[Ask, Line]]) -> None:
    """Keep the counts of an answer, and wake the people who wait for a product that was gone."""
    known = await turn.unit.of(Inventory).of({line.product for _, line in said}, {ask.shop for ask, _ in said})
    counts = {(one.shop, one.product, one.size): one for one in known}
    stated = [_stated(turn, order, ask, line, counts.get((ask.shop, line.product, line.size))) for ask, line in said]
    await waitlist.learn(turn.unit, stated, turn.now, known=known)


def _stated(turn: Turn, order: Order, ask: Ask, line: Line, known: Stated | None) -> Stated:
    """What an answer tells of a shop's stock, beside what it keeps for other orders. A yes to as many as were wanted is
    no count, nor is one that came too late: it tells that they are there, and a count that holds as many stands."""
    theirs = (one for one in order.promises if (one.shop, one.line) == (ask.shop, ask.line))
    kept = sum(one.quantity for one in theirs if one.stand is PromiseState.HELD)
    counts = ask.quantity > line.wanted and (kept or ask.held)
    if known and ask.says is Says.YES and not counts and ask.quantity <= known.quantity - known.taken + kept:
        return replace(known, price=known.price if ask.price is None else ask.price)
    others = max(known.kept - kept, 0) if known else 0
    quantity = others if ask.says is Says.NO else max(ask.quantity, min(ask.quantity, line.wanted) + others)
    return Stated(ask.shop, line.product, line.size, quantity, turn.now, Source.REPLY, ask.price)

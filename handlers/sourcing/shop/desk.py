"""A shop's desk as it stands: the requests to the shop, and its answers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from flows.sourcing.desk import flow as shop_desk
from flows.sourcing.desk.requests import Desk, Request
from flows.sourcing.line import PromiseState
from handlers.turn import Turn
from storage import codec
from storage.runs import Run
from storage.sourcing.promises import Promises
from storage.sourcing.shops import Shop

_REMEMBERED = timedelta(days=30)
"""How long after a shop left it hears, once it is back, of what it need not keep."""


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """A shop's desk: its run, and its state, which is large and read once for a message."""

    run: Run
    state: Desk


async def desk_of(turn: Turn, shop: Shop) -> OpenDesk | None:
    """The shop's desk; None for a shop without any request so far."""
    run = await turn.unit.runs.open(shop_desk.NAME, str(shop.id))
    return None if run is None else OpenDesk(run, codec.load(Desk, run.state))


async def left_behind(turn: Turn, shop: Shop) -> tuple[list[Request], list[Request]]:
    """What a shop that comes back had kept and need not any more, and what it was asked for and need not answer."""
    run = await turn.unit.runs.ended_last(shop_desk.NAME, shop.id)
    if run is None or run.ended_at is None or run.ended_at < turn.now - _REMEMBERED:
        return [], []
    kept = {(one.order, one.line.id) for one in await turn.unit.of(Promises).kept_by(shop.id, PromiseState.HELD)}
    requests = [one for one in codec.load(Desk, run.state).requests if not one.closed_at and one.key not in kept]
    asked = [one for one in requests if one.open and one.round and one.deadline > turn.now]
    return [one for one in requests if one.kept], asked

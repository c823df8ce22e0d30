"""A shop's desk as it stands: the requests to the shop, and its answers."""

from __future__ import annotations

from dataclasses import dataclass

from flows.sourcing.desk import flow as shop_desk
from flows.sourcing.desk.requests import Desk
from handlers.turn import Turn
from storage import codec
from storage.runs import Run
from storage.sourcing.shops import Shop


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """A shop's desk: its run, and its state, which is large and read once for a message."""

    run: Run
    state: Desk


async def desk_of(turn: Turn, shop: Shop) -> OpenDesk | None:
    """The shop's desk; None for a shop without any request so far."""
    run = await turn.unit.runs.open(shop_desk.NAME, str(shop.id))
    return None if run is None else OpenDesk(run, codec.load(Desk, run.state))

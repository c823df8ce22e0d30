"""How a product's stock changed: who counted, what came in, what is held or was sold, and with which order."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from flows.phrase import Ours, Text
from handlers.actions.action import Origin, Refused
from handlers.sourcing.actions.refusals import WhyNot
from handlers.sourcing.actions.stock_counted import AT_SHOP, OWN
from handlers.sourcing.history import ShownStep, histories, name_of
from handlers.turn import Turn
from storage.deeds import Deed, Deeds
from storage.products import Product
from storage.sourcing.facts.stock import StockMove, stock_moves
from storage.sourcing.shops import Shop, Shops
from storage.sourcing.stocks import Stocks

_MOST = 30  # of each kind of change that are looked at; fewer fit a phone


@dataclass(frozen=True, slots=True)
class ShowStockHistory:
    """The changes of a product's stock, in these sizes or in all."""

    product: UUID
    sizes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StockChange:
    """A count by the staff, or a move with an order; ``who`` did it, "" where that is not known any more."""

    at: datetime
    of: Deed | StockMove
    who: Text
    shop: Shop | None


@dataclass(frozen=True, slots=True)
class StockHistory:
    """A product with ``free`` pieces of ``count`` now, and its changes, the newest first."""

    product: Product
    free: int
    count: int
    changes: Sequence[StockChange]


async def show_stock_history(turn: Turn, _origin: Origin, command: ShowStockHistory) -> StockHistory:
    """The latest changes of a product's stock."""
    product = (await turn.unit.products.by_ids([command.product])).get(command.product)
    if product is None:
        raise Refused(WhyNot.NOT_SOLD, more=Ours("/stock"))
    sizes = command.sizes or product.sizes
    changes = [*await _counts(turn, product, sizes), *await _moves(turn, product, sizes)]
    known = (await turn.unit.of(Stocks).of([product.id])).values()
    own = [stock for stock in known if stock.size in sizes]
    free, count = sum(stock.free for stock in own), sum(stock.count for stock in own)
    return StockHistory(product, free, count, sorted(changes, key=lambda one: one.at, reverse=True))


async def _counts(turn: Turn, product: Product, sizes: Sequence[str]) -> list[StockChange]:
    deeds = [
        one
        for one in await turn.unit.of(Deeds).about(product.id, (OWN, AT_SHOP), _MOST)
        if one.figures["size"] in sizes
    ]
    names = {one.by: await name_of(turn, one.by) for one in deeds}
    shops = await turn.unit.of(Shops).by_ids([UUID(one.figures["shop"]) for one in deeds if one.kind == AT_SHOP])
    at = {one.id: shops.get(UUID(one.figures["shop"])) for one in deeds if one.kind == AT_SHOP}
    return [StockChange(one.at, one, names[one.by], at.get(one.id)) for one in deeds]


async def _moves(turn: Turn, product: Product, sizes: Sequence[str]) -> list[StockChange]:
    moves = await stock_moves(turn.unit, product.id, sizes, _MOST)
    steps = await histories(turn, {one.order for one in moves})
    shops = await turn.unit.of(Shops).by_ids([one.shop for one in moves if one.shop is not None])
    return [StockChange(one.at, one, _who(one, steps), shops.get(one.shop) if one.shop else None) for one in moves]


def _who(move: StockMove, steps: Mapping[UUID, Sequence[ShownStep]]) -> Text:
    """The actor of the step by which the pieces moved, in the same turn."""
    return next((step.who for step in reversed(steps[move.order]) if step.at == move.at), "")

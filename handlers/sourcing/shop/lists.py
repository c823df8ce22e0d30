"""A list of its stock that a shop sent as a file: what its rows mean is taken over, and the shop told."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from handlers.sourcing.customer.wares import shelf_of
from handlers.sourcing.replies.stock.goods import Counted, Shelf
from handlers.sourcing.replies.stock.lists import (
    LARGEST_QUANTITY,
    Listed,
    figures_said,
    place,
    read_stock_list,
    rows_said,
)
from handlers.sourcing.shop import stock
from handlers.sourcing.shop.lines import few, pieces
from handlers.sourcing.shop.talk import Talk, say
from handlers.turn import Turn
from storage.products import Product
from storage.sourcing.inventory import Source

MOST_GUESSED = 100  # rows of a list whose product is not named exactly


async def take_list(turn: Turn, talk: Talk, text: str) -> None:
    """Take over a list that the shop sent as a file; what it does not name stays as it was. Raises NoList.

    Of two rows of one thing the last one counts, as in a sheet that was filled in downwards; the shop is told so.
    """
    listed = read_stock_list(text)
    products = await turn.unit.products.all()
    placed = _placed(listed.rows, shelf_of(products))
    counted = {(one.goods, one.size): one for _, one in placed if one is not None}
    await stock.keep(turn, talk, products, list(counted.values()), Source.LIST)
    unknown = (*(row.said for row, one in placed if one is None), *rows_said(listed.mistakes))
    values: dict[str, Any] = {"count": len(counted), "unknown": few(unknown) or None, "most": LARGEST_QUANTITY}
    values |= {"refused": few(figures_said(listed.mistakes)) or None}
    await say(turn, talk, "shop_list_taken", repeated=few(_repeated(placed, products)) or None, **values)


def _repeated(placed: Sequence[tuple[Listed, Counted | None]], products: Sequence[Product]) -> list[str]:
    """What several rows name, with those rows: "Tiger Shorts L × 7 (row 2, 9)"."""
    rows: dict[tuple[int, str], list[tuple[Listed, Counted]]] = {}
    for row, one in placed:
        if one is not None:
            rows.setdefault((one.goods, one.size), []).append((row, one))
    return [
        f"{pieces(products[goods], size, same[-1][1].quantity)} (row {', '.join(str(row.line) for row, _ in same)})"
        for (goods, size), same in rows.items()
        if len(same) > 1
    ]


def _placed(rows: Sequence[Listed], shelf: Shelf) -> list[tuple[Listed, Counted | None]]:
    """Which product each row means. What is named exactly is found at once; of the rest only so many are guessed at,
    because each takes milliseconds in which nobody else is served."""
    left, found = MOST_GUESSED, list[tuple[Listed, Counted | None]]()
    for row in rows:
        exact = (row.sku and shelf.by_sku(row.sku) is not None) or (row.title and shelf.is_titled(row.title))
        left -= 0 if exact else 1
        found.append((row, place(row, shelf) if exact or left >= 0 else None))
    return found

"""What is missing, what is to be fetched where, and what was fetched before: for an /assign or a /picked that names no
order, as one does that is tapped in "/assign 1234 SHOP", or that comes twice."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flows.phrase import tap
from flows.sourcing.line import Line, Promise, Stand
from flows.sourcing.order import Order
from handlers.admins import said
from handlers.admins.command import Reply
from handlers.admins.examples import fill
from handlers.replies.text import normalise
from handlers.sourcing import shown
from handlers.sourcing.at_hand import order_by_id
from handlers.sourcing.shown import next_tap
from handlers.sourcing.staff.meant import Meant, best, lines_of, shop_names
from handlers.turn import Turn
from storage.sourcing.reservations import Reservations
from storage.sourcing.shops import Shop, Shops
from storage.sourcing.stages import Stage

_MOST = 8  # orders or visits that are offered to be tapped
_LACKING = (Stage.NOBODY, Stage.LACKING, Stage.ASKING)


async def which_lacks(turn: Turn) -> Reply:
    """The orders that lack something, whoever waits longest for it first, each to be tapped for its shops."""
    found = await turn.unit.of(Reservations).by_stage(_MOST)
    rows = [row for stage in _LACKING if stage in found for row in found[stage].first][:_MOST]
    orders = [await order_by_id(turn, row.id) for row in rows]
    lines = [
        f"{tap('assign', one.order.number)} {shown.missing(one.order)}" for one in orders if one and one.order.lacks
    ]
    if not lines:
        example = await fill(turn, "/assign {order} {shop}")
        return Reply(f"Nothing is missing. Example: {example}\nAll that are open: /orders", understood=False)
    return Reply(said.short(["Which order?", *lines, "All that are open: /orders"]), understood=False)


async def which_visit(turn: Turn) -> Reply:
    """What waits at which shop, the most urgent order first, each to be tapped as fetched."""
    waiting = (await turn.unit.of(Reservations).by_stage(_MOST)).get(Stage.TO_FETCH)
    orders = [await order_by_id(turn, row.id) for row in waiting.first] if waiting else []
    visits = [line for one in orders if one is not None for line in await _taps(turn, one.order)]
    if not visits:
        example = await fill(turn, "/picked {order} {shop}")
        return Reply(f"Nothing is to be fetched. Example: {example}\nAll that are open: /orders", understood=False)
    more = ["More: /orders_to_fetch"] if len(visits) > _MOST or (waiting and waiting.many > len(orders)) else []
    lines = ["What was fetched?", *visits[:_MOST], *more, "All that are open: /orders"]
    return Reply(said.short(lines), understood=False)


async def _taps(turn: Turn, order: Order) -> list[str]:
    """ "/picked_1234_mehta Mehta Souvenirs: 2 Tiger Shorts L", for each shop that keeps something of it."""
    shops, left = await turn.unit.of(Shops).by_ids(shown.shops_to_visit(order)), shown.to_fetch(order)
    return [
        f"{tap('picked', order.number, shop.ref)} {shown.shop_name(shop)}: {shown.kept(order, of_shop(left, shop.id))}"
        for shop in (shops[one] for one in shown.shops_to_visit(order) if one in shops)
    ]


async def fetched_before(turn: Turn, meant: Meant) -> Reply | None:
    """What to say of a shop that has given all it kept; None where another is meant, or a line that is still there.

    A shop's whole name wins over a word of what another one keeps, for that is what a tap says.
    """
    order, left = meant.order, shown.to_fetch(meant.order)
    given = {one.shop for one in order.promises if one.stand is Stand.PICKED and one.shop is not None}
    to_visit = await turn.unit.of(Shops).by_ids(shown.shops_to_visit(order))
    done = await turn.unit.of(Shops).by_ids(given - to_visit.keys())
    found, rest = best(meant.rest, done.values(), shop_names)
    if len(found) != 1:
        return None
    other = best(meant.rest, to_visit.values(), shop_names)[0] or lines_of(meant.rest, lines_in(order, left))
    if other and not _is_named(meant.rest, found[0]):
        return None
    return line_fetched_before(order, found[0], rest) or line_fetched_before(order, found[0], ())


def line_fetched_before(order: Order, shop: Shop, words: Sequence[str]) -> Reply | None:
    """What to say of lines that were fetched at this shop before; None where the words name none of them."""
    picked = of_shop(tuple(one for one in order.promises if one.stand is Stand.PICKED), shop.id)
    lines = lines_of(words, lines_in(order, picked))
    if not lines:
        return None
    here = tuple(one for one in picked if one.line in {line.id for line in lines})
    left = shown.to_fetch(order)
    more = f" Still to fetch: {shown.kept(order, left)}." if left else ""
    return Reply(
        f"{shown.shop_name(shop)}: {shown.kept(order, here)}, here already. Nothing was changed.{more}\n"
        f"Next: {next_tap('order', order)}"
    )


def _is_named(words: Sequence[str], shop: Shop) -> bool:
    """Whether the words are the whole of what a shop goes by, as they are in a command that was tapped."""
    return normalise(" ".join(words)) in {normalise(name.replace("-", " ")) for name in (shop.ref, shop.name)}


def of_shop(promises: Sequence[Promise], shop: UUID) -> tuple[Promise, ...]:
    """Those of them that are this shop's."""
    return tuple(one for one in promises if one.shop == shop)


def lines_in(order: Order, promises: Sequence[Promise]) -> list[Line]:
    """The lines of which these promises are, each once."""
    return [line for line in order.lines if any(one.line == line.id for one in promises)]

"""Where an order's pieces are: who keeps how many, and which are still to be fetched or made."""

from collections.abc import Collection, Iterable, Iterator
from uuid import UUID

from flows.phrase import Text, phrase
from flows.sourcing.order import Order
from flows.sourcing.order_draft import OrderDraft, join_parts, name_pieces
from flows.sourcing.order_line import Line, Promise, PromiseState


def name_holders(draft: OrderDraft, promises: Iterable[Promise], bringing: Collection[UUID] = ()) -> Text:
    """Format who keeps how many pieces, and marks the ``bringing`` shops: "Karol Bagh Gifts: 2, own stock: 1"."""
    pieces: dict[UUID | None, int] = {}
    for one in promises:
        pieces[one.shop] = pieces.get(one.shop, 0) + one.quantity
    return join_parts(
        phrase(
            "brings_many" if shop in bringing else "keeps_many",
            keeper=draft.shop(shop) if shop else phrase("own_stock"),
            many=many,
        )
        for shop, many in pieces.items()
    )


def list_shops(draft: OrderDraft) -> Text:
    """Format the shops with pieces to fetch, and their quantities: "Connaught Gifts: 6, Karol Bagh: 4 (brings it)"."""
    return name_holders(draft, _list_at_shops(draft.order), draft.facts.bringing)


def name_bringing_shops(draft: OrderDraft) -> Text | None:
    """Format the shops that bring all pieces of an order, and how many; None if the staff must fetch some."""
    held = tuple(_list_at_shops(draft.order))
    return name_holders(draft, held) if all(one.shop in draft.facts.bringing for one in held) else None


def is_at_shops(draft: OrderDraft) -> bool:
    """Return True if a shop has pieces to fetch."""
    return any(_list_at_shops(draft.order))


def _list_at_shops(order: Order) -> Iterator[Promise]:
    return (one for one in order.promises if one.shop is not None and one.stand is PromiseState.HELD)


def list_unfetched(order: Order) -> tuple[Line, ...]:
    """Return the lines with pieces still at a shop or not made yet."""
    return tuple(line for line in order.wants if count_here(order, line) < line.wanted)


def count_here(order: Order, line: Line) -> int:
    """Return how many pieces of a line are with us: fetched, or our own; made pieces count after their check."""
    there = (one for one in order.promises if one.line == line.id)
    ours = (one for one in there if one.stand is PromiseState.PICKED or (one.shop is None and not line.made))
    return sum(one.quantity for one in ours)


def describe_missing(order: Order) -> Text:
    """Format the missing pieces by line: "1 of 4 Taj Mug, 2 Tiger Shorts L"."""
    return join_parts(_name_pieces(line, line.wanted - count_here(order, line)) for line in list_unfetched(order))


def _name_pieces(line: Line, many: int) -> Text:
    whole = name_pieces(line, line.wanted)
    return whole if many == line.wanted else phrase("some_of", many=many, item=whole)

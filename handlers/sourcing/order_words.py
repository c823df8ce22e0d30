"""Texts for the staff's chat about orders, shops and kept pieces."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from flows import phrase as phrases
from flows.money import Money
from flows.phrase import Lines, Ours, Text, phrase, tap
from flows.sourcing.order import Order
from flows.sourcing.order_draft import name_pieces
from flows.sourcing.order_line import Line, Promise, PromiseState
from storage.sourcing.partner_shops import Shop
from storage.store.products import Product
from templates.message_values import quote_line

TITLE = 40
"""Characters of a title or a name."""


def name_owed(amount: Money) -> Text:
    """Format the amount owed to a shop or overpaid: "₹200 is owed now"."""
    if amount.micros < 0:
        return phrase("comes_off_next_payout", amount=Money(-amount.micros, amount.currency))
    return phrase("is_owed_now", amount=amount)


def name_shop(shop: Shop | None) -> Text:
    """Format a shop's name for the staff, on one line."""
    return quote_line(shop.name, TITLE) if shop else phrase("gone_shop")


def pieces(line: Line, quantity: int) -> str:
    """Format a number of pieces of a line: "2 Tiger Shorts L"."""
    return quote_line(name_pieces(line, quantity), TITLE + 10)


def title(product: Product) -> str:
    """Format a product's name for the staff, on one line."""
    return quote_line(product.title, TITLE)


def then_order(order: Order, text: Text) -> Text:
    """Join a text about an order with the command that shows the order."""
    return Lines((text, phrase("next", command=make_next_tap("order", order))))


def list_pieces(parts: Sequence[tuple[Line, int]]) -> Text:
    """Format lines with their numbers of pieces."""
    return phrases.join_first([pieces(line, many) for line, many in parts])


def list_line_pieces(lines: Sequence[Line]) -> Text:
    """Format the wanted pieces of these lines: "2 Tiger Shorts L, Taj Mug"."""
    return list_pieces([(line, line.wanted) for line in lines])


def describe_missing(order: Order) -> Text:
    """Format the pieces of an order that no shop keeps and we do not have."""
    return list_pieces([(line, order.count_missing(line)) for line in order.lacks])


def name_kept(order: Order, promises: Sequence[Promise]) -> Text:
    """Format the promised pieces: "2 Tiger Shorts L, Taj Mug"."""
    found = [(order.line(one.line), one.quantity) for one in promises]
    return list_pieces([(line, quantity) for line, quantity in found if line is not None])


def list_to_fetch(order: Order) -> tuple[Promise, ...]:
    """Return the promises of shops whose pieces are still to be fetched. Our own stock needs no fetching."""
    return tuple(one for one in order.promises if one.stand is PromiseState.HELD and one.shop is not None)


def shops_to_visit(order: Order) -> list[UUID]:
    """Return the shops with pieces to fetch, each once."""
    return list(dict.fromkeys(one.shop for one in list_to_fetch(order) if one.shop is not None))


def make_next_tap(command: str, order: Order, *more: str) -> Ours:
    """Make a tappable command about an order."""
    return tap(command, order.number, *more)

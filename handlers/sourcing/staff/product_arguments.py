"""Arguments of a restock: the product, its size and its pieces; if none is given, low stock is shown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from flows.phrase import Lines, Ours, Text, phrase, sentences, tap
from flows.sourcing.order_line import MOST_PIECES
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.sourcing.actions.shelf_restock import list_underway
from handlers.sourcing.actions.stock_overview import list_low_sizes
from handlers.sourcing.order_words import title
from handlers.sourcing.staff.order_reference import MOST_TAPS, find_products
from handlers.staff_chat.argument_questions import quote_unread, which
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import LONGEST, IssuedCommand, Reply
from storage.sourcing.own_stock import Stock, Stocks
from storage.store.products import Product

EXAMPLE = phrase("restock_how")
_MOST_SHOWN = 6


async def show_low_stock(asked: IssuedCommand, _known: Known) -> Reply:
    """Show the low stock, each with a tap to restock it, and the open restocks."""
    low, going = await list_low_sizes(asked.turn), await list_underway(asked.turn)
    coming = {(line.product, line.size) for _, wanted in going for line in wanted}
    short = [one for one in low if (one[0].product, one[0].size) not in coming]
    more = [phrase("more_of_stock", many=len(short) - _MOST_SHOWN)] if len(short) > _MOST_SHOWN else []
    lines = [
        phrase(
            "restock_under_way",
            order=tap("order", one.number),
            what=order_words.list_pieces([(line, line.wanted or line.quantity) for line in wanted]),
            status=phrase(f"status_{one.status}"),
        )
        for one, wanted in going[:_MOST_SHOWN]
    ]
    head = phrase("restocks_head", low=len(low), going=len(going))
    taps = [_describe_low_stock(*one) for one in short[:_MOST_SHOWN]]
    return Reply(Lines((head, *taps, *more, *lines, phrase("anything_else", command=EXAMPLE)), longest=LONGEST))


def _describe_low_stock(stock: Stock, product: Product) -> Text:
    """Format a product with low stock, after the command that restocks it to twice the mark."""
    enough = tap("restock", product.sku, stock.size, str(stock.to_twice_the_mark))
    name = f"{order_words.title(product)} {stock.size}".rstrip()
    return sentences(enough, phrase("runs_low", product=name, free=stock.free, mark=stock.low_water))


_WORD = re.compile(r"[^\W_]+")
_NEGATIVE = re.compile(r"[-−–]\d")
_NO_COUNT = -1
COUNT = re.compile(r"x?(\d{1,9})(?:x|pcs?|pieces?|nos?)?")
"""A number of pieces as typed."""
_UNITS = frozenset({"x", "pc", "pcs", "piece", "pieces", "no", "nos", "size"})


@dataclass(frozen=True, slots=True)
class Pieces:
    """A size and a number of pieces of a product, None where not given; an invalid number is a ``quantity`` below 1.

    The ``unread`` words are neither.
    """

    size: str | None
    quantity: int | None
    unread: tuple[str, ...] = ()


def read_pieces(product: Product, rest: Sequence[str], typed: Sequence[str]) -> Pieces:
    """Parse the size and number in the ``rest`` of the ``typed`` words, with the product's name removed.

    A tapped "10.5" may arrive as "10 5".
    """
    parts = [part.casefold() for word in rest for part in _WORD.findall(word)]
    size, left = _size_said(product, parts)
    counts = [int(found[1]) for part in left if (found := COUNT.fullmatch(part))]
    figures = [part for part in left if part[0].isdecimal()]
    unread = tuple(part for part in left if part not in figures and not COUNT.fullmatch(part) and part not in _UNITS)
    if len(figures) > 1 or len(counts) < len(figures) or any(map(_NEGATIVE.match, rest)):
        return Pieces(size, _NO_COUNT, unread)  # "-5", "5.5", "1e9"
    if not counts and typed[-1].isdecimal() and typed[-1] not in rest:  # its name has that number, too
        counts = [int(typed[-1])]
    return Pieces(size, counts[0] if counts else None, unread)


def split_sizes(product: Product, said: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Return the sizes of the product that the words name, and the other words."""
    found: list[str] = []
    left = [part.casefold() for word in said for part in _WORD.findall(word)]
    while product.sizes != ("",):
        size, rest = _split_size(product, left)
        if size is None:
            break
        found, left = [*found, size], rest
    return tuple(found), [word for word in left if word not in _UNITS]


def _size_said(product: Product, parts: list[str]) -> tuple[str | None, list[str]]:
    """Return the first size that the words name, or the product's only one, and the other words."""
    size, left = _split_size(product, parts)
    return (product.sizes[0] if size is None and len(product.sizes) == 1 else size), left


def _split_size(product: Product, parts: list[str]) -> tuple[str | None, list[str]]:
    spelled = {size: [part.casefold() for part in _WORD.findall(size)] for size in product.sizes}
    longest_first = sorted(spelled.items(), key=lambda one: -len(one[1]))
    for start in range(len(parts)):
        for size, said_so in longest_first:
            if said_so and parts[start : start + len(said_so)] == said_so:
                return size, [*parts[:start], *parts[start + len(said_so) :]]
    return None, parts


_MOST_SIZES = 6


def which_product(path: Sequence[str], products: Sequence[Product], words_after: Sequence[str] = ()) -> Reply:
    """Ask which product is meant, with a tap for each; the tap is the command's ``path`` with the product."""
    taps = [(tap(*path, one.sku, *words_after), title(one)) for one in products[:MOST_TAPS]]
    more = [phrase("say_more_of_its_name", many=len(products) - MOST_TAPS)] if len(products) > MOST_TAPS else []
    return replace(which(phrase("which_product"), taps, *more), asks=(path[-1], *words_after))


async def _find_restocked(
    asked: IssuedCommand, _known: Known, words: tuple[str, ...]
) -> FoundArgument | Missing | Reply:
    """Find the named product, also by part of its name."""
    if not words:
        return Missing()
    found, rest = await find_products(asked.turn, words)
    if not found:
        question = sentences(phrase("nothing_goes_by", unread=quote_unread(words)), phrase("example", command=EXAMPLE))
        return which(question, (), phrase("more", command=Ours("/stock")), understood=False)
    return (
        FoundArgument(found[0].id, tuple(rest), found[0])
        if len(found) == 1
        else which_product((asked.command,), found, rest)
    )


async def _size(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the named size; a single size need not be named."""
    product = known["product"]
    meant = read_pieces(product, words, asked.arguments)
    if meant.quantity is not None and not 1 <= meant.quantity <= MOST_PIECES:
        return _ask_quantity(product, meant.size)
    if meant.size is not None:
        return FoundArgument(meant.size, words, meant)
    many = [(size, meant.quantity or await _wanting(asked.turn, product, size)) for size in product.sizes[:_MOST_SIZES]]
    taps = [tap("restock", product.sku, size, *([str(one)] if one else [])) for size, one in many]
    question = which(phrase("which_size", product=title(product)), (), *taps)
    return replace(question, asks=(asked.command, *asked.arguments))


async def _quantity(asked: IssuedCommand, known: Known, _words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the number of pieces; if none is given, enough for twice the mark."""
    product, meant = known["product"], known["size"]
    quantity = meant.quantity
    if quantity is None:
        quantity = await _wanting(asked.turn, product, meant.size)
    return FoundArgument(quantity, meant.unread) if quantity else _ask_quantity(product, meant.size)


def _ask_quantity(product: Product, size: str | None) -> Reply:
    example = tap("restock", product.sku, size or product.sizes[0], "10")
    question = sentences(phrase("how_many_pieces", most=MOST_PIECES), phrase("example", command=example))
    return Reply(question, asks=("restock", product.sku, *([size] if size else [])))


async def _wanting(turn: Turn, product: Product, size: str) -> int:
    """Return the pieces that bring the stock to twice its mark; 0 if it has no mark."""
    stock = await turn.unit.of(Stocks).get(product.id, size)
    return stock.to_twice_the_mark if stock is not None else 0


RESTOCKED = Argument("product", "{product}", _find_restocked, show_low_stock)
"""A product to request from shops."""
SIZE = Argument("size", "", _size)
"""One of its sizes."""
QUANTITY = Argument("quantity", "10", _quantity)
"""How many pieces of it."""

"""Arguments for looking at stock or counting it: a product, its sizes, a low-water mark, a shop, a page."""

from __future__ import annotations

import re
from dataclasses import replace

from flows.phrase import phrase, sentences, tap
from flows.sourcing.order_line import MOST_PIECES
from handlers.replies.typed_commands import says_none
from handlers.sourcing.actions.stock_counts import NO_MARK
from handlers.sourcing.order_words import title
from handlers.sourcing.staff.order_reference import MOST_TAPS, best, find_products, list_names
from handlers.sourcing.staff.product_arguments import COUNT, read_pieces, split_sizes, which_product
from handlers.staff_chat import command_suggestions
from handlers.staff_chat.argument_questions import quote_unread, which
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import IssuedCommand, Reply
from storage.sourcing.own_stock import Stocks
from storage.sourcing.partner_shops import Shops
from storage.store.products import Product

_MORE = re.compile(r"\+\d{1,3}")


async def _page(_asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the page at the end of the words, counted from 1: "page 2"."""
    paged = len(words) > 1 and words[-2].casefold() == "page" and words[-1].isdecimal() and len(words[-1]) < 5
    return FoundArgument(int(words[-1]), words[:-2]) if paged else Missing()


def make_product_argument(*path: str, needed: bool = True) -> Argument:
    """Make the argument of a product, by part of its name, for the command with this ``path``.

    A product that is not ``needed`` may be left out.
    """

    async def read(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
        few = await asked.turn.unit.products.list_some(MOST_TAPS)
        if not words or not few:
            return Missing()
        found, rest = await find_products(asked.turn, words)
        if not found:
            taps = [(tap(*path, one.sku), title(one)) for one in few]
            return which(phrase("nothing_goes_by_but", unread=quote_unread(words)), taps, understood=False)
        return (
            FoundArgument(found[0].id, tuple(rest), found[0]) if len(found) == 1 else which_product(path, found, rest)
        )

    async def ask(asked: IssuedCommand, _known: Known) -> Reply:
        few = await asked.turn.unit.products.list_some(MOST_TAPS)
        return which_product(path, few) if few else Reply(phrase("nothing_sold_yet"), asks=())

    return Argument("product", "{product}" if needed else "", read, ask if needed else None)


async def _stocking(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the shop of a stock count; it may come before the product if a number follows."""
    if asked.is_loose or not any(COUNT.fullmatch(word.casefold()) for word in words[1:]):
        return Missing()
    found, rest = best(words[:1], await asked.turn.unit.of(Shops).all(), list_names)
    return FoundArgument(found[0].id, words[1:], found[0]) if len(found) == 1 and not rest else Missing()


async def _pieces(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the counted pieces of the one named size, or of the only one."""
    product: Product | None = known.get("product")
    counted = product is not None and known.get("mark") is None
    meant = read_pieces(product, words, asked.arguments) if product is not None and counted else None
    if product is None or meant is None or meant.quantity is None:
        return Missing()
    if meant.size is not None and any(map(_MORE.fullmatch, words)) and known.get("shop") is None:
        return await _ask_to_add(asked, product, meant.size, meant.quantity)
    if meant.size is None or not 0 <= meant.quantity <= MOST_PIECES:
        example = tap("stock", product.sku, meant.size or product.sizes[0], "10")
        return Reply(sentences(phrase("count_of_which_size"), phrase("example", command=example)), asks=())
    if asked.is_loose:  # without a slash it may be talk
        return await _ask_to_count(asked, product, meant.size, meant.quantity)
    return FoundArgument(meant.quantity, meant.unread, meant)


async def _ask_to_count(asked: IssuedCommand, product: Product, size: str, many: int) -> Reply:
    """Show the new and the earlier count, for a tap or a yes to confirm."""
    stock = await asked.turn.unit.of(Stocks).get(product.id, size)
    before = stock.count if stock is not None else 0
    typed = ("stock", product.sku, size, str(many))
    name = f"{title(product)} {size}".rstrip()
    shown = phrase("tap_to_count", product=name, pieces=many, before=before, command=tap(*typed))
    return replace(command_suggestions.suggest_command(shown, " ".join(filter(None, typed))), asks=())


async def _ask_to_add(asked: IssuedCommand, product: Product, size: str, more: int) -> Reply:
    """Show the count increased by ``more``, with a tap: /stock sets the present count and does not add arrivals."""
    stock = await asked.turn.unit.of(Stocks).get(product.id, size)
    before = stock.count if stock is not None else 0
    command = tap("stock", product.sku, size, str(before + more))
    return Reply(phrase("tap_to_add", more=more, before=before, pieces=before + more, command=command), asks=())


async def _sizes(_asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the named sizes; an empty tuple means all."""
    product, counted = known.get("product"), known.get("pieces")
    if counted is not None:
        return FoundArgument((counted.size,), words)
    sizes, rest = split_sizes(product, words) if product else ((), list(words))
    return FoundArgument(sizes, tuple(rest))


STOCKING = Argument("shop", "", _stocking)
"""The shop of a stock count."""
PIECES = Argument("pieces", "", _pieces)
"""The counted pieces."""
PAGE = Argument("page", "", _page)
"""A page of a list."""
STOCKED = make_product_argument("stock", needed=False)
"""A product to look at."""
WITH_HISTORY = make_product_argument("stock", "history")
"""A product with its stock history."""
SIZES = Argument("sizes", "", _sizes)
"""Some of its sizes."""


_MARK = frozenset({"mark", "low", "minimum", "min", "minimo", "mínimo", "seema", "सीमा"})


async def _mark(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the low-water mark after a product's name: the number of free pieces of a size that triggers an alert."""
    product: Product | None = known.get("product")
    said = [word.casefold() for word in words]
    if product is None or asked.is_loose or not _MARK & set(said):
        return Missing()
    rest = tuple(word for word in words if not (word.casefold() in _MARK or says_none(word) or _is_figure(word)))
    figures = [int(word) for word in said if _is_figure(word)]
    if any(map(says_none, said)):
        return FoundArgument(NO_MARK, rest, NO_MARK)
    if len(figures) == 1 and figures[0] <= MOST_PIECES:
        return FoundArgument(figures[0], rest, figures[0])
    example = phrase("example", command=tap("stock", product.sku, "mark", "3"))
    return Reply(sentences(phrase("mark_how", most=MOST_PIECES), example), asks=())


def _is_figure(word: str) -> bool:
    return word.isdecimal() and len(word) < 5


MARK = Argument("mark", "", _mark)

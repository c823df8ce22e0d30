"""The low-water mark of a product, as words tell it: "mark 3", "mark none"."""

from __future__ import annotations

from flows.phrase import phrase, sentences, tap
from flows.sourcing.line import MOST_PIECES
from handlers.admins.arguments import Argument, Found, Known, Missing
from handlers.admins.command import Asked, Reply
from handlers.replies.commands import says_none
from handlers.sourcing.actions.stock_counted import NO_MARK
from storage.products import Product

_MARK = frozenset({"mark", "low", "minimum", "min", "minimo", "mínimo", "seema", "सीमा"})


async def _mark(asked: Asked, known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """At how many free pieces of a size the staff is told; said of a product that was named before."""
    product: Product | None = known.get("product")
    said = [word.casefold() for word in words]
    if product is None or asked.is_loose or not _MARK & set(said):
        return Missing()
    rest = tuple(word for word in words if not (word.casefold() in _MARK or says_none(word) or _is_figure(word)))
    figures = [int(word) for word in said if _is_figure(word)]
    if any(map(says_none, said)):
        return Found(NO_MARK, rest, NO_MARK)
    if len(figures) == 1 and figures[0] <= MOST_PIECES:
        return Found(figures[0], rest, figures[0])
    example = phrase("example", command=tap("stock", product.sku, "mark", "3"))
    return Reply(sentences(phrase("mark_how", most=MOST_PIECES), example), asks=())


def _is_figure(word: str) -> bool:
    return word.isdecimal() and len(word) < 5


MARK = Argument("mark", "", _mark)

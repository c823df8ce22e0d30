"""Search words for orders: "ravi", "chandni", "mug", "4410"; several words must all match."""

from __future__ import annotations

from collections.abc import Sequence

from flows.phrase import Ours, Phrase, phrase, sentences
from handlers.admins.argument_questions import unread, which
from handlers.admins.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.admins.staff_command import IssuedCommand, Reply
from handlers.engine.turn import Turn
from handlers.sourcing.staff.order_reference import best, products_named, shop_names
from storage.sourcing.order_search import Meant, OrderSearch
from storage.sourcing.partner_shops import Shops

_MOST_WORDS = 6


async def meant_by(turn: Turn, words: Sequence[str]) -> tuple[Meant, ...]:
    """Return the customers, shops and products of a search, for each word; empty if a word means none."""
    whole = await _one_meant(turn, words)
    if whole or len(words) == 1:
        return (whole,) if whole else ()
    each = [await _one_meant(turn, [word]) for word in words[:_MOST_WORDS]]
    return tuple(each) if all(each) else ()


async def _one_meant(turn: Turn, words: Sequence[str]) -> Meant:
    """Return the customers, shops and products with all of these words."""
    text = " ".join(words)
    people = await turn.unit.of(OrderSearch).customers(text)
    shops, unsaid = best(words, await turn.unit.of(Shops).all(), shop_names)
    products, unnamed = await products_named(turn, words)
    return Meant(
        people,
        frozenset(one.id for one in shops if not unsaid),
        frozenset(one.id for one in products if not unnamed),
    )


async def _sought(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the search words, if no order and no group was named."""
    if not words or known.get("order") is not None:
        return Missing()
    meant = await meant_by(asked.turn, words)
    if not meant:
        return no_order_of(words)
    return FoundArgument(meant)


def no_order_of(words: Sequence[str]) -> Reply:
    """Return that the words name no order, customer, shop or product, with the way to search orders."""
    question = sentences(phrase("no_order_goes_by", unread=unread(words)), how_to_find())
    return which(question, (), phrase("all_that_are_open"), understood=False)


def how_to_find() -> Phrase:
    """Return the kinds of search words for orders."""
    return phrase("orders_are_found", command=Ours("/orders"))


SOUGHT = Argument("meant", "", _sought)
"""The customers, shops and products of the searched orders."""

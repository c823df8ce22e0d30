"""Search words for orders: "ravi", "chandni", "mug", "4410"; several words must all match."""

from __future__ import annotations

from collections.abc import Sequence

from flows.phrase import Ours, Phrase, phrase, sentences
from handlers.engine.turn import Turn
from handlers.sourcing.staff.order_reference import best, find_products, list_names
from handlers.staff_chat.argument_questions import quote_unread, which
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import IssuedCommand, Reply
from storage.sourcing.order_search import Meant, OrderSearch
from storage.sourcing.partner_shops import Shops

_MOST_WORDS = 6


async def find_meanings(turn: Turn, words: Sequence[str]) -> tuple[Meant, ...]:
    """Return the customers, shops and products that each word of a search matches; empty if a word matches nothing."""
    whole = await _find_meaning(turn, words)
    if whole or len(words) == 1:
        return (whole,) if whole else ()
    each = [await _find_meaning(turn, [word]) for word in words[:_MOST_WORDS]]
    return tuple(each) if all(each) else ()


async def _find_meaning(turn: Turn, words: Sequence[str]) -> Meant:
    """Return the customers, shops and products with all of these words."""
    text = " ".join(words)
    people = await turn.unit.of(OrderSearch).customers(text)
    shops, unsaid = best(words, await turn.unit.of(Shops).all(), list_names)
    products, unnamed = await find_products(turn, words)
    return Meant(
        people,
        frozenset(one.id for one in shops if not unsaid),
        frozenset(one.id for one in products if not unnamed),
    )


async def _find_words(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the search words, if the command names neither an order nor a group."""
    if not words or known.get("order") is not None:
        return Missing()
    meant = await find_meanings(asked.turn, words)
    if not meant:
        return answer_no_order(words)
    return FoundArgument(meant)


def answer_no_order(words: Sequence[str]) -> Reply:
    """Reply that the words match no order, customer, shop or product, and explain how to search orders."""
    question = sentences(phrase("no_order_goes_by", unread=quote_unread(words)), explain_search())
    return which(question, (), phrase("all_that_are_open"), understood=False)


def explain_search() -> Phrase:
    """Explain the kinds of search words for orders."""
    return phrase("orders_are_found", command=Ours("/orders"))


SOUGHT = Argument("meant", "", _find_words)
"""The customers, shops and products of the searched orders."""

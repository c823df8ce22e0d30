"""Arguments of order commands: an order, its lines, and money, found among the words."""

import re
from collections.abc import Sequence

from flows.phrase import phrase, tap
from handlers.sourcing.actions.order_refusals import OrderStays, stays
from handlers.sourcing.actions.shop_assignments import check_lacks
from handlers.sourcing.order_words import pieces
from handlers.sourcing.replies.bare_amount import find_signed, read_amount
from handlers.sourcing.staff.order_reference import MOST_TAPS, MeantOrder, ask_which_order, find_lines, find_order
from handlers.sourcing.staff.order_search_words import find_meanings
from handlers.sourcing.staff.shop_visits import MOST_ORDERS, ask_which_lacks, ask_which_visit, find_orders
from handlers.staff_chat.argument_questions import answer_unread, quote_unread, show_example, which
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import IssuedCommand, Reply

_NUMBER = re.compile(r"#?[a-z]{0,2}\d{4,7}", re.IGNORECASE)


async def _find_order(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    meant = await find_order(asked.turn, words)
    return FoundArgument(meant.order.id, meant.rest, meant) if isinstance(meant, MeantOrder) else meant


async def _open_order(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    found = await _find_order(asked, known, words)
    if isinstance(found, FoundArgument) and not found.thing.is_open:
        raise stays(found.thing.order, OrderStays.OVER)
    return found


async def _find_shown(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the order with a number; other digits may be the end of a phone number (`order_search_words`)."""
    found = await _find_order(asked, known, words)
    if isinstance(found, Reply) and not found.understood and await find_meanings(asked.turn, words):
        return Missing()
    return found


async def _any_order(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    found = await _find_order(asked, known, words)
    return Missing() if isinstance(found, Reply) else found


async def _lacking_order(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    found = await _open_order(asked, known, words)
    if isinstance(found, FoundArgument):
        check_lacks(found.thing.order)
    return found


async def _find_fetched_orders(
    asked: IssuedCommand, known: Known, words: tuple[str, ...]
) -> FoundArgument | Missing | Reply:
    """Find the orders whose pieces were fetched: the named ones, or all with pieces at a shop."""
    found: list[MeantOrder] = []
    said = words
    while len(found) < MOST_ORDERS:
        one = await _open_order(asked, known, said)
        if isinstance(one, Reply) and not found:
            return one
        if not isinstance(one, FoundArgument):
            break
        found.append(one.thing)
        said = one.rest
    if found and (other := _find_passed_over(found, said)):
        others = sorted(set(asked.arguments) - set(other), key=asked.arguments.index)
        return answer_unread(other, tap(asked.command, *others))
    found = found or await find_orders(asked.turn, words)
    return FoundArgument(tuple(one.order.id for one in found), said, found) if found else Missing()


def _find_passed_over(found: Sequence[MeantOrder], said: Sequence[str]) -> list[str]:
    """Return the words that look like the number of another order, closed or unknown, and do not name goods."""
    goods = " ".join(f"{line.sku} {line.title}" for one in found for line in one.order.lines).casefold()
    return [word for word in said if _NUMBER.fullmatch(word) and word.casefold() not in goods]


async def _find_wanted(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the ids of the named lines; an empty tuple means the whole order."""
    order = known["order"].order
    lines = find_lines(words, order.wants)
    if lines is None:
        question = phrase("no_such_line", order=order.number, unread=quote_unread(words))
        wanted = order.wants[:MOST_TAPS]
        return which(question, [(tap(asked.command, order.number, one.id), pieces(one, one.wanted)) for one in wanted])
    everything = len(lines) == len(order.wants)
    return FoundArgument(() if everything else tuple(line.id for line in lines))


ORDER = Argument("order", "{order}", _find_order, ask_which_order, "{tapped}")
"""An order, also one that is over."""
OPEN_ORDER = Argument("order", "{order}", _open_order, ask_which_order, "{tapped}")
"""An order that commands can still change."""
SHOWN_ORDER = Argument("order", "", _find_shown)
"""An order to look at; no order means all of them."""
ANY_ORDER = Argument("order", "", _any_order)
"""An optional order."""
LACKING_ORDER = Argument("order", "{order}", _lacking_order, ask_which_lacks)
"""An order that a shop can get a part of."""
FETCHED_ORDERS = Argument("orders", "{order}", _find_fetched_orders, ask_which_visit)
"""Orders with fetched pieces."""
WANTED_LINES = Argument("lines", "", _find_wanted)
"""Wanted lines of the order; without a name all of them."""


def refuse_sign(words: Sequence[str]) -> Reply | None:
    """Refuse an amount with a plus or minus sign; None if no word has a sign."""
    wrong = find_signed(words)
    return None if wrong is None else Reply(phrase("amount_with_a_sign", unread=quote_unread([wrong])), asks=())


async def _amount(_asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find an amount in micro-units; an amount with a sign is refused."""
    if (wrong := refuse_sign(words)) is not None:
        return wrong
    for at, word in enumerate(words):
        found = read_amount(word)
        if found is not None:
            return FoundArgument(found, (*words[:at], *words[at + 1 :]))
    return Missing()


def find_largest_amount(words: Sequence[str]) -> int | None:
    """Return the index of the largest amount among the words; None if there is none."""
    read = {at: found for at, word in enumerate(words) if (found := read_amount(word)) is not None}
    return max(read, key=lambda at: read[at], default=None)


async def _ask_amount(asked: IssuedCommand, _known: Known) -> Reply:
    return which(phrase("how_much_paid"), (), await show_example(asked), understood=False)


AMOUNT = Argument("amount", "", _amount)
"""An optional amount of money."""
PAID_AMOUNT = Argument("amount", "{amount}", _amount, _ask_amount)
"""The paid amount."""

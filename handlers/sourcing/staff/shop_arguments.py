"""Arguments that name an order's shop, and pieces that are missing or that a shop keeps."""

from collections.abc import Sequence
from dataclasses import replace

from flows.money import Money
from flows.phrase import Lines, Ours, phrase, sentences, tap
from flows.sourcing.order import Order
from flows.sourcing.order_state import FETCHING
from handlers.engine.turn import Turn
from handlers.sourcing import order_words
from handlers.sourcing.actions.order_refusals import OrderStays, stays
from handlers.sourcing.replies.bare_amount import read_amount
from handlers.sourcing.staff.order_arguments import find_largest_amount
from handlers.sourcing.staff.order_reference import MOST_TAPS, best, find_lines, find_parts, is_own, list_names
from handlers.sourcing.staff.shop_visits import answer_fetched, answer_fetched_lines, list_lines, select_shop
from handlers.staff_chat.argument_questions import quote_unread, show_example, which
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import IssuedCommand, Reply
from storage.sourcing.partner_shops import Shop, Shops

OF_SHOPS = "shops"
"""The topic of shops, stock and goods."""
_TAPPED = {"shops": "shop"}
"""The name of a command when tapped with one shop."""


def ask_which_shop(asked: IssuedCommand, shops: Sequence[Shop], *words_before: str, command: str = "") -> Reply:
    """Ask which shop is meant, with taps, if the words match several shops or none."""
    if not shops:
        return Reply(Lines((phrase("no_shop_yet"), phrase("next_add_a_shop"))))
    name = command or asked.command
    taps = [(tap(name, *words_before, shop.ref), order_words.name_shop(shop)) for shop in shops[:MOST_TAPS]]
    more = [phrase("more_shops", many=len(shops) - MOST_TAPS)] if len(shops) > MOST_TAPS else []
    return which(phrase("which_shop"), taps, *more)


async def _find_shop(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the named shop, also by part of its name."""
    shops = await asked.turn.unit.of(Shops).all()
    if not words or not shops:
        return Missing()
    found, rest = best(words, shops, list_names)
    if len(found) == 1:
        return FoundArgument(found[0].id, tuple(rest), found[0])
    others = ask_which_shop(asked, found or shops, command=_TAPPED.get(asked.command, asked.command))
    if found:
        return others
    return which(phrase("no_shop_goes_by", unread=quote_unread(words)), (), others.text, understood=False)


async def _find_giver(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the shop that is to give the missing pieces."""
    shops = await asked.turn.unit.of(Shops).all()
    found, rest = best(words, shops, list_names)
    if len(found) == 1:
        return FoundArgument(found[0].id, tuple(rest), found[0])
    return ask_which_shop(asked, found or shops, known["order"].order.number)


async def _parts(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the named missing lines with their pieces; an empty tuple means all missing lines."""
    order, shop = known["order"].order, known["shop"]
    lacking = [(line, order.count_missing(line)) for line in order.lacks]
    given = find_parts(words, lacking)
    if given is None:
        return _ask_which_part(order, shop, words)
    return FoundArgument(() if given == lacking else tuple((line.id, many) for line, many in given))


def _ask_which_part(order: Order, shop: Shop, words: Sequence[str]) -> Reply:
    first, name = order.lacks[0], order_words.name_shop(shop)
    values = {"order": order.number, "ref": shop.ref, "title": f"{first.title} {first.size}".rstrip()}
    missing = order_words.describe_missing(order)
    question = phrase("no_such_part", shop=name, unread=quote_unread(words), missing=missing, **values)
    return which(question, [(tap("assign", order.number, shop.ref), phrase("all_of_it"))])


async def _find_visited(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the shop of a pickup; if only one is possible it need not be named."""
    orders: Sequence[Order] = [one.order for one in known["orders"]]
    if len(orders) != 1:
        return await _find_visited_for_many(asked, orders, words)
    order, turn = orders[0], asked.turn
    shops = list((await turn.unit.of(Shops).by_ids(order_words.shops_to_visit(order))).values())
    unfetchable = await _explain_unfetchable(turn, order, words, shops)
    if unfetchable is not None:
        return unfetchable
    found, rest = best(words, shops, list_names)
    if len(found) == 1:
        return FoundArgument(found[0].id, tuple(rest), found[0])
    if not found and len(shops) == 1:
        return FoundArgument(shops[0].id, words, shops[0])
    others = best(words, await turn.unit.of(Shops).all(), list_names)[0] if words and not found else []
    which_one = ask_which_shop(asked, found or shops, order.number)
    if len(others) != 1:
        return which_one
    return which(
        phrase("shop_keeps_nothing", shop=order_words.name_shop(others[0]), order=order.number), (), which_one.text
    )


async def _find_visited_for_many(
    asked: IssuedCommand, orders: Sequence[Order], words: tuple[str, ...]
) -> FoundArgument | Reply:
    """Find the shop of a pickup for each of these orders."""
    visits = {shop for order in orders if order.status in FETCHING for shop in order_words.shops_to_visit(order)}
    shops = list((await asked.turn.unit.of(Shops).by_ids(visits)).values())
    found, rest = best(words, shops, list_names)
    if len(found) != 1 and not (len(shops) == 1 and not words):
        return ask_which_shop(asked, found or shops, *(order.number for order in orders))
    shop = found[0] if found else shops[0]
    for order in orders:
        if order.status not in FETCHING or shop.id not in order_words.shops_to_visit(order):
            return which(phrase("shop_keeps_nothing", shop=order_words.name_shop(shop), order=order.number))
    return FoundArgument(shop.id, tuple(rest), shop)


async def _explain_unfetchable(turn: Turn, order: Order, words: Sequence[str], shops: list[Shop]) -> Reply | None:
    """Explain why these words name no pieces to fetch; None if there may be some. Raises Refused."""
    if order.status not in FETCHING:
        raise stays(order, OrderStays.NOT_TO_FETCH)
    before = await answer_fetched(turn, order, words)
    if before is not None:
        return before
    if not shops:
        raise stays(order, OrderStays.NOTHING_TO_FETCH)
    if len(words) == 1 and is_own(words[0]):
        raise stays(order, OrderStays.OWN_IS_AT_HAND)
    return None


async def _find_kept(_asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the ids of the named lines that the shop keeps; an empty tuple means all of them."""
    if len(known["orders"]) != 1:
        return FoundArgument((), words)
    order, shop = known["orders"][0].order, known["shop"]
    theirs = list_lines(order, select_shop(order_words.list_to_fetch(order), shop.id))
    lines = find_lines(words, theirs)
    if lines is None:
        return answer_fetched_lines(order, shop, words) or _ask_which_line(order, shop, words)
    return FoundArgument(tuple(line.id for line in lines) if len(lines) < len(theirs) else ())


def _ask_which_line(order: Order, shop: Shop, words: Sequence[str]) -> Reply:
    held, name = select_shop(order_words.list_to_fetch(order), shop.id), order_words.name_shop(shop)
    many = {line.id: sum(one.quantity for one in held if one.line == line.id) for line in order.lines}
    taps = [
        (tap("picked", order.number, shop.ref, line.id), order_words.pieces(line, many[line.id]))
        for line in list_lines(order, held)
    ]
    question = phrase("shop_keeps_no_such_line", shop=name, order=order.number, unread=quote_unread(words))
    return which(question, [*taps[:MOST_TAPS], (tap("picked", order.number, shop.ref), phrase("all_of_it"))])


async def _find_paid(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the shop to pay. The largest number is the amount, so it names no shop: "sector 17 12300"."""
    at = find_largest_amount(words)
    if at is None:
        question = which(phrase("how_much_paid"), (), await show_example(asked), understood=False)
        return replace(question, asks=(asked.command, *words))
    shops = await asked.turn.unit.of(Shops).all()
    found, rest = best([*words[:at], *words[at + 1 :]], shops, list_names)
    if len(found) == 1:
        return FoundArgument(found[0].id, (*rest, words[at]), found[0])
    if not shops:
        return ask_which_shop(asked, shops)
    amount = f"{Money(read_amount(words[at]) or 0, '').decimal:f}"
    named = (found or shops)[:MOST_TAPS]
    taps = [(Ours(f"/paid {shop.ref} {amount}"), sentences("-", order_words.name_shop(shop))) for shop in named]
    return replace(which(phrase("which_shop_paid"), taps), asks=(asked.command, amount))


async def _ask_shop(asked: IssuedCommand, known: Known) -> Reply:
    named = [known["order"]] if "order" in known else known["orders"]
    return ask_which_shop(asked, await asked.turn.unit.of(Shops).all(), *(one.order.number for one in named))


async def _ask_any(asked: IssuedCommand, _known: Known) -> Reply:
    return ask_which_shop(asked, await asked.turn.unit.of(Shops).all())


SOME_SHOP = Argument("shop", "", _find_shop)
"""An optional shop."""
NAMED_SHOP = Argument("shop", "{shop}", _find_shop, _ask_any)
"""The shop of a command."""
GIVEN_SHOP = Argument("shop", "{shop}", _find_giver, _ask_shop)
"""A shop that gets an order's missing pieces."""
PARTS = Argument("parts", "{product} 2", _parts)
"""The part of the missing pieces that it gets; without words all."""
VISITED_SHOP = Argument("shop", "{shop}", _find_visited, _ask_shop)
"""A shop with fetched pieces of an order."""
KEPT_LINES = Argument("lines", "", _find_kept)
"""Lines that the shop keeps for the order; all of them if none is named."""
PAID_SHOP = Argument("shop", "{shop}", _find_paid, _ask_any)
"""A shop that was paid."""

"""Replies to /assign or /picked if no order or shop can be found: missing pieces, pending pickups, earlier pickups.

A command may have no order because it was tapped in "/assign 1234 SHOP", or find nothing because it was sent twice.
"""

from collections.abc import Sequence
from uuid import UUID

from flows.phrase import Lines, Ours, Text, phrase, sentences, tap
from flows.sourcing.order import Order
from flows.sourcing.order_line import Line, Promise, PromiseState
from handlers.engine.turn import Turn
from handlers.replies.text_normalisation import normalise
from handlers.sourcing import order_words
from handlers.sourcing.customer_orders import load_by_id
from handlers.sourcing.staff.order_reference import MeantOrder, ask_which_order, best, find_lines, list_names
from handlers.staff_chat.argument_questions import show_example, which
from handlers.staff_chat.command_arguments import Known
from handlers.staff_chat.staff_command import LONGEST, IssuedCommand, Reply
from storage.sourcing.order_stages import Stage
from storage.sourcing.partner_shops import Shop, Shops
from storage.sourcing.promises import Promises
from storage.sourcing.reservations import Reservations

MOST_ORDERS = 60  # orders of one pickup command
_MOST = 8  # orders or visits to tap
_LACKING = (Stage.NOBODY, Stage.LACKING, Stage.ASKING)
_ALL_OPEN = phrase("all_that_are_open")


async def ask_which_lacks(asked: IssuedCommand, known: Known) -> Reply:
    """List the orders with missing pieces, the longest wait first, each with a tap to choose a shop."""
    if asked.arguments:
        return await ask_which_order(asked, known)
    found = await asked.turn.unit.of(Reservations).group_by_stage(_MOST)
    rows = [row for stage in _LACKING if stage in found for row in found[stage].first][:_MOST]
    orders = [await load_by_id(asked.turn, row.id) for row in rows]
    taps = [
        (tap("assign", one.order.number), order_words.describe_missing(one.order))
        for one in orders
        if one and one.order.lacks
    ]
    return await _make_offers(asked, "nothing_missing", which(phrase("which_order"), taps, _ALL_OPEN) if taps else None)


async def find_orders(turn: Turn, words: Sequence[str]) -> list[MeantOrder]:
    """Return the orders with pieces to fetch, if the words name one shop."""
    shops, rest = best(words, await turn.unit.of(Shops).all(), list_names) if words else ([], [])
    if len(shops) != 1:
        return []
    kept = await turn.unit.of(Promises).list_to_fetch(shops[0].id)
    found = [await load_by_id(turn, order) for order in list(dict.fromkeys(one.order for one in kept))[:MOST_ORDERS]]
    return [MeantOrder(one.row, one.order, one.run, tuple(rest)) for one in found if one is not None and one.is_open]


async def ask_which_visit(asked: IssuedCommand, known: Known) -> Reply:
    """List the pieces to fetch by shop, the most urgent order first, each with a tap to book it."""
    if asked.arguments:
        return await _answer_nothing_there(asked) or await ask_which_order(asked, known)
    turn = asked.turn
    waiting = (await turn.unit.of(Reservations).group_by_stage(_MOST)).get(Stage.TO_FETCH)
    orders = [await load_by_id(turn, row.id) for row in waiting.first] if waiting else []
    visits = [one_tap for one in orders if one is not None for one_tap in await _list_taps(turn, one.order)]
    further = len(visits) > _MOST or (waiting is not None and waiting.many > len(orders))
    more = [phrase("more", command=Ours("/orders_to_fetch"))] if further else []
    offered = which(phrase("what_was_fetched"), visits[:_MOST], *more, _ALL_OPEN)
    return await _make_offers(asked, "nothing_to_fetch", offered if visits else None)


async def _answer_nothing_there(asked: IssuedCommand) -> Reply | None:
    """Reply that nothing waits at the named shop; None if no single shop is named."""
    shops, _ = best(asked.arguments, await asked.turn.unit.of(Shops).all(), list_names)
    if len(shops) != 1:
        return None
    nothing = phrase("nothing_waits_at", shop=order_words.name_shop(shops[0]))
    return Reply(Lines((nothing, phrase("next", command=Ours("/fetch")))), asks=())


async def _make_offers(asked: IssuedCommand, nothing: str, offered: Reply | None) -> Reply:
    """Limit the offered taps to a phone's screen; if there are none, show an example."""
    if offered is None:
        example = sentences(phrase(nothing), await show_example(asked))
        return Reply(Lines((example, _ALL_OPEN)), understood=False)
    assert isinstance(offered.text, Lines), "a question has lines"
    return Reply(Lines(offered.text.parts, longest=LONGEST), understood=False)


async def _list_taps(turn: Turn, order: Order) -> list[tuple[Ours, Text]]:
    """Format "/picked_1234_mehta Mehta Souvenirs: 2 Tiger Shorts L" for each shop with pieces of the order."""
    shops, left = await turn.unit.of(Shops).by_ids(order_words.shops_to_visit(order)), order_words.list_to_fetch(order)
    theirs = [shops[one] for one in order_words.shops_to_visit(order) if one in shops]
    return [
        (
            tap("picked", order.number, shop.ref),
            phrase(
                "what_of_shop",
                shop=order_words.name_shop(shop),
                what=order_words.name_kept(order, select_shop(left, shop.id)),
            ),
        )
        for shop in theirs
    ]


async def answer_fetched(turn: Turn, order: Order, words: Sequence[str]) -> Reply | None:
    """Reply that the named shop has already given all its pieces; None if another shop or a line still there is meant.

    A shop's whole name wins over a word that matches another shop's goods, because taps contain the whole name.
    """
    left = order_words.list_to_fetch(order)
    given = {one.shop for one in order.promises if one.stand is PromiseState.PICKED and one.shop is not None}
    to_visit = await turn.unit.of(Shops).by_ids(order_words.shops_to_visit(order))
    done = await turn.unit.of(Shops).by_ids(given - to_visit.keys())
    found, rest = best(words, done.values(), list_names)
    if len(found) != 1:
        return None
    other = best(words, to_visit.values(), list_names)[0] or find_lines(words, list_lines(order, left))
    if other and not _is_named(words, found[0]):
        return None
    return answer_fetched_lines(order, found[0], rest) or answer_fetched_lines(order, found[0], ())


def answer_fetched_lines(order: Order, shop: Shop, words: Sequence[str]) -> Reply | None:
    """Reply that these lines were already fetched from the shop; None if the words name none."""
    picked = select_shop(tuple(one for one in order.promises if one.stand is PromiseState.PICKED), shop.id)
    lines = find_lines(words, list_lines(order, picked))
    if not lines:
        return None
    here = tuple(one for one in picked if one.line in {line.id for line in lines})
    left = order_words.list_to_fetch(order)
    more = [phrase("left_to_fetch", what=order_words.name_kept(order, left))] if left else []
    before = phrase("fetched_before", shop=order_words.name_shop(shop), what=order_words.name_kept(order, here))
    return Reply(order_words.then_order(order, sentences(before, *more)), asks=())


def _is_named(words: Sequence[str], shop: Shop) -> bool:
    """Return True if the words are the shop's whole name, as in a tapped command."""
    return normalise(" ".join(words)) in {normalise(name.replace("-", " ")) for name in (shop.ref, shop.name)}


def select_shop(promises: Sequence[Promise], shop: UUID) -> tuple[Promise, ...]:
    """Return the promises of one shop."""
    return tuple(one for one in promises if one.shop == shop)


def list_lines(order: Order, promises: Sequence[Promise]) -> list[Line]:
    """Return the lines of these promises, each once."""
    return [line for line in order.lines if any(one.line == line.id for one in promises)]

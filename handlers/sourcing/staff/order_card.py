"""The staff's message (card) about an order: its goods, its state, the shops' answers, and the next step.

The card is shown until the next change, so it names times and never the time left. It names no customer, because an
erasure does not search cards.
"""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from flows.money import Money
from flows.phrase import Lines, Text, join_first, phrase, sentences, tap
from flows.sourcing.order import Order
from flows.sourcing.order_draft import name_order
from flows.sourcing.order_line import Line, Promise, PromiseState
from flows.sourcing.order_quote import QUOTE
from flows.sourcing.order_state import FETCHING, OVER, UNPAID, Status
from flows.sourcing.shop_ask import Ask, Says
from handlers.sourcing import order_words
from handlers.sourcing.actions.order_list_entries import ShownNote
from handlers.sourcing.staff import order_summary
from handlers.sourcing.staff.order_summary import Formatting
from handlers.staff_chat.staff_command import LONGEST
from storage.sourcing.partner_shops import Shop
from templates.message_values import one_line, shorten

_MOST_SHOPS = 5  # named shops, of those asked and of those that keep pieces
_MOST_LINES = 4
_LONGEST_TRACKING = 60
_ANSWERS = frozenset({Says.OPEN, Says.NO, Says.SILENT, Says.TAKEN_BACK})  # with words of their own
_RANKS = (
    Says.YES, Says.PART, Says.LATER, Says.SPARED, Says.OPEN, Says.TAKEN_BACK, Says.NO, Says.SILENT,
)  # fmt: skip
"""The best answer first."""


def render_card(
    order: Order,
    shops: Mapping[UUID, Shop],
    reader: Formatting,
    *,
    checked: bool = False,
    notes: Sequence[ShownNote] = (),
    homeless: bool = False,
) -> Text:
    """Format the message about an order for the owners' phones; ``shops`` got requests or keep pieces.

    ``checked``: the customer approves photos before packing. ``notes`` are the staff's. ``homeless``: the customer was
    asked for an address and gave none.
    """
    searched = order.status in UNPAID | {Status.UNAVAILABLE} or bool(order.lacks and order.status in FETCHING)
    kept = order.status in UNPAID | FETCHING - {Status.PACKED}
    lines = (
        _head(order),
        _status(order),
        _describe_asked(order, shops, reader) if searched else "",
        _describe_kept(order, shops) if kept else "",
        _describe_made(order) if kept else "",
        _describe_missing(order) if kept and order.promises else "",
        order_summary.describe_money(order) if _has_money(order) else "",
        phrase("no_address_yet") if homeless and order.status in FETCHING else "",
        *order_summary.notes(notes),
        _name_next(order, shops, checked=checked),
    )
    return Lines(lines, longest=LONGEST)


def _name_next(order: Order, shops: Mapping[UUID, Shop], *, checked: bool) -> Text:
    if order.status in OVER:
        return phrase("more", command=tap("order", order.number))
    return phrase("next", command=order_summary.next_step(order, shops, checked=checked))


def _has_money(order: Order) -> bool:
    """Return True if the card shows money: not for a restock, and not before a shop is found."""
    return not order.for_stock and bool(order.paid_at or order.payments or order.repayments or order.pay == "cod")


def _head(order: Order) -> Text:
    """Format the head: "Order 1234: 2 Tiger Shorts L, Taj Mug; ₹2,148, express, by Tue 11:00"."""
    parts = [order_words.pieces(line, line.wanted or line.quantity) for line in order.wants or order.lines]
    called, what = name_order(order), join_first(parts, _MOST_LINES)
    if not order.wants:
        return phrase("card_nothing_left", order=called, what=what)
    cost = phrase("for_own_shelf") if order.for_stock else Money(order.amount, order.currency)
    by = order.promised_at if order.express else None  # counted from its confirmation
    return phrase("card_head", order=called, what=what, cost=cost, express=order.express, by=by)


def _status(order: Order) -> Text:
    """Format the order's status with its time limit."""
    name, values = f"card_{order.status.value}", {"promised": order.promised_at, "asked": order.payment is not None}
    match order.status:
        case Status.CHECKING:
            values = {"until": order.answer_by}
        case Status.AVAILABLE:
            name = ("card_offered" if order.pay == QUOTE else "card_agreed") if order.made else name
            values = {"until": order.reserved_until}
        case Status.PART_AVAILABLE:
            values = {"until": order.reserved_until}
        case Status.SOURCING:
            name = f"card_getting_{order.source.value}"
        case Status.QUALITY_CHECK if order.made:
            name = "card_made_and_checked"
        case Status.SHIPPED:
            return phrase(name, tracking=shorten(one_line(order.parcel), _LONGEST_TRACKING, "…"))
        case Status.DELIVERED if order.for_stock:
            name = "card_on_our_shelf"
    return phrase(name, **values)


def _describe_asked(order: Order, shops: Mapping[UUID, Shop], reader: Formatting) -> Text:
    """Format the asked shops with their answers, the best first; if they are many, only counts."""
    asks: dict[UUID, list[Ask]] = {}
    for ask in order.asks:
        if ask.is_told:
            asks.setdefault(ask.shop, []).append(ask)
    ranked = sorted(asks.values(), key=lambda theirs: min(_RANKS.index(ask.says) for ask in theirs))
    named = [_answer(order, one, shops.get(one[0].shop), reader) for one in ranked[:_MOST_SHOPS]]
    told = Lines((*named, *_count_rest(ranked[_MOST_SHOPS:], shops, reader)), between="; ")
    return phrase("card_asked", asked=told) if named else ""


def _answer(order: Order, asks: list[Ask], shop: Shop | None, reader: Formatting) -> Text:
    """Format one shop's answer: "Connaught yes"."""
    return sentences(order_words.name_shop(shop), _describe_answers(order, asks, shop, reader))


def _describe_answers(order: Order, asks: list[Ask], shop: Shop | None, reader: Formatting) -> Text:
    """Format the answer once if it is the same for all lines, else line by line."""
    told = [(line := order.line(ask.line), _words(line, ask, shop, order.currency, reader)) for ask in asks]
    first = told[0][1]
    if all(words == first for _, words in told):
        return first
    each = [
        phrase("card_answer_of", said=words, what=order_words.pieces(line, 1))
        for line, words in told
        if line is not None
    ]
    return Lines(tuple(each), between=", ")


def _words(line: Line | None, ask: Ask, shop: Shop | None, currency: str, reader: Formatting) -> Text:
    """Format an answer in a word or two: "yes", "1 of 2, wants ₹950", "yes from Wed 18:00"."""
    later = order_summary.explain_closed(ask, shop, reader)
    if later:
        return later
    wanted = line.wanted if line else ask.quantity
    if ask.says in _ANSWERS:
        words = phrase(f"answer_{ask.says.value}")
    elif ask.quantity >= wanted:
        words = phrase("answer_yes")
    else:
        words = phrase("answer_some", many=ask.quantity, wanted=wanted)
    price = Money(ask.price, currency) if ask.price is not None else None
    return phrase("card_answer", said=words, ready=ask.ready_at if ask.quantity else None, price=price)


def _count_rest(rest: list[list[Ask]], shops: Mapping[UUID, Shop], reader: Formatting) -> list[Text]:
    """Format the counts of the shops not named: "12 more wait", "180 more have none"."""
    many: dict[str, int] = {}
    for asks in rest:
        best = min(asks, key=lambda ask: _RANKS.index(ask.says))
        later = order_summary.explain_closed(best, shops.get(best.shop), reader)
        name = "more_closed" if later else f"more_{best.says.value}" if best.says in _ANSWERS else "more_offered"
        many[name] = many.get(name, 0) + 1
    return [phrase(name, many=count) for name, count in many.items()]


def _describe_kept(order: Order, shops: Mapping[UUID, Shop]) -> Text:
    """Format the kept pieces by shop, and those here: "Taj Mug (own stock, here); 2 Tiger Shorts L (Connaught)"."""
    places: dict[UUID | None, list[Promise]] = {}
    for promise in _select_lines(order, made=False):
        places.setdefault(promise.shop, []).append(promise)
    told = [_place(order, shops, shop, theirs) for shop, theirs in places.items()]
    rest = len(told) - _MOST_SHOPS
    more = [phrase("so_many_more_shops", many=rest)] if rest > 0 else []
    return phrase("card_kept", kept=Lines((*told[:_MOST_SHOPS], *more), between="; ")) if told else ""


def _place(order: Order, shops: Mapping[UUID, Shop], shop: UUID | None, theirs: Iterable[Promise]) -> Text:
    promises = tuple(theirs)
    who = phrase("own_stock") if shop is None else order_words.name_shop(shops.get(shop))
    here = sum(one.quantity for one in promises if one.shop is None or one.stand is PromiseState.PICKED)
    many = sum(one.quantity for one in promises)
    far = {} if order.status in UNPAID else {"here": here, "all": here == many}
    return phrase("card_place", what=order_words.name_kept(order, promises), who=who, **far)


def _describe_made(order: Order) -> Text:
    """Format the lines that we make ourselves; "" if there are none."""
    made = _select_lines(order, made=True)
    return phrase("card_made", what=order_words.name_kept(order, made)) if made else ""


def _select_lines(order: Order, *, made: bool) -> tuple[Promise, ...]:
    """Return the promises for made-to-order lines if ``made``, else those for all other lines."""
    lines = {line.id for line in order.lines if line.made}
    return tuple(one for one in order.promises if (one.line in lines) is made)


def _describe_missing(order: Order) -> Text:
    return phrase("card_missing", what=order_words.describe_missing(order)) if order.lacks else ""

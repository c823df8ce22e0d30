"""/assign, /picked, /packed, /shipped, /delivered, /cantsource and /cancel: an order's progress, or its end."""

from __future__ import annotations

import re

from flows.phrase import Lines, Ours, Text, join_first, phrase, sentences, tap
from flows.sourcing.order import Order
from flows.sourcing.order_draft import name_order
from flows.sourcing.order_state import Status
from handlers.replies.staff_errands import Errand
from handlers.sourcing import order_words
from handlers.sourcing.actions.order_cancellation import (
    CallOff,
    GiveUp,
    call_off,
    give_up,
    would_call_off,
    would_give_up,
)
from handlers.sourcing.actions.order_progress import Move, MovedOn, move, would_move
from handlers.sourcing.actions.shop_assignments import (
    AssignedPieces,
    AssignShop,
    FetchedPieces,
    PickUp,
    assign,
    pick_up,
    would_assign,
    would_pick_up,
)
from handlers.sourcing.order_words import make_next_tap, name_kept, name_shop
from handlers.sourcing.staff import order_summary
from handlers.sourcing.staff.order_arguments import FETCHED_ORDERS, LACKING_ORDER, OPEN_ORDER, ORDER, WANTED_LINES
from handlers.sourcing.staff.order_commands import TOPIC
from handlers.sourcing.staff.shop_arguments import GIVEN_SHOP, KEPT_LINES, PARTS, VISITED_SHOP
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing, make_fixed_argument
from handlers.staff_chat.staff_command import OWNERS, Command, IssuedCommand, Reply
from templates.message_values import one_line, shorten

_MOST_NAMED = 20


def _describe_given(one: AssignedPieces) -> Text:
    what = order_words.list_pieces(one.parts)
    has = phrase("shop_has", order=name_order(one.order), what=what, shop=name_shop(one.shop))
    return order_words.then_order(one.order, sentences(has, one.told))


def _describe_fetched(all_: tuple[FetchedPieces, ...]) -> Text:
    """Confirm the pickup of one order, or list the complete orders and those with missing pieces."""
    if len(all_) == 1:
        return _describe_pickup(all_[0])
    here = [one.order.number for one in all_ if not one.left and not one.order.lacks]
    rest = [one.order.number for one in all_ if one.left or one.order.lacks]
    done = phrase("fetched_for_many", shop=name_shop(all_[0].shop), orders=len(all_))
    whole = (
        [phrase("these_are_all_here", orders=join_first([tap("order", one) for one in here], _MOST_NAMED))]
        if here
        else []
    )
    part = (
        [phrase("these_lack_more", orders=join_first([tap("order", one) for one in rest], _MOST_NAMED))] if rest else []
    )
    return Lines((done, *whole, *part, phrase("next", command=Ours("/fetch" if rest else "/orders"))))


def _describe_pickup(one: FetchedPieces) -> Text:
    """Confirm a pickup, with the next steps for the order."""
    order, left = one.order, one.left
    here = phrase("fetched_here", shop=name_shop(one.shop), what=order_words.name_kept(order, one.promises))
    called = name_order(order)
    if order.lacks:
        missing = phrase("is_missing", order=called, what=order_words.describe_missing(order))
        return _append_command(phrase("assign_whom", order=order.number), here, missing)
    if left:
        still = phrase("still_to_fetch_of", order=called, what=order_words.name_kept(order, left))
        return _append_command(make_next_tap("order", order), here, still)
    if order.for_stock:  # the order reports the pieces on the shelf
        return _append_command(tap("stock", order.lines[0].sku), here)
    after = order_summary.describe_photo_steps(order) if one.photographed else make_next_tap("packed", order)
    return _append_command(after, here, phrase("all_of_it_is_here", order=called))


def _append_command(command: Text, *said: Text) -> Text:
    return Lines((sentences(*said), phrase("next", command=command)))


ASSIGN = Command(
    name="assign",
    arguments=(LACKING_ORDER, GIVEN_SHOP, PARTS),
    takes=AssignShop,
    preview=would_assign,
    does=assign,
    says=_describe_given,
    roles=OWNERS,
    topic=TOPIC,
    errands=(Errand.ASSIGN,),
)
PICKED = Command(
    name="picked",
    aliases=("picked up", "fetched"),
    arguments=(FETCHED_ORDERS, VISITED_SHOP, KEPT_LINES),
    takes=PickUp,
    preview=would_pick_up,
    does=pick_up,
    says=_describe_fetched,
    topic=TOPIC,
    errands=(Errand.PICK,),
)


_LONGEST_TRACKING = 200
_COURIERS_WORDS = 3
_TRACKING = re.compile(r"https?://\S+|(?=.*\d)[A-Za-z0-9][A-Za-z0-9/_.-]*")


def _says(one: MovedOn) -> Text:
    values = {"tracking": one.parcel} if one.parcel else {}
    moved = phrase("order_moved", order=one.order.number, status=phrase(f"status_{one.to.value}"), **values)
    also = [phrase("taken_as_fetched", what=name_kept(one.order, one.taken))] if one.taken else []
    return Lines((sentences(moved, one.told, *also), one.goes_to, phrase("next", command=_describe_next_steps(one))))


def _describe_next_steps(one: MovedOn) -> Text:
    if one.to is Status.PACKED:
        return phrase("shipped_how", order=one.order.number)
    return make_next_tap("delivered", one.order) if one.to is Status.SHIPPED else Ours("/orders")


async def _tracking(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the tracking number or link; the other words are the courier's name."""
    found = next((word for word in words if _TRACKING.fullmatch(word)), "")
    if not found and len(words) == 1 and not asked.is_loose:
        return FoundArgument(words[0][:_LONGEST_TRACKING])
    return FoundArgument(found[:_LONGEST_TRACKING], tuple(word for word in words if word != found), found)


async def _carrier(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the courier's name in the other words, if they are few. With no slash it must be next to a number."""
    if len(words) > _COURIERS_WORDS or (asked.is_loose and not known["tracking"]):
        return FoundArgument("", words)
    return FoundArgument(shorten(one_line(" ".join(words)), 40, "…"))


TRACKING = Argument("tracking", "TRACKING", _tracking)
CARRIER = Argument("carrier", "", _carrier)


def _make_move_command(
    name: str,
    to: Status,
    errand: Errand,
    *more: Argument,
    aliases: tuple[str, ...] = (),
) -> Command:
    """Make the command that moves an order to the state ``to``."""
    return Command(
        name=name,
        aliases=aliases,
        arguments=(ORDER, make_fixed_argument("to", to), *more),
        takes=Move,
        preview=would_move,
        does=move,
        says=_says,
        topic=TOPIC,
        errands=(errand,),
    )


PACKED = _make_move_command("packed", Status.PACKED, Errand.PACK)
SHIPPED = _make_move_command("shipped", Status.SHIPPED, Errand.SHIP, TRACKING, CARRIER, aliases=("dispatched",))
DELIVERED = _make_move_command("delivered", Status.DELIVERED, Errand.DELIVER)


def _describe_given_up(order: Order) -> Text:
    return order_words.then_order(order, phrase("given_up_as_shown", order=name_order(order)))


def _describe_called_off(order: Order) -> Text:
    return order_words.then_order(order, phrase("is_called_off", order=name_order(order), back=_describe_refund(order)))


def _describe_refund(order: Order) -> Text:
    """Say where the money of a cancelled order goes."""
    if order.for_stock:
        return phrase("shops_are_free")
    if order.paid:
        return phrase("money_goes_back_as_shown")
    if any(one.currency for one in order.payments):
        return phrase("other_currency_is_yours_to_send")
    if any(one.payment for one in order.payments):
        return phrase("what_came_goes_back")
    return phrase("nothing_had_been_paid")


CANTSOURCE = Command(
    name="cantsource",
    aliases=("cannotsource", "cant source", "cannot source"),
    arguments=(OPEN_ORDER, WANTED_LINES),
    takes=GiveUp,
    preview=would_give_up,
    does=give_up,
    says=_describe_given_up,
    roles=OWNERS,
    topic=TOPIC,
    errands=(Errand.CANTSOURCE,),
)
CANCEL = Command(
    name="cancel",
    aliases=("call off",),
    arguments=(ORDER,),
    takes=CallOff,
    preview=would_call_off,
    does=call_off,
    says=_describe_called_off,
    roles=OWNERS,
    topic=TOPIC,
    errands=(Errand.CANCEL,),
)

"""/packed, /shipped and /delivered: how far an order has come, and by what its parcel is followed."""

import re

from flows.phrase import Lines, Ours, Text, phrase, sentences
from flows.sourcing.status import Status
from handlers.admins.arguments import Argument, Found, Known, Missing, fixed
from handlers.admins.command import Asked, Command, Reply
from handlers.replies.errands import Errand
from handlers.sourcing.actions.packing import Move, MovedOn, move, would_move
from handlers.sourcing.shown import kept_of, next_tap
from handlers.sourcing.staff.order_arguments import ORDER
from handlers.sourcing.staff.orders import TOPIC
from templates.values import one_line, shorten

_LONGEST_TRACKING = 200
_COURIERS_WORDS = 3
_TRACKING = re.compile(r"https?://\S+|(?=.*\d)[A-Za-z0-9][A-Za-z0-9/_.-]*")


def _says(one: MovedOn) -> Text:
    values = {"tracking": one.parcel} if one.parcel else {}
    moved = phrase("order_moved", order=one.order.number, status=phrase(f"status_{one.to.value}"), **values)
    also = [phrase("taken_as_fetched", what=kept_of(one.order, one.taken))] if one.taken else []
    return Lines((sentences(moved, one.told, *also), one.goes_to, phrase("next", command=_after(one))))


def _after(one: MovedOn) -> Text:
    if one.to is Status.PACKED:
        return phrase("shipped_how", order=one.order.number)
    return next_tap("delivered", one.order) if one.to is Status.SHIPPED else Ours("/orders")


async def _tracking(asked: Asked, _known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """The number or the address by which it is followed; what is left is the courier's name."""
    found = next((word for word in words if _TRACKING.fullmatch(word)), "")
    if not found and len(words) == 1 and not asked.is_loose:
        return Found(words[0][:_LONGEST_TRACKING])
    return Found(found[:_LONGEST_TRACKING], tuple(word for word in words if word != found), found)


async def _carrier(asked: Asked, known: Known, words: tuple[str, ...]) -> Found | Missing | Reply:
    """What is left is the courier's name, of few words; without the slash only beside a number."""
    if len(words) > _COURIERS_WORDS or (asked.is_loose and not known["tracking"]):
        return Found("", words)
    return Found(shorten(one_line(" ".join(words)), 40, "…"))


TRACKING = Argument("tracking", "TRACKING", _tracking)
CARRIER = Argument("carrier", "", _carrier)


def _moving(
    name: str,
    to: Status,
    errand: Errand,
    *more: Argument,
    aliases: tuple[str, ...] = (),
) -> Command:
    """The command that says that an order has come so far."""
    return Command(
        name=name,
        aliases=aliases,
        arguments=(ORDER, fixed("to", to), *more),
        takes=Move,
        preview=would_move,
        does=move,
        says=_says,
        topic=TOPIC,
        errands=(errand,),
    )


PACKED = _moving("packed", Status.PACKED, Errand.PACK)
SHIPPED = _moving("shipped", Status.SHIPPED, Errand.SHIP, TRACKING, CARRIER, aliases=("dispatched",))
DELIVERED = _moving("delivered", Status.DELIVERED, Errand.DELIVER)

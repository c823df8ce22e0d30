"""That an order came to nothing without a word of the staff's: one short message that makes a sound.

The order's own message says it too, but a change of that makes none. Where messages cannot be changed, on WhatsApp, the
third of them is sent when the order is over, and this would be a fourth.
"""

from datetime import datetime, timedelta
from enum import StrEnum

from flows.actor import Actor, ActorKind
from flows.channels import CHANNELS
from flows.phrase import phrase, tap
from flows.policy.facts import Kind
from flows.sourcing.draft import order_called
from flows.sourcing.order import Order
from flows.sourcing.status import UNPAID, Status
from handlers import alerts
from handlers.calls import edits
from handlers.outgoing import OutboundMessage, post
from handlers.speech import speech_to
from handlers.turn import Turn
from storage.people import Address

TOGETHER = timedelta(minutes=5)
"""Those that come to nothing within so long are told together."""


class Ending(StrEnum):
    """The end of an order; each has its words in the phrase of its name."""

    NOT_OFFERED = "ended_not_offered"
    CALLED_OFF = "ended_called_off"
    NOT_CHOSEN = "ended_not_chosen"
    NOT_PAID = "ended_not_paid"
    NOT_ANSWERED = "ended_not_answered"


async def tell(turn: Turn, before: Order | None, after: Order, by: Actor) -> None:
    """Tell the order's end to each owner and manager who gets orders as messages; ``by`` is the end's actor."""
    ending = _ending(before, after, by)
    if not turn.business.sourcing.order_messages or after.for_stock or ending is None:
        return
    values = {"order": order_called(after), "why": phrase(ending.value), "command": tap("order", after.number)}
    line = phrase("order_ended", back=after.status is Status.REFUNDING, **values)
    for to in await alerts.desk(turn, roles=alerts.RESPONSIBLE):
        if CHANNELS[to.channel].edits:
            await _add(turn, to, (await speech_to(turn, to)).say(line))


def _ending(before: Order | None, after: Order, by: Actor) -> Ending | None:
    """What became of it; None where it goes on, or where the staff or the shop's system said so."""
    was = before.status if before is not None else Status.RESERVED
    if after.status is was:
        return None
    if after.status is Status.UNAVAILABLE:
        return Ending.NOT_OFFERED
    if after.status is Status.EXPIRED:
        return _late(was, before)
    if after.status not in {Status.CANCELLED, Status.REFUNDING}:
        return None
    if by.kind is ActorKind.CUSTOMER:
        return Ending.CALLED_OFF
    if was in UNPAID and by.kind in {ActorKind.SYSTEM, ActorKind.SHOP}:  # it was paid first
        return _late(was, before) if was is Status.PART_AVAILABLE else Ending.NOT_OFFERED
    return None


def _late(was: Status, before: Order | None) -> Ending:
    if was is Status.PART_AVAILABLE:
        return Ending.NOT_CHOSEN
    return Ending.NOT_PAID if before is None or before.payment else Ending.NOT_ANSWERED


async def _add(turn: Turn, to: Address, line: str) -> None:
    """To what is about to leave, in the order of their numbers, or as its first line."""
    await turn.unit.people.hold(to.contact)
    due_at = _next(turn.now)
    key = f"endings:{int(due_at.timestamp())}:{to.id}"
    queued = await edits.newest(turn, key)
    if queued is None:
        await post(turn, to, OutboundMessage(key=key, kind=Kind.STAFF, text=line, due_at=due_at))
    else:
        await edits.rewrite(turn, queued, "\n".join(sorted([*(queued.text or "").splitlines(), line])))


def _next(now: datetime) -> datetime:
    """The end of the stretch of time whose endings are told together."""
    seconds = int(TOGETHER.total_seconds())
    return now + timedelta(seconds=seconds - int(now.timestamp()) % seconds)

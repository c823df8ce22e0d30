"""An order as one message to the staff, which changes as the order does; three of them where none can be changed.

It comes with a sound when the order does, and is changed without one: what needs somebody is told by alerts as well.
"""

from flows.channels import CHANNELS
from flows.engine import Subject
from flows.phrase import Text
from flows.policy.facts import Kind
from flows.sourcing.ask import Says
from flows.sourcing.order import Order
from flows.sourcing.status import OVER, Status
from handlers import alerts
from handlers.calls import edits
from handlers.outgoing import OutboundMessage, post
from handlers.sourcing.staff import order_summary
from handlers.sourcing.staff.card import card
from handlers.speech import speech_to
from handlers.turn import Turn
from storage.people import Address
from storage.sourcing.shops import Shops

# What the message speaks of and an order changes; where all of it is as before, nothing is looked up.
SHOWN = (
    "status", "lines", "promises", "asks", "payments", "repayments", "paid_at", "promised_at", "reserved_until",
    "answer_by", "tracking", "carrier", "pay", "express", "fee", "credit", "approved", "photos_until", "held",
)  # fmt: skip


async def show(turn: Turn, before: Order | None, after: Order) -> None:
    """Bring the message about an order up to date for each owner and manager; ``before`` None: it has just come in."""
    if not turn.business.sourcing.order_messages or (before is not None and _is_same(before, after)):
        return
    further = before is None or _stage(after) > _stage(before)
    desk = await alerts.desk(turn, roles=alerts.RESPONSIBLE)
    people = [to for to in desk if CHANNELS[to.channel].edits or further]
    told = await _card(turn, after) if people else ""
    for to in people:
        text = (await speech_to(turn, to)).say(told)
        if CHANNELS[to.channel].edits:
            await _keep(turn, to, after, text, fresh=before is None)
        else:
            await _post(turn, to, after, f"{_key(to, after)}:{_stage(after)}", text)


async def _keep(turn: Turn, to: Address, order: Order, text: str, *, fresh: bool) -> None:
    """One message, whatever happens; who is linked later gets those of the orders that come from then on."""
    key = _key(to, order)
    if fresh:
        await _post(turn, to, order, key, text)
        return
    shown = await edits.newest(turn, key)
    if shown is not None:
        await edits.rewrite(turn, shown, text)


async def _post(turn: Turn, to: Address, order: Order, key: str, text: str) -> None:
    await post(turn, to, OutboundMessage(key=key, kind=Kind.STAFF, text=text, subject=Subject("reservation", order.id)))


async def _card(turn: Turn, order: Order) -> Text:
    asked = {ask.shop for ask in order.asks if ask.says is not Says.SPARED}
    kept = {promise.shop for promise in order.promises if promise.shop is not None}
    shops = await turn.unit.of(Shops).by_ids(asked | kept)
    return card(order, shops, order_summary.eyes(turn), checked=turn.business.sourcing.quality_check)


def _key(to: Address, order: Order) -> str:
    return f"card:{order.id}:{to.id}"


def _stage(order: Order) -> int:
    """The message that an order has come to where there are three: it came in, it is decided, it is over."""
    if order.status in OVER:
        return 3
    return 1 if order.status in {Status.RESERVED, Status.CHECKING} else 2


def _is_same(before: Order, after: Order) -> bool:
    return all(getattr(before, name) == getattr(after, name) for name in SHOWN)

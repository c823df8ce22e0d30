"""Late paid orders, parcels with no delivery report, and refunds that a person has to send: reported each morning until
done.

The orders themselves report the promised day and the day after (flows/sourcing/lateness.py), and an order reports a
failed refund at once. The morning check then skips that day, so that nothing is reported twice.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, time

from flows.money import Money
from flows.phrase import Lines, Text, phrase, tap
from flows.sourcing import refunds
from flows.sourcing.lateness import GRACE, UNDELIVERED
from flows.sourcing.refund_watch import PATIENCE
from handlers.engine.turn import Turn
from handlers.sourcing.customer_orders import load_by_id
from handlers.staff_notices import alerts
from storage.events.event_inbox import Stored
from storage.sourcing.order_payments import Payments
from storage.sourcing.order_stages import Stage
from storage.sourcing.reservations import Reservation, Reservations

JOB = "forgotten"
MORNING, EVENING = time(9), time(21)
"""Local hours of reports to the staff; a later check leaves them to the next morning."""
_OURS = {
    Stage.NOBODY: "forgotten_lacks", Stage.LACKING: "forgotten_lacks", Stage.TO_FETCH: "forgotten_to_fetch",
    Stage.TO_MAKE: "forgotten_to_make", Stage.TO_CHECK: "forgotten_to_check", Stage.TO_PACK: "forgotten_to_pack",
    Stage.TO_SHIP: "forgotten_to_ship",
}  # fmt: skip
"""The wait of an order that is owed to its customer, and the phrase for it."""
_MOST = 8  # lines of each kind on a phone's screen
_LOOKED_AT = 50
_LONGEST = 1500


async def run_check(turn: Turn, _firing: Stored) -> bool:
    """Run a morning's check in one part."""
    here = turn.now.astimezone(turn.zone)
    if not MORNING <= here.time() < EVENING:
        return True
    today = here.replace(hour=0, minute=0, second=0, microsecond=0)
    late, owed = await _list_late(turn, today), await _describe_owed(turn, today)
    away = await _on_their_way(turn)
    parts = {"forgotten_late": late, "forgotten_undelivered": away, "forgotten_money": owed}
    lines = [line for head, told in parts.items() for line in _list_under_head(head, told)]
    if lines:
        await alerts.tell(turn, JOB, Lines((*lines, phrase("all_that_are_open")), longest=_LONGEST))
    return True


def _list_under_head(head: str, lines: Sequence[Text]) -> Iterator[Text]:
    """Yield a heading with the number of lines, and the first lines."""
    if lines:
        yield phrase(head, many=len(lines))
        yield from lines[:_MOST]
        if len(lines) > _MOST:
            yield phrase("and_more", many=len(lines) - _MOST)


async def _list_late(turn: Turn, today: datetime) -> list[Text]:
    """List the orders past their promised day that have not left, the earliest promise first."""
    groups = await turn.unit.of(Reservations).group_by_stage(_LOOKED_AT)
    found = [(one, name) for stage, name in _OURS.items() if stage in groups for one in groups[stage].first]
    late = [(one, name) for one, name in found if _is_late(one, today)]
    late.sort(key=lambda pair: (pair[0].promised_at, pair[0].id))
    return [
        phrase("forgotten_row", command=tap("order", one.number), what=phrase(name), day=one.promised_at)
        for one, name in late
    ]


async def _on_their_way(turn: Turn) -> list[Text]:
    """List the orders that left and should have arrived long ago, each with the command to mark it as delivered."""
    return [
        phrase(
            "forgotten_on_its_way",
            command=tap("order", one.number), day=one.promised_at, delivered=tap("delivered", one.number),
        )
        for one in await turn.unit.of(Reservations).list_undelivered(turn.now - UNDELIVERED, _LOOKED_AT)
    ]  # fmt: skip


def _is_late(one: Reservation, today: datetime) -> bool:
    return not one.for_stock and one.promised_at is not None and one.promised_at + GRACE < today


async def _describe_owed(turn: Turn, today: datetime) -> list[Text]:
    """List the refunds that a person has to send or check, each with the command for it."""
    found: list[Text] = []
    for which in await turn.unit.of(Payments).list_owed_back(turn.now - PATIENCE, today, _LOOKED_AT):
        at_hand = await load_by_id(turn, which)
        if at_hand is None or not at_hand.is_open:
            continue
        order = at_hand.order
        cost = refunds.sum_owed(order) + refunds.sum_unconfirmed(order)
        if cost:
            amount, command = Money(cost, order.currency), tap("refunded", order.number)
            found.append(phrase("forgotten_owed", order=order.number, amount=amount, command=command))
    return found

"""/express: the express orders that are open, and how much of their 24 hours is left."""

from datetime import timedelta

from flows.phrase import Lines, Ours, Text, phrase, tap
from handlers.admins.command import LONGEST, Command
from handlers.sourcing.actions.orders_shown import ExpressShown, ShowExpress, show_express
from handlers.sourcing.staff.order_arguments import ANY_ORDER
from handlers.sourcing.staff.orders import TOPIC
from storage.sourcing.reservations import Reservation

EXPRESS = timedelta(hours=24)
_NEXT = phrase("next", command=Ours("/orders"))


def _said(one: ExpressShown) -> Text:
    if not one.many:
        return Lines((phrase("no_express_order"), _NEXT))
    lines = [_row(one, row) for row in one.first]
    more = [phrase("and_more", many=one.many - len(one.first))] if one.many > len(one.first) else []
    return Lines((phrase("express_head", many=one.many), *lines, *more, _NEXT), longest=LONGEST)


def _row(one: ExpressShown, row: Reservation) -> Text:
    """How much of the 24 hours is left, which begin when the order is confirmed."""
    values = {"order": tap("order", row.number), "status": phrase(f"status_{row.status}")}
    if row.promised_at is None:
        return phrase("express_not_confirmed", since=row.created_at, **values)
    left = row.promised_at - one.now
    if left <= timedelta(0):
        return phrase("express_late", late=-left, **values)
    return phrase("express_left", left=left, used=round(100 * ((EXPRESS - left) / EXPRESS)), **values)


EXPRESS_ORDERS = Command(
    name="express",
    aliases=("express orders",),
    arguments=(ANY_ORDER,),
    takes=ShowExpress,
    does=show_express,
    says=_said,
    topic=TOPIC,
)

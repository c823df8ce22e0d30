"""A link to pay a sum that is of no order, as "send asha a link for $45": what is paid belongs to an order here."""

from __future__ import annotations

import re

from flows.phrase import Lines, phrase, tap
from handlers import slash
from handlers.admins.command import Reply
from handlers.admins.saying import say
from handlers.conversation import Written
from handlers.sourcing.staff.orders import ORDERS
from handlers.turn import Turn
from templates.values import quoted

_SUM = (
    r"(?P<sum>(?:rs\.?\s?|[$₹€£]\s?)\d[\d.,]*"
    r"|\d[\d.,]*\s?(?:dollars?|bucks|rs|rupees|rupaye|euros?|d[oó]lares|pesos|usd|inr))"
)
_WHO = r"(?P<who>[^\W\d_][\w.'-]*(?:\s[^\W\d_][\w.'-]*)?)"
_LINK = r"(?:(?:payment|pay) )?link(?: de pago)?"
_SHAPES = tuple(
    re.compile(rf"(?:please |pls |por favor )?{shape}[.! ]*", re.IGNORECASE)
    for shape in (
        rf"(?:send|give|make|create|share) {_WHO} (?:a |an |the )?{_LINK} (?:for|of) {_SUM}",
        rf"(?:(?:send|give|make|create|share) )?(?:a |an |the )?{_LINK} (?:for|of) {_SUM} (?:for|to) {_WHO}",
        rf"(?:(?:send|give|make|create|share) )?(?:a |an |the )?{_SUM} {_LINK} (?:for|to) {_WHO}",
        rf"(?:m[aá]nda|env[ií]a)(?:le)? a {_WHO} (?:un |el )?{_LINK} (?:de|por) {_SUM}",
        rf"(?:m[aá]nda|env[ií]a)(?:le)? (?:un |el )?{_LINK} (?:de|por) {_SUM} a {_WHO}",
        rf"c[oó]bra(?:le)? {_SUM} a {_WHO}",
        rf"{_WHO} ko {_SUM} (?:ka|ki|ke) {_LINK} (?:bhejo|bhej do|bhejna|do|dedo)",
    )
)
_SHORT = 40


def asked_of(text: str) -> tuple[str, str] | None:
    """Who is to pay, and the sum; None for all other texts."""
    found = next((one for shape in _SHAPES if (one := shape.fullmatch(text.strip())) is not None), None)
    return None if found is None else (found["who"], found["sum"])


async def meant(turn: Turn, written: Written) -> bool:
    """Whether a member of the staff wants a link for a sum alone; it is told how money is asked for here."""
    if written.member is None or not written.is_sent_alone or written.event.button is not None:
        return False
    text = written.event.text.strip()
    asked = None if slash.command(text) is not None or written.message.reply_to is not None else asked_of(text)
    if asked is None:
        return False
    who, money = asked
    told = phrase("link_of_a_sum", sum=quoted(money, _SHORT))
    shows = phrase("next", command=tap(ORDERS.name, *who.split()))
    await say(turn, written.address, written.message, ORDERS.name, Reply(Lines((told, shows))))
    return True

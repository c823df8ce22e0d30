"""/settled, /refunded, /refund, /return and /paid: money in and out, with a preview and a confirmation."""

from __future__ import annotations

from collections.abc import Sequence

from flows.phrase import Lines, Text, phrase, tap
from flows.sourcing.order import Order
from flows.sourcing.order_draft import name_order
from flows.sourcing.order_line import Line
from flows.sourcing.refunds import sum_owed
from handlers.replies.staff_errands import Errand
from handlers.sourcing import order_words
from handlers.sourcing.actions import order_money
from handlers.sourcing.actions.order_money import SendBack, send_back, would_send_back
from handlers.sourcing.actions.shop_payouts import Booked, PayShop, pay, would_pay
from handlers.sourcing.order_words import then_order
from handlers.sourcing.replies.bare_amount import read_amount
from handlers.sourcing.staff.order_arguments import AMOUNT, OPEN_ORDER, ORDER, PAID_AMOUNT, refuse_sign
from handlers.sourcing.staff.order_commands import TOPIC
from handlers.sourcing.staff.order_reference import find_lines
from handlers.sourcing.staff.shop_arguments import OF_SHOPS, PAID_SHOP
from handlers.staff_chat.argument_questions import answer_unread
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing, make_fixed_argument
from handlers.staff_chat.staff_command import OWNERS, Command, IssuedCommand, Reply
from templates.message_values import one_line, shorten


def _describe_received(one: order_money.Received) -> Text:
    return then_order(one.order, phrase("amount_received", order=name_order(one.order), amount=one.amount))


def _describe_refunded(order: Order) -> Text:
    done = "sent_back_by_hand" if sum_owed(order) else "back_with_the_customer"
    return then_order(order, phrase(done, order=name_order(order)))


SETTLED = Command(
    name="settled",
    arguments=(ORDER, AMOUNT),
    takes=order_money.Settle,
    preview=order_money.would_settle,
    does=order_money.settle,
    says=_describe_received,
    roles=OWNERS,
    topic=TOPIC,
)
REFUNDED = Command(
    name="refunded",
    arguments=(ORDER,),
    takes=order_money.MarkRefunded,
    preview=order_money.would_mark_refunded,
    does=order_money.mark_refunded,
    says=_describe_refunded,
    roles=OWNERS,
    topic=TOPIC,
)


_LONGEST_REASON = 200


async def _amount(_asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find an amount right after the order; if there is none, the price of the lines is refunded."""
    if (wrong := refuse_sign(words[:1])) is not None:
        return wrong
    found = read_amount(words[0]) if words else None
    return Missing() if found is None else FoundArgument(found, words[1:], found)


def _are_figures(words: Sequence[str]) -> bool:
    """Return True if all words are numbers. They may be pieces, lines or money, so nothing is guessed."""
    return bool(words) and all(word.strip("#.,").isdigit() for word in words)


def _figures_unread(asked: IssuedCommand, known: Known, words: Sequence[str]) -> Reply:
    return answer_unread(words, tap(asked.command, known["order"].order.number), loose=asked.is_loose)


async def _lines(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Parse the lines that the first words name; the words after them are the reason."""
    if known.get("amount") is not None:
        return FoundArgument((), words)
    if _are_figures(words):
        return _figures_unread(asked, known, words)
    wants: Sequence[Line] = known["order"].order.wants
    for many in range(len(words), 0, -1):
        lines = find_lines(words[:many], wants)
        if lines and len(lines) < len(wants):
            return FoundArgument(tuple(line.id for line in lines), words[many:])
        if lines:
            return FoundArgument((), words[many:])
    return FoundArgument((), words)


async def _reason(asked: IssuedCommand, known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
    """Find the reason; a bare number is no reason."""
    if _are_figures(words):
        return _figures_unread(asked, known, words)
    return FoundArgument(shorten(one_line(" ".join(words)), _LONGEST_REASON, "…"))


_SENT_BACK = Argument("amount", "{amount}", _amount)
_LINES = Argument("lines", "", _lines)
_REASON = Argument("reason", "", _reason)


def _describe_payment(order: Order) -> Text:
    return then_order(order, phrase("sent_back_as_shown", order=name_order(order)))


REFUND = Command(
    name="refund",
    aliases=("money back",),
    arguments=(OPEN_ORDER, _SENT_BACK, _LINES, make_fixed_argument("goods", False), _REASON),
    takes=SendBack,
    preview=would_send_back,
    does=send_back,
    says=_describe_payment,
    roles=OWNERS,
    topic=TOPIC,
    errands=(Errand.REFUND,),
)
RETURN = Command(
    name="return",
    aliases=("returned", "came back"),
    arguments=(OPEN_ORDER, _LINES, make_fixed_argument("goods", True), _REASON),
    takes=SendBack,
    preview=would_send_back,
    does=send_back,
    says=_describe_payment,
    roles=OWNERS,
    topic=TOPIC,
)


def _describe_booked(one: Booked) -> Text:
    done = phrase("booked", shop=order_words.name_shop(one.shop), amount=one.paid, owed=order_words.name_owed(one.owed))
    return Lines((done, phrase("next", command=tap("shop", one.shop.ref))))


PAID = Command(
    name="paid",
    aliases=("paid out", "payouts", "payout"),
    arguments=(PAID_SHOP, PAID_AMOUNT),
    takes=PayShop,
    preview=would_pay,
    does=pay,
    says=_describe_booked,
    roles=OWNERS,
    topic=OF_SHOPS,
)

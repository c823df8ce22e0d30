"""Readers of customers' messages about sourced orders, in the order of their trial."""

from __future__ import annotations

from flows.sourcing import chat_order, order_flow
from flows.sourcing.order_release import CANCEL_TOLD
from flows.sourcing.waitlist_question import OUT, WANTED
from handlers.conversation import Rank, Reader, To, Written
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.intake.join_links import read_start_token
from handlers.replies.customer_acts import ActKind
from handlers.sourcing import cancel_labels
from handlers.sourcing.customer import friend_referral, old_cards, waitlist_answers
from handlers.sourcing.customer.address import address_answers, address_question
from handlers.sourcing.customer.calling_off import cancel_confirmation, cancel_wish, order_choice, order_opt_out
from handlers.sourcing.customer.ordering import ordering_answers, ordering_start
from handlers.sourcing.customer.placed import payment_link_answers, photo_remarks, sourced_order_status


def reads_token(token: str) -> bool:
    """Return True for a start token of a product or of a friend's code."""
    return ordering_start.is_wish(token) or friend_referral.is_passed_on(token)


async def _has_come_by_link(turn: Turn, said: UnderstoodMessage) -> bool:
    """Handle a start link of a product or a friend's code, or a command for goods. Return False for other texts."""
    token = read_start_token(said.event)
    if not friend_referral.is_passed_on(token):
        return await friend_referral.take_code(turn, said) or await ordering_start.begin_by_command(turn, said)
    if not await friend_referral.take_code(turn, said, token):
        await conversations_of(turn).entrance.welcome(turn, Written(said.address, said.message, said.event))
    return True


async def _tell_how_to_order(turn: Turn, said: UnderstoodMessage) -> bool:
    """Answer the button below a greeting; return False for other messages."""
    if said.event.button != "how":
        return False
    await say(turn, said, "how_to_order", values={turn.business.sourcing.pay: "yes"})
    return True


_WISHES_TO_CANCEL = frozenset(
    {
        ActKind.NO,
        ActKind.CANCEL,
        ActKind.LATER,
        ActKind.DOUBT,
        ActKind.COMMAND,
        ActKind.TEXT,
        ActKind.RETURN,
        ActKind.CHOICE,
    }
)
_GOODS = frozenset({ActKind.TEXT, ActKind.CHANGE, ActKind.GREETING, ActKind.YES, ActKind.DOUBT})
_STATUS = frozenset({ActKind.STATUS, ActKind.PAY, ActKind.CHOICE})
READERS = (
    Reader(Rank.LINK, _has_come_by_link, acts={ActKind.COMMAND, ActKind.KEYWORD, ActKind.TEXT, ActKind.GREETING}),
    Reader(Rank.FIRST, _tell_how_to_order, acts={ActKind.CHOICE}),
    # Before the open question: no answer to it begins an order in chat.
    Reader(Rank.FIRST, address_answers.take_review, address_question.KEPT),
    Reader(Rank.FIRST, cancel_confirmation.take_answer, cancel_confirmation.SURE, teaches=cancel_labels.label_cancel),
    Reader(Rank.FIRST, cancel_confirmation.tell_if_over, CANCEL_TOLD),
    Reader(Rank.FIRST, order_choice.take_choice, order_choice.WHICH),
    Reader(Rank.FIRST, cancel_wish.take_which, order_opt_out.CANCEL_QUESTION, teaches=cancel_labels.label_which),
    Reader(Rank.FIRST, waitlist_answers.take_answer, OUT),
    Reader(Rank.FIRST, waitlist_answers.end_unneeded, WANTED),
    Reader(Rank.FIRST, cancel_wish.take_wish, acts=_WISHES_TO_CANCEL),
    Reader(Rank.FIRST, payment_link_answers.tell_where_to_pay, acts={ActKind.PAY, ActKind.COMMAND}),
    Reader(Rank.FIRST, address_answers.take_address_answer, address_question.WHERE, of_place=True),
    Reader(Rank.FIRST, old_cards.answer_finished_card, to=To.BUTTONS),
    Reader(Rank.FIRST, ordering_answers.go_on, to=chat_order.NAME),
    Reader(Rank.BEGIN, ordering_start.begin_by_text, acts=_GOODS),
    Reader(Rank.BEGIN, friend_referral.take_request, acts={ActKind.TEXT}),
    Reader(Rank.ASIDE, photo_remarks.pass_on_remark, to=order_flow.NAME),
    Reader(Rank.ASIDE, cancel_wish.take_refund_wish, acts={ActKind.RETURN}),
    Reader(Rank.OWN, sourced_order_status.answer_status, acts=_STATUS),
    Reader(Rank.OWN, old_cards.answer_order_card, to=To.BUTTONS),
)

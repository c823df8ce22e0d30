"""Readers of customers' messages about sourced orders, in the order of their trial."""

from __future__ import annotations

from flows.sourcing import chat_order, order_flow
from flows.sourcing.order_release import CANCEL_TOLD
from flows.sourcing.waitlist_question import OUT, WANTED
from handlers.conversation import Rank, Reader, To, Written
from handlers.customer_talk.understood_message import UnderstoodMessage
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.intake.join_links import start_token
from handlers.replies.customer_acts import ActKind
from handlers.sourcing import cancel_labels
from handlers.sourcing.customer import friend_referral, old_cards, waitlist_answers
from handlers.sourcing.customer.address import address_answers, address_question
from handlers.sourcing.customer.calling_off import cancel_confirmation, cancel_wish, order_choice, order_opt_out
from handlers.sourcing.customer.ordering import ordering_answers, ordering_start
from handlers.sourcing.customer.placed import payment_link_answers, photo_remarks, sourced_order_status


def reads_token(token: str) -> bool:
    """Return True for a start token of a product or a friend's code."""
    return ordering_start.is_wish(token) or friend_referral.is_passed_on(token)


async def _came_by_link(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if the writer came by a link of a product or a friend's code, or asked for goods."""
    token = start_token(said.event)
    if not friend_referral.is_passed_on(token):
        return await friend_referral.came(turn, said) or await ordering_start.commanded(turn, said)
    if not await friend_referral.came(turn, said, token):
        await conversations_of(turn).entrance.welcome(turn, Written(said.address, said.message, said.event))
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
    Reader(Rank.LINK, _came_by_link, acts={ActKind.COMMAND, ActKind.KEYWORD, ActKind.TEXT, ActKind.GREETING}),
    # Before the open question: no answer to it begins an order in chat.
    Reader(Rank.FIRST, address_answers.looked_at, address_question.KEPT),
    Reader(Rank.FIRST, cancel_confirmation.answered, cancel_confirmation.SURE, teaches=cancel_labels.meant_cancel),
    Reader(Rank.FIRST, cancel_confirmation.is_over, CANCEL_TOLD),
    Reader(Rank.FIRST, order_choice.taken, order_choice.WHICH),
    Reader(Rank.FIRST, cancel_wish.told_what, order_opt_out.CANCEL_QUESTION, teaches=cancel_labels.meant_which),
    Reader(Rank.FIRST, waitlist_answers.answered, OUT),
    Reader(Rank.FIRST, waitlist_answers.not_needed, WANTED),
    Reader(Rank.FIRST, cancel_wish.told, acts=_WISHES_TO_CANCEL),
    Reader(Rank.FIRST, payment_link_answers.answered, acts={ActKind.PAY, ActKind.COMMAND}),
    Reader(Rank.FIRST, address_answers.answered, address_question.WHERE, of_place=True),
    Reader(Rank.FIRST, old_cards.of_picked, to=To.BUTTONS),
    Reader(Rank.FIRST, ordering_answers.went_on, to=chat_order.NAME),
    Reader(Rank.BEGIN, ordering_start.begun, acts=_GOODS),
    Reader(Rank.BEGIN, friend_referral.asked, acts={ActKind.TEXT}),
    Reader(Rank.ASIDE, photo_remarks.passed_on, to=order_flow.NAME),
    Reader(Rank.ASIDE, cancel_wish.money_back, acts={ActKind.RETURN}),
    Reader(Rank.OWN, sourced_order_status.answered, acts=_STATUS),
    Reader(Rank.OWN, old_cards.of_order, to=To.BUTTONS),
)

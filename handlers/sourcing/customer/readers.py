"""What customers write about sourced orders, in the order in which it is tried."""

from __future__ import annotations

from flows.sourcing import chat_order, order_flow
from flows.sourcing.order_release import CANCEL_TOLD
from flows.sourcing.waitlist_question import OUT, WANTED
from handlers.conversation import Rank, Reader, To, Written
from handlers.customer_talk.said import UnderstoodMessage
from handlers.engine.turn import Turn
from handlers.intake.join_links import start_token
from handlers.replies.acts import ActKind
from handlers.sourcing.customer import old_cards, referring, waiting
from handlers.sourcing.customer.address import answers as address_answers
from handlers.sourcing.customer.address import question
from handlers.sourcing.customer.calling_off import opt_out, sure, which_order, wish
from handlers.sourcing.customer.ordering import answers, wishes
from handlers.sourcing.customer.placed import order_status, paylinks, photos_seen


def reads_token(token: str) -> bool:
    """Whether a start token is read here: it names a product, or a friend's code."""
    return wishes.is_wish(token) or referring.is_passed_on(token)


async def _came_by_link(turn: Turn, said: UnderstoodMessage) -> bool:
    """Whether they came by a link that names a product or a friend's code, or asked for what is sold."""
    token = start_token(said.event)
    if not referring.is_passed_on(token):
        return await referring.came(turn, said) or await wishes.commanded(turn, said)
    if not await referring.came(turn, said, token):
        await turn.tools.conversations.welcome(turn, Written(said.address, said.message, said.event))
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
    Reader(Rank.FIRST, address_answers.looked_at, question.KEPT),
    Reader(Rank.FIRST, sure.answered, sure.SURE),
    Reader(Rank.FIRST, sure.is_over, CANCEL_TOLD),
    Reader(Rank.FIRST, which_order.taken, which_order.WHICH),
    Reader(Rank.FIRST, wish.told_what, opt_out.CANCEL_QUESTION),
    Reader(Rank.FIRST, waiting.answered, OUT),
    Reader(Rank.FIRST, waiting.not_needed, WANTED),
    Reader(Rank.FIRST, wish.told, acts=_WISHES_TO_CANCEL),
    Reader(Rank.FIRST, paylinks.answered, acts={ActKind.PAY, ActKind.COMMAND}),
    Reader(Rank.FIRST, address_answers.answered, question.WHERE),
    Reader(Rank.FIRST, old_cards.of_picked, to=To.BUTTONS),
    Reader(Rank.FIRST, answers.went_on, to=chat_order.NAME),
    Reader(Rank.BEGIN, wishes.begun, acts=_GOODS),
    Reader(Rank.BEGIN, referring.asked, acts={ActKind.TEXT}),
    Reader(Rank.ASIDE, photos_seen.passed_on, to=order_flow.NAME),
    Reader(Rank.ASIDE, wish.money_back, acts={ActKind.RETURN}),
    Reader(Rank.OWN, order_status.answered, acts=_STATUS),
    Reader(Rank.OWN, old_cards.of_order, to=To.BUTTONS),
)

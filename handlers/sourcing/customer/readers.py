"""What customers write about sourced orders, in the order in which it is tried."""

from __future__ import annotations

from flows.sourcing import flow, ordering
from flows.sourcing.releasing import CANCEL_TOLD
from flows.sourcing.waitlist import OUT, WANTED
from handlers.conversation import Rank, Reader, To, Written
from handlers.customer_talk.said import Said
from handlers.joining import start_token
from handlers.replies.acts import ActKind
from handlers.sourcing.customer import old_cards, referring, waiting
from handlers.sourcing.customer.address import answers as address_answers
from handlers.sourcing.customer.address import question
from handlers.sourcing.customer.calling_off import (
    at_the_door,
    money_back,
    or_else,
    second_thoughts,
    sure,
    unwanted,
    which_order,
    words,
)
from handlers.sourcing.customer.ordering import after_silence, answers, counted_late, wishes
from handlers.sourcing.customer.placed import (
    late_yes,
    money,
    order_status,
    paylinks,
    photos_seen,
)
from handlers.turn import Turn


def reads_token(token: str) -> bool:
    """Whether a start token is read here: it names a product, or a friend's code."""
    return wishes.is_wish(token) or referring.is_passed_on(token)


async def _came_by_link(turn: Turn, said: Said) -> bool:
    """Whether they came by a link that names a product or a friend's code, or asked for what is sold."""
    token = start_token(said.event)
    if not referring.is_passed_on(token):
        return await wishes.commanded(turn, said)
    if not await referring.came(turn, said, token):
        await turn.tools.conversations.welcome(turn, Written(said.address, said.message, said.event))
    return True


_REFUSALS = frozenset({ActKind.NO, ActKind.CANCEL, ActKind.LATER})
_GOODS = frozenset({ActKind.TEXT, ActKind.CHANGE, ActKind.GREETING})
_STATUS = frozenset({ActKind.STATUS, ActKind.PAY, ActKind.CHOICE})
READERS = (
    Reader(Rank.LINK, _came_by_link, acts={ActKind.COMMAND, ActKind.KEYWORD}),
    # Before the open question: no answer to it begins an order in chat.
    Reader(Rank.FIRST, at_the_door.answered, acts=_REFUSALS, to=To.RUN),
    Reader(Rank.FIRST, address_answers.looked_at, question.KEPT),
    Reader(Rank.FIRST, address_answers.taken, question.WHERE),
    Reader(Rank.FIRST, sure.answered, sure.SURE),
    Reader(Rank.FIRST, sure.answered, sure.AGAIN),
    Reader(Rank.FIRST, sure.is_over, CANCEL_TOLD),
    Reader(Rank.FIRST, words.told_which, which_order.WHICH),
    Reader(Rank.FIRST, words.told_what, unwanted.CANCEL_QUESTION),
    Reader(Rank.FIRST, second_thoughts.right_away, acts=_REFUSALS | {ActKind.DOUBT}),
    Reader(Rank.FIRST, or_else.passed_on, acts={ActKind.CANCEL, ActKind.CHANGE, ActKind.COMPLAINT}),
    Reader(Rank.FIRST, words.called_off, acts=_REFUSALS | {ActKind.DOUBT, ActKind.COMMAND, ActKind.TEXT}),
    Reader(Rank.FIRST, waiting.answered, OUT),
    Reader(Rank.FIRST, waiting.not_needed, WANTED),
    Reader(Rank.FIRST, paylinks.asked, acts={ActKind.PAY, ActKind.COMMAND}),
    Reader(Rank.FIRST, paylinks.failed, acts={ActKind.PAY}),
    Reader(Rank.FIRST, referring.came, acts={ActKind.TEXT, ActKind.GREETING}),
    Reader(Rank.FIRST, late_yes.answered, acts={ActKind.YES, ActKind.NUMBER, ActKind.CHOICE}),
    Reader(Rank.FIRST, counted_late.answered, acts={ActKind.NUMBER, ActKind.TEXT, ActKind.CHANGE}),
    Reader(Rank.FIRST, address_answers.typed, question.WHERE),
    Reader(Rank.FIRST, after_silence.answered, acts={ActKind.YES}),
    Reader(Rank.FIRST, old_cards.of_picked, to=To.BUTTONS),
    Reader(Rank.FIRST, answers.went_on, to=ordering.NAME),
    Reader(Rank.FIRST, wishes.wished, acts=_GOODS, to=To.RUN),
    Reader(Rank.AFTER, photos_seen.sends_after_all, acts={ActKind.YES}, to=flow.NAME),
    Reader(Rank.BEGIN, wishes.begun, acts=_GOODS | {ActKind.YES, ActKind.DOUBT}),
    Reader(Rank.BEGIN, referring.asked, acts={ActKind.TEXT}),
    Reader(Rank.ASIDE, photos_seen.passed_on, to=flow.NAME),
    Reader(Rank.ASIDE, money_back.wanted, acts={ActKind.RETURN}),
    Reader(Rank.ASIDE, money.answered, acts={ActKind.RETURN, ActKind.PAY}),
    Reader(Rank.OWN, order_status.answered, acts=_STATUS),
    Reader(Rank.OWN, old_cards.of_order, to=To.BUTTONS),
)

"""What customers write about sourced orders, in the order in which it is tried."""

from __future__ import annotations

from flows.sourcing.releasing import CANCEL_TOLD
from flows.sourcing.waitlist import OUT, WANTED
from handlers.conversation import Rank, Reader, Written
from handlers.customer_talk.said import Said
from handlers.joining import start_token
from handlers.sourcing.customer import beside_staff, old_cards, referring, waiting
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


READERS = (
    Reader(Rank.LINK, _came_by_link),
    Reader(Rank.BESIDE, beside_staff.picked_on),
    Reader(Rank.BESIDE, beside_staff.ordered),
    Reader(Rank.BESIDE, beside_staff.asked_to_pay),
    Reader(Rank.BESIDE, beside_staff.asked_what_is_known),
    # Before the open question: no answer to it begins an order in chat.
    Reader(Rank.FIRST, at_the_door.answered),
    Reader(Rank.FIRST, address_answers.looked_at, question.KEPT),
    Reader(Rank.FIRST, address_answers.taken, question.WHERE),
    Reader(Rank.FIRST, sure.answered, sure.SURE),
    Reader(Rank.FIRST, sure.answered, sure.AGAIN),
    Reader(Rank.FIRST, sure.is_over, CANCEL_TOLD),
    Reader(Rank.FIRST, words.told_which, which_order.WHICH),
    Reader(Rank.FIRST, words.told_what, unwanted.CANCEL_QUESTION),
    Reader(Rank.FIRST, second_thoughts.right_away),
    Reader(Rank.FIRST, or_else.passed_on),
    Reader(Rank.FIRST, words.called_off),
    Reader(Rank.FIRST, waiting.answered, OUT),
    Reader(Rank.FIRST, waiting.not_needed, WANTED),
    Reader(Rank.FIRST, paylinks.asked),
    Reader(Rank.FIRST, paylinks.failed),
    Reader(Rank.FIRST, referring.came),
    Reader(Rank.FIRST, late_yes.answered),
    Reader(Rank.FIRST, counted_late.answered),
    Reader(Rank.FIRST, address_answers.typed, question.WHERE),
    Reader(Rank.FIRST, after_silence.answered),
    Reader(Rank.FIRST, old_cards.of_picked),
    Reader(Rank.FIRST, answers.went_on),
    Reader(Rank.FIRST, wishes.wished),
    Reader(Rank.AFTER, photos_seen.sends_after_all),
    Reader(Rank.BEGIN, wishes.begun),
    Reader(Rank.BEGIN, referring.asked),
    Reader(Rank.ASIDE, photos_seen.passed_on),
    Reader(Rank.ASIDE, money_back.wanted),
    Reader(Rank.ASIDE, money.answered),
    Reader(Rank.OWN, order_status.answered),
    Reader(Rank.OWN, old_cards.of_order),
)

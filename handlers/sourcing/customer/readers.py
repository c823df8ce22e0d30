"""What customers write about sourced orders, in the order in which it is tried."""

from __future__ import annotations

from flows.sourcing import waitlist
from flows.sourcing.releasing import CANCEL_TOLD
from handlers.conversation import Rank, Reader, Written
from handlers.customer_talk.said import Said
from handlers.joining import start_token
from handlers.sourcing.customer import beside_staff, old_cards, referring, waiting
from handlers.sourcing.customer.address import answers as address_answers
from handlers.sourcing.customer.address import question
from handlers.sourcing.customer.calling_off import opt_out, sure, which_order, wish
from handlers.sourcing.customer.ordering import answers, wishes
from handlers.sourcing.customer.placed import order_status, paylinks, photos_seen
from handlers.turn import Turn


def reads_token(token: str) -> bool:
    """Whether a start token is read here: it names a product, or a friend's code."""
    return wishes.is_wish(token) or referring.is_passed_on(token)


async def _came_by_link(turn: Turn, said: Said) -> bool:
    """Whether they came by a link that names a product or a friend's code, or asked for what is sold."""
    token = start_token(said.event)
    if not referring.is_passed_on(token):
        return await referring.came(turn, said) or await wishes.commanded(turn, said)
    if not await referring.came(turn, said, token):
        await turn.tools.conversations.welcome(turn, Written(said.address, said.message, said.event))
    return True


async def _picked(turn: Turn, said: Said) -> bool:
    """Whether they answer the order that they pick, or tap below one that is over."""
    return await old_cards.of_picked(turn, said) or await answers.went_on(turn, said)


async def _begun(turn: Turn, said: Said) -> bool:
    """Whether they begin an order, or want to bring a friend."""
    return await wishes.begun(turn, said) or await referring.asked(turn, said)


async def _passed_on(turn: Turn, said: Said) -> bool:
    """Whether a person gets it: a remark on photos, or a wish for the money of an order."""
    return await photos_seen.passed_on(turn, said) or await wish.money_back(turn, said)


async def _known(turn: Turn, said: Said) -> bool:
    """Whether they asked how an order stands, or tapped below a question that is answered."""
    return await order_status.answered(turn, said) or await old_cards.of_order(turn, said)


READERS = (
    Reader(Rank.LINK, _came_by_link),
    Reader(Rank.BESIDE, beside_staff.picked_on),
    # Before the open question: no answer to it begins an order in chat.
    Reader(Rank.FIRST, address_answers.looked_at, question.KEPT),
    Reader(Rank.FIRST, sure.answered, sure.SURE),
    Reader(Rank.FIRST, sure.is_over, CANCEL_TOLD),
    Reader(Rank.FIRST, which_order.taken, which_order.WHICH),
    Reader(Rank.FIRST, wish.told_what, opt_out.CANCEL_QUESTION),
    Reader(Rank.FIRST, waiting.answered, waitlist.OUT),
    Reader(Rank.FIRST, waiting.not_needed, waitlist.WANTED),
    Reader(Rank.FIRST, wish.told),
    Reader(Rank.FIRST, paylinks.answered),
    Reader(Rank.FIRST, address_answers.answered, question.WHERE),
    Reader(Rank.FIRST, _picked),
    Reader(Rank.BEGIN, _begun),
    Reader(Rank.ASIDE, _passed_on),
    Reader(Rank.OWN, _known),
)

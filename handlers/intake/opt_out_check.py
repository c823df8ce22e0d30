"""Opt-out check of a message: the rule, or the kind of doubt that the text leaves."""

from __future__ import annotations

from datetime import timedelta
from types import MappingProxyType

from flows.events import MessageReceived
from handlers.customer_talk import answered_message, erasure_request, split_opt_out, stranger_commands
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.people import opt_outs, order_news_after_stop, persons
from handlers.people.inbound_event import get_words
from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.customer_intents import Intent, answers_plainly
from handlers.replies.customer_intents import read as read_intent
from handlers.replies.expected_answers import Expecting
from handlers.replies.incomplete_stops import says_nothing_yet
from handlers.replies.no_need_phrases import needs_nothing
from handlers.replies.opt_out_recognition import (
    OptOut,
    has_our_messages,
    is_keyword,
    read_opt_out,
    tells_of_a_wrong_number,
)
from handlers.replies.opt_out_wordings import removes
from handlers.replies.order_end_wishes import read_order_wish
from handlers.replies.staff_own_stop import has_own_subscription, speaks_of_oneself
from handlers.replies.standalone_stop import StopApart
from handlers.replies.stop_clause import find_part_stop, is_another_thing
from handlers.replies.text_normalisation import words
from handlers.staff_chat import command_confirmation
from storage.events.runs import RunQuestion
from storage.sending.message import Message

RULES = frozenset({opt_outs.KEYWORD, opt_outs.CLEAR})
"""Rules for a certain opt-out."""
DOUBTFUL = "doubtful"  # a possible opt-out: held, and asked about when it is read
OF_GOODS = "of goods"  # an opt-out only by the name of something that is sold: nothing is held
OF_AN_ORDER = "of an order"  # a possible opt-out about an order of the writer: nothing is held
UNFINISHED = "unfinished"  # says nothing of our messages yet: nothing is held
BEHIND_A_DENIAL = "behind a denial"  # a possible opt-out with the words just before it: held, and asked about
SMALL_TALK = "small talk"  # "nothing is needed", from a person without an offer: nothing is held
NOTED = MappingProxyType(
    {
        OF_AN_ORDER: {"of_an_order": True},
        OF_GOODS: {"of_goods": True},
        UNFINISHED: {"unfinished": True},
        SMALL_TALK: {"small_talk": True},
        BEHIND_A_DENIAL: {"behind_a_denial": True},
    }
)
"""Notes in the data of a message that is no opt-out by itself, for the reader that answers it."""
HELD = frozenset({DOUBTFUL, BEHIND_A_DENIAL})
"""Results that hold our marketing until the answer."""
_PARTNERS_STOPS = frozenset({"stop", "stopall", "stop all", "unsubscribe", "please stop", "stop please"})
"""Texts that unlink a partner shop at once. "end" or "बंद" may be about the shop itself."""
_OTHERS = frozenset({Intent.YES, Intent.CANCEL_ORDER, Intent.REFUND, Intent.ORDER_STATUS})
"""Intents that are surely not about our messages; a stop may come with them."""
_LATELY = timedelta(days=30)  # as long as the question about our messages may be answered
_RECENT = 200  # messages of a person to search for an offer


async def find_opt_out_rule(turn: Turn, event: MessageReceived, message: Message) -> str | None:
    """Return the rule of an opt-out, a kind of doubt, or None for no opt-out.

    Return ``DOUBTFUL`` for a possible opt-out, ``OF_AN_ORDER`` if it is only about an order of the writer, and
    ``OF_GOODS`` for the name of goods. ``UNFINISHED`` is a fragment, ``SMALL_TALK`` a no to nothing, and
    ``BEHIND_A_DENIAL`` completes the message just before.
    """
    by_itself = await _find_rule_alone(turn, event, message)
    if by_itself == opt_outs.CLEAR and await _ends_a_partners_work(turn, event, message):
        return DOUBTFUL
    if by_itself in RULES or await persons.find_member(turn, event.channel, message.contact):
        return by_itself
    return BEHIND_A_DENIAL if await split_opt_out.would_end(turn, event, message) else by_itself


async def _find_rule_alone(turn: Turn, event: MessageReceived, message: Message) -> str | None:
    """Return the rule or kind of doubt for this one message, as ``find_opt_out_rule`` does."""
    if event.keyword is not None:
        return opt_outs.KEYWORD if event.keyword == "STOP" else None
    member = await persons.find_member(turn, event.channel, message.contact)
    if event.text.startswith("/") and member is not None:
        return None
    if erasure_request.is_asked(event):
        return opt_outs.CLEAR
    asked = await turn.unit.runs.find_open(message.contact)
    question = await answered_message.quote_question(turn, message, asked)
    expecting = answered_message.expect_answer(asked, question)
    said = read_opt_out(get_words(event), forwarded=event.forwarded, expecting=expecting, question=question or "")
    if said is OptOut.AMBIGUOUS and stranger_commands.is_command_name(turn, event):
        return None
    if said is OptOut.STOP and await _is_wrong_for_a_shop(turn, event, message):
        return None
    may_stop = said is OptOut.STOP or (said is OptOut.AMBIGUOUS and has_own_subscription(event.text))
    of_staff = member is not None and may_stop and not is_bare_cancel(event.text)
    own = of_staff and await _is_their_own(turn, event, message)
    if said in {OptOut.STOP, OptOut.AMBIGUOUS} and (
        (not own and await command_confirmation.is_called_off(turn, member, message, said))
        or await _is_other_business(turn, message, asked)
    ):
        return OF_GOODS if removes(message.text or "") else None
    beside = (
        None if member is not None else await _find_apart(turn, event, said, asked=expecting is not Expecting.NOTHING)
    )
    if beside is not None and await _is_another_thing(turn, beside.rest):
        if beside.sure or (said is OptOut.STOP and not is_keyword(beside.said)):
            return opt_outs.CLEAR
        if said is OptOut.STOP and await _names_goods(turn, beside.rest):
            return DOUBTFUL
    named = said is OptOut.STOP and beside is None and not is_keyword(get_words(event))
    if named and await _names_goods(turn, message.text or ""):
        return OF_GOODS
    if own or (said is OptOut.STOP and member is None):
        return opt_outs.CLEAR
    # An exact answer to an open question is its answer; a button of ours leaves no doubt.
    answers = expecting is not Expecting.NOTHING and answers_plainly(get_words(event))
    perhaps = said is OptOut.AMBIGUOUS and member is None and event.button is None
    doubtful = perhaps and not answers
    if doubtful and (beside is not None or has_our_messages(message.text or "")):
        return DOUBTFUL
    if perhaps and await _is_of_an_order(turn, message):
        return OF_AN_ORDER
    if doubtful and await _names_goods(turn, message.text or ""):
        return OF_GOODS
    if doubtful and says_nothing_yet(message.text or ""):
        return UNFINISHED
    if doubtful and await _is_small_talk(turn, message):
        return SMALL_TALK
    return DOUBTFUL if doubtful else None


async def _is_wrong_for_a_shop(turn: Turn, event: MessageReceived, message: Message) -> bool:
    """Return True if a shop says "wrong number": the staff handles that, and the shop's work does not end."""
    if event.button is not None or not tells_of_a_wrong_number(event.text) or is_keyword(event.text):
        return False
    return await conversations_of(turn).keeps(turn, message.contact)


async def _ends_a_partners_work(turn: Turn, event: MessageReceived, message: Message) -> bool:
    """Return True for a partner's opt-out in other words than STOP: it would release promised goods, so Parley asks."""
    if " ".join(words(get_words(event))) in _PARTNERS_STOPS or erasure_request.is_asked(event):
        return False
    return await conversations_of(turn).keeps(turn, message.contact)


async def _is_small_talk(turn: Turn, message: Message) -> bool:
    """Return True if a person says that nothing is needed, with no recent offer and no run or order open."""
    if not needs_nothing(message.text or "") or message.reply_to is not None:
        return False
    if await turn.unit.runs.list_open(message.contact) or await turn.unit.questions.find_answered(message) is not None:
        return False
    if await order_news_after_stop.goes_on(turn, message.contact):
        return False
    recent = await turn.unit.messages.page(None, message.contact, None, _RECENT)
    return not any(one.marketing and one.left_at and one.left_at > turn.now - _LATELY for one in recent)


async def _find_apart(turn: Turn, event: MessageReceived, said: OptOut, *, asked: bool) -> StopApart | None:
    """Return the opt-out next to other content, certain or possible; None if there is none or it is a name of goods."""
    if said not in {OptOut.STOP, OptOut.AMBIGUOUS} or event.forwarded:
        return None
    beside = find_part_stop(get_words(event), asked=asked)
    return None if beside is None or await _names_goods(turn, beside.said) else beside


async def _is_another_thing(turn: Turn, rest: str) -> bool:
    """Return True if the rest next to an opt-out is surely another thing.

    It may be a wish, an address, an answer, a matter of an order, or the names of goods.
    """
    return is_another_thing(rest) or read_intent(rest).intent in _OTHERS or await _names_goods(turn, rest)


async def _is_their_own(turn: Turn, event: MessageReceived, message: Message) -> bool:
    """Return True if the opt-out of a staff member is about their own messages.

    The staff usually means messages to others. A bare STOP ends the consent of a member who has given it in that chat,
    and so does a text about messages to the member.
    """
    about_them = is_keyword(get_words(event)) or speaks_of_oneself(event.text)
    return about_them and await turn.unit.consents.has_agreed([message.address])


async def _is_of_an_order(turn: Turn, message: Message) -> bool:
    """Return True if a possible opt-out is about an order of the writer. A clear STOP is never doubted for this."""
    wish = read_order_wish(message.text or "")
    if wish is None:
        return False
    for one in conversations_of(turn).leaving_hooks:
        if await one.owns(turn, message, wish.intent):
            return True
    return False


async def _names_goods(turn: Turn, text: str) -> bool:
    """Return True if a text names goods and is no opt-out without those names, such as a brass elephant's."""
    for one in conversations_of(turn).leaving_hooks:
        if await one.names(turn, text):
            return True
    return False


async def _is_other_business(turn: Turn, message: Message, asked: RunQuestion | None) -> bool:
    """Return True if the message cancels an order, and not our messages."""
    for one in conversations_of(turn).leaving_hooks:
        if await one.spares(turn, message, asked):
            return True
    return False

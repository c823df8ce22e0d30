"""Reading of a partner's message: a button, a photo, a word such as "stats", or the answer to our question.

The first text with none of these gets the menu, the second one goes to the staff. A partner is never read as a
customer, except for START, STOP and the answer whether our messages shall stop.
"""

from __future__ import annotations

from dataclasses import replace

from flows.phrase import Lines, phrase
from flows.policy.departure_facts import Kind
from flows.promotions.promotion import PromotionRefused
from handlers.consent import stop_doubts
from handlers.conversation import Door, Rank, Reader, Written
from handlers.customer_talk.understood_message import understand
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.replies.automatic_senders import detect_machine
from handlers.replies.customer_acts import KEEP, ActKind
from handlers.replies.customer_intents import Intent, read
from handlers.replies.nods import is_nod
from handlers.replies.opt_out_recognition import has_a_stop, has_our_messages
from handlers.replies.stop_question_answers import wants_them
from handlers.replies.text_language import find_named_language
from handlers.returns.sponsor_chat import offer_draft, offer_list
from handlers.returns.sponsor_chat.offer_buttons import read_press
from handlers.returns.sponsor_chat.offer_steps import DRAFT_BUDGET
from handlers.returns.sponsor_chat.sponsor_command import read_amount, read_wish
from handlers.returns.sponsor_chat.sponsor_message import (
    ASKS,
    MENU_ASKED,
    SPONSOR_ASKED,
    SponsorTalk,
    make_menu,
    read_pressed,
    say,
)
from handlers.returns.sponsor_chat.sponsor_presence import answer_start, choose_language, find_talk, set_language
from handlers.returns.sponsor_chat.sponsor_wishes import do_wish
from handlers.staff_notices import handover

_OF_OFFER = frozenset({"title", "text", "link", offer_list.NEW_TEXT})
"""Questions whose answers are words of an offer."""
_COMES_BACK = frozenset({Intent.START, Intent.JOIN})


async def read_sponsor_message(turn: Turn, written: Written) -> bool:
    """Return True if a partner's message was handled; False for other writers, and for START."""
    talk = await find_talk(turn, written)
    if talk is None or _answers_stop(written):
        return False
    if written.is_unread:
        await say(turn, talk, phrase("partner_too_long"))
        return True
    if not written.event.media and written.event.button is None:
        if await _is_machine(turn, talk):
            return True
        if read_wish(written.event.text) is None and _comes_back(written):
            return False
        if written.is_as_sent and await _ask_about_stop(turn, talk, written):
            return True
    try:
        await _answer(turn, talk, written)
    except PromotionRefused as refused:
        await say(turn, talk, refused.text)
    return True


async def _answer(turn: Turn, talk: SponsorTalk, written: Written) -> None:
    event = written.event
    pressed = None if event.media else read_pressed(event.text, event.button, written.question)
    locale = None if pressed is None else find_named_language(replace(event, button=pressed))
    if event.edited:
        await say(turn, talk, phrase("partner_edited"), name="edited")
    elif event.media:
        await offer_draft.begin_offer(turn, talk)
    elif locale is not None:
        await set_language(turn, talk, locale)
    elif not await _take_words(turn, talk, event.text if pressed is None else pressed, is_pressed=pressed is not None):
        await _answer_unread(turn, talk, written)


async def _take_words(turn: Turn, talk: SponsorTalk, text: str, *, is_pressed: bool) -> bool:
    """Take a button, a request, the answer to an open question, or a text with a link; return False for others."""
    asked, wish = talk.get_asked(), read_wish(text)
    press = read_press(text) if is_pressed else None
    if press is not None:
        await offer_list.take_press(turn, talk, press)
    elif wish is not None:
        await do_wish(turn, talk, wish)
    elif is_pressed:
        return False
    elif asked == offer_list.NEW_TEXT:
        await offer_list.take_text(turn, talk)
    elif asked == DRAFT_BUDGET and read_amount(text):
        await offer_list.take_budget(turn, talk, read_amount(text))
    elif asked in _OF_OFFER:
        await offer_draft.take_part(turn, talk, asked)
    elif offer_draft.read_caption(text).url:
        await offer_draft.begin_offer(turn, talk)
    else:
        return False
    return True


async def _answer_unread(turn: Turn, talk: SponsorTalk, written: Written) -> None:
    """Show the menu after a text that is not understood; pass a further one, or an answer to the staff, on to them."""
    text, is_pressed = written.event.text, written.event.button is not None
    last = await turn.unit.messages.find_last_word(talk.address.id, talk.message.id)
    talks = (last is not None and last.by_staff) or await handover.is_waiting(turn, talk.address)
    if not (talks or is_pressed) and (is_nod(text) or read(text).intent is Intent.THANKS):
        return
    if not is_pressed and (talks or talk.get_asked() == MENU_ASKED) and await _pass_on(turn, talk):
        return
    menu = Lines((phrase("partner_unread"), phrase("partner_new_offer")))
    await say(turn, talk, menu, make_menu(), {ASKS: MENU_ASKED})


async def _pass_on(turn: Turn, talk: SponsorTalk) -> bool:
    """Pass a text on to the staff and say so; return False if nobody can answer."""
    about = phrase("partner_writes", name=talk.sponsor.name)
    passed = await handover.ask(turn, talk.address, talk.message, about=about)
    if passed:
        locale = talk.sponsor.language or turn.business.locale
        letter = OutboundMessage(
            f"answer:{talk.message.id}:passed", Kind.ANSWER, template=passed.says, values=passed.values,
            reply_to=talk.message.id, locale=locale,
        )  # fmt: skip
        await post(turn, talk.address, letter)
    return bool(passed)


async def _is_machine(turn: Turn, talk: SponsorTalk) -> bool:
    """Return True if a machine writes: the staff is warned once, and nothing is answered."""
    if (
        talk.question is not None
        or detect_machine(await turn.unit.messages.thread(talk.address.id), talk.message) is None
    ):
        return False
    await handover.warn(turn, talk.address, talk.message, talk.sponsor.name)
    return True


def _answers_stop(written: Written) -> bool:
    """Return True if the message answers our question whether our messages should stop."""
    if written.question is None or written.question.expects != stop_doubts.STOP_QUESTION:
        return False
    return written.event.button == KEEP or wants_them(written.event.text) is not None


def _comes_back(written: Written) -> bool:
    return written.event.keyword == "START" or read(written.event.text).intent in _COMES_BACK


async def _ask_about_stop(turn: Turn, talk: SponsorTalk, written: Written) -> bool:
    """Ask whether our messages should stop, if a text may mean that; an offer's words mean their readers."""
    text = written.event.text
    is_of_offer = talk.get_asked() in _OF_OFFER or offer_draft.read_caption(text).url
    if is_of_offer or read_wish(text) is not None or not (has_our_messages(text) or has_a_stop(text)):
        return False
    return await stop_doubts.ask_once(turn, await understand(turn, written))


DOORS = (
    Reader(Door.ANYBODY, choose_language),
    Reader(Door.ASKED, read_sponsor_message, SPONSOR_ASKED),
    Reader(Door.PARTNER, read_sponsor_message),
)
"""The readers of partners' messages."""
READERS = (Reader(Rank.PARTNER, answer_start, acts={ActKind.KEYWORD}),)
"""The reader of a partner's START."""

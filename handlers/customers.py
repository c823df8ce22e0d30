"""What customers write: read in the light of the open question, answered or handed to a person, never in silence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from flows import recovery, sequence
from flows.engine import Permitted, Subject
from flows.events import ConsentAction, MessageReceived
from flows.policy.facts import ConsentState, Kind, Programme
from handlers import consent_news, handover, host, joining, noted
from handlers.customer_talk import (
    called,
    calling_off,
    cancellation,
    conversations,
    forgetting,
    labels,
    order_status,
    stopping,
)
from handlers.customer_talk.answered import TALK
from handlers.customer_talk.said import Said, say, understand
from handlers.customer_talk.strangers import is_for_staff
from handlers.machines import HOUR, Machine, machine
from handlers.replies.intents import Intent
from handlers.replies.text import words
from handlers.sourcing import inquiring, ordering, paylinks, referring
from handlers.turn import Turn
from storage.consents import OWN_PROGRAMMES, Line
from storage.facts.departures import STOP_QUESTION
from storage.messages import Message
from storage.people import Address
from storage.shop import Cart

_NOD = 3  # words of a yes to no question
_NEWS_OFFER = "unavailable"  # the template that offers news of what was not to be had


async def wrote(turn: Turn, address: Address, message: Message, event: MessageReceived) -> None:
    """Answer a customer's message, or hand it to a person."""
    token = joining.start_token(event)
    if token is not None and not (ordering.is_wish(token) or referring.is_passed_on(token)):
        await joining.started(turn, address, message, token)
        return
    said = await labels.pressed(turn, await understand(turn, address, message, event))
    if said.reading.intent is Intent.STOP:
        await _stopped(turn, said)
    elif await _began(turn, said, token):
        return
    elif is_for_staff(said):
        return  # commands of strangers are left in silence: an answer would tell what can be commanded here
    elif said.reading.intent is Intent.HELP:
        await _help(turn, said)
    elif said.reading.intent in {Intent.START, Intent.JOIN}:
        if not await joining.shop_again(turn, said.address, said.message):
            await _come_back(turn, said)
    elif await _takes_news(turn, said):
        await _come_back(turn, said)
    elif said.reading.intent is not Intent.AUTOMATIC:
        await _converse(turn, said)


async def _began(turn: Turn, said: Said, token: str | None) -> bool:
    """Whether they came by a link that names a product or a friend's code, or asked for what is sold."""
    if referring.is_passed_on(token):
        if not await referring.came(turn, said, token):
            await joining.welcome(turn, said.address, said.message)
        return True
    return await ordering.commanded(turn, said)


async def _stopped(turn: Turn, said: Said) -> None:
    """The ledger was written when it arrived; here the one confirmation leaves, unless the provider sent its own."""
    if forgetting.is_asked(said.event):
        await forgetting.pass_on(turn, said)
        return
    await stopping.tell_staff(turn, said.address, said.message)
    channel = turn.business.channel(said.address.channel)
    theirs = said.event.keyword is not None or (channel is not None and channel.opt_out == "provider")
    if theirs or await _was_told(turn, said):
        return
    await say(turn, said, "stopped", Kind.OPT_OUT_DONE, await stopping.confirmation(turn, said.message))


async def _was_told(turn: Turn, said: Said) -> bool:
    """A second STOP gets no second confirmation, until they have come back in between, by whatever way.

    One that ends more than the first did is confirmed as well.
    """
    if said.message.data.get("stops") == stopping.Stops.ORDERS_TOO or said.message.data.get("anew"):
        return False
    thread = await turn.unit.messages.thread(said.address.id)
    told = [one for one in thread if one.kind is Kind.OPT_OUT_DONE and one.id < said.message.id]
    needed = await consent_news.needs_second_step_at(turn, said.address)
    agreed = await turn.unit.consents.last_agreement(said.address.id, confirmed=needed)
    return bool(told) and (agreed is None or agreed < told[-1].id)


async def _help(turn: Turn, said: Said) -> None:
    """Answered also after an opt-out; the first one in an hour is not counted by the loop guard."""
    thread = await turn.unit.messages.thread(said.address.id)
    lately = [one for one in thread if one.kind is Kind.HELP and one.created_at > turn.now - HOUR]
    theirs = said.event.keyword == "HELP"
    if not theirs and (not lately or await _machine(turn, said) is None):
        await say(turn, said, "help", Kind.HELP)


async def _come_back(turn: Turn, said: Said) -> None:
    """START or a keyword to join: their own act, in their own chat, so it lifts what they took back."""
    await stopping.lift(turn, said.address)
    for programme in OWN_PROGRAMMES:
        before = await turn.unit.consents.state(said.address.id, programme)
        if before is ConsentState.CONFIRMED:
            continue
        await turn.unit.consents.record(_agreed(said, programme), turn.now, said.message.id)
    await noted.note(turn, said.address.contact, Permitted(), f"came_back:{said.message.id}")
    template = "start_again" if said.reading.intent is Intent.START else "joined"
    if said.event.keyword != "START":
        await say(turn, said, template, Kind.OPT_IN_DONE)


async def _takes_news(turn: Turn, said: Said) -> bool:
    """Whether a bare yes answers the offer of news that JOIN takes, and nothing else that was said with it.

    Not where something alike was offered beside it, and not where a consent takes two steps: there a yes is one, and
    the word the offer names is both.
    """
    spoken = words(said.event.text)
    if said.reading.intent is not Intent.YES or said.answered.asked or said.answered.staffs or len(spoken) > _NOD:
        return False
    last = await turn.unit.messages.last_word(said.address.id, said.message.id)
    if last is None or last.left_at is None or last.left_at <= turn.now - TALK or last.template != _NEWS_OFFER:
        return False
    if last.data.get("told") or last.data.get("alternatives"):
        return False
    counted = any(letter.isdigit() for letter in said.event.text)
    return bool(spoken) and not counted and not await consent_news.needs_second_step_at(turn, said.address)


def _agreed(said: Said, programme: Programme) -> Line:
    """Their own word from their own phone is both steps at once."""
    text, at = said.reading.intent.value, said.message.created_at
    return Line(said.address.contact, said.address.id, programme, ConsentAction.CONFIRMED, "their own words", text, at)


async def _converse(turn: Turn, said: Said) -> None:
    """To the staff what answers them; else let the open conversation answer, and what it cannot goes to a person."""
    known = await _machine(turn, said)
    if said.answered.staffs is not None and known in {None, Machine.FLOOD}:
        await _tell_staff(turn, said, said.answered.staffs, silently=known is not None)
    elif known is not None:
        await handover.warn(turn, said.address, said.message)
    elif not (await _went_on(turn, said) or await _promise_anew(turn, said)):
        shown = await conversations.remarked(turn, said)
        answer, values = (None, {}) if shown else await _ready_answer(turn, said)
        answer = answer or await handover.ask(turn, said.address, said.message, shown=shown)
        await say(turn, said, answer, values=values)
        await _offer_scope(turn, said)


async def _went_on(turn: Turn, said: Said) -> bool:
    """The open conversations first, so that no answer of theirs begins an order in chat."""
    if await calling_off.called_off(turn, said) or await paylinks.asked(turn, said):
        return True
    if await referring.came(turn, said) or await ordering.went_on(turn, said) or await conversations.go_on(turn, said):
        return True
    if await ordering.begun(turn, said) or await inquiring.answered(turn, said):
        return True
    return await referring.asked(turn, said)


async def _promise_anew(turn: Turn, said: Said) -> bool:
    """Who asks to be reminded of a cart whose recovery is over gets their promise as well, where it can be kept."""
    cart = await _open_cart(turn, said) if said.reading.intent is Intent.LATER else None
    if cart is None:
        return False
    contact, subject = said.address.contact, Subject("cart", cart.id)
    asked = sequence.Reopened(subject, said.address.id)
    await host.enter(turn, recovery.NAME, str(contact), contact, subject, asked)
    run = await turn.unit.runs.open(recovery.NAME, str(contact))
    answered = replace(said.answered, runs=(run,) if run else ())
    return await conversations.go_on(turn, replace(said, answered=answered))


async def _open_cart(turn: Turn, said: Said) -> Cart | None:
    """The newest cart of theirs that holds something and was not bought."""
    carts = await turn.unit.carts.open_of(said.address.contact)
    return next((cart for cart in reversed(carts) if cart.items), None)


async def _tell_staff(turn: Turn, said: Said, staffs: Message, *, silently: bool) -> None:
    """What they write to the staff goes there, whatever it would mean elsewhere; ``silently``: they know by now."""
    if said.reading.intent is Intent.THANKS:
        await handover.thanked(turn, said.address, said.message, staffs)
        answer = "thanks"
    else:
        about = await called.wish(turn, said)
        answer = await handover.ask(turn, said.address, said.message, staffs, about=about)
    if not silently:
        await say(turn, said, answer)
    await _offer_scope(turn, said)


async def _offer_scope(turn: Turn, said: Said) -> None:
    """Who may have meant our messages, too, is told how to end them, unless that is done.

    After a STOP in a chat there are still those about orders, which an unclear word may mean.
    """
    if said.reading.intent not in {Intent.AMBIGUOUS_STOP, Intent.CANCEL_ORDER}:
        return
    about_order = said.reading.intent is Intent.CANCEL_ORDER or cancellation.bare_words(said.event.text)
    done = about_order or said.address.channel == "sms"
    if not (done and await turn.unit.consents.took_back_all(said.address.id)):
        await say(turn, said, cancellation.STOP_OFFER if about_order else STOP_QUESTION)


async def _ready_answer(turn: Turn, said: Said) -> tuple[str | None, Mapping[str, Any]]:
    """The template that answers without a person, with its values; None for what needs one."""
    intent = said.reading.intent
    if intent is Intent.ORDER_STATUS:
        return await _order_status(turn, said)
    if intent is Intent.THANKS or (intent is Intent.YES and await _nods(turn, said)):
        return "thanks", {}
    if intent is Intent.GREETING:
        return "greeting", {"sells": "yes"} if await turn.unit.products.some(1) else {}
    if intent in {Intent.NO, Intent.LATER}:
        cart = await _open_cart(turn, said)
        template = "no_thanks" if intent is Intent.NO else "no_reminder"
        return template, {"items": tuple(item.title for item in cart.items)} if cart else {}
    return None, {}


async def _nods(turn: Turn, said: Said) -> bool:
    """Whether a yes answers nothing that is open: a thumb up, "ok", "haan bhej do" once more.

    Somebody to whom we never wrote means something else, perhaps what we asked them elsewhere: a person has to look.
    """
    spoken = words(said.event.text)
    if not spoken:
        return True
    counted = any(letter.isdigit() for letter in said.event.text)  # "haan 2 hai" is a shop's yes, from another phone
    silent = said.answered.asked is None and len(spoken) <= _NOD and not counted
    return silent and await turn.unit.messages.last_word(said.address.id, said.message.id) is not None


async def _order_status(turn: Turn, said: Said) -> tuple[str | None, Mapping[str, Any]]:
    """Who asks once more for a day that is not known waits for an answer: the staff hears of it."""
    template, values = await order_status.answer(turn, said.address.contact, said.reading.order)
    if not values.get("undated") or not await order_status.was_told_undated(turn, said.address.id, values["order"]):
        return template, values
    passed_on = await handover.ask(turn, said.address, said.message) != "help"
    return template, {**values, "asked": "yes"} if passed_on else values


async def _machine(turn: Turn, said: Said) -> Machine | None:
    return machine(await turn.unit.messages.thread(said.address.id), said.message)

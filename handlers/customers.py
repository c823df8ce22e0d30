"""What customers write: read in the light of the open question, answered or handed to a person, never in silence."""

from __future__ import annotations

from flows.events import MessageReceived
from flows.policy.facts import Kind
from handlers import handover, joining
from handlers.consent import doubts
from handlers.consent.coming_back import after_silence, come_back
from handlers.consent.stopped import stopped
from handlers.customer_talk import cancellation, conversations, labels, ready_answers
from handlers.customer_talk.said import Said, say, understand
from handlers.customer_talk.strangers import is_for_staff
from handlers.machines import HOUR, Machine, machine
from handlers.recovery import carts
from handlers.replies.intents import Intent
from handlers.sourcing.customer import called, calling_off, inquiring, ordering, paylinks, referring
from handlers.turn import Turn
from storage.messages import Message
from storage.people import Address


async def wrote(turn: Turn, address: Address, message: Message, event: MessageReceived) -> None:
    """Answer a customer's message, or hand it to a person."""
    token = joining.start_token(event)
    if token is not None and not (ordering.is_wish(token) or referring.is_passed_on(token)):
        await joining.started(turn, address, message, token)
        return
    said = await labels.pressed(turn, await understand(turn, address, message, event))
    if said.reading.intent is Intent.STOP:
        await stopped(turn, said)
    elif await _decided(turn, said) or await _began(turn, said, token):
        return
    elif is_for_staff(said):
        return  # commands of strangers are left in silence: an answer would tell what can be commanded here
    elif said.reading.intent is Intent.HELP:
        await _help(turn, said)
    elif said.reading.intent in {Intent.START, Intent.JOIN}:
        if not await joining.shop_again(turn, said.address, said.message):
            await come_back(turn, said)
    elif said.reading.intent is not Intent.AUTOMATIC:
        await _converse(turn, said)


async def _decided(turn: Turn, said: Said) -> bool:
    """Whether they say if our messages shall stop, having been asked."""
    wanted = await doubts.wanted(turn, said)
    if not wanted:
        return wanted is False and await doubts.end(turn, said)
    if await doubts.keep(turn, said.address.contact, said.message.created_at):
        await say(turn, said, "messages_kept")
        return True
    return await after_silence(turn, said)


async def _began(turn: Turn, said: Said, token: str | None) -> bool:
    """Whether they came by a link that names a product or a friend's code, or asked for what is sold."""
    if referring.is_passed_on(token):
        if not await referring.came(turn, said, token):
            await joining.welcome(turn, said.address, said.message)
        return True
    return await ordering.commanded(turn, said)


async def _help(turn: Turn, said: Said) -> None:
    """Answered also after an opt-out; the first one in an hour is not counted by the loop guard."""
    thread = await turn.unit.messages.thread(said.address.id)
    lately = [one for one in thread if one.kind is Kind.HELP and one.created_at > turn.now - HOUR]
    theirs = said.event.keyword == "HELP"
    if not theirs and (not lately or await _machine(turn, said) is None):
        await say(turn, said, "help", Kind.HELP)


async def _converse(turn: Turn, said: Said) -> None:
    """To the staff what answers them; else let the open conversation answer, and what it cannot goes to a person."""
    known = await _machine(turn, said)
    if said.answered.staffs is not None and known in {None, Machine.FLOOD}:
        await _tell_staff(turn, said, said.answered.staffs, silently=known is not None)
    elif known is not None:
        await handover.warn(turn, said.address, said.message)
    elif not (await _went_on(turn, said) or await carts.promise_anew(turn, said)):
        shown = await conversations.remarked(turn, said)
        answer, values = (None, {}) if shown else await ready_answers.answer(turn, said)
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
    if done and await turn.unit.consents.stopped([said.address.id]):
        return
    if about_order:
        await say(turn, said, cancellation.STOP_OFFER)
    else:
        await doubts.ask_once(turn, said)


async def _machine(turn: Turn, said: Said) -> Machine | None:
    return machine(await turn.unit.messages.thread(said.address.id), said.message)

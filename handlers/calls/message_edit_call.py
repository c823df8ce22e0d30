"""A message of ours that is to say something else: changed on the phone that it was sent to, which makes no sound.

Each message has one call, queued again whenever its words change. The words stand with the message alone, where an
erasure finds them, and are read as the call is made: however many changes come, and however calls overtake each other,
the last words stay. An edit may be repeated, so nothing about it is ever in doubt.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flows.channels import CHANNELS
from flows.delivery import GONE, TAKEN, Answer, Failure, Key, MessageStatus, Outgoing
from flows.phrase import phrase
from handlers.calls.call_kind import FINAL, CallKind, CallRequest, end, later, mark, pause
from handlers.calls.call_names import EDIT_MESSAGE
from handlers.engine.outbox_posts import AGAIN, in_place_of, post, post_question, post_question_again
from handlers.engine.turn import Turn
from handlers.staff import alerts
from storage.sending.call_records import CallRecord
from storage.sending.message import Message
from storage.sending.outbox import OutboxEntry, Priority
from templates import formats

# Wrong credentials are mended by a person; meanwhile nothing is lost by asking again.
_REPEATED = frozenset({Failure.RETRY, Failure.UNKNOWN, Failure.SENDER})
_MOST = 150  # tries, which take some two days; the next change begins anew
CHOSEN = "✓ "
"""Begins the line that shows which button was pressed."""
_LONG = 12  # tries, after some two hours, after which the staff hears of it
_URGENCY = Priority.SHOPKEEPER  # nobody's answer waits for it, and no campaign holds it up
_LEAVING = frozenset({MessageStatus.QUEUED, MessageStatus.SENDING})
_LOST = frozenset(
    {MessageStatus.FAILED, MessageStatus.UNKNOWN, MessageStatus.EXPIRED}
)  # nobody is known to have it, and no rule forbade it


async def rewrite(turn: Turn, message: Message, text: str, buttons: Sequence[Mapping[str, str]] = ()) -> None:
    """Have a message in our own words say this: before it leaves, on the phone where it is, or anew where it was lost.

    What says so already is left alone, unless the phone was not brought to show it.
    """
    if message.status in _LOST:
        await _replace(turn, replace(message, text=text, buttons=list(buttons)))
        return
    if (message.text, message.buttons) == (text, list(buttons)) and not await _is_stale(turn, message):
        return
    if message.status in _LEAVING:
        await turn.unit.people.hold(message.contact)
    if await turn.unit.messages.rewrite(message.id, text, buttons, turn.now):
        await _ask(turn, message)


async def close_menu(turn: Turn, message: Message, chosen: str) -> None:
    """Show the answer in the place of the buttons that asked for it; links stay."""
    links = [one for one in message.buttons if one.get("url")]
    longest = CHANNELS[message.channel].caption if message.captioned else CHANNELS[message.channel].longest
    text = f"{message.text}\n{CHOSEN}{chosen}"
    text = text if len(text) <= longest else message.text or ""
    if await turn.unit.messages.take_buttons_away(message.id, text, links, turn.now):
        await _ask(turn, message)


async def newest(turn: Turn, key: str) -> Message | None:
    """The message with that key, or what was sent in its place when it was gone."""
    found = await turn.unit.messages.by_key(key)
    while found is not None:
        instead = await turn.unit.messages.by_key(f"{found.key}{AGAIN}")
        if instead is None:
            break
        found = instead
    return found


async def begin(turn: Turn, entry: OutboxEntry, call: CallRecord) -> CallRequest | None:
    """It counts as a message at Telegram, so it keeps the token of the sender's rate, unless nothing is to be done."""
    message = await turn.unit.messages.get(call.request["message"])
    if message is not None and message.provider_id and message.status in TAKEN and message.text:
        to = await turn.unit.people.address_by_id(message.address)
        keys = tuple(Key(one["id"], one["text"], one.get("url")) for one in message.buttons)
        outgoing = Outgoing(message.id, to.value, message.text, keys, captioned=message.captioned)
        about = {"message": message.id, "channel": message.channel, "provider_id": message.provider_id}
        return await mark(turn, call, values={**about, "outgoing": outgoing})
    await turn.unit.senders.give_back(entry.sender, 1)
    if message is not None and message.status is MessageStatus.SENDING:
        await later(turn, entry, Answer(), pause(turn, entry))
    else:  # what is still to leave does so with its new words; what failed is nowhere
        await end(turn, entry, "done", Answer())
    return None


async def conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Words that changed meanwhile are asked for anew; where the message is gone, another one takes its place."""
    message = await turn.unit.messages.hold(request.values["message"])
    if answer.failure is None:
        await end(turn, entry, "done", answer)
        if message is not None and not _is_shown(message, request.values["outgoing"]):
            await _ask(turn, message)
    elif answer.code == GONE:
        await end(turn, entry, "failed", answer)
        if message is not None and message.template is None:  # an answered question is not asked again
            await _replace(turn, message)
    elif answer.failure in _REPEATED and entry.attempts + 1 < _MOST:
        if message is not None and entry.attempts + 1 == _LONG:
            await _tell_late(turn, message, answer)
        await later(turn, entry, answer, timedelta(0) if answer.after else pause(turn, entry))
        if answer.after is not None:
            await turn.unit.senders.rest_until(entry.sender, turn.elapsed + answer.after)
    else:
        await _give_up(turn, entry, answer)


async def _ask(turn: Turn, message: Message) -> None:
    """One that is being made finds out by itself, when it is concluded, that the words are others."""
    key, about = _key(message), {"message": message.id}
    if await post_question(turn, message.channel, EDIT_MESSAGE, key, about, turn.now, _URGENCY):
        return
    call = await turn.unit.calls.by_key(key)
    if call is not None and call.status in FINAL:
        await post_question_again(turn, call, message.channel, _URGENCY)


def _key(message: Message) -> str:
    return f"{EDIT_MESSAGE}:{message.id}"


async def _is_stale(turn: Turn, message: Message) -> bool:
    """Whether the last change did not reach the phone, and is not tried any more."""
    call = await turn.unit.calls.by_key(_key(message))
    return call is not None and call.status == "failed"


def _is_shown(message: Message, outgoing: Outgoing) -> bool:
    """Whether the phone shows what the message says."""
    shown = [(key.id, key.text, key.url) for key in outgoing.keys]
    return message.text == outgoing.text and shown == [(b["id"], b["text"], b.get("url")) for b in message.buttons]


async def _replace(turn: Turn, message: Message) -> UUID | None:
    """A new one says it: once, however often we are told that the old one is gone."""
    to = await turn.unit.people.address_by_id(message.address)
    buttons = tuple((one.get("url") or one["id"], one["text"]) for one in message.buttons)
    letter = in_place_of(message, f"{message.key}{AGAIN}", template=None, text=message.text, buttons=buttons)
    return await post(turn, to, letter) if message.text else None


async def _tell_late(turn: Turn, message: Message, answer: Answer) -> None:
    """One word for all that wait: where one message cannot be changed, the others of that channel cannot either."""
    kind, thing = turn.tools.conversations.subjects.get(message.subject_kind or ""), await turn.thing(message.thing)
    look = kind.look(thing) if kind is not None and kind.look and thing is not None else None
    why = answer.detail.rstrip(".") or answer.code
    text = phrase("changes_late", channel=formats.channel(message.channel), why=why, look=look)
    await alerts.tell(turn, f"edit:late:{message.channel}", text, down=message.channel)


async def _give_up(turn: Turn, entry: OutboxEntry, answer: Answer) -> None:
    """Tell the staff of an edit that failed for an unknown reason; who blocked us or left the chat misses nothing."""
    await end(turn, entry, "failed", answer)
    if answer.failure is Failure.ALERT:
        text = phrase("not_changed", code=answer.code, detail=answer.detail.rstrip("."))
        await alerts.tell(turn, f"edit:{answer.code}", text)


KIND = CallKind(begin, conclude)

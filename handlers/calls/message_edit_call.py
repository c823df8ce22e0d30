"""The edit of a sent message: it changes on the recipient's phone, with no sound.

Each message has one call, queued again at each change of its text. Only the message has the text, so that an erasure
finds it; the call reads it when it runs, so the latest text is shown for any order of calls. A repeated edit is
harmless, so its outcome is never unknown.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flows.channels import CHANNELS
from flows.delivery import GONE, TAKEN, Answer, Failure, Key, MessageStatus, Outgoing
from flows.phrase import phrase
from handlers.calls.call_kind import FINAL, CallKind, CallRequest, end, get_wait, mark, retry_later
from handlers.calls.call_names import EDIT_MESSAGE
from handlers.engine.outbox_posts import AGAIN, make_replacement, post, post_question, post_question_again
from handlers.engine.turn import Turn
from handlers.staff_notices import alerts
from storage.sending.call_records import CallRecord
from storage.sending.message import Message
from storage.sending.outbox import OutboxEntry, Priority
from templates import formats

# A person fixes wrong credentials; retries lose nothing meanwhile.
_REPEATED = frozenset({Failure.RETRY, Failure.UNKNOWN, Failure.SENDER})
_MOST = 150  # tries, about two days; the next change begins anew
CHOSEN = "✓ "
"""The beginning of the line that shows the pressed button."""
_LONG = 12  # tries, about two hours, until the staff hears of it
_URGENCY = Priority.SHOPKEEPER  # nobody waits for its answer, and no campaign delays it
_LEAVING = frozenset({MessageStatus.QUEUED, MessageStatus.SENDING})
_LOST = frozenset(
    {MessageStatus.FAILED, MessageStatus.UNKNOWN, MessageStatus.EXPIRED}
)  # nobody is known to have it, and no rule refused it


async def rewrite(turn: Turn, message: Message, text: str, buttons: Sequence[Mapping[str, str]] = ()) -> None:
    """Change the text of a message of ours: before it is sent, on the phone, or as a new message if it was lost.

    An unchanged text is not sent again, unless the phone does not show it yet.
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
    """Show the chosen answer in place of the buttons; buttons that are links stay."""
    links = [one for one in message.buttons if one.get("url")]
    longest = CHANNELS[message.channel].caption if message.captioned else CHANNELS[message.channel].longest
    text = f"{message.text}\n{CHOSEN}{chosen}"
    text = text if len(text) <= longest else message.text or ""
    if await turn.unit.messages.take_buttons_away(message.id, text, links, turn.now):
        await _ask(turn, message)


async def find_newest(turn: Turn, key: str) -> Message | None:
    """Return the message with this key, or the one that replaced it; None if there is none."""
    found = await turn.unit.messages.find_by_key(key)
    while found is not None:
        instead = await turn.unit.messages.find_by_key(f"{found.key}{AGAIN}")
        if instead is None:
            break
        found = instead
    return found


async def begin(turn: Turn, entry: OutboxEntry, call: CallRecord) -> CallRequest | None:
    """Return the edit; None if nothing is to be edited. Telegram counts an edit as a message, so it uses a rate token,
    except if nothing is done."""
    message = await turn.unit.messages.get(call.request["message"])
    if message is not None and message.provider_id and message.status in TAKEN and message.text:
        to = await turn.unit.people.address_by_id(message.address)
        keys = tuple(Key(one["id"], one["text"], one.get("url")) for one in message.buttons)
        outgoing = Outgoing(message.id, to.value, message.text, keys, captioned=message.captioned)
        about = {"message": message.id, "channel": message.channel, "provider_id": message.provider_id}
        return await mark(turn, call, values={**about, "outgoing": outgoing})
    await turn.unit.senders.give_back(entry.sender, 1)
    if message is not None and message.status is MessageStatus.SENDING:
        await retry_later(turn, entry, Answer(), get_wait(turn, entry))
    else:  # an unsent message leaves with its new words; a failed one is nowhere
        await end(turn, entry, "done", Answer())
    return None


async def conclude(turn: Turn, entry: OutboxEntry, request: CallRequest, answer: Answer) -> None:
    """Record the edit. If the text has changed meanwhile, queue another; a deleted message is replaced by a new one."""
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
        await retry_later(turn, entry, answer, timedelta(0) if answer.after else get_wait(turn, entry))
        if answer.after is not None:
            await turn.unit.senders.rest_until(entry.sender, turn.elapsed + answer.after)
    else:
        await _give_up(turn, entry, answer)


async def _ask(turn: Turn, message: Message) -> None:
    """Queue the edit; one that is running notices a changed text when it is concluded."""
    key, about = _key(message), {"message": message.id}
    if await post_question(turn, message.channel, EDIT_MESSAGE, key, about, turn.now, _URGENCY):
        return
    call = await turn.unit.calls.find_by_key(key)
    if call is not None and call.status in FINAL:
        await post_question_again(turn, call, message.channel, _URGENCY)


def _key(message: Message) -> str:
    return f"{EDIT_MESSAGE}:{message.id}"


async def _is_stale(turn: Turn, message: Message) -> bool:
    """Return True if the last change did not reach the phone and is no longer tried."""
    call = await turn.unit.calls.find_by_key(_key(message))
    return call is not None and call.status == "failed"


def _is_shown(message: Message, outgoing: Outgoing) -> bool:
    """Return True if the phone shows the message's text."""
    shown = [(key.id, key.text, key.url) for key in outgoing.keys]
    return message.text == outgoing.text and shown == [(b["id"], b["text"], b.get("url")) for b in message.buttons]


async def _replace(turn: Turn, message: Message) -> UUID | None:
    """Replace a deleted message by a new one, only once even if reported repeatedly."""
    to = await turn.unit.people.address_by_id(message.address)
    buttons = tuple((one.get("url") or one["id"], one["text"]) for one in message.buttons)
    letter = make_replacement(message, f"{message.key}{AGAIN}", template=None, text=message.text, buttons=buttons)
    return await post(turn, to, letter) if message.text else None


async def _tell_late(turn: Turn, message: Message, answer: Answer) -> None:
    """Alert the staff once for all waiting edits: if one message of a channel cannot be edited,
    others cannot either."""
    kind, thing = turn.tools.conversations.find_subject_kind(message.subject_kind), await turn.thing(message.thing)
    look = kind.look(thing) if kind is not None and kind.look and thing is not None else None
    why = answer.detail.rstrip(".") or answer.code
    text = phrase("changes_late", channel=formats.channel(message.channel), why=why, look=look)
    await alerts.tell(turn, f"edit:late:{message.channel}", text, down=message.channel)


async def _give_up(turn: Turn, entry: OutboxEntry, answer: Answer) -> None:
    """Alert the staff about an edit that failed for an unknown reason; in a blocked chat it does not matter."""
    await end(turn, entry, "failed", answer)
    if answer.failure is Failure.ALERT:
        text = phrase("not_changed", code=answer.code, detail=answer.detail.rstrip("."))
        await alerts.tell(turn, f"edit:{answer.code}", text)


KIND = CallKind(begin, conclude)

"""Posts to the outbox: the only way to send anything from this program."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flows.channels import CHANNELS
from flows.delivery import PAGE, MessageStatus
from flows.engine import Asks, Call, Subject
from flows.message_files import Attachment, SameFile
from flows.policy.departure_facts import ANSWERS, ORDINARY, Kind, Programme, Purpose
from flows.policy.verdict import Outcome, Verdict
from handlers.engine import person_language
from handlers.engine.outgoing_files import keep, list_media, split_file
from handlers.engine.turn import Turn
from storage.erasure import mentions
from storage.events.runs import Run
from storage.people.people import Address
from storage.sending.call_records import CallRecord
from storage.sending.message import Message
from storage.sending.outbox import OutboxEntry, Priority

if TYPE_CHECKING:
    from handlers.calls.call_kind import CallKind as CallKind


AGAIN = ":again"  # ends the key of a message that replaces a failed one


@dataclass(frozen=True, slots=True)
class OutboundMessage:
    """A message to send. ``key`` makes it unique per business; ``text`` is set if it has no template.

    ``locale`` is a language other than the person's own, such as that of their shop. ``buttons`` are the buttons under
    a ``text``, each with its answer and label; a template has its own. ``experiment`` names the plan that draws the
    person's variant. ``asks`` is the question that the message asks. ``partner`` is the folded name of the partner with
    the offer: the message leaves only by a consent to partner offers that names this partner.

    ``attachment`` is a file, sent as the channel allows (``flows.channels.ChannelTraits.files``): above the text, as a
    message of its own after a long text, or as a link in the text. It is left out if no link can be made. The file is
    stored with the message, in the same transaction; the message's media record how it was sent.
    """

    key: str
    kind: Kind
    template: str | None = None
    text: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    purpose: Purpose = Purpose.TRANSACTIONAL
    programme: Programme | None = None
    partner: str = ""
    due_at: datetime | None = None
    expires_after: timedelta | None = None
    latest: datetime | None = None
    run: UUID | None = None
    experiment: str | None = None
    campaign: UUID | None = None
    step: int | None = None
    variant: int | None = None
    subject: Subject | None = None
    reply_to: UUID | None = None
    about: UUID | None = None
    fallback_of: UUID | None = None
    locale: str | None = None
    buttons: tuple[tuple[str, str], ...] = ()
    asks: Asks | None = None
    attachment: Attachment | SameFile | None = None


# Fields with one name in a letter and its message.
_SAME = (
    "kind", "template", "purpose", "programme", "partner", "expires_after", "latest", "run", "experiment", "campaign",
    "step", "variant", "reply_to", "about", "locale",
)  # fmt: skip


def make_replacement(message: Message, key: str, **other: Any) -> OutboundMessage:
    """Make an outbound message with the content and the file of another message; ``other`` replaces fields."""
    values = {name: getattr(message, name) for name in _SAME} | {"values": message.data, "subject": message.thing}
    if message.attached is not None:
        values["attachment"] = SameFile(message.id, message.attached)
    return OutboundMessage(key, **values | {"fallback_of": message.id} | other)


async def post(turn: Turn, to: Address, letter: OutboundMessage) -> UUID | None:
    """Queue a message to an address. Return its id, or None if the key was used before, so that nothing is sent twice.

    A file that does not fit the text's message is queued after the text, under its own key.

    Raises ValueError for a template that sells and is not marked as marketing: a mixed text is a solicitation as a
    whole (FCC, 2003 TCPA Order, paragraphs 140-142).
    """
    letter, behind = split_file(await _thread(turn, to, letter), to.channel)
    posted = await _post(turn, to, letter)
    if posted is not None and behind is not None:
        await _post(turn, to, behind)
    return posted


async def _thread(turn: Turn, to: Address, letter: OutboundMessage) -> OutboundMessage:
    """Return an answer in the thread of the mail that it answers, by default the last one.

    To an address that anybody can type, an answer without a person leaves once a day, so that two machines stop.
    """
    if letter.kind not in ANSWERS or not CHANNELS[to.channel].subjects:
        return letter
    if letter.reply_to is None:
        return replace(letter, reply_to=await turn.unit.messages.find_last_received(to.id))
    if to.writable or letter.template is None or letter.fallback_of is not None:
        return letter
    return replace(letter, key=f"automatic:{to.id}:{letter.template}:{turn.now:%Y%m%d}")


async def _post(turn: Turn, to: Address, letter: OutboundMessage) -> UUID | None:
    if letter.template and turn.tools.library.message(letter.template).sells and not _markets(letter):
        raise ValueError(f"{letter.template} sells: it leaves as marketing of a programme, not as a service text")
    if letter.kind is Kind.STAFF and letter.template and letter.locale is None:
        letter = replace(letter, locale=await person_language.get_staff_language(turn, to.contact))
    sender = await turn.unit.senders.find_for_channel(to.channel)
    message = _message(turn, to, letter, None if sender is None else sender.id)
    if not await turn.unit.messages.add(message):
        return None
    if letter.attachment is not None:
        await keep(turn, message, letter.attachment)
    if sender is None:
        await _refuse(turn, message, f"This business has no {to.channel} sender.")
    else:
        await turn.unit.outbox.add(_entry(message, sender.id, to))
    if letter.asks is not None:
        await _ask(turn, message, letter.asks)
    elif letter.fallback_of is not None:
        await turn.unit.questions.ask_again(letter.fallback_of, message)
    if letter.kind is Kind.STAFF:
        said = [message.id, *([letter.reply_to] if letter.reply_to else [])]
        await mentions.note(turn.unit, said, turn.unit.met - {to.contact})
    return message.id


async def _ask(turn: Turn, message: Message, asks: Asks) -> None:
    if asks.expects not in turn.tools.conversations.expected:
        raise LookupError(
            f"nobody reads the answer to {asks.expects!r}: declare a Reader that expects it in the "
            "conversation that asks (handlers/conversation)"
        )
    await turn.unit.questions.ask(message, asks)


def _markets(letter: OutboundMessage) -> bool:
    return letter.purpose is Purpose.MARKETING and letter.programme is not None and letter.kind in ORDINARY


async def post_call(turn: Turn, kind: CallKind, call: Call, run: Run) -> bool:
    """Queue a run's call to the business's store, payments or channel. Return False if it was queued before or no
    system is configured."""
    named = kind.account(turn.business, call.request)
    if kind.beside and named is not None:
        await turn.unit.senders.keep(named, turn.elapsed)
    sender = None if named is None else await turn.unit.senders.find_for_channel(named)
    if sender is None:
        return False
    id_, key = turn.unit.ids.make(), f"{run.id}:{call.key}"
    entry = OutboxEntry(id_, "call", sender.id, Priority.TRANSACTIONAL, turn.now, None, run.contact, False, run.id)
    return await _queue(turn, entry, call.kind, key, {**call.request, "key": call.key})


async def post_question(
    turn: Turn,
    channel: str,
    kind: str,
    key: str,
    request: Mapping[str, Any],
    due_at: datetime,
    priority: Priority = Priority.BULK,
) -> bool:
    """Queue a question to a channel's provider, after all messages of its sender; it belongs to no run.

    Return False if it was queued before or the channel has no sender.
    """
    sender = await turn.unit.senders.find_for_channel(channel)
    if sender is None:
        return False
    call = turn.unit.ids.make()
    entry = OutboxEntry(call, "call", sender.id, priority, due_at, None, None, False, None)
    return await _queue(turn, entry, kind, key, request)


async def post_question_again(turn: Turn, call: CallRecord, channel: str, priority: Priority) -> None:
    """Queue an answered question again, under its own key; do nothing if the channel has no sender."""
    sender = await turn.unit.senders.find_for_channel(channel)
    if sender is not None:
        await turn.unit.calls.set_status(call.id, "queued", turn.now)
        await turn.unit.outbox.add(OutboxEntry(call.id, "call", sender.id, priority, turn.now, None, None, False, None))


async def _queue(turn: Turn, entry: OutboxEntry, kind: str, key: str, request: Mapping[str, Any]) -> bool:
    if not await turn.unit.calls.add(entry.id, kind, key, entry.run, entry.contact, request, turn.now):
        return False
    await turn.unit.outbox.add(entry)
    return True


def _message(turn: Turn, to: Address, letter: OutboundMessage, sender: UUID | None) -> Message:
    return Message(
        id=turn.unit.ids.make(),
        direction="out",
        channel=to.channel,
        address=to.id,
        contact=to.contact,
        status=MessageStatus.QUEUED,
        status_at=turn.now,
        created_at=turn.now,
        sender=sender,
        data=letter.values,
        buttons=[_button(answer, label) for answer, label in letter.buttons],
        media=list_media(letter),
        due_at=letter.due_at or turn.now,
        subject_kind=letter.subject.kind if letter.subject else None,
        subject=letter.subject.id if letter.subject else None,
        **{name: getattr(letter, name) for name in ("key", "text", "fallback_of", *_SAME)},
    )


def _button(answer: str, label: str) -> dict[str, str]:
    """Return a button in its stored form."""
    return {"id": PAGE, "text": label, "url": answer} if is_page(answer) else {"id": answer, "text": label}


def is_page(answer: str) -> bool:
    """Return True if a button's answer is a web address, so that the button opens a page of ours."""
    return answer.startswith(("https://", "http://"))


def _entry(message: Message, sender: UUID, to: Address) -> OutboxEntry:
    return OutboxEntry(
        message.id,
        "message",
        sender,
        _priority(message),
        message.due_at,
        to.id,
        to.contact,
        message.marketing and message.kind in ORDINARY,
        message.run,
    )


def _priority(message: Message) -> Priority:
    if message.kind in ANSWERS:
        return Priority.ANSWER
    if message.kind not in ORDINARY or not message.marketing:
        return Priority.TRANSACTIONAL
    return Priority.SEQUENCE if message.campaign is None else Priority.BULK


async def _refuse(turn: Turn, message: Message, reason: str) -> None:
    await turn.unit.verdicts.add(message.id, Verdict(Outcome.REFUSE, "no-sender", reason), turn.now)
    await turn.unit.messages.close(message.id, MessageStatus.REFUSED, turn.now, "no-sender")

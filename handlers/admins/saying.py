"""Answering in the staff's chat: in the reader's language, with buttons or their numbers, and what is asked back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from flows.actor import Actor
from flows.channels import CHANNELS, Buttons
from flows.engine import Asks
from flows.phrase import Text
from flows.policy.facts import Kind
from handlers.admins.awaiting import DRAFTS, PEOPLE, SO_FAR, WRITTEN
from handlers.admins.command import Reply, as_reply
from handlers.admins.confirming import CONFIRM, REST_OF_COMMAND
from handlers.outgoing import OutboundMessage, post
from handlers.speech import speech_to
from handlers.turn import Turn
from storage.access import COMMANDED
from storage.message import Message
from storage.people import Address
from storage.questions import Question
from templates.speech import Speech

_ANSWERED = timedelta(minutes=10)


async def say(
    turn: Turn, address: Address, message: Message, name: str, said: Text | Reply, goes_on: Question | None = None
) -> None:
    """Answer a message once under that ``name``; a question that ``goes_on`` is open behind the answer as before."""
    reply = as_reply(said)
    posted = await tell(turn, address, f"answer:{message.id}:{name}", reply, reply_to=message.id)
    if posted is not None and name in turn.tools.conversations.commands.named:
        await _note(turn, message, name)
    if posted is not None and goes_on is not None:
        await turn.unit.questions.go_on(goes_on, posted, turn.now)


async def _note(turn: Turn, message: Message, command: str) -> None:
    """Have the audit say that a member gave that command, whatever came of it: its name, and none of their words."""
    member = await turn.unit.access.member_of(message.contact)
    if member is not None:
        await turn.unit.access.log(Actor.staff(member.id), COMMANDED, turn.now, None, command=command)


async def tell(
    turn: Turn, address: Address, key: str, said: Text | Reply, *, reply_to: UUID | None = None
) -> UUID | None:
    """Say something once under that ``key``; its id, None where it was said before.

    Buttons stand where any text carries them, elsewhere they are numbers to answer, or commands to type.
    """
    reply, speech = as_reply(said), await speech_to(turn, address)
    text, labels = speech.say(reply.text), tuple((answer, speech.say(label)) for answer, label in reply.buttons)
    carried = CHANNELS[address.channel].buttons is Buttons.ANY
    spelled = [] if carried else _spelled(reply, labels, speech)
    written, buttons = "\n".join([text, *spelled]), labels if carried else ()
    asks = reply.confirms or _rest(reply)
    letter = OutboundMessage(key, Kind.STAFF, text=written, reply_to=reply_to, buttons=buttons, asks=asks)
    return await post(turn, address, replace(letter, about=reply.person, attachment=reply.attachment))


def _rest(reply: Reply) -> Asks | None:
    """What the next message may say the rest of."""
    if not reply.asks:
        return None
    kept = {SO_FAR: "\n".join(reply.asks), **({WRITTEN: "yes"} if reply.written else {})}
    kept |= {DRAFTS: "yes"} if reply.drafts else {}
    kept |= {PEOPLE: " ".join(one.hex for one in reply.people)} if reply.people else {}
    return Asks(REST_OF_COMMAND, values=kept, within=_ANSWERED)


def _spelled(reply: Reply, labels: Sequence[tuple[str, str]], speech: Speech) -> list[str]:
    """What stands for the buttons where there are none: their numbers to answer, or their commands to type."""
    if reply.spelled is not None:
        return [speech.say(reply.spelled)]
    numbers = reply.confirms is not None
    bare = [(numbers and not _is_beside(reply, answer)) or label == answer for answer, label in labels]
    return [label if is_bare else f"{label}: {answer}" for is_bare, (answer, label) in zip(bare, labels, strict=True)]


def _is_beside(reply: Reply, answer: str) -> bool:
    """Return True for a command beside a question that a command asks before it is done."""
    asked = reply.confirms is not None and reply.confirms.expects == CONFIRM
    return asked and answer.startswith(("/", "http")) and not answer.startswith(("/do_", "/no_"))

"""What the staff wrote and no command is: never silence, but words for who waits, or commands to tap.

A machine on the other side must not talk to us all night: what only a machine writes is left unanswered, the same text
five times an hour, or text after text within two seconds of ours (handlers/machines.py). A person may write as many
different texts as they like.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from flows.phrase import Lines, Ours, Text, phrase
from handlers import slash
from handlers.admins import suggesting, unaddressed
from handlers.admins.command import Command, Reply
from handlers.admins.examples import filled, filling
from handlers.admins.help import allowed, usages
from handlers.admins.yes_or_no import bare_answer, is_thanks
from handlers.machines import Machine, machine
from handlers.replies.text import words
from handlers.turn import Turn
from storage.access import Member
from storage.message import Message
from storage.people import Address

_MOST_SHOWN = 3
UNREAD = "unread"
"""The name of an answer that caught nothing."""
_MOST_TYPED = 3  # words that somebody types again and again
_SPEAKS_TOO_MUCH = frozenset({Machine.ECHO, Machine.PROMPT})


async def answer(turn: Turn, member: Member, message: Message, text: str) -> Reply:
    """The answer to a text of this member that is no command: an errand gets suggestions, other words go to who waits
    if the member says so."""
    said = _said_back(text)
    if said is not None:
        return Reply(Lines((said, phrase("next", command=Ours("/help")))))
    offered = None if suggesting.errand_of(text) is not None else await unaddressed.offer(turn, message, text)
    return offered or await _closest(turn, member, message, text)


async def closest_to(turn: Turn, member: Member, message: Message, text: str) -> Reply:
    """The suggestions for a text, offered to nobody and to no yes."""
    return replace(await _closest(turn, member, message, text), confirms=None)


async def _closest(turn: Turn, member: Member, message: Message, text: str) -> Reply:
    """Suggest the commands that come closest to a text; where none does, list what there is."""
    known = allowed(await turn.tools.conversations.offered(turn), member.role)
    command, near = slash.command(text), suggesting.near(text, known)
    if near:
        about = {"command": command} if command is not None else {}
        return await suggesting.offered(
            turn, near, phrase("no_such_command_near" if about else "not_caught_near", **about)
        )
    if command is None and await _caught_nothing_before(turn, message):
        return Reply(await _most_asked(turn, known), understood=False)
    can = await usages(turn, known, member.role)
    if command is None:
        return Reply(Lines((phrase("not_caught", can=can), phrase("answering_customers"))), understood=False)
    head = Lines((phrase("no_such_command", command=command), phrase("here_i_can", can=can)), between=" ")
    return Reply(Lines((head, phrase("answering_customers"))))


async def _most_asked(turn: Turn, known: Sequence[Command]) -> Text:
    """Less than all: the commands that stand first, and where the others are."""
    values = await filling(turn, known[:_MOST_SHOWN])
    can = Lines(tuple(filled(one.example, values) for one in known[:_MOST_SHOWN]), between=" · ")
    return Lines((phrase("not_caught_again", can=can, all=Ours("/help")), phrase("answering_customers")))


async def _caught_nothing_before(turn: Turn, message: Message) -> bool:
    """Whether the last answer was that nothing was caught: the same list helps nobody twice."""
    thread = await turn.unit.messages.thread(message.address)
    ours = [one for one in thread if one.id < message.id and one.direction == "out"]
    return bool(ours) and ours[-1].key.endswith(f":{UNREAD}")


async def may_answer(turn: Turn, address: Address, message: Message) -> bool:
    """Whether a person may have written it, who is always answered: the fifth "yes" or "skip" of an hour is still a
    person's, and an automatic reply is a sentence."""
    if len(words(message.text or "")) <= _MOST_TYPED:
        return True
    return machine(await turn.unit.messages.thread(address.id), message) not in _SPEAKS_TOO_MUCH


def _said_back(text: str) -> Text | None:
    """The answer to a bare thanks, and to a yes or no where nothing was asked; None for any other text."""
    if is_thanks(text):
        return phrase("staff_thanked")
    return phrase("nothing_was_asked") if bare_answer(text) is not None else None

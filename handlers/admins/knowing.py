"""/known: all that is kept of a person, to be sent to them; that it was shown answers their request."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from flows.channels import CHANNELS
from flows.counting import counted
from flows.policy.facts import Kind
from handlers.admins.command import OWNERS, Asked, Command, Reply
from handlers.admins.whom import whom
from handlers.outgoing import Letter, post
from storage.known import ANSWERED, Known, known_of
from storage.people import Contact
from templates.values import one_line, untapped

_MOST = 20  # messages; what is longer is for the command line
_EXAMPLE = "Of whom? Their name or the end of their number: /known_0123"
_TOLD = "told"  # what the shop's system sent, as it came: long, and the shop has it


async def known(asked: Asked) -> str | Reply:
    """The person whom the words name, or which of several."""
    person = await whom(asked, "known", _EXAMPLE)
    if isinstance(person, Reply):
        return person
    return await _show(asked, person)


async def _show(asked: Asked, person: Contact) -> str:
    """In as many messages as it takes."""
    turn = asked.turn
    message = await turn.unit.messages.get(asked.message)
    if person.erased_at is not None or message is None:
        return "Their data was deleted: nothing is known of them.\nNext: /help"
    found = await known_of(turn.unit, person.id)
    address = await turn.unit.people.address_by_id(message.address)
    parts = list(_parts(_lines(found), CHANNELS[address.channel].longest))
    for at, text in enumerate(parts[:_MOST]):
        await post(turn, address, Letter(f"known:{message.id}:{at}", Kind.STAFF, text=text, reply_to=message.id))
    await turn.unit.access.log(str(asked.member.id), ANSWERED, f"contact {person.id}", turn.now)
    rest, notices = len(parts) - _MOST, len(found.get(_TOLD, ()))
    said = ["That is what is known of them."]
    said += [f"{rest} more do not fit in a chat: ask whoever runs Parley."] if rest > 0 else []
    said += [f"Not shown: {counted(notices, 'notice')} of your shop's system, which has them."] if notices else []
    return f"{' '.join(said)} Send it to them; their request counts as answered.\nNext: /help"


def _lines(found: Known) -> Iterator[str]:
    for noun, rows in found.items():
        if noun == _TOLD:
            continue
        yield f"{noun.replace('_', ' ').upper()} ({len(rows)})"
        for row in rows:
            yield "- " + untapped(", ".join(f"{name} {_said(value)}" for name, value in row.items()))


def _said(value: Any) -> str:
    return one_line(value) if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _parts(lines: Iterator[str], longest: int) -> Iterator[str]:
    """The lines in texts of at most so many characters; a longer line is cut into several."""
    text = ""
    for line in lines:
        for start in range(0, len(line), longest):
            piece = line[start : start + longest]
            if text and len(text) + 1 + len(piece) > longest:
                yield text
                text = ""
            text = f"{text}\n{piece}" if text else piece
    if text:
        yield text


KNOWN = Command(
    name="known",
    aliases=("what is known of",),
    usage="/known",
    help="all that is kept of a customer, for their request to know",
    run=known,
    roles=OWNERS,
    topic="people",
)

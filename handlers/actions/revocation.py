"""What a consent was taken back by, and given again: the words while they are kept, and how they were understood."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from flows.events import ConsentAction, MessageReceived
from flows.policy.facts import Programme
from handlers import opting_out
from handlers.actions.lives import said
from handlers.turn import Turn
from storage.consents import Line
from storage.messages import Message
from templates import formats
from templates.values import quoted

_READ = frozenset({opting_out.CLEAR, opting_out.UNCLEAR, opting_out.KEYWORD})
_IN_WORDS = {
    opting_out.UNCLEAR: "their words were read as a stop",
    opting_out.KEYWORD: "the provider's own stop word",
    opting_out.PROVIDER: "the provider delivers nothing more to them",
    opting_out.ERASURE: "they are forgotten",
}
_RULES = _READ | {opting_out.PROVIDER, opting_out.ERASURE}


async def standing(turn: Turn, message: Message) -> Line | None:
    """The revocation that keeps a marketing message of ours from leaving; None where none does."""
    programme = message.programme or Programme.REMINDERS
    lines = [line for line in await turn.unit.consents.ledger(message.contact) if line.address == message.address]
    last = max((line for line in lines if line.programme is programme), key=lambda line: line.at, default=None)
    return last if last is not None and last.action is ConsentAction.REVOKED else None


async def made_by(turn: Turn, message: Message) -> Line | None:
    """The revocation that a person's message was; None for another message."""
    lines = await turn.unit.consents.ledger(message.contact) if message.data.get("stops") else []
    revoked = (line for line in lines if line.action is ConsentAction.REVOKED and line.at == message.created_at)
    return next((line for line in revoked if line.address == message.address), None)


async def tell(turn: Turn, line: Line, zone: ZoneInfo) -> str:
    """ "STOP" written Mon 2 Mar 2026 09:01 by SMS, rule opt-out.clear. What was erased is not told."""
    rule = f", rule {line.text}" if line.text in _RULES else ""
    written = await _written(turn, line)
    if written is not None:
        words = quoted(written.text or "", 40) or "a message without words"
        return f'"{words}" written {_at(line.at, zone)} by {formats.channel(written.channel)}{rule}'
    erased = " that were erased since" if line.text in _READ else ""
    return f"{line.source}{erased}, {_at(line.at, zone)}{rule}"


async def changes(
    turn: Turn, contact: UUID, since: datetime | None, heard: Sequence[Message]
) -> list[tuple[datetime, str]]:
    """Opting out of reminders and in again, oldest first, each with its moment; as a staff's chat tells it.

    ``since`` leaves out what was over by then; what held on is told. ``heard`` are messages of theirs, for their words.
    """
    ledger = [line for line in await turn.unit.consents.ledger(contact) if line.programme is Programme.REMINDERS]
    turns = _turns(sorted(ledger, key=lambda line: line.at))
    kept = [line for line in turns if since is None or line.at >= since]
    before = [line for line in turns if line not in kept][-1:]
    held = [line for line in before if line.action is ConsentAction.REVOKED]
    return [(line.at, await _change(turn, line, heard)) for line in (*held, *kept)]


def _turns(lines: Sequence[Line]) -> list[Line]:
    """The lines that turned what held into its opposite: one for all the addresses that it was said for at once."""
    out, found = False, []
    for line in lines:
        if (line.action is ConsentAction.REVOKED) is not out:
            out = not out
            found.append(line)
    return found


async def _change(turn: Turn, line: Line, heard: Sequence[Message]) -> str:
    at = said(line.at, turn.zone, turn.now)
    if line.action is ConsentAction.REVOKED:
        return f"Opted out {at}: {await _plainly(turn, line)}."
    own = next((one for one in heard if one.address == line.address and one.created_at == line.at), None)
    words = quoted(own.text or "", 40) if own else ""
    by = f'"{words}" by {formats.channel(own.channel)}' if own and words else line.source
    return f"Opted in again {at}: {by}."


async def _plainly(turn: Turn, line: Line) -> str:
    """ "band karo" by SMS (their words were read as a stop)"""
    meant = _IN_WORDS.get(line.text)
    written = await _written(turn, line)
    if written is None:
        return f"{line.source}, erased since" if line.text in _READ else meant or line.source
    words = quoted(written.text or "", 40) or "a message without words"
    told = f'"{words}" by {formats.channel(written.channel)}'
    return f"{told} ({meant})" if meant else told


async def _written(turn: Turn, line: Line) -> MessageReceived | None:
    stored = await turn.unit.inbox.get(line.event) if line.event else None
    return stored.event if stored is not None and isinstance(stored.event, MessageReceived) else None


def _at(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}"

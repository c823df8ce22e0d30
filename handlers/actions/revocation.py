"""What a consent was taken back by: the words while they are kept, and the rule by which they were understood."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from flows.events import ConsentAction, MessageReceived
from flows.policy.facts import Programme
from handlers import opting_out
from handlers.turn import Turn
from storage.consents import Line
from storage.messages import Message
from templates import formats
from templates.values import one_line, shorten

_READ = frozenset({opting_out.CLEAR, opting_out.UNCLEAR, opting_out.KEYWORD})
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
        words = shorten(one_line(written.text), 40, "…") or "a message without words"
        return f'"{words}" written {_at(line.at, zone)} by {formats.channel(written.channel)}{rule}'
    erased = " that were erased since" if line.text in _READ else ""
    return f"{line.source}{erased}, {_at(line.at, zone)}{rule}"


async def _written(turn: Turn, line: Line) -> MessageReceived | None:
    stored = await turn.unit.inbox.get(line.event) if line.event else None
    return stored.event if stored is not None and isinstance(stored.event, MessageReceived) else None


def _at(moment: datetime, zone: ZoneInfo) -> str:
    local = moment.astimezone(zone)
    return f"{local:%a} {local.day} {local:%b %Y %H:%M}"

"""The pause of all sending of a business, and its end."""

from dataclasses import dataclass
from datetime import datetime

from flows import sending_pause
from flows.actor import Actor
from flows.sending_pause import EndedBefore, EndNamed
from handlers.actions.action import Origin
from handlers.engine import host
from handlers.engine.turn import Turn
from storage.businesses.deeds import Deeds
from storage.sending.outbox import Priority
from storage.sql import json_codec

PAUSED, RESUMED = "paused", "resumed"
"""The kinds of deeds: a pause of everything, and its end."""
_KEY = "pause"  # of its run: a business is paused once


@dataclass(frozen=True, slots=True)
class Pause:
    """A pause of all messages except answers, opt-out confirmations and staff chat, ``until`` a
    time in UTC or a resume."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """A request to resume; senders that stopped after a fault retry too, since a person says that it is fixed."""


@dataclass(frozen=True, slots=True)
class Paused:
    """A pause with the number of ``waiting`` messages. It begins now, or ``since`` an earlier time ``by`` a person.
    ``until`` is its end."""

    waiting: int = 0
    before: bool = False
    since: datetime | None = None
    by: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Resumed:
    """The result of a resume: whether there was a pause, whose senders retry, and how many messages are queued."""

    was_paused: bool
    mended: tuple[str, ...]
    waiting: int


async def pause(turn: Turn, origin: Origin, command: Pause) -> Paused:
    """Pause the business; if it is paused already, only a given end changes."""
    member = origin.by.row
    name = (await turn.unit.access.names([member]))[member] if member else origin.by.id
    first = await turn.unit.businesses.pause(name, turn.now)
    if command.until is not None and origin.contact is not None:
        await host.enter(turn, sending_pause.NAME, _KEY, origin.contact, None, EndNamed(command.until))
    until = await find_end(turn)
    if not first:
        tenant = await turn.unit.businesses.get()
        at, by = (None, None) if tenant is None else (tenant.paused_at, tenant.paused_by)
        return Paused(0, True, at, by, until)
    await turn.unit.access.log(origin.by, PAUSED, turn.now)
    if member:
        await turn.unit.of(Deeds).note(PAUSED, member, origin.by, turn.now)
    turn.unit.wake("businesses")
    return Paused(await _count_waiting(turn), until=until)


async def find_end(turn: Turn) -> datetime | None:
    """Return when the pause ends on its own; None if there is no pause or no end."""
    run = await turn.unit.runs.get_open(sending_pause.NAME, _KEY)
    return None if run is None else json_codec.load(sending_pause.Ends, run.state).until


async def resume(turn: Turn, origin: Origin, _command: Resume) -> Resumed:
    """Resume sending."""
    stopped = tuple(sender.channel for sender in await turn.unit.senders.all() if sender.paused_at)
    was_paused = await _send_again(turn, origin.by)
    await turn.unit.senders.resume()
    run = await turn.unit.runs.get_open(sending_pause.NAME, _KEY)
    if run is not None:
        await host.advance(turn, run, EndedBefore())
    if was_paused and origin.by.row:
        await turn.unit.of(Deeds).note(RESUMED, origin.by.row, origin.by, turn.now)
    return Resumed(was_paused, stopped, await _count_waiting(turn))


async def come_to_its_end(turn: Turn, by: Actor) -> int:
    """End an expired pause; return how many messages are queued."""
    await _send_again(turn, by)
    return await _count_waiting(turn)


async def _send_again(turn: Turn, by: Actor) -> bool:
    """Release the messages on hold; return False if the business was not paused."""
    was_paused = await turn.unit.businesses.resume()
    released = await turn.unit.outbox.release(turn.now)
    await turn.unit.access.log(by, RESUMED, turn.now, released=released)
    turn.unit.wake("businesses")
    return was_paused


async def _count_waiting(turn: Turn) -> int:
    depth = await turn.unit.outbox.depth()
    return sum(many for priority, (many, _) in depth.items() if priority != Priority.ANSWER)

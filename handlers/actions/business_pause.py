"""Holding all sends of a business back at once, and letting them go again."""

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
"""The kinds of deeds: everything was held back, or let go again."""
_KEY = "pause"  # of its run: a business is paused once


@dataclass(frozen=True, slots=True)
class Pause:
    """All but answers, opt-out confirmations and staff chat is held back ``until`` then, UTC, or until resumed."""

    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Resume:
    """It is sent again; senders that were stopped for a fault try anew too, for somebody says that it is mended."""


@dataclass(frozen=True, slots=True)
class Paused:
    """Held back now, so many messages; or before, ``since`` then and ``by`` somebody. ``until``: its end."""

    waiting: int = 0
    before: bool = False
    since: datetime | None = None
    by: str | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Resumed:
    """What came of resuming: was it paused, which channels' senders try again, how many messages are in line."""

    was_paused: bool
    mended: tuple[str, ...]
    waiting: int


async def pause(turn: Turn, origin: Origin, command: Pause) -> Paused:
    """Hold it back; where it is held back already, only the end changes that is named."""
    member = origin.by.row
    name = (await turn.unit.access.names([member]))[member] if member else origin.by.id
    first = await turn.unit.businesses.pause(name, turn.now)
    if command.until is not None and origin.contact is not None:
        await host.enter(turn, sending_pause.NAME, _KEY, origin.contact, None, EndNamed(command.until))
    until = await ends_at(turn)
    if not first:
        tenant = await turn.unit.businesses.get()
        at, by = (None, None) if tenant is None else (tenant.paused_at, tenant.paused_by)
        return Paused(0, True, at, by, until)
    await turn.unit.access.log(origin.by, PAUSED, turn.now)
    if member:
        await turn.unit.of(Deeds).note(PAUSED, member, origin.by, turn.now)
    turn.unit.wake("businesses")
    return Paused(await _waiting(turn), until=until)


async def ends_at(turn: Turn) -> datetime | None:
    """When the pause ends by itself; None where there is none, or no end was named with it."""
    run = await turn.unit.runs.open(sending_pause.NAME, _KEY)
    return None if run is None else json_codec.load(sending_pause.Ends, run.state).until


async def resume(turn: Turn, origin: Origin, _command: Resume) -> Resumed:
    """Send again."""
    stopped = tuple(sender.channel for sender in await turn.unit.senders.all() if sender.paused_at)
    was_paused = await _send_again(turn, origin.by)
    await turn.unit.senders.resume()
    run = await turn.unit.runs.open(sending_pause.NAME, _KEY)
    if run is not None:
        await host.advance(turn, run, EndedBefore())
    if was_paused and origin.by.row:
        await turn.unit.of(Deeds).note(RESUMED, origin.by.row, origin.by, turn.now)
    return Resumed(was_paused, stopped, await _waiting(turn))


async def come_to_its_end(turn: Turn, by: Actor) -> int:
    """The end of the pause has come; how many messages are in line."""
    await _send_again(turn, by)
    return await _waiting(turn)


async def _send_again(turn: Turn, by: Actor) -> bool:
    """Release the messages on hold; False where the business was not paused."""
    was_paused = await turn.unit.businesses.resume()
    released = await turn.unit.outbox.release(turn.now)
    await turn.unit.access.log(by, RESUMED, turn.now, released=released)
    turn.unit.wake("businesses")
    return was_paused


async def _waiting(turn: Turn) -> int:
    depth = await turn.unit.outbox.depth()
    return sum(many for priority, (many, _) in depth.items() if priority != Priority.ANSWER)

"""Holding all sends of a business back at once, and letting them go again."""

from dataclasses import dataclass
from datetime import datetime

from handlers.actions.action import Origin
from handlers.turn import Turn
from storage.deeds import Deeds
from storage.outbox import Priority

PAUSED, RESUMED = "paused", "resumed"
"""The kinds of deeds: everything was held back, or let go again."""


@dataclass(frozen=True, slots=True)
class Pause:
    """All but answers, opt-out confirmations and staff chat is held back."""


@dataclass(frozen=True, slots=True)
class Resume:
    """It is sent again; senders that were stopped for a fault try anew too, for somebody says that it is mended."""


@dataclass(frozen=True, slots=True)
class Paused:
    """Held back now, so many messages; or before, ``since`` then and ``by`` somebody."""

    waiting: int = 0
    before: bool = False
    since: datetime | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True)
class Resumed:
    """What came of resuming: was it paused, which channels' senders try again, how many messages are in line."""

    was_paused: bool
    mended: tuple[str, ...]
    waiting: int


async def pause(turn: Turn, origin: Origin, _command: Pause) -> Paused:
    """Hold it back."""
    member = origin.by.row
    name = (await turn.unit.access.names([member]))[member] if member else origin.by.id
    if not await turn.unit.businesses.pause(name, turn.now):
        tenant = await turn.unit.businesses.get()
        return Paused(before=True) if tenant is None else Paused(0, True, tenant.paused_at, tenant.paused_by)
    await turn.unit.access.log(origin.by, PAUSED, turn.now)
    if member:
        await turn.unit.of(Deeds).note(PAUSED, member, origin.by, turn.now)
    turn.unit.wake("businesses")
    return Paused(await _waiting(turn))


async def resume(turn: Turn, origin: Origin, _command: Resume) -> Resumed:
    """Send again."""
    stopped = tuple(sender.channel for sender in await turn.unit.senders.all() if sender.paused_at)
    was_paused = await turn.unit.businesses.resume()
    released = await turn.unit.outbox.release(turn.now)
    await turn.unit.senders.resume()
    await turn.unit.access.log(origin.by, RESUMED, turn.now, released=released)
    if was_paused and origin.by.row:
        await turn.unit.of(Deeds).note(RESUMED, origin.by.row, origin.by, turn.now)
    turn.unit.wake("businesses")
    return Resumed(was_paused, stopped, await _waiting(turn))


async def _waiting(turn: Turn) -> int:
    depth = await turn.unit.outbox.depth()
    return sum(many for priority, (many, _) in depth.items() if priority != Priority.ANSWER)

"""Holding everything back at once, and letting it go again."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.turn import Turn
from storage.access import Member


@dataclass(frozen=True, slots=True)
class Resumed:
    """What came of resuming: was it paused, which channels' senders try again."""

    was_paused: bool
    mended: tuple[str, ...]


async def pause(turn: Turn, who: Member) -> bool:
    """Hold back all but answers, opt-out confirmations and staff chat; False when it was paused already."""
    if not await turn.unit.businesses.pause(who.name, turn.now):
        return False
    await turn.unit.access.log(str(who.id), "paused", "", turn.now)
    turn.unit.wake("businesses")
    return True


async def resume(turn: Turn, who: Member) -> Resumed:
    """Send again; senders that were stopped for a fault try anew too, for somebody says that it is mended."""
    stopped = tuple(sender.channel for sender in await turn.unit.senders.all() if sender.paused_at)
    was_paused = await turn.unit.businesses.resume()
    released = await turn.unit.outbox.release(turn.now)
    await turn.unit.senders.resume()
    await turn.unit.access.log(str(who.id), "resumed", f"released {released}", turn.now)
    turn.unit.wake("businesses")
    return Resumed(was_paused, stopped)

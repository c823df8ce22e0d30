"""/pause and /resume: everything but answers, opt-out confirmations and staff chat stops, at once."""

from __future__ import annotations

from handlers.actions import pausing
from handlers.actions.lives import said
from handlers.admins.command import OWNERS, Asked, Command
from storage.outbox import Priority
from templates import formats


async def pause(asked: Asked) -> str:
    """Hold everything back; says how much waits now."""
    turn = asked.turn
    if await pausing.pause(turn, asked.member):
        return (
            f"Paused, {await _waiting(asked)} on hold. Answers, opt-out confirmations and this chat still go out."
            "\nNext: /resume"
        )
    tenant = await turn.unit.businesses.get()
    if tenant is None or tenant.paused_at is None:
        return "Paused already.\nNext: /resume"
    return f"Paused already, since {said(tenant.paused_at, turn.zone, turn.now)} ({tenant.paused_by}).\nNext: /resume"


async def resume(asked: Asked) -> str:
    """Let it go again; says what goes on."""
    resumed = await pausing.resume(asked.turn, asked.member)
    mended = ", ".join(formats.channel(channel) for channel in resumed.mended)
    tries = f" {mended} tries again." if mended else ""
    if not resumed.was_paused:
        return f"It was not paused.{tries}\nNext: /stats_7d"
    waiting = await _waiting(asked)
    return f"Sending again, {waiting} in line; each is judged anew before it leaves.{tries}\nNext: /stats_today"


async def _waiting(asked: Asked) -> str:
    depth = await asked.turn.unit.outbox.depth()
    return str(sum(many for priority, (many, _) in depth.items() if priority != Priority.ANSWER) or "nothing")


PAUSE = Command(
    name="pause",
    aliases=("hold everything",),
    usage="/pause",
    help="hold back everything but answers, at once",
    run=pause,
    roles=OWNERS,
    dangerous=True,
)
RESUME = Command(
    name="resume",
    aliases=("unpause",),
    usage="/resume",
    help="send again",
    run=resume,
    roles=OWNERS,
    dangerous=True,
)

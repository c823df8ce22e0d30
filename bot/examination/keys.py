"""A business's API keys: those that are forgotten, and those that end soon."""

from __future__ import annotations

from datetime import timedelta

from bot.examination.finding import Finding, do, fine
from flows.counting import counted
from handlers.turn import Turn

SOON = timedelta(days=14)
FORGOTTEN = timedelta(days=180)


async def key_lines(turn: Turn) -> list[Finding]:
    """Which keys want a new one in their place, or want to be revoked."""
    keys = [key for key in await turn.unit.access.keys() if key.works(turn.now)]
    lines = []
    for key in keys:
        who = f"the API key {key.id}{f' ({key.label})' if key.label else ''}"
        if key.expires_at is not None and key.expires_at - turn.now <= SOON:
            lines.append(do(f"{who} ends on {key.expires_at:%Y-%m-%d}: parley key create makes the next one"))
        last = key.used_at or key.created_at
        if last is not None and turn.now - last >= FORGOTTEN:
            lines.append(do(f"{who} was not used for {(turn.now - last).days} days: parley key revoke {key.id}"))
    return lines or ([fine(f"{counted(len(keys), 'API key')} in use")] if keys else [])

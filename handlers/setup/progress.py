"""How far an owner is with the first steps."""

from __future__ import annotations

from handlers.turn import Turn
from storage.chosen import SetupSteps

STEPS = ("try", "link", "text", "hours", "staff")


async def open_step(turn: Turn) -> str | None:
    """The first step that is not over."""
    done = await turn.unit.of(SetupSteps).done()
    return next((step for step in STEPS if step not in done), None)


async def is_under_way(turn: Turn) -> bool:
    """Whether some steps are over and others are not: /setup goes on with these."""
    done = await turn.unit.of(SetupSteps).done()
    return bool(done) and not done.keys() >= set(STEPS)

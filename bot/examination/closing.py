"""Where and when a business sends no marketing by its own choice, beside what the law says."""

from __future__ import annotations

from bot.examination.finding import Finding, fine
from handlers.turn import Turn


async def closing_lines(turn: Turn) -> list[Finding]:
    """The business's own hours and its closed states and days; no line where the law alone holds."""
    policy, today = turn.business.policy, turn.now.astimezone(turn.zone).date()
    told = [f"marketing leaves {policy.hours} at most, by the clock of whoever gets it"] if policy.hours else []
    states = [str(state) for state in policy.closed_states if state.until is None or state.until >= today]
    days = [day.isoformat() for day in policy.closed_days if day >= today]
    told += [f"closed to marketing: {', '.join(states)}"] if states else []
    told += [f"no marketing on {', '.join(days)}"] if days else []
    return [fine(f"stricter than the law: {line}") for line in told]

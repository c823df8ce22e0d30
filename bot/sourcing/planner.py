"""Works out large splits in a thread of its own, so that webhooks and messages go on meanwhile."""

from __future__ import annotations

from bot.threads import PLANS
from flows.delivery import Answer, Failure
from flows.sourcing import dividing
from handlers.calling import Request


async def perform(request: Request) -> Answer:
    """The split that the call asks for: seconds of one processor at most (flows.sourcing.planning.splitting)."""
    try:
        found = await PLANS.run(dividing.solve, str(request.values.get("problem")))
    except ValueError as wrong:
        return Answer(failure=Failure.ALERT, code="request", detail=str(wrong))
    return Answer(values={"shares": dividing.write_shares(found.shares), "method": found.method.value})

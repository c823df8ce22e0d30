"""Cart recovery: reminders of a cart that was left, and what customers answer to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from uuid import UUID

from flows import recovery, sequence
from flows.engine import Subject
from flows.sequence import SequenceFacts
from handlers.api.routes import REPORT_RECOVERY
from handlers.conversation import Conversation, Flow, Rank, Reader
from handlers.recovery import carts
from handlers.turn import Turn

if TYPE_CHECKING:
    from handlers.api.endpoint import Endpoint


async def _facts(turn: Turn, contact: UUID, subject: Subject | None, _event: object) -> SequenceFacts:
    from storage.facts.recovery import recovery_facts  # what is asked for a conversation, loaded with the first

    thing = subject.id if subject else "-"
    codes = [
        turn.tools.seeds.discount_code(turn.business.id, contact, thing, str(step))
        for step, _ in enumerate(turn.business.recovery.steps)
    ]
    return await recovery_facts(turn.unit, turn.tenant, contact, subject, codes, turn.draw, turn.now)


def _endpoints() -> Sequence[Endpoint[Any]]:
    from handlers.api.reports import report_recovery

    return (report_recovery,)


RECOVERY = Conversation(
    name="recovery",
    routes=(REPORT_RECOVERY,),
    endpoints=_endpoints,
    flows=(Flow(recovery.NAME, sequence.State, sequence.decide, _facts, recovery.known),),
    readers=(Reader(Rank.AGAIN, carts.promise_anew), Reader(Rank.OWN, carts.declined)),
)

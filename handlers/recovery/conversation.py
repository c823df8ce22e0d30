"""Cart recovery: reminders of a cart that was left, and what customers answer to them."""

from __future__ import annotations

from uuid import UUID

from flows import recovery, sequence
from flows.engine import Subject
from flows.sequence import SequenceFacts
from handlers.conversation import Conversation, Flow, Rank, Reader
from handlers.recovery import carts
from handlers.turn import Turn


async def _facts(turn: Turn, contact: UUID, subject: Subject | None, _event: object) -> SequenceFacts:
    from storage.facts.recovery import recovery_facts  # what is asked for a conversation, loaded with the first

    thing = subject.id if subject else "-"
    codes = [
        turn.tools.seeds.discount_code(turn.business.id, contact, thing, str(step))
        for step, _ in enumerate(turn.business.recovery.steps)
    ]
    return await recovery_facts(turn.unit, turn.tenant, contact, subject, codes, turn.draw, turn.now)


RECOVERY = Conversation(
    name="recovery",
    flows=(Flow(recovery.NAME, sequence.State, sequence.decide, _facts, recovery.known),),
    readers=(Reader(Rank.AGAIN, carts.promise_anew), Reader(Rank.OWN, carts.declined)),
)

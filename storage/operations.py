"""What is asked across businesses, for those who run the service."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select

from flows.delivery import Status
from storage.schema import messages, outbox
from storage.transaction import Transaction


@dataclass(frozen=True, slots=True)
class Standing:
    """How many messages left and were refused, and how much still waits."""

    sent: int
    waiting: int
    refused: int

    def since(self, before: Standing) -> Standing:
        """What left and was refused after ``before``, and what waits now."""
        return Standing(self.sent - before.sent, self.waiting, self.refused - before.refused)


_LEFT = [status.value for status in (Status.SENT, Status.DELIVERED, Status.READ)]


async def standing(tx: Transaction) -> Standing:
    """Where the messages of all businesses stand, all told."""
    out = messages.c.direction == "out"
    counted = select(func.count()).select_from(messages).where(out)
    return Standing(
        sent=int(await tx.value(counted.where(messages.c.status.in_(_LEFT)))),
        waiting=int(await tx.value(select(func.count()).select_from(outbox))),
        refused=int(await tx.value(counted.where(messages.c.status == Status.REFUSED.value))),
    )

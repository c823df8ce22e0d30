"""Files of messages whose life was over a week ago are taken away; by then no link leads to them any more."""

from __future__ import annotations

from datetime import time, timedelta

from handlers.turn import Turn
from storage.attachments import Attachments
from storage.erasure import forget_bytes
from storage.inbox import Stored

JOB = "attachments"
NIGHT = time(3, 45)
KEPT = timedelta(days=7)
"""From the last news of the message on: a repeat in its place may need the file, and a link lasts for three days."""


async def sweep(turn: Turn, _firing: Stored) -> bool:
    """Take them away."""
    if await turn.unit.of(Attachments).sweep(turn.now - KEPT):
        forget_bytes(turn.unit)
    return True

"""A process of a pair: ``python -m tests.delivery.pair serve|worker SECONDS``, with so many seconds between two ticks.

The one that serves takes news in and leaves the work to others, so that a test knows who did it. What a killed one
held is anybody's sooner than in life, so that a test need not wait for a minute.
"""

from __future__ import annotations

import asyncio
import os
import sys
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from bot import consumer, service_run, timers, workers
from bot.app import assemble
from bot.clock import SystemClock
from bot.config import load
from handlers.delivery import message_outcome, outbox_claims

LEASE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Idle:
    """Workers who leave the work to others."""

    async def start(self) -> None:
        """They do not."""

    async def stop(self, longest: float) -> None:
        """They never began."""


async def serve(environ: dict[str, str]) -> None:
    """What ``parley serve`` runs, without its workers."""
    idle: Any = Idle()
    await service_run.run(replace(assemble(load(environ), SystemClock()), workers=idle))


def main(role: str, tick: float) -> None:
    """Run until SIGTERM."""
    workers.TICK = tick
    consumer.LEASE = timers.LEASE = outbox_claims.LEASE = message_outcome.ASK_AFTER = LEASE
    if role == "serve":
        asyncio.run(serve(dict(os.environ)))
    else:
        port = os.environ.get("WORKER_PORT")
        service_run.work(load(os.environ | ({"PARLEY_PORT": port} if port else {})), listening=port is not None)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))

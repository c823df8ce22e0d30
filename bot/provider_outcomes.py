"""The writer of providers' answers, in groups: answers that arrive during one write form the next group."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

import structlog

from bot.open_turns import OpenTurns
from flows.delivery import Answer
from handlers.delivery import outbox_claims
from handlers.delivery.channel_handoff import Ready

log = structlog.get_logger()

MOST = 100  # outcomes of one transaction


@dataclass(frozen=True, slots=True)
class _Outcome:
    """The outcome of one message, and a future that is done when the outcome is stored."""

    ready: Ready
    answer: Answer
    written: asyncio.Future[None]


class Outcomes:
    """One writer for each business; callers wait until their outcome is stored."""

    def __init__(self, turns: OpenTurns) -> None:
        self._turns = turns
        self._waiting: dict[str, deque[_Outcome]] = {}

    async def settle(self, business: str, ready: Ready, answer: Answer) -> None:
        """Store the outcome of a message, as soon as the database is available, because a provider's answer exists
        nowhere else.

        Raises what storing this outcome raises.
        """
        outcome = _Outcome(ready, answer, asyncio.get_running_loop().create_future())
        waiting = self._waiting.get(business)
        if waiting is not None:
            waiting.append(outcome)
            await outcome.written
            return
        self._waiting[business] = deque([outcome])
        await self._drain(business)
        await outcome.written

    async def _drain(self, business: str) -> None:
        waiting = self._waiting[business]
        try:
            while waiting:
                await asyncio.sleep(0)  # answers that arrived in the same moment belong into one group
                group = [waiting.popleft() for _ in range(min(MOST, len(waiting)))]
                await self._write(business, group)
        finally:
            del self._waiting[business]
            for outcome in waiting:  # we were interrupted: report it to the waiting callers
                outcome.written.cancel()

    async def _write(self, business: str, group: Sequence[_Outcome]) -> None:
        """Store the group in one transaction, which is fast; if that fails, one by one, so that a faulty outcome fails
        alone."""
        try:
            told = [(outcome.ready, outcome.answer) for outcome in group]
            await self._turns.act_at_last(business, lambda turn: outbox_claims.settle(turn, told))
        except asyncio.CancelledError:
            for outcome in group:
                outcome.written.cancel()
            raise
        except Exception as error:  # of one of them, or of all
            if len(group) == 1:
                _tell(group[0], error)
                return
            log.warning("settled one by one", many=len(group), reason=type(error).__name__)
            for outcome in group:
                await self._write(business, [outcome])
        else:
            for outcome in group:
                _tell(outcome, None)


def _tell(outcome: _Outcome, error: Exception | None) -> None:
    if outcome.written.done():
        return
    if error is None:
        outcome.written.set_result(None)
    else:
        outcome.written.set_exception(error)

"""The webhooks of a payment provider on their way to us: brought at once, held back, turned around, lost."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from tests.transcripts.script import Misprint


@dataclass(slots=True)
class Post:
    """``twice`` delivers each of them twice; ``lost`` is how many of the next ones never come."""

    twice: bool = False
    late: bool = False
    lost: int = 0
    held: list[Any] = field(default_factory=list)

    async def bring(self, stand: Any, hook: Any) -> None:
        """A webhook leaves. Raises Misprint where we refuse it."""
        if self.lost:
            self.lost -= 1
        elif self.late:
            self.held.append(hook)
        else:
            await self._deliver(stand, [hook])

    async def bring_held(self, stand: Any) -> None:
        """What was held back comes now, the latest first."""
        held, self.held, self.late = self.held[::-1], [], False
        if not held:
            raise Misprint("nothing was held back")
        await self._deliver(stand, held)

    async def _deliver(self, stand: Any, hooks: list[Any]) -> None:
        """Where each comes twice the second round is in the order in which they happened."""
        answers = await stand.tell(*hooks, *(hooks[::-1] if self.twice else []))
        if set(answers) != {200}:
            raise Misprint(f"the webhooks were answered {answers}")

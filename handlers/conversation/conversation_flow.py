"""How a conversation hears events, and its flows: the decision of a flow, its facts and its writer."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

if TYPE_CHECKING:
    from flows.business import Business
    from flows.engine import Decision, Own, Subject
    from flows.plan import Plan
    from handlers.customer_talk.understood_message import UnderstoodMessage
    from handlers.engine.turn import Turn
    from storage.events.event_inbox import Stored
    from storage.events.runs import Run, RunQuestion


Hear: TypeAlias = "Callable[[Turn, Stored, Any], Awaitable[str | None]]"
"""Acts upon an event; answers with the reason why it is not its own, kept and shown where nobody acts, or ``OVER``."""
OVER = ""
"""Nothing follows from the event, for anybody who hears it later."""


def by_event(act: Callable[[Turn, Any], Awaitable[str | None]]) -> Hear:
    """Hears an event of which no more is needed than what it says."""

    async def hear(turn: Turn, _stored: Stored, event: Any) -> str | None:
        return await act(turn, event)

    return hear


class Answers(Enum):
    """What a message is to a run whose question may be open."""

    YES = "yes"  # it may answer it
    UNCLEAR = "unclear"  # it answers it in words that leave open whether that is meant
    NO = "no"  # it answers something else
    NOTHING = "nothing"  # it was overtaken: nothing follows from it, here or elsewhere


def _nothing(_business: Business, _event: object) -> None:
    """No event of the flow is decided without asking the database."""


async def _any(_turn: Turn, _said: UnderstoodMessage, _run: Run) -> Answers:
    """Whatever is written while a run is open may answer it."""
    return Answers.YES


async def _none(_turn: Turn, _said: UnderstoodMessage, _asked: RunQuestion) -> int | None:
    """The flow's questions offer no numbered answers."""
    return None


@dataclass(frozen=True, slots=True)
class Flow:
    """A kind of run: its pure decision, the value its state is kept in, and what fills its facts.

    ``facts`` is told the event that is decided upon, so that it asks for no more than that needs; ``known`` are the
    facts of an event that the business's settings decide alone, None where ``facts`` must be asked. ``write`` brings
    the flow's own rows to the next state and does what effects of its own it asks for. ``answers`` says whether what a
    customer wrote is for a run of it, ``choice`` which numbered answer they take of its question that is open. ``plan``
    makes the plan of a business, where the sequence engine runs the flow: its name is the name of its experiment. Of a
    flow that runs many plans ``experiment`` tells by a run's subject which it is.
    ``waits`` says of each wait by its name what happens then, with {who} for the person; ``does`` are the effects of
    its own that ``write`` does. A ``mute`` one says nothing to its person, and nothing that they write is about it.
    """

    name: str
    state: type[Any]
    decide: Callable[[Any, Any, Any, datetime], Decision[Any] | None]
    facts: Callable[[Turn, UUID, Subject | None, Any], Awaitable[Any]]
    known: Callable[[Business, object], Any | None] = _nothing
    write: Callable[[Turn, Run, Any, Decision[Any]], Awaitable[None]] | None = None
    answers: Callable[[Turn, UnderstoodMessage, Run], Awaitable[Answers]] = _any
    choice: Callable[[Turn, UnderstoodMessage, RunQuestion], Awaitable[int | None]] = _none
    plan: Callable[[Business], Plan] | None = None
    experiment: Callable[[Turn, Subject | None], Awaitable[str | None]] | None = None
    waits: Mapping[str, str] = field(default_factory=dict)
    does: tuple[type[Own], ...] = ()
    mute: bool = False

    @property
    def judges_answers(self) -> bool:
        """Return True if the flow itself says which messages answer its questions."""
        return self.answers is not _any

    @property
    def runs_plans(self) -> bool:
        """Whether the sequence engine runs it."""
        return self.plan is not None or self.experiment is not None

    async def experiment_of(self, turn: Turn, subject: Subject | None) -> str | None:
        """The experiment that a run about this belongs to; None where nothing is measured."""
        if self.experiment is not None:
            return await self.experiment(turn, subject)
        return self.name if self.plan is not None else None

"""A conversation's event functions and flows: each flow's decision, facts and writer."""

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
"""Act upon an event. Return the reason why the event is not this one's, shown if no function acts, or ``OVER``."""
OVER = ""
"""The event has no further consequence for later listeners."""


def hear_by_event(act: Callable[[Turn, Any], Awaitable[str | None]]) -> Hear:
    """Wrap a function that needs only an event's own fields, so that it can handle the event."""

    async def hear(turn: Turn, _stored: Stored, event: Any) -> str | None:
        return await act(turn, event)

    return hear


class Answers(Enum):
    """What a message means for a run that may have an open question."""

    YES = "yes"  # it may answer the question
    UNCLEAR = "unclear"  # it answers the question in words that leave the meaning open
    NO = "no"  # it answers something else
    NOTHING = "nothing"  # it was overtaken: it has no consequence here or elsewhere


def _decide_nothing(_business: Business, _event: object) -> None:
    """Return None: no event of the flow can be decided without the database."""


async def _accept_any(_turn: Turn, _said: UnderstoodMessage, _run: Run) -> Answers:
    """Return YES: any message may answer an open run."""
    return Answers.YES


async def _offer_no_answers(_turn: Turn, _said: UnderstoodMessage, _asked: RunQuestion) -> int | None:
    """Return None: the flow's questions offer no numbered answers."""
    return None


@dataclass(frozen=True, slots=True)
class Flow:
    """A kind of run: its pure decision, the type of its state, and the loader of its facts.

    ``facts`` gets the event that is to be decided, so that it loads only what is needed. ``known`` returns facts that
    follow from the business's settings alone, or None if ``facts`` is needed. ``write`` stores the flow's next state in
    its own rows and carries out its own effects. ``answers`` returns whether a customer's message is for a run of the
    flow. ``choice`` returns the numbered answer that the customer chose. ``plan`` makes a business's plan if the
    sequence engine runs the flow; the plan's name is the experiment's name. For a flow of many plans ``experiment``
    finds the experiment by a run's subject. ``waits`` describes the end of each wait by its name, with {who} for the
    person. ``does`` are its own effects, which ``write`` carries out. A ``mute`` flow sends its person nothing, and no
    message of the person is about it.
    """

    name: str
    state: type[Any]
    decide: Callable[[Any, Any, Any, datetime], Decision[Any] | None]
    facts: Callable[[Turn, UUID, Subject | None, Any], Awaitable[Any]]
    known: Callable[[Business, object], Any | None] = _decide_nothing
    write: Callable[[Turn, Run, Any, Decision[Any]], Awaitable[None]] | None = None
    answers: Callable[[Turn, UnderstoodMessage, Run], Awaitable[Answers]] = _accept_any
    choice: Callable[[Turn, UnderstoodMessage, RunQuestion], Awaitable[int | None]] = _offer_no_answers
    plan: Callable[[Business], Plan] | None = None
    experiment: Callable[[Turn, Subject | None], Awaitable[str | None]] | None = None
    waits: Mapping[str, str] = field(default_factory=dict)
    does: tuple[type[Own], ...] = ()
    mute: bool = False

    @property
    def judges_answers(self) -> bool:
        """Return True if the flow itself decides which messages answer its questions."""
        return self.answers is not _accept_any

    @property
    def runs_plans(self) -> bool:
        """Return True if the sequence engine runs the flow."""
        return self.plan is not None or self.experiment is not None

    async def experiment_of(self, turn: Turn, subject: Subject | None) -> str | None:
        """Return the experiment of a run about the subject; None if it has none."""
        if self.experiment is not None:
            return await self.experiment(turn, subject)
        return self.name if self.plan is not None else None

"""The plans that will write to the people of a preview at about the same time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from flows.coming_messages import AlsoComing
from flows.policy.departure_facts import EarlierDeparture
from handlers.engine.turn import Turn
from storage.sending.upcoming_messages import ComingMessage, ComingMessages

NEAR = timedelta(days=7)
"""Messages within this time before or after are shown."""
_ANY = "any"  # the channel is chosen only at the departure


@dataclass(frozen=True, slots=True)
class PlanBeside:
    """A plan, or cart recovery, by its ``name``, with its next message to each of some people."""

    name: str
    coming: Mapping[UUID, EarlierDeparture]


async def load_plans_beside(turn: Turn, people: Sequence[UUID], but: str = "") -> list[PlanBeside]:
    """Load the next messages of plans to these people in the relevant time, except for the plan ``but``.

    A person in the control group of a plan gets none.
    """
    until = turn.now + NEAR + turn.business.policy.marketing_distance
    found = [one for one in await turn.unit.of(ComingMessages).list_coming(people, until) if one.name != but]
    alone = await turn.unit.draws.draw({(one.name, one.contact) for one in found}, turn.draw, keep=False)
    first: dict[str, dict[UUID, ComingMessage]] = defaultdict(dict)
    for message in sorted(found, key=lambda one: one.at, reverse=True):
        if (message.name, message.contact) not in alone:
            first[message.name][message.contact] = message
    return [PlanBeside(name, {who: _departure(one) for who, one in coming.items()}) for name, coming in first.items()]


def _departure(message: ComingMessage) -> EarlierDeparture:
    return EarlierDeparture(message.at, _ANY, None, message.thread)


def list_sent_before(
    comings: Iterable[Mapping[UUID, EarlierDeparture]], person: UUID, at: datetime
) -> tuple[EarlierDeparture, ...]:
    """Return which of these messages to a person depart by a given time."""
    there = (coming.get(person) for coming in comings)
    return tuple(one for one in there if one is not None and one.at <= at)


def find_near(
    name: str,
    coming: Mapping[UUID, EarlierDeparture],
    due: Mapping[UUID, datetime],
    whole: float,
    within: timedelta = NEAR,
    *,
    offers: bool = False,
) -> list[AlsoComing]:
    """Return what is close in time for some people, given when a message is ``due`` for each; empty if nothing is.

    The number of people is scaled by the factor ``whole``.
    """
    at = [sent.at for who, sent in coming.items() if who in due and abs(sent.at - due[who]) <= within]
    return [AlsoComing(name, min(at), max(1, round(len(at) * whole)), offers)] if at else []


def find_near_plans(plans: Sequence[PlanBeside], due: Mapping[UUID, datetime], whole: float) -> list[AlsoComing]:
    """Return each plan that is close in time for some people, given when a message is ``due`` for each."""
    return [one for plan in plans for one in find_near(plan.name.replace("_", " "), plan.coming, due, whole)]

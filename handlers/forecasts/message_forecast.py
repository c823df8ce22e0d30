"""The forecast of many planned messages: which would be sent and when, and which rules stop the
others. Nothing is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from flows.policy.departure import judge
from flows.policy.departure_facts import ConsentState, Departure, EarlierDeparture, Kind, Programme, Purpose
from flows.policy.message_distance import DISTANCE_KIND, DISTANCE_RULE
from flows.policy.verdict import Outcome, Verdict
from flows.routes import FALLS_BACK
from handlers.engine.turn import Turn
from handlers.people.marketing_addresses import choose_reached, on
from storage.facts.departures import Planned, load_facts
from storage.people.people import Address, Contact
from storage.sending.holdout_draws import HoldoutDrawing

UNREACHABLE = "campaign.unreachable"
_NOBODY = HoldoutDrawing(lambda _experiment, _who: 1.0, lambda _experiment: 0.0)


@dataclass(frozen=True, slots=True)
class ForeseenMessage:
    """One message to each of many people, on the first of ``channels`` that reaches them. ``due`` returns the time for
    each person, ``barred`` the rule that blocks a person, ``before`` the earlier messages of other campaigns and plans
    to a person. The message is useful for ``lasts`` after it is due, and until ``latest``, if set."""

    channels: tuple[str, ...]
    programme: Programme
    template: str
    due: Callable[[Mapping[UUID, Contact]], Awaitable[Mapping[UUID, datetime]]]
    barred: Callable[[Mapping[UUID, datetime]], Awaitable[Mapping[UUID, str]]]
    before: Callable[[UUID, datetime], Sequence[EarlierDeparture]]
    latest: datetime | None = None
    lasts: timedelta | None = None

    def plan_message(self, due: datetime, to: Address) -> Planned:
        """Return the message as it will be queued."""
        latest = self.latest or (due + self.lasts if self.lasts else None)
        expires = max(self.latest - due, timedelta(0)) if self.latest else None
        return Planned(
            Kind.MESSAGE, Purpose.MARKETING, self.programme, to.channel, to.id, to.contact, due,
            template=self.template, expires_after=expires, latest=latest,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ForeseenDeparture:
    """A message that would be sent ``at`` a time. ``waits`` is the rule that delays it; "" if none does."""

    person: Contact
    to: Address
    at: datetime
    waits: str
    verdict: Verdict


@dataclass(slots=True)
class Forecast:
    """The messages that would be sent, how many would not by rule, and when each is ``due`` for
    people with an address."""

    leaving: list[ForeseenDeparture] = field(default_factory=list)
    excluded: Counter[str] = field(default_factory=Counter)
    due: dict[UUID, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _LikelyAddress:
    """The likely address of a message. If no address is ``reached``, it is the likeliest one."""

    address: Address
    reached: bool


async def forecast_message(turn: Turn, message: ForeseenMessage, known: Mapping[UUID, Contact]) -> Forecast:
    """Judge a message to these people.

    If a rule refuses one channel, the next channel that reaches the person is judged, as at a real departure.
    """
    found = Forecast()
    left: list[tuple[tuple[str, ...], Mapping[UUID, Contact]]] = [(message.channels, known)]
    while left:
        channels, some = left.pop()
        otherwise: dict[tuple[str, ...], dict[UUID, Contact]] = defaultdict(dict)
        for person, behind in await _judge_people(turn, replace(message, channels=channels), some, found):
            otherwise[behind][person] = some[person]
        left += otherwise.items()
    return found


async def _judge_people(
    turn: Turn, message: ForeseenMessage, known: Mapping[UUID, Contact], found: Forecast
) -> list[tuple[UUID, tuple[str, ...]]]:
    """Judge the message on the first channel that reaches each person; return the people to try on later channels."""
    recipients = await turn.unit.people.recipients(known)
    consents = await turn.unit.consents.states(recipients.addresses)
    addresses: dict[UUID, list[Address]] = defaultdict(list)
    for address in recipients.addresses.values():
        addresses[address.contact].append(address)
    ways = {person: way for person in known if (way := _way(message, addresses[person], consents))}
    found.excluded[UNREACHABLE] += len(known) - len(ways)
    due = await message.due({person: known[person] for person in ways})
    found.due |= due
    planned = [message.plan_message(due[person], way.address) for person, way in ways.items()]
    facts = await load_facts(turn.unit, turn.tenant, planned, _NOBODY, turn.now, recipients)
    barred = await message.barred(due)
    otherwise: list[tuple[UUID, tuple[str, ...]]] = []
    for (person, way), fact in zip(ways.items(), facts, strict=True):
        if way.reached and person in barred:
            found.excluded[barred[person]] += 1
            continue
        at = max(fact.due_at, turn.now)
        verdict = judge(_adjust_facts(fact, message.before(person, fact.due_at)), at)
        behind = message.channels[message.channels.index(way.address.channel) + 1 :]
        falls_back = way.reached and verdict.outcome is Outcome.REFUSE and verdict.rule in FALLS_BACK
        if falls_back and choose_reached(behind, addresses[person], consents, message.programme):
            otherwise.append((person, behind))
        else:
            _count(found, known[person], way, at, verdict)
    return otherwise


def _adjust_facts(fact: Departure, before: Sequence[EarlierDeparture]) -> Departure:
    """Add others' future messages to the facts, and remove a pause, which is temporary and would hide other reasons."""
    return replace(fact, recent=(*fact.recent, *before), house=replace(fact.house, paused=False))


def _count(found: Forecast, person: Contact, way: _LikelyAddress, at: datetime, verdict: Verdict) -> None:
    if verdict.outcome is Outcome.REFUSE or not way.reached:
        found.excluded[verdict.rule if verdict.outcome is Outcome.REFUSE else UNREACHABLE] += 1
    else:
        found.leaving.append(_make_departure(person, way.address, at, verdict))


def _make_departure(person: Contact, to: Address, at: datetime, verdict: Verdict) -> ForeseenDeparture:
    if verdict.outcome is Outcome.SEND:
        return ForeseenDeparture(person, to, at, "", verdict)
    # Quiet hours may come before the distance in a verdict; a cap that holds as well is named itself.
    spaced = any(rule.rule == DISTANCE_KIND for rule in verdict.rules) and not verdict.rule.startswith("cap.")
    rule = DISTANCE_RULE if spaced else verdict.rule
    return ForeseenDeparture(person, to, verdict.until or at, rule, verdict)


def _way(
    message: ForeseenMessage, addresses: Sequence[Address], consents: Mapping[tuple[UUID, Programme], ConsentState]
) -> _LikelyAddress | None:
    reached = choose_reached(message.channels, addresses, consents, message.programme)
    if reached is not None:
        return _LikelyAddress(reached, reached=True)
    likely = next((address for channel in message.channels for address in on(channel, addresses)), None)
    return _LikelyAddress(likely, reached=False) if likely else None

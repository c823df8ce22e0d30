"""Which messages of a campaign would leave to some people, when, and by which rule others would not: judged by the
rules of the departure; nothing is written."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.campaigns.course import course_of
from flows.policy.departure import judge
from flows.policy.facts import ConsentState, Kind, Programme, Purpose
from flows.policy.verdict import Outcome, Verdict
from flows.routes import FALLS_BACK
from handlers.campaigns.previews.beside import CampaignsBeside
from handlers.campaigns.previews.due import due_for, place_of
from handlers.campaigns.sending.standing import HAD, had_discount
from handlers.campaigns.sending.ways import on, reached_at
from handlers.turn import Turn
from storage.campaigns.mailings import TEMPLATE
from storage.draws import Drawing
from storage.facts.departures import Planned, departures
from storage.people import Address, Contact

UNREACHABLE, PROMISED = "campaign.unreachable", "campaign.promised"
_NOBODY = Drawing(lambda _experiment, _who: 1.0, lambda _experiment: 0.0)


@dataclass(frozen=True, slots=True)
class ForeseenDeparture:
    """A message to a ``person`` in the variant of a ``place``, that would leave ``at`` a moment; ``waits`` is the rule
    by which that is later than it is due, "" where it is not."""

    person: Contact
    to: Address
    place: int
    at: datetime
    waits: str


@dataclass(slots=True)
class ForeseenDepartures:
    """What was found: the messages that would leave, how many would not, by the rule, and when it is ``due`` for
    whoever has an address."""

    leaving: list[ForeseenDeparture] = field(default_factory=list)
    excluded: Counter[str] = field(default_factory=Counter)
    due: dict[UUID, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _ForeseenWay:
    """How somebody would be written to; where no address would take it, which is not ``reached``, the likeliest."""

    address: Address
    reached: bool


async def departures_of(
    turn: Turn, campaign: Campaign, known: Mapping[UUID, Contact], beside: CampaignsBeside
) -> ForeseenDepartures:
    """The departures of a campaign to people who are known. Whom a rule keeps from one channel is judged by the next
    that reaches them, as what a departure refuses goes on by that; what other campaigns ``beside`` will have sent them
    by then counts as sent."""
    found = ForeseenDepartures()
    left: list[tuple[tuple[str, ...], Mapping[UUID, Contact]]] = [(campaign.channels, known)]
    while left:
        channels, some = left.pop()
        otherwise: dict[tuple[str, ...], dict[UUID, Contact]] = defaultdict(dict)
        for one, behind in await _judged(turn, replace(campaign, channels=channels), some, beside, found):
            otherwise[behind][one] = some[one]
        left += otherwise.items()
    return found


async def _judged(
    turn: Turn, campaign: Campaign, known: Mapping[UUID, Contact], beside: CampaignsBeside, found: ForeseenDepartures
) -> list[tuple[UUID, tuple[str, ...]]]:
    """Find what comes of the message to these people by the first channel that reaches them; those of them who can be
    reached by others behind it, with these, are left out."""
    recipients = await turn.unit.people.recipients(known)
    consents = await turn.unit.consents.states(recipients.addresses)
    theirs: dict[UUID, list[Address]] = defaultdict(list)
    for address in recipients.addresses.values():
        theirs[address.contact].append(address)
    ways = {one: _way(campaign, theirs[one], consents) for one in known}
    found.excluded.update(UNREACHABLE for way in ways.values() if way is None)
    some = [(known[one], way) for one, way in ways.items() if way is not None]
    places = {one.id: place_of(turn, campaign, one.id) for one, _ in some}
    due = await due_for(turn, campaign, {one.id: one for one, _ in some}, places)
    found.due |= due
    until = campaign.latest or course_of(campaign, campaign.preview, turn.business, turn.now).first_until
    planned = [_planned(due[one.id], one, way.address, until) for one, way in some]
    facts = await departures(turn.unit, turn.tenant, planned, _NOBODY, turn.now, recipients)
    discounted = dict.fromkeys(beside.offered(campaign, due), PROMISED)
    discounted |= dict.fromkeys(await had_discount(turn, campaign, known), HAD)
    otherwise: list[tuple[UUID, tuple[str, ...]]] = []
    for (one, way), plan, fact in zip(some, planned, facts, strict=True):
        if way.reached and one.id in discounted:
            found.excluded[discounted[one.id]] += 1
            continue
        recent, at = (*fact.recent, *beside.before(one.id, plan.due_at)), max(plan.due_at, turn.now)
        # A pause of all that is sent ends some day, and would hide why others get nothing.
        verdict = judge(replace(fact, recent=recent, house=replace(fact.house, paused=False)), at)
        behind = campaign.channels[campaign.channels.index(way.address.channel) + 1 :]
        if verdict.outcome is Outcome.REFUSE:
            if way.reached and verdict.rule in FALLS_BACK and reached_at(behind, theirs[one.id], consents):
                otherwise.append((one.id, behind))
            else:
                found.excluded[verdict.rule] += 1
        elif not way.reached:
            found.excluded[UNREACHABLE] += 1
        else:
            found.leaving.append(_leaving(one, way.address, places[one.id], at, verdict))
    return otherwise


def _leaving(person: Contact, to: Address, place: int, at: datetime, verdict: Verdict) -> ForeseenDeparture:
    if verdict.outcome is Outcome.SEND:
        return ForeseenDeparture(person, to, place, at, "")
    return ForeseenDeparture(person, to, place, verdict.until or at, verdict.rule)


def _way(
    campaign: Campaign, addresses: Sequence[Address], consents: Mapping[tuple[UUID, Programme], ConsentState]
) -> _ForeseenWay | None:
    """The address of somebody as the fan-out takes it: on the first channel that reaches them, that they wrote from
    last."""
    reached = reached_at(campaign.channels, addresses, consents)
    if reached is not None:
        return _ForeseenWay(reached, reached=True)
    likely = next((one for channel in campaign.channels for one in on(channel, addresses)), None)
    return _ForeseenWay(likely, reached=False) if likely else None


def _planned(due: datetime, person: Contact, to: Address, latest: datetime) -> Planned:
    """The message to a person as it will be queued: of use until ``latest``, so that whatever ends before is a wait."""
    return Planned(
        Kind.MESSAGE,
        Purpose.MARKETING,
        Programme.OFFERS,
        to.channel,
        to.id,
        person.id,
        due,
        template=TEMPLATE,
        expires_after=max(latest - due, timedelta(0)),
        latest=latest,
    )

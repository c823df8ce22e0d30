"""What would become of a campaign's message to some people: judged by the rules of the departure, rendered as it would
leave, and priced; nothing is written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from flows.campaigns.campaign import Campaign
from flows.campaigns.conditions import settled
from flows.campaigns.course import course_of
from flows.campaigns.preview import SampleReader
from flows.campaigns.texts import LacksValue, nearest, places_in
from flows.channels import CHANNELS
from flows.policy.departure import judge
from flows.policy.facts import ConsentState, Kind, Programme, Purpose
from flows.policy.spending import expected_price, worth
from flows.policy.verdict import Outcome
from flows.routes import FALLS_BACK
from handlers import language
from handlers.campaigns.previews.beside import CampaignsBeside
from handlers.campaigns.previews.due import due_for, place_of
from handlers.campaigns.previews.offering import offering_of
from handlers.campaigns.previews.outlook import CampaignOutlook, ForeseenReading
from handlers.campaigns.previews.rendering import CampaignRecipient, as_read
from handlers.campaigns.sending.lacking import LACKS
from handlers.campaigns.sending.standing import HAD, had_discount
from handlers.campaigns.sending.ways import on, reached_at
from handlers.campaigns.texts.filling import fillings
from handlers.turn import Turn
from storage.campaigns.mailings import TEMPLATE
from storage.draws import Drawing
from storage.facts.departures import Planned, departures
from storage.people import Address, Contact
from templates.segments import measure

UNREACHABLE, PROMISED = "campaign.unreachable", "campaign.promised"
_NOBODY = Drawing(lambda _experiment, _who: 1.0, lambda _experiment: 0.0)


@dataclass(frozen=True, slots=True)
class _ForeseenWay:
    """How somebody would be written to; where no address would take it, which is not ``reached``, the likeliest."""

    address: Address
    reached: bool


async def foresee(
    turn: Turn, campaign: Campaign, people: Sequence[UUID], beside: CampaignsBeside, tally: CampaignOutlook
) -> None:
    """Judge and render the message to these people, and count what comes of it. Whom a rule keeps from one channel is
    judged by the next that reaches them, as what a departure refuses goes on by that; what other campaigns ``beside``
    will have sent them by then counts as sent."""
    known = await turn.unit.people.by_ids(people)
    tally.judged += len(known)
    left: list[tuple[tuple[str, ...], Mapping[UUID, Contact]]] = [(campaign.channels, known)]
    while left:
        channels, some = left.pop()
        otherwise: dict[tuple[str, ...], dict[UUID, Contact]] = defaultdict(dict)
        for one, behind in await _judged(turn, replace(campaign, channels=channels), some, beside, tally):
            otherwise[behind][one] = some[one]
        left += otherwise.items()


async def _judged(
    turn: Turn,
    campaign: Campaign,
    known: Mapping[UUID, Contact],
    beside: CampaignsBeside,
    tally: CampaignOutlook,
) -> list[tuple[UUID, tuple[str, ...]]]:
    """Count what comes of the message to these people by the first channel that reaches them; those of them who can be
    reached by others behind it, with these, are left out."""
    recipients = await turn.unit.people.recipients(known)
    consents = await turn.unit.consents.states(recipients.addresses)
    theirs: dict[UUID, list[Address]] = defaultdict(list)
    for address in recipients.addresses.values():
        theirs[address.contact].append(address)
    ways = {one: _way(campaign, theirs[one], consents) for one in known}
    tally.excluded[UNREACHABLE] += sum(way is None for way in ways.values())
    some = [(known[one], way) for one, way in ways.items() if way is not None]
    course = course_of(campaign, campaign.preview, turn.business, turn.now)
    places = {one.id: place_of(turn, campaign, one.id) for one, _ in some}
    due = await due_for(turn, campaign, {one.id: one for one, _ in some}, places)
    tally.due |= due
    planned = [_planned(due[one.id], one, way.address, course.first_until) for one, way in some]
    facts = await departures(turn.unit, turn.tenant, planned, _NOBODY, turn.now, recipients)
    had, promised = await had_discount(turn, campaign, known), beside.offered(campaign, due)
    filled = await fillings(turn, campaign.texts, known)
    offering = offering_of(turn, campaign)
    otherwise: list[tuple[UUID, tuple[str, ...]]] = []
    for (one, way), plan, fact in zip(some, planned, facts, strict=True):
        if way.reached and (one.id in had or one.id in promised):
            tally.excluded[HAD if one.id in had else PROMISED] += 1
            continue
        coming = replace(fact, recent=(*fact.recent, *beside.before(one.id, plan.due_at)))
        verdict = judge(coming, max(plan.due_at, turn.now))
        behind = campaign.channels[campaign.channels.index(way.address.channel) + 1 :]
        if verdict.outcome is Outcome.REFUSE:
            if way.reached and verdict.rule in FALLS_BACK and reached_at(behind, theirs[one.id], consents):
                otherwise.append((one.id, behind))
            else:
                tally.excluded[verdict.rule] += 1
        elif not way.reached:
            tally.excluded[UNREACHABLE] += 1
        else:
            waits = verdict.rule if verdict.outcome is Outcome.WAIT else ""
            place = places[one.id]
            reader = CampaignRecipient(one, way.address, place, filled[one.id], offering[place])
            _count(turn, campaign, reader, waits, tally)
    return otherwise


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


def _count(turn: Turn, campaign: Campaign, one: CampaignRecipient, waits: str, tally: CampaignOutlook) -> None:
    """Count a recipient among the readers, or those left alone."""
    seeds, whose, experiment = turn.tools.seeds, turn.business.id, campaign.experiment  # as the fan-out draws
    try:
        text = as_read(turn, campaign, one)
    except LacksValue as lacks:
        tally.excluded[LACKS] += 1
        tally.lacking[str(lacks)] += 1
        return
    locale, to = language.of(one.person, turn.business), one.to
    wording = settled(nearest(campaign.texts, one.place, locale, to.channel).text, one.known)
    tally.had.update(name for name, spare in places_in(wording).items() if not spare)
    if seeds.fraction(whose, experiment, str(one.person.id)) < campaign.holdout:
        tally.held_out += 1
        return
    segments = measure(text).segments if CHANNELS[to.channel].segmented else 1
    price = worth(expected_price(to.channel, to.phone, segments), turn.business.currency)
    reader, said = SampleReader(to.id, one.place), f"{one.place} {wording}"
    tally.add(ForeseenReading(reader, to.channel, locale, said, text, segments, price, waits))

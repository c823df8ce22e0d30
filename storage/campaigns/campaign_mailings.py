"""The people of a campaign's wave, queued chunk by chunk."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, literal_column, or_, select, true

from flows.campaigns.campaign import Campaign
from flows.campaigns.campaign_texts import list_variants
from flows.campaigns.campaign_waves import Wave
from flows.campaigns.follow_up import FIRST_STEP
from flows.delivery import MessageStatus
from flows.engine import Subject
from flows.policy.departure_facts import Programme
from storage.audience.audiences import Audiences, Selection
from storage.campaigns.campaign_steps import is_at
from storage.campaigns.follow_up_people import Followed
from storage.identity.personal_tables import living
from storage.schema import contacts, messages
from storage.sending.fanout import Fanout, Mailing, Variant, is_reached
from storage.sql.repository import Repository
from storage.sql.statements import is_one_of

TEMPLATE, SUBJECT = "campaign", "campaign"
"""The message template of a campaign, and the kind of its subject."""


@dataclass(frozen=True, slots=True)
class CampaignWay:
    """The channel and the sender of a campaign's messages."""

    channel: str
    sender: UUID


@dataclass(frozen=True, slots=True, order=True)
class Reached:
    """The number of people in a zone that a channel reaches; "" means no channel, or an unknown zone."""

    channel: str
    zone: str
    many: int


class Mailings(Repository):
    """The reach of one business's campaigns."""

    async def reach(
        self, channels: Sequence[str], asked: Selection, some: Sequence[UUID] | None = None
    ) -> list[Reached]:
        """Return the people of an audience, or ``some`` of them, by zone and the first of these channels that reaches
        them.

        The result is in the order of the channels.
        """
        ways = [
            (is_reached([channel], Programme.OFFERS, postgres=self._tx.postgres), literal(channel))
            for channel in channels
        ]
        first = case(*ways, else_=literal("")).label("channel")
        which = (first, contacts.c.timezone)
        meant = (
            await Audiences(self._tx).condition(asked)
            if some is None
            else is_one_of(contacts.c.id, some, postgres=self._tx.postgres)
        )
        theirs = (self._tx.owns(contacts), *living(), meant)
        query = select(*which, func.count().label("many")).where(*theirs)
        rows = await self._tx.rows(query.group_by(*which), whose=self._tx.business)
        return sorted(Reached(row.channel, row.timezone or "", row.many) for row in rows)

    async def zones(self) -> list[str]:
        """Return the time zones of all contacts of the business, by one index look-up each."""
        mine, named = self._tx.owns(contacts), contacts.c.timezone > literal_column("''")
        found = select(func.min(contacts.c.timezone).label("zone")).where(mine, named).cte("zones", recursive=True)
        # SQLite begins at the first of two bounds: with the other one first, each look-up would walk all contacts.
        behind = select(func.min(contacts.c.timezone)).where(mine, contacts.c.timezone > found.c.zone, named)
        found = found.union_all(select(behind.correlate(found).scalar_subquery()).where(found.c.zone.is_not(None)))
        query = select(found.c.zone).where(found.c.zone.is_not(None))
        return sorted(row.zone for row in await self._tx.rows(query))

    async def find_first_waits(self, which: UUID, people: Sequence[UUID]) -> Mapping[UUID, bool]:
        """Return those of these people with a first message of a campaign: True if it waits, False if it left or was
        refused."""
        its = (
            messages.c.campaign == which,
            is_one_of(messages.c.contact, people, postgres=self._tx.postgres),
            is_at(FIRST_STEP),
        )
        waits = case((messages.c.status == MessageStatus.QUEUED.value, 1), else_=0)
        query = select(messages.c.contact, func.max(waits).label("waits")).where(self._tx.owns(messages), *its)
        return {row.contact: bool(row.waits) for row in await self._tx.rows(query.group_by(messages.c.contact))}

    async def fanout(
        self,
        campaign: Campaign,
        wave: Wave,
        waves: Sequence[Wave],
        way: CampaignWay,
        asked: Selection,
        then: Sequence[CampaignWay] = (),
    ) -> Fanout:
        """Return the fan-out for a wave's people; ``asked`` are the campaign's criteria as of now."""
        condition = and_(await Audiences(self._tx).condition(asked), _match_wave(wave, waves))
        if wave.step > FIRST_STEP:
            due = wave.due if wave.missed else None
            condition = and_(condition, Followed(self._tx).condition(campaign, wave.step, wave.variants, due))
        if wave.missed:
            condition = and_(condition, ~self._has(campaign, wave.step))
        return Fanout(make_mailing(campaign, wave, way, then), condition, postgres=self._tx.postgres)

    def _has(self, campaign: Campaign, step: int) -> ColumnElement[bool]:
        """Return the condition on contacts with a message of that step, including messages from before a merge. An
        offset makes PostgreSQL look up each person's, as in ``is_reached``.
        """
        its = (messages.c.contact == contacts.c.id, messages.c.campaign == campaign.id, is_at(step))
        theirs = select(messages.c.id).where(self._tx.owns(messages), *its).correlate(contacts)
        return exists(theirs.offset(0) if self._tx.postgres else theirs)


def make_mailing(campaign: Campaign, wave: Wave, way: CampaignWay, then: Sequence[CampaignWay] = ()) -> Mailing:
    """Return a campaign's wave as a mailing for the queue. The text is rendered at departure.

    People beyond the reach of the first ``way`` get the first way of ``then`` that can reach them.
    """
    latest = wave.until or campaign.latest
    return Mailing(
        campaign=campaign.id,
        sender=way.sender,
        channel=way.channel,
        programme=Programme.OFFERS,
        variants=_variants(campaign, wave),
        only=frozenset(wave.variants) if wave.step == FIRST_STEP else frozenset(),
        part=wave.part,
        due=wave.due,
        holdout=campaign.holdout,
        expires_after=latest - wave.due if latest else None,
        latest=latest,
        step=wave.step,
        share=wave.share,
        over=wave.over,
        subject=Subject(SUBJECT, campaign.id),
        then=tuple((one.channel, one.sender) for one in then),
    )


def _variants(campaign: Campaign, wave: Wave) -> tuple[Variant, ...]:
    """Return the wordings in equal parts; the rest of a contest gets only the best, under its own place."""
    won = campaign.contest.winner if campaign.contest and wave.rest else None
    if wave.step > FIRST_STEP:
        return tuple(Variant(TEMPLATE) for _ in list_variants(campaign.texts_at(wave.step)))
    return tuple(Variant(TEMPLATE, float(won in {None, place})) for place, _ in enumerate(campaign.variants))


def _match_wave(wave: Wave, waves: Sequence[Wave]) -> ColumnElement[bool]:
    """Return the condition on people in a wave's zones; with ``others``, in no zone of the waves of its variants."""
    known = [zone for one in waves if one.variants == wave.variants for zone in one.zones]
    here = contacts.c.timezone.in_(wave.zones) if wave.zones else None
    if not wave.others:
        return here if here is not None else true()
    elsewhere = or_(contacts.c.timezone.is_(None), contacts.c.timezone.not_in(known)) if known else true()
    return elsewhere if here is None else or_(here, elsewhere)

"""The campaigns of a business, with each change."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Executable, bindparam, case, func, or_, select, update

from flows.actor import Actor
from flows.audience.criteria_json import dump_criteria, load_criteria
from flows.campaigns.campaign import RUNNING, STOPPED, Campaign, CampaignStatus
from flows.campaigns.campaign_change import get_setting
from flows.campaigns.campaign_preview import CampaignPreview
from flows.campaigns.campaign_terms import Terms
from flows.campaigns.campaign_texts import CampaignText
from flows.campaigns.send_schedule import Schedule
from flows.campaigns.wording_contest import WordingContest
from flows.name_folding import fold_name
from storage.schema import campaign_changes, campaigns, messages, outbox
from storage.sql import json_codec
from storage.sql.repository import Repository, dump_actor, pick_fields, read_actor, read_record
from storage.sql.transaction import RetryTransaction

LONGEST_NAME = 60
_KEY = (1 << 63) - 1  # an advisory lock's number takes so many bits of an id, the random ones among them
_KEYED = bindparam("key", type_=BigInteger)
_BESIDE_OTHERS, _ALONE = select(func.pg_advisory_xact_lock_shared(_KEYED)), select(func.pg_advisory_xact_lock(_KEYED))
_PLAIN = ("name", "phrase", "holdout", "url", "latest", "version", "made_at", "updated_at")


class CampaignNameTaken(ValueError):
    """The name belongs to another campaign of the business."""


class CampaignMoved(ValueError):
    """The campaign was changed meanwhile, or the status change is not allowed."""


class Campaigns(Repository):
    """The campaigns of one business."""

    async def add(self, campaign: Campaign, by: Actor) -> None:
        """Store a new campaign. Raises CampaignNameTaken: a cancelled draft's name is free again."""
        await self.free(campaign.name)
        if not await self._tx.add_new(campaigns, id=campaign.id, **_columns(campaign), **dump_actor(by)):
            raise CampaignNameTaken(f'another campaign is called "{campaign.name}"')
        await self._note(campaign, campaign.status.value, by, campaign.made_at)

    async def free(self, name: str) -> None:
        """Delete the cancelled drafts of that name."""
        off = (campaigns.c.status == CampaignStatus.CANCELLED.value, campaigns.c.latest.is_(None))
        its = (self._tx.owns(campaigns), campaigns.c.folded == fold_name(name), *off)
        for row in await self._tx.rows(select(campaigns.c.id).where(*its)):
            await self.remove(row.id)

    async def get(self, which: UUID) -> Campaign | None:
        """Return the campaign of that id."""
        query = select(campaigns).where(self._tx.owns(campaigns), campaigns.c.id == which)
        return await self._tx.fetch(query, _campaign)

    async def hold(self, which: UUID, *, alone: bool = False) -> Campaign | None:
        """Lock the campaign of that id until the transaction ends, and return its current row.

        ``alone`` is for a caller who then changes the campaign. Two shared holders who both change it would deadlock.
        """
        await self._queue_up(_ALONE if alone else _BESIDE_OTHERS, which)
        query = select(campaigns).where(self._tx.owns(campaigns), campaigns.c.id == which)
        return await self._tx.fetch(query.with_for_update(read=not alone, key_share=alone), _campaign)

    async def by_ids(self, which: Collection[UUID]) -> Mapping[UUID, Campaign]:
        """Return these campaigns by their ids."""
        query = select(campaigns).where(self._tx.owns(campaigns), campaigns.c.id.in_(which))
        return {row.id: _campaign(row) for row in await self._tx.rows(query)}

    async def find_by_name(self, name: str) -> Campaign | None:
        """Return the campaign of that name, ignoring case and accents."""
        query = select(campaigns).where(self._tx.owns(campaigns), campaigns.c.folded == fold_name(name))
        return await self._tx.fetch(query, _campaign)

    async def page(self, limit: int, before: UUID | None = None) -> Sequence[Campaign]:
        """Return the campaigns by id, newest first; those older than ``before``."""
        here = [self._tx.owns(campaigns), *([] if before is None else [campaigns.c.id < before])]
        rows = await self._tx.rows(select(campaigns).where(*here).order_by(campaigns.c.id.desc()).limit(limit))
        return [_campaign(row) for row in rows]

    async def list_made_between(self, start: datetime | None, end: datetime | None, limit: int) -> Sequence[Campaign]:
        """Return the campaigns made in a period, newest first."""
        here = [self._tx.owns(campaigns), *([] if start is None else [campaigns.c.made_at >= start])]
        here += [] if end is None else [campaigns.c.made_at < end]
        rows = await self._tx.rows(select(campaigns).where(*here).order_by(campaigns.c.id.desc()).limit(limit))
        return [_campaign(row) for row in rows]

    async def list_ended_since(self, start: datetime, limit: int) -> Sequence[Campaign]:
        """Return the launched campaigns whose end is at that moment or later, newest first."""
        here = (self._tx.owns(campaigns), campaigns.c.latest >= start)
        rows = await self._tx.rows(select(campaigns).where(*here).order_by(campaigns.c.id.desc()).limit(limit))
        return [_campaign(row) for row in rows]

    async def list_running(self, limit: int) -> Sequence[Campaign]:
        """Return the running and scheduled campaigns, newest first."""
        here = (self._tx.owns(campaigns), campaigns.c.status.in_([one.value for one in RUNNING]))
        rows = await self._tx.rows(select(campaigns).where(*here).order_by(campaigns.c.id.desc()).limit(limit))
        return [_campaign(row) for row in rows]

    async def list_launched_since(self, at: datetime, but: UUID) -> Sequence[Campaign]:
        """Return the running campaigns, without ``but``, launched after a moment, by id; if ``but`` was launched, those
        launched before it."""
        approved = campaign_changes.c.what == CampaignStatus.APPROVED.value
        itself = (self._tx.owns(campaign_changes), campaign_changes.c.campaign == but, approved)
        own = select(func.min(campaign_changes.c.at)).where(*itself).scalar_subquery()
        at_most = or_(own.is_(None), campaign_changes.c.at <= own)
        its = (self._tx.owns(campaign_changes), campaign_changes.c.campaign != but, approved)
        lately = select(campaign_changes.c.campaign).where(*its, campaign_changes.c.at > at, at_most)
        here = (self._tx.owns(campaigns), campaigns.c.status.in_([one.value for one in RUNNING]))
        rows = await self._tx.rows(select(campaigns).where(*here, campaigns.c.id.in_(lately)).order_by(campaigns.c.id))
        return [_campaign(row) for row in rows]

    async def remove(self, which: UUID) -> None:
        """Delete a campaign that never ran, with its changes."""
        await self._tx.remove(campaign_changes, campaign_changes.c.campaign == which)
        await self._tx.remove(campaigns, campaigns.c.id == which)

    async def move(
        self, campaign: Campaign, status: CampaignStatus, by: Actor, now: datetime, latest: datetime | None = None
    ) -> Campaign:
        """Move a campaign from the status that was read to another one. Raises CampaignMoved.

        On a resume, waiting messages are judged anew.
        """
        if not campaign.may_become(status):
            raise CampaignMoved(f'"{campaign.name}" is {campaign.status.value}, and cannot become {status.value}')
        moved = await self.change(replace(campaign, status=status, latest=latest or campaign.latest), by, now)
        if campaign.status is CampaignStatus.PAUSED:
            await self._let_go(campaign.id, now)
        return moved

    async def change(self, changed: Campaign, by: Actor, now: datetime, what: str = "") -> Campaign:
        """Store a campaign's change since it was read, with a line for ``what`` was done, or its status if empty.
        Raises CampaignMoved.
        """
        await self._queue_up(_ALONE, changed.id)
        kept = replace(changed, version=changed.version + 1, updated_at=now)
        read = campaigns.c.version == changed.version
        if await self._tx.change(campaigns, changed.id, read, **_columns(kept)) == 0:
            raise CampaignMoved(f'"{changed.name}" was changed meanwhile: look again')
        await self._note(kept, what or kept.status.value, by, now)
        return kept

    async def spend(self, which: UUID, budget: int, cost: int) -> bool:
        """Take ``cost`` from a campaign's budget, both in micro-units, or put a negative cost back.

        Return False if too little is left, also with concurrent takers. The campaign stays locked until this
        transaction ends. Raises RetryTransaction if the campaign was paused or ended since it was read.
        """
        then = campaigns.c.spent + cost
        there = [then <= budget] if cost >= 0 else []
        here = update(campaigns).where(self._tx.owns(campaigns), campaigns.c.id == which, *there)
        taken = await self._tx.rows(here.values(spent=case((then > 0, then), else_=0)).returning(campaigns.c.status))
        if any(CampaignStatus(row.status) in STOPPED for row in taken):
            raise RetryTransaction("the campaign was paused or ended while its messages were checked")
        return bool(taken)

    async def charge(self, which: UUID, spent: int) -> None:
        """Raise the spent budget of a campaign to ``spent`` micro-units, if it was less."""
        await self._tx.change(campaigns, which, campaigns.c.spent < spent, spent=spent)

    async def _queue_up(self, lock: Executable, which: UUID) -> None:
        """Wait for earlier callers.

        PostgreSQL lets others share a held row past a waiting change. In a pause, successive departures thus kept a
        resume waiting until it timed out. Waiters for an advisory lock queue in order
        (https://www.postgresql.org/docs/current/explicit-locking.html).
        """
        if self._tx.postgres:
            await self._tx.row(lock, key=which.int & _KEY)

    async def _let_go(self, which: UUID, now: datetime) -> None:
        """Have a campaign's waiting messages judged again, if they wait without an end."""
        its = select(messages.c.id).where(self._tx.owns(messages), messages.c.campaign == which)
        waits = (self._tx.owns(outbox), outbox.c.due_at.is_(None), outbox.c.id.in_(its))
        await self._tx.run(update(outbox).where(*waits).values(due_at=now))
        self._tx.wake("sender")

    async def _note(self, campaign: Campaign, what: str, by: Actor, at: datetime) -> None:
        told = {name: value for name, value in _columns(campaign).items() if name in {"criteria", "words"}}
        told |= {"setting": json_codec.dump(get_setting(campaign)), **dump_actor(by)}
        row = {"campaign": campaign.id, "at": at, "what": what, **told}
        await self._tx.add(campaign_changes, id=self._tx.ids.make(), **row)


def _columns(campaign: Campaign) -> dict[str, Any]:
    local = campaign.schedule.local
    return {
        **pick_fields(campaign, *_PLAIN),
        "folded": fold_name(campaign.name),
        "status": campaign.status.value,
        "criteria": dump_criteria(campaign.criteria),
        "words": json_codec.dump_as(tuple[CampaignText, ...], campaign.texts),
        "channels": ",".join(campaign.channels),
        "terms": json_codec.dump(campaign.terms),
        "preview": json_codec.dump(campaign.preview) if campaign.preview else None,
        "contest": json_codec.dump(campaign.contest) if campaign.contest else None,
        "due_at": campaign.schedule.at,
        "at_once": campaign.schedule.at_once,
        "local_time": local.isoformat("minutes") if local else None,
    }


def _campaign(row: Any) -> Campaign:
    return read_record(
        Campaign,
        row,
        status=CampaignStatus(row.status),
        criteria=load_criteria(row.criteria),
        texts=json_codec.load(tuple[CampaignText, ...], row.words),
        preview=json_codec.load(CampaignPreview, row.preview) if row.preview else None,
        terms=json_codec.load(Terms, row.terms),
        contest=json_codec.load(WordingContest, row.contest) if row.contest else None,
        channels=tuple(row.channels.split(",")),
        schedule=Schedule(row.due_at, time.fromisoformat(row.local_time) if row.local_time else None, row.at_once),
        made_by=read_actor(row),
    )

"""The stored audiences of a business, by id and by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select

from flows.actor import Actor
from flows.audience.audience_expansion import BadAudience, NamedCriteria, expand, find_users, list_named
from flows.audience.criteria import Criteria
from flows.audience.criteria_json import dump_criteria, load_criteria
from flows.audience.standard_audiences import is_ready
from flows.name_folding import fold_name
from storage.schema import campaigns, plan_entries, plan_versions, plans, segments
from storage.sql.repository import Repository, dump_actor, read_actor, read_record

LONGEST_NAME = 100
_OVER = ("done", "cancelled")  # statuses of a campaign that needs no people any more


class NameTaken(BadAudience):
    """The name belongs to another audience of the business."""


class StillNamed(BadAudience):
    """Other audiences include this one, or a campaign or a plan uses it."""


class Outdated(BadAudience):
    """The audience has a newer version, or is gone."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stored audience. ``phrase`` are the words it was made from; ``version`` counts changes from 1."""

    id: UUID
    name: str
    criteria: Criteria
    phrase: str | None
    made_by: Actor
    made_at: datetime
    updated_at: datetime
    version: int


class Segments(Repository):
    """The stored audiences of one business."""

    async def add(
        self, name: str, criteria: Criteria, by: Actor, now: datetime, today: date, phrase: str | None = None
    ) -> Segment:
        """Store a new audience. Raises NameTaken, ValueError for an invalid name, and the errors of ``expand``."""
        made = Segment(self._tx.ids.make(), _name(name), criteria, phrase, by, now, now, 1)
        await self._check(made, today)
        row = {**_columns(made), **dump_actor(by), "made_at": now}
        if not await self._tx.add_new(segments, id=made.id, **row):
            raise NameTaken(f'another audience is called "{made.name}"; take another name, or change that one')
        return made

    async def change(self, changed: Segment, now: datetime, today: date) -> Segment:
        """Store an audience's changed name, criteria and phrase, on top of the version that was read.

        Raises Outdated if there is a newer version, and the errors of ``add``.
        """
        after = replace(changed, name=_name(changed.name), updated_at=now, version=changed.version + 1)
        await self._check(after, today)
        read = segments.c.version == changed.version
        if await self._tx.change(segments, changed.id, read, **_columns(after)) == 0:
            raise Outdated(f'"{changed.name}" was changed or deleted meanwhile: read it again')
        return after

    async def remove(self, which: UUID) -> bool:
        """Delete an audience; return False if that id has none. Raises StillNamed."""
        others = [one.name for one in await self.all() if one.id != which and str(which) in list_named(one.criteria)]
        if others:
            raise StillNamed(f"these use it: {', '.join(others)}; change them first")
        asking = [*await self._list_campaigns(which), *await self._list_plans(which)]
        if asking:
            raise StillNamed(f"these send to it: {', '.join(asking)}; end them first")
        return await self._tx.remove(segments, segments.c.id == which) == 1

    async def _list_campaigns(self, which: UUID) -> list[str]:
        """Return the names of unfinished campaigns that name an audience in their people, or in a worded condition."""
        told = or_(*(one.contains(str(which)) for one in (campaigns.c.criteria, campaigns.c.words, campaigns.c.terms)))
        here = (self._tx.owns(campaigns), campaigns.c.status.not_in(_OVER), told)
        return [row.name for row in await self._tx.rows(select(campaigns.c.name).where(*here))]

    async def _list_plans(self, which: UUID) -> list[str]:
        """Return the names of active plans that name an audience, in the newest version or in one with people
        inside.
        """
        version = (plan_entries.c.plan == plans.c.id, plan_entries.c.version == plan_versions.c.version)
        inside = exists().where(self._tx.owns(plan_entries), *version, plan_entries.c.ended_at.is_(None))
        stands = or_(plan_versions.c.version == plans.c.version, inside)
        here = (self._tx.owns(plans), plans.c.enabled, self._tx.owns(plan_versions), plan_versions.c.plan == plans.c.id)
        told = plan_versions.c.terms.contains(str(which))
        return [row.name for row in await self._tx.rows(select(plans.c.name).distinct().where(*here, stands, told))]

    async def get(self, which: UUID) -> Segment | None:
        """Return the audience of that id."""
        return await self._tx.fetch(select(segments).where(self._tx.owns(segments), segments.c.id == which), _segment)

    async def find_by_name(self, name: str) -> Segment | None:
        """Return the audience of that name, ignoring case and accents."""
        here = (self._tx.owns(segments), segments.c.folded == fold_name(name))
        return await self._tx.fetch(select(segments).where(*here), _segment)

    async def page(self, limit: int, before: UUID | None = None) -> Sequence[Segment]:
        """Return the audiences by id, newest first; those older than ``before``."""
        here = [self._tx.owns(segments), *([] if before is None else [segments.c.id < before])]
        rows = await self._tx.rows(select(segments).where(*here).order_by(segments.c.id.desc()).limit(limit))
        return [_segment(row) for row in rows]

    async def all(self) -> Sequence[Segment]:
        """Return the audiences in the order of their names."""
        rows = await self._tx.rows(select(segments).where(self._tx.owns(segments)).order_by(segments.c.folded))
        return [_segment(row) for row in rows]

    async def expand(self, criteria: Criteria, today: date, within: str = "") -> Criteria:
        """Return criteria without named audiences. Raises the errors of ``flows.audience.audience_expansion``."""
        return expand(criteria, await self._load_named() if list_named(criteria) else {}, today, within)

    async def _check(self, told: Segment, today: date) -> None:
        """Check that the name is free, and that the criteria do not contain themselves."""
        if (
            is_ready(told.name) and (await self._find_name(told.id)) != told.name
        ):  # an audience of an earlier release keeps its name
            raise NameTaken(f'every business has an audience called "{told.name}"; take another name')
        other = await self.find_by_name(told.name)
        if other is not None and other.id != told.id:
            raise NameTaken(f'another audience is called "{other.name}"; take another name, or change that one')
        before = await self._load_named()
        after = {**before, str(told.id): NamedCriteria(told.name, told.criteria)}
        expand(told.criteria, after, today, str(told.id))
        _check_outer(before, after, str(told.id), today)

    async def _find_name(self, which: UUID) -> str | None:
        before = await self.get(which)
        return before.name if before is not None else None

    async def _load_named(self) -> Mapping[str, NamedCriteria]:
        return {str(one.id): NamedCriteria(one.name, one.criteria) for one in await self.all()}


def _check_outer(
    before: Mapping[str, NamedCriteria], after: Mapping[str, NamedCriteria], changed: str, today: date
) -> None:
    """Raise BadAudience if the change makes an audience that includes the changed one unreadable."""
    for which in find_users(changed, after):
        why = _unreadable(after, which, today)
        if why is not None and _unreadable(before, which, today) is None:
            raise BadAudience(f'"{after[which].name}" uses it and would become too large: {why}')


def _unreadable(known: Mapping[str, NamedCriteria], which: str, today: date) -> BadAudience | None:
    """Return why the criteria of an audience cannot be expanded; None if they can."""
    try:
        expand(known[which].criteria, known, today, which)
    except BadAudience as wrong:
        return wrong
    return None


def _name(told: str) -> str:
    name = " ".join(told.split())
    if not fold_name(name) or len(name) > LONGEST_NAME:
        raise ValueError(f"the name of an audience has 1 to {LONGEST_NAME} visible characters")
    return name


def _columns(told: Segment) -> dict[str, Any]:
    """Return the columns of a change."""
    criteria = dump_criteria(told.criteria)
    named_so = {"name": told.name, "folded": fold_name(told.name), "phrase": told.phrase}
    return {**named_so, "criteria": criteria, "updated_at": told.updated_at, "version": told.version}


def _segment(row: Any) -> Segment:
    criteria = load_criteria(row.criteria)
    return read_record(Segment, row, criteria=criteria, made_by=read_actor(row))

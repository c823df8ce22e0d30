"""Who may do what: staff and their start links, invites of customers, API keys, and the trail of what was done."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time
from typing import Any
from uuid import UUID

from sqlalchemy import and_, func, or_, select, update

from flows.actor import Actor, ActorKind
from flows.engine import Subject
from storage.schema import api_keys, audit, invites, staff
from storage.sql.repository import Repository, actor_columns, actor_of, as_read, as_written
from storage.sql.transaction import Transaction

STAFF, CUSTOMER = "staff", "customer"
COMMANDED = "commanded"
"""What the audit calls a command that was answered, whatever came of it; a deed has a line of its own beside it."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the staff; ``contact`` is None until the start link was opened, ``language`` where the business's
    holds, ``digest_at`` (local) where they want no daily digest."""

    id: UUID
    name: str
    role: str
    contact: UUID | None
    linked_at: datetime | None
    language: str | None = None
    digest_at: time | None = None


@dataclass(frozen=True, slots=True)
class Invite:
    """A way in that works once. ``payload`` is what comes along (a cart, a consent), as JSON."""

    token: str
    kind: str
    staff: UUID | None
    contact: UUID | None
    payload: str | None
    shop: UUID | None = None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """What an API key may do, and until when; ``used_at`` lies in the last day on which it was used."""

    business: str
    id: UUID
    scopes: frozenset[str]
    label: str | None = None
    created_at: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    used_at: datetime | None = None

    def works(self, now: datetime) -> bool:
        """Whether it opens anything at ``now``."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


@dataclass(frozen=True, slots=True)
class Logged:
    """One line of the audit: the actor of a deed, and when."""

    actor: Actor
    at: datetime


class Access(Repository):
    """Staff, invites, keys and audit of one business."""

    async def members(self) -> Sequence[Member]:
        """Everybody on the staff."""
        rows = await self._tx.rows(select(staff).where(self._tx.mine(staff), staff.c.removed_at.is_(None)))
        return [_member(row) for row in rows]

    async def member_of(self, contact: UUID) -> Member | None:
        """Who of the staff this person is."""
        return next((member for member in await self.members() if member.contact == contact), None)

    async def names(self, which: Collection[UUID]) -> dict[UUID, str]:
        """The names of these members, also of those who left the staff."""
        query = select(staff.c.id, staff.c.name).where(self._tx.mine(staff), staff.c.id.in_(which))
        return {row.id: row.name for row in (await self._tx.rows(query) if which else ())}

    async def former(self) -> Sequence[Member]:
        """Who was on the staff and is not any more, who left last first."""
        gone = select(staff).where(self._tx.mine(staff), staff.c.removed_at.is_not(None))
        rows = await self._tx.rows(gone.order_by(staff.c.removed_at.desc(), staff.c.id.desc()))
        return [_member(row) for row in rows]

    async def put_member(
        self, name: str, role: str, now: datetime, language: str | None = None, known: Member | None = None
    ) -> tuple[Member, bool]:
        """Have this person on the staff under this name, in this role, written to in this language; new where nobody
        ``known`` is meant. With whether that is a change."""
        told = {"name": name, "role": role, "language": language}
        if known is None:
            identity = self._tx.ids.new()
            await self._tx.add(staff, id=identity, **told)
            return Member(identity, name, role, None, None, language), True
        other = [staff.c[column].is_distinct_from(value) for column, value in told.items()]
        is_other = or_(*other, staff.c.removed_at.is_not(None))
        many = await self._tx.change(staff, known.id, is_other, **told, removed_at=None)
        return replace(known, name=name, role=role, language=language), many == 1

    async def keep_members(self, which: Sequence[UUID], now: datetime) -> int:
        """Everybody but these is no longer on the staff."""
        return await self._tx.change_all(staff, staff.c.id.not_in(which), staff.c.removed_at.is_(None), removed_at=now)

    async def set_digest(self, member: UUID, at: time | None) -> None:
        """At which local hour the member gets a daily digest, to the minute; None for never."""
        minutes = None if at is None else at.hour * 60 + at.minute
        await self._tx.change(staff, member, digest_at=minutes)

    async def link(self, member: UUID, contact: UUID, now: datetime) -> None:
        """This person is that member of the staff."""
        await self._tx.change(staff, member, contact=contact, linked_at=now)

    async def invite(self, invite: Invite, now: datetime, expires_at: datetime | None) -> None:
        """Keep an invite; ``token`` is a keyed hash, the token itself is shown once."""
        await self.invite_all([invite], now, expires_at)

    async def invite_all(self, many: Sequence[Invite], now: datetime, expires_at: datetime | None) -> None:
        """As ``invite``, for many at once."""
        dates = {"created_at": now, "expires_at": expires_at}
        rows = [as_written(invite) | dates for invite in many]
        await self._tx.put_all(invites, ("token",), rows)

    async def void_invites(self, member: UUID, now: datetime) -> None:
        """The start links this member was given and has not opened work no more."""
        await self._tx.change_all(invites, invites.c.staff == member, invites.c.used_at.is_(None), used_at=now)

    async def use_invite(self, token: str, now: datetime) -> Invite | None:
        """Redeem an invite: one conditional update, so that it works once; None when used, over or unknown.

        What came along is given once, too: it may say from where somebody came.
        """
        fresh = or_(invites.c.expires_at.is_(None), invites.c.expires_at > now)
        here = and_(self._tx.mine(invites), invites.c.token == token)
        used = update(invites).where(here, invites.c.used_at.is_(None), fresh).values(used_at=now)
        if await self._tx.run(used) != 1:
            return None
        row = await self._tx.row(select(invites).where(here))
        await self._tx.run(update(invites).where(here).values(payload=None))
        return None if row is None else Invite(row.token, row.kind, row.staff, row.contact, row.payload, row.shop)

    async def was_for_work(self, token: str) -> bool:
        """Whether an invite, used or over by now, was for a member of the staff or a shop."""
        theirs = or_(invites.c.staff.is_not(None), invites.c.shop.is_not(None))
        query = select(invites.c.token).where(self._tx.mine(invites), invites.c.token == token, theirs)
        return await self._tx.row(query) is not None

    async def forget_ended_invites(self, before: datetime) -> None:
        """What was to come along with invites that nobody opened, and that ended before that moment, is gone."""
        await self._tx.change_all(invites, invites.c.expires_at < before, invites.c.payload.is_not(None), payload=None)

    async def add_key(
        self,
        hashed: str,
        scopes: Sequence[str],
        now: datetime,
        *,
        label: str | None = None,
        expires_at: datetime | None = None,
    ) -> UUID:
        """Keep a new API key by its hash; ``label`` says for people where it is used."""
        identity = self._tx.ids.new()
        values = {"scopes": " ".join(sorted(scopes)), "created_at": now, "label": label, "expires_at": expires_at}
        await self._tx.add(api_keys, id=identity, hash=hashed, **values)
        return identity

    async def keys(self) -> Sequence[ApiKey]:
        """Every API key there was, the oldest first."""
        rows = await self._tx.rows(select(api_keys).where(self._tx.mine(api_keys)).order_by(api_keys.c.id))
        return [_key(row) for row in rows]

    async def revoke_key(self, identity: UUID, now: datetime) -> bool:
        """This key opens nothing any more; False when it is revoked already, or nobody's here."""
        return await self._tx.change(api_keys, identity, api_keys.c.revoked_at.is_(None), revoked_at=now) == 1

    async def end_key(self, identity: UUID, at: datetime) -> None:
        """This key opens nothing from that moment on, or from an earlier one that was set before."""
        later = or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > at)
        await self._tx.change(api_keys, identity, later, expires_at=at)

    async def note_use(self, identity: UUID, day: datetime, now: datetime) -> None:
        """This key was used, on the day that began at ``day``."""
        earlier = or_(api_keys.c.used_at.is_(None), api_keys.c.used_at < day)
        await self._tx.change(api_keys, identity, earlier, used_at=now)

    async def log(
        self, actor: Actor, action: str, now: datetime, about: Subject | None = None, **figures: str | int
    ) -> None:
        """Note a deed with its actor and its object: ids and figures only, no phones and no texts."""
        thing = {"about_kind": about.kind, "about": str(about.id)} if about else {}
        told = {"at": now, "action": action, **thing, "figures": json.dumps(figures)}
        await self._tx.add(audit, id=self._tx.ids.new(), **actor_columns(actor), **told)

    async def did(self, actor: Actor, action: str, about: Subject) -> bool:
        """Whether that actor did that to the object."""
        theirs = (audit.c.actor_kind == actor.kind.value, audit.c.actor == actor.id, audit.c.action == action)
        thing = (audit.c.about_kind == about.kind, audit.c.about == str(about.id))
        return await self._tx.row(select(audit.c.id).where(self._tx.mine(audit), *theirs, *thing).limit(1)) is not None

    async def last_of(self, actor: Actor) -> tuple[str, datetime] | None:
        """The name of an actor's last deed in the audit, with its moment; None where there is no deed."""
        theirs = (audit.c.actor_kind == actor.kind.value, audit.c.actor == actor.id)
        did = audit.c.action != COMMANDED
        query = select(audit.c.action, audit.c.at).where(self._tx.mine(audit), *theirs, did)
        row = await self._tx.row(query.order_by(audit.c.id.desc()).limit(1))
        return None if row is None else (row.action, row.at)

    async def last_seen(self, members: Collection[UUID]) -> dict[UUID, datetime]:
        """When each of these members last commanded or did anything; who never did is missing."""
        named = {str(one): one for one in members}
        theirs = (audit.c.actor_kind == ActorKind.STAFF.value, audit.c.actor.in_(named))
        query = select(audit.c.actor, func.max(audit.c.at).label("at")).where(self._tx.mine(audit), *theirs)
        rows = await self._tx.rows(query.group_by(audit.c.actor)) if named else ()
        return {named[row.actor]: row.at for row in rows}

    async def forget_commands(self, before: datetime) -> int:
        """Take out the lines of commands that were answered before then; those of deeds stay."""
        return await self._tx.remove(audit, audit.c.action == COMMANDED, audit.c.at < before)

    async def last_among(self, actor: Actor, actions: Collection[str]) -> tuple[UUID, str] | None:
        """The last of these deeds of an actor, by its id in the audit and its name; None where none was done."""
        theirs = (audit.c.actor_kind == actor.kind.value, audit.c.actor == actor.id, audit.c.action.in_(actions))
        query = select(audit.c.id, audit.c.action).where(self._tx.mine(audit), *theirs)
        row = await self._tx.row(query.order_by(audit.c.id.desc()).limit(1))
        return None if row is None else (row.id, row.action)

    async def latest(self, action: str) -> Logged | None:
        """The last time that this was done; None where it never was."""
        query = select(audit).where(self._tx.mine(audit), audit.c.action == action).order_by(audit.c.id.desc()).limit(1)
        row = await self._tx.row(query)
        return None if row is None else Logged(actor_of(row), row.at)


async def find_key(tx: Transaction, hashes: tuple[str, ...]) -> ApiKey | None:
    """The API key with one of these hashes, whichever business it belongs to, also one that has ended."""
    return await tx.first(select(api_keys).where(api_keys.c.hash.in_(hashes)), _key)


def _member(row: Any) -> Member:
    at = None if row.digest_at is None else time(*divmod(row.digest_at, 60))
    return as_read(Member, row, digest_at=at)


def _key(row: Any) -> ApiKey:
    return as_read(ApiKey, row, scopes=frozenset(row.scopes.split()))

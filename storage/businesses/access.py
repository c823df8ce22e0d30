"""Access: staff and their start links, customers' invites, API keys, and the audit trail."""

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
from storage.sql.repository import Repository, dump_actor, dump_record, read_actor, read_record
from storage.sql.transaction import Transaction

STAFF, CUSTOMER = "staff", "customer"
COMMANDED = "commanded"
"""The audit's name for an answered command, regardless of its result. A deed also has a line of its own."""


@dataclass(frozen=True, slots=True)
class Member:
    """A member of the staff. ``contact`` is None until the start link was opened, ``language`` for the business's
    default, ``digest_at`` (local) without a daily digest.
    """

    id: UUID
    name: str
    role: str
    contact: UUID | None
    linked_at: datetime | None
    language: str | None = None
    digest_at: time | None = None


@dataclass(frozen=True, slots=True)
class Invite:
    """An invite that works once. ``payload`` is its content (a cart, a consent), as JSON."""

    token: str
    kind: str
    staff: UUID | None
    contact: UUID | None
    payload: str | None
    shop: UUID | None = None
    sponsor: UUID | None = None


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key's permissions and end; ``used_at`` is within its last day of use.

    One with a ``sponsor`` reads and changes the offers of that partner only.
    """

    business: str
    id: UUID
    scopes: frozenset[str]
    label: str | None = None
    created_at: datetime | None = None
    expires_at: datetime | None = None
    revoked_at: datetime | None = None
    used_at: datetime | None = None
    sponsor: UUID | None = None

    def works(self, now: datetime) -> bool:
        """Return True if the key works at ``now``."""
        return self.revoked_at is None and (self.expires_at is None or now < self.expires_at)


@dataclass(frozen=True, slots=True)
class Logged:
    """One line of the audit: the actor of a deed, and when."""

    actor: Actor
    at: datetime


class Access(Repository):
    """Staff, invites, keys and audit of one business."""

    async def members(self) -> Sequence[Member]:
        """Return everybody on the staff."""
        rows = await self._tx.rows(select(staff).where(self._tx.owns(staff), staff.c.removed_at.is_(None)))
        return [_member(row) for row in rows]

    async def member_of(self, contact: UUID) -> Member | None:
        """Return the staff member with this contact."""
        return next((member for member in await self.members() if member.contact == contact), None)

    async def names(self, which: Collection[UUID]) -> dict[UUID, str]:
        """Return the names of these members, including former ones."""
        query = select(staff.c.id, staff.c.name).where(self._tx.owns(staff), staff.c.id.in_(which))
        return {row.id: row.name for row in (await self._tx.rows(query) if which else ())}

    async def list_former(self) -> Sequence[Member]:
        """Return the former members of the staff, the latest to leave first."""
        gone = select(staff).where(self._tx.owns(staff), staff.c.removed_at.is_not(None))
        rows = await self._tx.rows(gone.order_by(staff.c.removed_at.desc(), staff.c.id.desc()))
        return [_member(row) for row in rows]

    async def put_member(
        self, name: str, role: str, now: datetime, language: str | None = None, known: Member | None = None
    ) -> tuple[Member, bool]:
        """Add a person to the staff with this name, role and language, or update the ``known`` member. Return the
        member, and True if anything changed.
        """
        told = {"name": name, "role": role, "language": language}
        if known is None:
            identity = self._tx.ids.make()
            await self._tx.add(staff, id=identity, **told)
            return Member(identity, name, role, None, None, language), True
        other = [staff.c[column].is_distinct_from(value) for column, value in told.items()]
        is_other = or_(*other, staff.c.removed_at.is_not(None))
        many = await self._tx.change(staff, known.id, is_other, **told, removed_at=None)
        return replace(known, name=name, role=role, language=language), many == 1

    async def keep_members(self, which: Sequence[UUID], now: datetime) -> int:
        """Remove everybody but these members from the staff; return how many were removed."""
        return await self._tx.change_all(staff, staff.c.id.not_in(which), staff.c.removed_at.is_(None), removed_at=now)

    async def set_digest(self, member: UUID, at: time | None) -> None:
        """Set the local time, to the minute, of the member's daily digest; None for never."""
        minutes = None if at is None else at.hour * 60 + at.minute
        await self._tx.change(staff, member, digest_at=minutes)

    async def link(self, member: UUID, contact: UUID, now: datetime) -> None:
        """Link this person to that member of the staff."""
        await self._tx.change(staff, member, contact=contact, linked_at=now)

    async def invite(self, invite: Invite, now: datetime, expires_at: datetime | None) -> None:
        """Store an invite; ``token`` is a keyed hash, the token itself is shown once."""
        await self.invite_all([invite], now, expires_at)

    async def invite_all(self, many: Sequence[Invite], now: datetime, expires_at: datetime | None) -> None:
        """Store many invites at once, as ``invite`` does."""
        dates = {"created_at": now, "expires_at": expires_at}
        rows = [dump_record(invite) | dates for invite in many]
        await self._tx.put_all(invites, ("token",), rows)

    async def void_invites(self, member: UUID, now: datetime) -> None:
        """Void the member's unopened start links."""
        await self._tx.change_all(invites, invites.c.staff == member, invites.c.used_at.is_(None), used_at=now)

    async def void_sponsor_invites(self, sponsor: UUID, now: datetime) -> None:
        """Void a sponsor's unopened start links."""
        await self._tx.change_all(invites, invites.c.sponsor == sponsor, invites.c.used_at.is_(None), used_at=now)

    async def use_invite(self, token: str, now: datetime) -> Invite | None:
        """Redeem an invite: one conditional update, so that it works once; None if it is used, expired or unknown.

        The payload is returned only once too, as it may name the origin of a person.
        """
        fresh = or_(invites.c.expires_at.is_(None), invites.c.expires_at > now)
        here = and_(self._tx.owns(invites), invites.c.token == token)
        used = update(invites).where(here, invites.c.used_at.is_(None), fresh).values(used_at=now)
        if await self._tx.run(used) != 1:
            return None
        row = await self._tx.row(select(invites).where(here))
        await self._tx.run(update(invites).where(here).values(payload=None))
        return None if row is None else read_record(Invite, row)

    async def was_for_work(self, token: str) -> bool:
        """Return True if an invite, used or expired by now, was for the staff, a shop or a sponsor."""
        theirs = or_(*(one.is_not(None) for one in (invites.c.staff, invites.c.shop, invites.c.sponsor)))
        query = select(invites.c.token).where(self._tx.owns(invites), invites.c.token == token, theirs)
        return await self._tx.row(query) is not None

    async def forget_ended_invites(self, before: datetime) -> None:
        """Delete the payloads of unopened invites that ended before that moment."""
        await self._tx.change_all(invites, invites.c.expires_at < before, invites.c.payload.is_not(None), payload=None)

    async def add_key(
        self,
        hashed: str,
        scopes: Sequence[str],
        now: datetime,
        *,
        label: str | None = None,
        expires_at: datetime | None = None,
        sponsor: UUID | None = None,
    ) -> UUID:
        """Store a new API key by its hash; ``label`` tells people where it is used."""
        identity = self._tx.ids.make()
        values: dict[str, Any] = {"scopes": " ".join(sorted(scopes)), "created_at": now, "sponsor": sponsor}
        values |= {"label": label, "expires_at": expires_at}
        await self._tx.add(api_keys, id=identity, hash=hashed, **values)
        return identity

    async def keys(self) -> Sequence[ApiKey]:
        """Return every API key ever made, oldest first."""
        rows = await self._tx.rows(select(api_keys).where(self._tx.owns(api_keys)).order_by(api_keys.c.id))
        return [_key(row) for row in rows]

    async def revoke_key(self, identity: UUID, now: datetime) -> bool:
        """Revoke this key; return False if it is already revoked, or is not this business's."""
        return await self._tx.change(api_keys, identity, api_keys.c.revoked_at.is_(None), revoked_at=now) == 1

    async def end_key(self, identity: UUID, at: datetime) -> None:
        """End this key at that moment, or at an earlier one set before."""
        later = or_(api_keys.c.expires_at.is_(None), api_keys.c.expires_at > at)
        await self._tx.change(api_keys, identity, later, expires_at=at)

    async def note_use(self, identity: UUID, day: datetime, now: datetime) -> None:
        """Record a use of this key, on the day that began at ``day``."""
        earlier = or_(api_keys.c.used_at.is_(None), api_keys.c.used_at < day)
        await self._tx.change(api_keys, identity, earlier, used_at=now)

    async def log(
        self, actor: Actor, action: str, now: datetime, about: Subject | None = None, **figures: str | int
    ) -> None:
        """Log a deed with its actor and its object: ids and figures only, no phones and no texts.

        The entry is sealed later (audit_chain.py), and never changes.
        """
        thing = {"about_kind": about.kind, "about": str(about.id)} if about else {}
        told = {"at": now, "action": action, **thing, "figures": json.dumps(figures)}
        await self._tx.add(audit, id=self._tx.ids.make(), **dump_actor(actor), **told)

    async def did(self, actor: Actor, action: str, about: Subject) -> bool:
        """Return True if that actor did that to the object."""
        theirs = (audit.c.actor_kind == actor.kind.value, audit.c.actor == actor.id, audit.c.action == action)
        thing = (audit.c.about_kind == about.kind, audit.c.about == str(about.id))
        return await self._tx.row(select(audit.c.id).where(self._tx.owns(audit), *theirs, *thing).limit(1)) is not None

    async def find_last_deed(self, actor: Actor) -> tuple[str, datetime] | None:
        """Return the name and the moment of an actor's last deed in the audit; None if there is none."""
        theirs = (audit.c.actor_kind == actor.kind.value, audit.c.actor == actor.id)
        did = audit.c.action != COMMANDED
        query = select(audit.c.action, audit.c.at).where(self._tx.owns(audit), *theirs, did)
        return await self._tx.fetch(query.order_by(audit.c.id.desc()).limit(1), lambda row: (row.action, row.at))

    async def find_last_seen(self, members: Collection[UUID]) -> dict[UUID, datetime]:
        """Return when each of these members last commanded or did anything; inactive ones are missing."""
        named = {str(one): one for one in members}
        theirs = (audit.c.actor_kind == ActorKind.STAFF.value, audit.c.actor.in_(named))
        query = select(audit.c.actor, func.max(audit.c.at).label("at")).where(self._tx.owns(audit), *theirs)
        rows = await self._tx.rows(query.group_by(audit.c.actor)) if named else ()
        return {named[row.actor]: row.at for row in rows}

    async def find_last_among(self, actor: Actor, actions: Collection[str]) -> tuple[UUID, str] | None:
        """Return an actor's last deed of these actions, by its id in the audit and its name; None if there is none."""
        theirs = (audit.c.actor_kind == actor.kind.value, audit.c.actor == actor.id, audit.c.action.in_(actions))
        query = select(audit.c.id, audit.c.action).where(self._tx.owns(audit), *theirs)
        return await self._tx.fetch(query.order_by(audit.c.id.desc()).limit(1), lambda row: (row.id, row.action))

    async def find_latest(self, action: str) -> Logged | None:
        """Return the last line of this action; None if there is none."""
        query = select(audit).where(self._tx.owns(audit), audit.c.action == action).order_by(audit.c.id.desc()).limit(1)
        return await self._tx.fetch(query, lambda row: Logged(read_actor(row), row.at))


async def find_key(tx: Transaction, hashes: tuple[str, ...]) -> ApiKey | None:
    """Return the API key with one of these hashes, of any business, including ended keys."""
    return await tx.fetch(select(api_keys).where(api_keys.c.hash.in_(hashes)), _key)


def _member(row: Any) -> Member:
    at = None if row.digest_at is None else time(*divmod(row.digest_at, 60))
    return read_record(Member, row, digest_at=at)


def _key(row: Any) -> ApiKey:
    return read_record(ApiKey, row, scopes=frozenset(row.scopes.split()))

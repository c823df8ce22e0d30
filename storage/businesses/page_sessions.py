"""Sign-ins to pages in a browser: one-time login links, and the sessions that they begin.

All moments are elapsed time: a sign-in is a safety limit, which a pushed or reset clock must neither stretch nor end.
Tokens are stored as keyed hashes only.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select

from storage.schema import page_sessions
from storage.sql.repository import Repository, read_record

LINK_LASTS = timedelta(minutes=15)
SESSION_LASTS = timedelta(days=7)
"""The longest session, from the use of its link."""
IDLE = timedelta(hours=12)
"""A session without a visit ends after this time."""
SEEN_EVERY = timedelta(minutes=5)
"""How often a visit is written down."""


@dataclass(frozen=True, slots=True)
class PageSession:
    """A login link or the session that it began. ``session`` is None before the link is used."""

    id: UUID
    kind: str
    subject: UUID
    session: str | None
    expires_at: datetime
    used_at: datetime | None
    seen_at: datetime | None
    ended_at: datetime | None

    def has_open_link(self, elapsed: datetime) -> bool:
        """Return True if the link can still be used."""
        return self.used_at is None and self.ended_at is None and elapsed < self.expires_at

    def is_open(self, elapsed: datetime) -> bool:
        """Return True if the session has begun and not ended."""
        is_fresh = self.seen_at is not None and elapsed < self.seen_at + IDLE
        return is_fresh and self.ended_at is None and elapsed < self.expires_at


class PageSessions(Repository):
    """The login links and sessions of one business."""

    async def add_link(self, kind: str, subject: UUID, login: str, elapsed: datetime) -> None:
        """Store a new login link by the hash of its token."""
        values = {"kind": kind, "subject": subject, "login": login}
        dates = {"created_at": elapsed, "expires_at": elapsed + LINK_LASTS}
        await self._tx.add(page_sessions, id=self._tx.ids.make(), **values, **dates)

    async def find_link(self, login: str) -> PageSession | None:
        """Return the link with this hash, also if it is used or expired."""
        return await self._find(page_sessions.c.login == login)

    async def find_session(self, session: str) -> PageSession | None:
        """Return the session with this hash, also if it has ended."""
        return await self._find(page_sessions.c.session == session)

    async def begin(self, login: str, session: str, elapsed: datetime) -> PageSession | None:
        """Use a link and begin its session: one conditional update, so that the link works once. None if the link is
        used, ended, expired or unknown."""
        is_open = (
            page_sessions.c.login == login,
            page_sessions.c.used_at.is_(None),
            page_sessions.c.ended_at.is_(None),
        )
        begun = {"session": session, "used_at": elapsed, "seen_at": elapsed, "expires_at": elapsed + SESSION_LASTS}
        changed = await self._tx.change_all(page_sessions, *is_open, page_sessions.c.expires_at > elapsed, **begun)
        return await self.find_session(session) if changed == 1 else None

    async def note_visit(self, session: UUID, elapsed: datetime) -> None:
        """Record a visit, which delays the end of an open session."""
        await self._tx.change(page_sessions, session, page_sessions.c.seen_at < elapsed, seen_at=elapsed)

    async def end(self, session: UUID, elapsed: datetime) -> None:
        """End a session; it stays ended."""
        await self._tx.change(page_sessions, session, page_sessions.c.ended_at.is_(None), ended_at=elapsed)

    async def end_all(self, kind: str, subject: UUID, elapsed: datetime) -> int:
        """End all sessions and unused links of a subject, such as one that is removed; return their number."""
        theirs = (page_sessions.c.kind == kind, page_sessions.c.subject == subject)
        return await self._tx.change_all(page_sessions, *theirs, page_sessions.c.ended_at.is_(None), ended_at=elapsed)

    async def forget_ended(self, before: datetime) -> int:
        """Delete the links and sessions that ended before that moment; return their number."""
        ended = or_(page_sessions.c.ended_at < before, page_sessions.c.expires_at < before)
        return await self._tx.remove(page_sessions, ended)

    async def _find(self, where: ColumnElement[bool]) -> PageSession | None:
        return await self._tx.fetch(select(page_sessions).where(self._tx.owns(page_sessions), where), _session)


def _session(row: Any) -> PageSession:
    return read_record(PageSession, row)

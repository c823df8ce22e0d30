"""Sign-in to pages by a one-time link, and the sessions that follow.

A link and a cookie hold ``business.`` and 32 random bytes. Only their keyed hashes are stored.
"""

from __future__ import annotations

import hmac
import re
import secrets
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from handlers.engine.turn import Turn
from storage.businesses.page_sessions import SEEN_EVERY, PageSession, PageSessions

PATH = "/page/login/"
_BYTES = 32
_TOKEN = re.compile(r"[a-z0-9][a-z0-9_-]{0,39}\.[A-Za-z0-9_-]{43}")


class LoginFlaw(StrEnum):
    """Why a link or a session cannot be used; also the name of the notice that explains it."""

    UNKNOWN = "unknown"
    USED = "used"
    EXPIRED = "expired"
    SIGNED_OUT = "signed_out"


class NotSignedIn(Exception):
    """Error for a link or a session that cannot be used."""

    def __init__(self, flaw: LoginFlaw) -> None:
        super().__init__(flaw.value)
        self.flaw = flaw


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that has just begun: its kind, and the token for its cookie."""

    kind: str
    token: str


async def make_login_link(turn: Turn, kind: str, subject: UUID) -> str:
    """Make a link that signs a subject in to the pages of a kind once, within 15 minutes of real time.

    It is a path if no public domain is known. Send it to the subject only: it works for anybody who opens it first.
    """
    token = _make_token(turn)
    await turn.unit.of(PageSessions).add_link(kind, subject, turn.tools.token_hash(token), turn.elapsed)
    return f"{turn.link_base or ''}{PATH}{token}"


def read_page_business(token: str) -> str | None:
    """Return the business of a link's or a cookie's token; None if the text is no token."""
    return token.partition(".")[0] if _TOKEN.fullmatch(token) else None


async def check_link(turn: Turn, token: str) -> PageSession:
    """Return the unused link of a token, and change nothing. Raises NotSignedIn."""
    link = await turn.unit.of(PageSessions).find_link(turn.tools.token_hash(token))
    if link is None:
        raise NotSignedIn(LoginFlaw.UNKNOWN)
    if link.used_at is not None:
        raise NotSignedIn(LoginFlaw.USED)
    if not link.has_open_link(turn.elapsed):
        raise NotSignedIn(LoginFlaw.EXPIRED)
    return link


async def sign_in(turn: Turn, token: str) -> SignedIn:
    """Use a link and begin its session. Raises NotSignedIn, also for the second of two that use it at once."""
    await check_link(turn, token)
    cookie = _make_token(turn)
    hashed = turn.tools.token_hash
    session = await turn.unit.of(PageSessions).begin(hashed(token), hashed(cookie), turn.elapsed)
    if session is None:
        raise NotSignedIn(LoginFlaw.USED)
    return SignedIn(session.kind, cookie)


async def find_session(turn: Turn, kind: str, cookie: str) -> PageSession:
    """Return the open session of a cookie's token for the pages of a kind. Raises NotSignedIn."""
    session = await turn.unit.of(PageSessions).find_session(turn.tools.token_hash(cookie))
    if session is None or session.kind != kind:
        raise NotSignedIn(LoginFlaw.UNKNOWN)
    if not session.is_open(turn.elapsed):
        raise NotSignedIn(LoginFlaw.SIGNED_OUT)
    return session


def needs_note(turn: Turn, session: PageSession) -> bool:
    """Return True if the last recorded visit of a session is some minutes old: not each visit costs a write."""
    return session.seen_at is None or turn.elapsed >= session.seen_at + SEEN_EVERY


def make_form_token(turn: Turn, session: PageSession) -> str:
    """Return the hidden value of a session's forms, which no other site knows."""
    return turn.tools.seeds.seal("page form", turn.business.id, session.id, session.session or "").hex()


def is_same_form_token(own: str, given: str) -> bool:
    """Return True if a form's hidden value is the session's own. Takes the same time for any value."""
    return hmac.compare_digest(own.encode(), given.encode())


def _make_token(turn: Turn) -> str:
    return f"{turn.business.id}.{secrets.token_urlsafe(_BYTES)}"

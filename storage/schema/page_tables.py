"""Sign-ins to pages in a browser."""

from __future__ import annotations

from sqlalchemy import Column, Index, String, UniqueConstraint

from storage.schema.tenancy import tenants
from storage.sql.column_types import Id, Moment

# A one-time login link, and the session that its use begins. All moments are elapsed time.
page_sessions = tenants(
    "page_sessions",
    Column("kind", String, nullable=False),  # of the pages: sponsor, staff
    Column("subject", Id, nullable=False),  # the reader: a sponsor, a member of the staff
    Column("login", String, nullable=False),  # a keyed hash of the link's token
    Column("session", String),  # a keyed hash of the cookie's token; None before the link is used
    Column("created_at", Moment, nullable=False),
    Column("expires_at", Moment, nullable=False),  # the end of the link; once used, of the session
    Column("used_at", Moment),
    Column("seen_at", Moment),  # about the last visit
    Column("ended_at", Moment),
    UniqueConstraint("business", "login"),
    UniqueConstraint("business", "session"),
)
Index("ix_page_sessions_subject", page_sessions.c.business, page_sessions.c.kind, page_sessions.c.subject)

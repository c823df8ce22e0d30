"""Photos of sourced orders: what is known of each; the bytes are kept outside the database."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, String, UniqueConstraint, text

from storage.schema.tenancy import points, tenants
from storage.types import Id, Moment

photos = tenants(  # the id is that of the call that fetched it
    "photos",
    Column("order", Id, nullable=False),
    Column("run", Id, nullable=False),  # the check that it belongs to
    Column("message", Id, nullable=False),  # with which it was sent
    Column("place", Integer, nullable=False),  # among the media of that message
    Column("shop", Id),  # who sent it, a shop or
    Column("staff", Id),  # a member of the staff
    Column("sha", String, nullable=False),  # SHA-256 of our JPEG
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("bytes", Integer, nullable=False),
    Column("stored_as", String),  # its name where photos are kept; NULL once it is gone from there
    Column("created_at", Moment, nullable=False),
    Column("shown_at", Moment),  # when the customer was first asked about it
    Column("removed_at", Moment),  # from then on nobody sees it
    points("order", "reservations"),
    points("message", "messages"),
    UniqueConstraint("business", "message", "place"),
)
Index("ix_photos_order", photos.c.business, photos.c.order)
Index("ix_photos_created", photos.c.business, photos.c.created_at)
_LEFT = text("removed_at IS NOT NULL AND stored_as IS NOT NULL")
Index("ix_photos_left", photos.c.business, photos.c.removed_at, sqlite_where=_LEFT, postgresql_where=_LEFT)

"""The contents for a vendor's menus under free texts, by sender (flows/menu_shapes.py)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from uuid import UUID

from sqlalchemy import select

from storage.schema import session_menus
from storage.sql.repository import Repository


class SessionMenuContents(Repository):
    """The vendor's ids of the menus of one business."""

    async def of(self, senders: Collection[UUID]) -> Mapping[UUID, Mapping[str, str]]:
        """Return the ids by sender and by the name of the menu."""
        here = (self._tx.owns(session_menus), session_menus.c.sender.in_(senders))
        found: dict[UUID, dict[str, str]] = {}
        for row in await self._tx.rows(select(session_menus).where(*here)):
            found.setdefault(row.sender, {})[row.name] = row.content
        return found

    async def replace(self, sender: UUID, contents: Mapping[str, str]) -> None:
        """Store these ids of a sender, in place of all others."""
        await self._tx.remove(session_menus, session_menus.c.sender == sender)
        for name, content in contents.items():
            await self._tx.add(session_menus, sender=sender, name=name, content=content)

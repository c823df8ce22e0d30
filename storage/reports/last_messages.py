"""Which of a person's messages counts where a campaign sent several in place of each other: the last."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_

from flows.delivery import MessageStatus
from storage.schema import messages


def lasting() -> ColumnElement[bool]:
    """A message in whose place no other stands, and that was not withdrawn because the one before it came after all."""
    instead, void = messages.alias("instead"), MessageStatus.VOID.value
    replaced = exists().where(
        instead.c.business == messages.c.business,
        instead.c.contact == messages.c.contact,
        instead.c.fallback_of == messages.c.id,
        instead.c.status != void,
    )
    withdrawn = and_(messages.c.status == void, messages.c.fallback_of.is_not(None))
    ended = messages.c.code.is_not(None)  # of nothing else is another in place: most need not be looked up
    return and_(~withdrawn, or_(~ended, ~replaced))

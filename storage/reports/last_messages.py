"""The message that counts if a campaign sent a person several replacements: the last."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, exists, or_

from flows.delivery import MessageStatus
from storage.schema import messages


def lasting() -> ColumnElement[bool]:
    """Return the condition on messages without a replacement, and not withdrawn for an earlier message that arrived
    after all.
    """
    instead, void = messages.alias("instead"), MessageStatus.VOID.value
    replaced = exists().where(
        instead.c.business == messages.c.business,
        instead.c.contact == messages.c.contact,
        instead.c.fallback_of == messages.c.id,
        instead.c.status != void,
    )
    withdrawn = and_(messages.c.status == void, messages.c.fallback_of.is_not(None))
    ended = messages.c.code.is_not(None)  # only these can have a replacement: most need no look-up
    return and_(~withdrawn, or_(~ended, ~replaced))

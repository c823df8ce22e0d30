"""The sealed links of a person's address, for any message: one ends marketing, one shows the person's preferences.

The first is also for the header ``List-Unsubscribe``.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

from handlers.engine.sealed_links import read_seal, seal, unseal
from handlers.engine.seeds import Seeds
from handlers.engine.turn import Turn

PATH, _PURPOSE = "/u/", "end"
PREFERENCES_PATH, _PREFERENCES, _CONFIRMATION = "/p/", "preferences", "confirmation"
RECORD_PATH = "/record"
"""Below the path of the preferences: the person's record."""
VALID_FOR = timedelta(days=60)
"""Validity of the link to the preferences."""
_FOREVER = datetime(2100, 1, 1, tzinfo=UTC)
"""The link of an old message works, too (RFC 8058; CAN-SPAM asks for 30 days after the message)."""


def make_end_link(turn: Turn, address: UUID) -> str:
    """Make the link that ends marketing at the address, always the same; a path if there is no public domain."""
    return f"{turn.link_base or ''}{PATH}{seal(turn, _PURPOSE, address, _FOREVER)}"


def read_end_link(seeds: Seeds, business: str, token: str) -> UUID | None:
    """Return the address of a token; None if we did not make it. It needs no database."""
    sealed = read_seal(seeds, business, _PURPOSE, token)
    return None if sealed is None else sealed.thing


def make_preferences_link(turn: Turn, address: UUID, purpose: str = _PREFERENCES) -> str:
    """Make the link to the preferences of the person at an address; a path if there is no public domain."""
    until = turn.now.replace(microsecond=0) + VALID_FOR
    return f"{turn.link_base or ''}{PREFERENCES_PATH}{seal(turn, purpose, address, until)}"


def make_confirmation_link(turn: Turn, address: UUID) -> str:
    """Make the link to the same page for a mail to the address alone: only there a consent can be confirmed.

    Each page links the pages of the person's other addresses, so another link proves no mailbox.
    """
    return make_preferences_link(turn, address, _CONFIRMATION)


def open_preferences(turn: Turn, token: str) -> tuple[UUID, bool] | None:
    """Return the address of a token to the preferences, and True if the link confirms; None if we did not make it.
    Raises LinkExpired."""
    for purpose in (_PREFERENCES, _CONFIRMATION):
        if (sealed := unseal(turn, purpose, token)) is not None:
            return sealed.thing, purpose == _CONFIRMATION
    return None

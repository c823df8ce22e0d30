"""The sealed link that ends marketing at one address, for any message and for the header ``List-Unsubscribe``."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID

from handlers.engine.sealed_links import read_seal, seal
from handlers.engine.seeds import Seeds
from handlers.engine.turn import Turn

PATH, _PURPOSE = "/u/", "end"
_FOREVER = datetime(2100, 1, 1, tzinfo=UTC)
"""The link of an old message works, too (RFC 8058; CAN-SPAM asks for 30 days after the message)."""


def make_end_link(turn: Turn, address: UUID) -> str:
    """Make the link that ends marketing at the address, always the same; a path if there is no public domain."""
    return f"{turn.link_base or ''}{PATH}{seal(turn, _PURPOSE, address, _FOREVER)}"


def read_end_link(seeds: Seeds, business: str, token: str) -> UUID | None:
    """Return the address of a token; None if we did not make it. It needs no database."""
    sealed = read_seal(seeds, business, _PURPOSE, token)
    return None if sealed is None else sealed.thing

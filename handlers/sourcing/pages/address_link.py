"""The link of the page on which a customer fills in where an order goes: signed, for one order, good for a week."""

from datetime import datetime, timedelta
from uuid import UUID

from handlers.sealed import Expired, Sealed, business_of, seal, unseal
from handlers.turn import Turn

__all__ = ["PATH", "Expired", "business_of", "link", "made_at", "opened"]

PATH = "/address/"
VALID_FOR = timedelta(days=7)
_PURPOSE = "address"


def link(turn: Turn, order: UUID) -> str:
    """Return the address of the page for an order; "" if no domain leads to us."""
    until = turn.now.replace(microsecond=0) + VALID_FOR
    return f"{turn.link_base}{PATH}{seal(turn, _PURPOSE, order, until)}" if turn.link_base else ""


def opened(turn: Turn, token: str) -> Sealed | None:
    """Return what a token opens; None for one that we did not make. Raises Expired."""
    return unseal(turn, _PURPOSE, token)


def made_at(sealed: Sealed) -> datetime:
    """Return the moment at which the link was made, to the second."""
    return sealed.until - VALID_FOR

"""The link of the page that changes the lines of an order being picked: signed, and valid for a day."""

from datetime import timedelta
from uuid import UUID

from handlers.engine.sealed_links import Sealed, seal, unseal
from handlers.engine.turn import Turn

PATH = "/cart/"
VALID_FOR = timedelta(hours=24)
_PURPOSE = "cart"


def make_link(turn: Turn, run: UUID) -> str:
    """Make the link to the page of a run; "" if the service has no public domain."""
    until = turn.now.replace(microsecond=0) + VALID_FOR
    return f"{turn.link_base}{PATH}{seal(turn, _PURPOSE, run, until)}" if turn.link_base else ""


def open_link(turn: Turn, token: str) -> Sealed | None:
    """Return the content of a token; None if we did not make it. Raises Expired."""
    return unseal(turn, _PURPOSE, token)

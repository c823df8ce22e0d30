"""Where the page of an order is: whoever was sent its address may look, and nobody can guess it."""

from uuid import UUID

from handlers.turn import Turn


def token_of(turn: Turn, order: UUID) -> str:
    """The token that opens the page of an order: not to be guessed, and good for whoever was sent the page."""
    return turn.tools.seeds.page_token(turn.business.id, order)


def page_of(turn: Turn, order: UUID) -> str | None:
    """The address of an order's page; None where the business has no domain for it."""
    return f"{turn.link_base}/track/{token_of(turn, order)}" if turn.link_base else None

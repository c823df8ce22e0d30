"""The waitlist question for a product that is out of stock: write once when it is back, or show similar products."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from flows.engine import Asks, Subject

OUT = "waitlist"
"""The expected answer about sold-out products. Each of its ``choices`` is a product and a size."""
WANTED = "waitlist_kept"
"""The expected answer under a waitlist confirmation: no longer wanted."""
NOTIFY, SIMILAR, DROP = "notify", "similar", "not_needed"
"""The buttons."""
EXPERIMENT = "back_in_stock"
"""The template of the back-in-stock message, also its name in reports."""
_WITHIN = timedelta(days=7)

Thing = tuple[UUID, str]
"""A product and a size, "" if it has none."""


def asks(things: Iterable[Thing], about: Subject | None = None) -> Asks:
    """Return the question about products that are out of stock."""
    return Asks(OUT, about, choices=_choices(things), within=_WITHIN)


def asks_kept(things: Iterable[Thing], about: Subject | None = None) -> Asks:
    """Return the question under a waitlist confirmation; its only answer leaves the waitlist."""
    return Asks(WANTED, about, choices=_choices(things), within=_WITHIN)


def list_things(choices: Iterable[str]) -> tuple[Thing, ...]:
    """Return the products and sizes of a question."""
    parted = (one.partition("/") for one in choices)
    return tuple((UUID(product), size) for product, _, size in parted)


def _choices(things: Iterable[Thing]) -> tuple[str, ...]:
    return tuple(f"{product}/{size}" for product, size in things)

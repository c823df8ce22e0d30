"""The waitlist question for a product that is out of stock: write once when it is back, or show similar products."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from flows.engine import Asks, Subject

OUT = "waitlist"
"""The expected answer. Each of its ``choices`` is a product and a size."""
WANTED = "waitlist_kept"
"""The expected answer under a kept wish: not needed any more."""
NOTIFY, SIMILAR, DROP = "notify", "similar", "not_needed"
"""The buttons."""
EXPERIMENT = "back_in_stock"
"""The template of the message, and its name in reports."""
_WITHIN = timedelta(days=7)

Thing = tuple[UUID, str]
"""A product and a size, "" where it has none."""


def asks(things: Iterable[Thing], about: Subject | None = None) -> Asks:
    """Return the question about products that are out of stock."""
    return Asks(OUT, about, choices=_choices(things), within=_WITHIN)


def asks_kept(things: Iterable[Thing], about: Subject | None = None) -> Asks:
    """Return the question under a kept wish; its only answer drops the wish."""
    return Asks(WANTED, about, choices=_choices(things), within=_WITHIN)


def list_things(choices: Iterable[str]) -> tuple[Thing, ...]:
    """Return the things that a question is about."""
    parted = (one.partition("/") for one in choices)
    return tuple((UUID(product), size) for product, _, size in parted)


def _choices(things: Iterable[Thing]) -> tuple[str, ...]:
    return tuple(f"{product}/{size}" for product, size in things)

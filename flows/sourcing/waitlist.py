"""What a customer is asked where something cannot be had: whether to write once when it is back, or to show similar."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from flows.engine import Asks, Subject

OUT = "waitlist"
"""As what the answer is expected. Its ``choices`` are the things, each a product and a size."""
WANTED = "waitlist_kept"
"""As what it is expected that a wish is not needed any more."""
NOTIFY, SIMILAR, DROP = "notify", "similar", "not_needed"
"""The buttons."""
EXPERIMENT = "back_in_stock"
"""The template that tells of it, and the name under which reports know these messages."""
_WITHIN = timedelta(days=7)

Thing = tuple[UUID, str]
"""A product and a size, "" where it has none."""


def asks(things: Iterable[Thing], about: Subject | None = None, expects: str = OUT) -> Asks:
    """Return the question about these things."""
    return Asks(expects, about, choices=tuple(f"{product}/{size}" for product, size in things), within=_WITHIN)


def things_of(choices: Iterable[str]) -> tuple[Thing, ...]:
    """Return the things that a question is about."""
    parted = (one.partition("/") for one in choices)
    return tuple((UUID(product), size) for product, _, size in parted)

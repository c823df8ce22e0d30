"""Lines of an order that a customer picks: which are of one article, and how a line is changed."""

from collections.abc import Sequence
from dataclasses import replace

from flows.sourcing.wishes import Next, Picked


def is_same(one: Next, other: Next) -> bool:
    """Whether two lines are of one article: the same product in the same size."""
    return (one.ware.product, one.size) == (other.ware.product, other.size)


def counted_up(line: Next, more: Next) -> Next:
    """A line with more pieces, where they are of its article; one piece where they are not counted."""
    return replace(line, quantity=(line.quantity or 1) + (more.quantity or 1)) if is_same(line, more) else line


def stands_apart(change: Next, current: Next, kept: Sequence[Next]) -> bool:
    """Whether a change is of a line beside the one that is picked now: that is in another size, and one in this is."""
    return not is_same(change, current) and any(is_same(change, one) for one in kept)


def line_changed(line: Next, change: Next, among: Sequence[Next]) -> Next:
    """A line in the size or the number of a change of its product. Where one ``among`` them is in that size, that one
    alone is meant; a size that it does not have changes nothing."""
    if line.ware.product != change.ware.product or (change.size and change.size not in line.ware.sizes):
        return line
    if not is_same(line, change) and any(is_same(one, change) for one in among):
        return line
    return replace(line, size=change.size or line.size, quantity=change.quantity or line.quantity)


def in_of_size(line: Next, event: Picked) -> Next:
    """A line as it is to be, where of those that have sizes only the one in a certain size changes."""
    if line.size not in {"", event.of_size}:
        return line
    for change in event.changes:
        line = line_changed(line, change, ())
    return line

"""What is said of the line that is open beside other goods: "haan 2 de do, aur ek mug bhi" makes that line two."""

from dataclasses import replace

from flows.sourcing.basket import Ordering
from flows.sourcing.ordering import MOST_PIECES
from flows.sourcing.wishes import Next, Picked
from handlers.sourcing.customer.wares import goods_of
from handlers.sourcing.replies.counting_anew import counts_anew
from handlers.sourcing.replies.one_each import without_each
from handlers.sourcing.replies.said_of_open import OfOpen
from handlers.sourcing.replies.stock.goods import Shelf


def with_it(said: OfOpen, picked: Picked, state: Ordering) -> Picked:
    """The change with the line in its number or size; where it cannot be told which line that is, or how many, the
    summary says that not all was noted."""
    if not said.says_something:
        return picked
    line = _line(said, picked, state)
    size = goods_of(line.ware).size(said.size) or "" if line is not None and said.size else ""
    if line is None or said.unread or (said.size and not size):
        return replace(picked, partly=True)
    if said.count.exceeds(line.quantity):
        return replace(picked, over=True, beside=True)
    changed = Next(line.ware, size, said.count.of(line.quantity))
    return replace(picked, changes=(changed, *picked.changes), beside=True)


def each(text: str, state: Ordering, shelf: Shelf) -> tuple[Next, ...]:
    """The lines of a summary, each in that number, where a text says no more than so many of each: "dono do do kar do";
    () for any other text, and for one line."""
    plain, many = without_each(text)
    lines = state.lines if state.step == "summary" else ()
    if not many or len(lines) < 2 or many > MOST_PIECES or counts_anew(f"{many} {plain}", shelf) != frozenset():
        return ()
    return tuple(replace(one, quantity=many) for one in lines)


def _line(said: OfOpen, picked: Picked, state: Ordering) -> Next | None:
    """The one line that may be meant: those are left out that other words of theirs change."""
    told = {one.ware.product for one in (*picked.changes, *picked.picks)} | set(picked.removes)
    lines = [one for one in state.lines if one.ware.product not in told]
    if said.size and len(lines) > 1:
        lines = [one for one in lines if one.ware.sizes]
    return lines[0] if len(lines) == 1 and not picked.of_size else None

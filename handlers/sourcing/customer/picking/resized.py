"""Another size for one line of the order that was summed up, where it can be told which: "M not L", "make it M"."""

from collections.abc import Sequence
from dataclasses import replace

from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Next, Picked
from handlers.customer_talk.said import Said
from handlers.replies.text import tokens, words
from handlers.sourcing.customer.picking.open_order import shelf_in
from handlers.sourcing.customer.wares import goods_of, shelf_of_wares
from handlers.sourcing.replies import resizing
from handlers.sourcing.replies.how_many import HowMany, read_how_many
from handlers.sourcing.replies.naming import find_goods, name_bits
from handlers.sourcing.replies.resizing import Resizing, read_resizing
from handlers.sourcing.replies.size_wrong import wants_another_size
from handlers.sourcing.replies.stock.goods import Shelf
from handlers.sourcing.replies.stock.sizes import canonical_size


def takes_another(text: str, state: Ordering) -> bool:
    """Whether all of a text takes one size of what is picked for another: "the hoodie in M not L"."""
    meant = read_resizing(text, shelf_in(state))
    return meant is not None and meant.wholly and bool(meant.wanted and meant.instead_of)


def asks_for_another(text: str, state: Ordering) -> bool:
    """Whether a question asks no more than that something shall be in another size: "can you make it L?"."""
    if "?" not in text:
        return False
    plain = resizing.in_capitals(text.strip("?¿ "), shelf_in(state))
    meant = read_resizing(plain, shelf_in(state))
    return meant is not None and meant.wholly and meant.changes and bool(meant.wanted)


def in_capitals(said: Said, state: Ordering) -> Said:
    """What they say, with a size in one small letter written as a size: "make it m"."""
    if state.step == "product" or said.event.button:
        return said
    return replace(said, event=replace(said.event, text=resizing.in_capitals(said.event.text, shelf_in(state))))


def read(text: str, state: Ordering, nothing: Picked) -> Picked | None:
    """The line in its new size; one that cannot be told, or more than that, is shown to be missing (``partly``).

    None where no size is named, and for one line of which they name just the size that it shall have.
    """
    meant = read_resizing(text, shelf_in(state))
    if meant is None or (len(state.lines) == 1 and not (meant.wanted and meant.instead_of)):
        return None
    return in_new_size(text, meant, state, nothing)


def in_new_size(text: str, meant: Resizing, state: Ordering, nothing: Picked) -> Picked:
    """The line in the size that is ``meant``, and in the number that a text says beside; ``partly`` as for ``read``."""
    line = _line(meant, _named(text, state))
    size = goods_of(line.ware).size(meant.wanted) if line is not None and meant.wanted else None
    if line is None or size is None:
        return replace(nothing, partly=True)
    many = _pieces(text, shelf_in(state))
    changed = Next(line.ware, size, many.of(line.quantity))
    over = many.exceeds(line.quantity)
    return replace(nothing, changes=(changed,), of_size=line.size, over=over, partly=not meant.wholly)


def in_no_size(text: str, meant: Resizing, state: Ordering, nothing: Picked) -> Picked | None:
    """The one line with sizes that is meant, without a size, where it does not come in the one that they want; None for
    all else."""
    named = _named(text, state)
    if len(named) != 1 or not meant.wanted or goods_of(named[0].ware).size(meant.wanted) is not None:
        return None
    written = (word.upper() for word in words(text) if canonical_size(word) == meant.wanted)
    lacks = next(written, meant.wanted)
    return replace(nothing, changes=(replace(named[0], size=""),), lacks=lacks)


def in_another_size(text: str, state: Ordering, nothing: Picked) -> Picked | None:
    """The one line with sizes that shall be in another one, which is not named: "it's the wrong size"; of several, or
    none, it is shown to be missing (``partly``), and one that is asked is asked ``again``. None for all else."""
    if not wants_another_size(text, shelf_in(state)):
        return None
    if state.step == "size":
        return replace(nothing, again=True)
    lines = _named(text, state)
    if len(lines) != 1:
        return replace(nothing, partly=True)
    return replace(nothing, changes=(replace(lines[0], size=""),), unsized=True)


def _line(meant: Resizing, sized: Sequence[Next]) -> Next | None:
    """The one line that is meant: the one in the size that goes, or in the size that they want, the only one, or the
    only one that comes in that size."""
    for size in filter(None, (meant.instead_of, meant.wanted if meant.instead_of else "")):
        there = [one for one in sized if one.size == goods_of(one.ware).size(size)]
        if there:
            return there[0] if len(there) == 1 else None
    if len(sized) > 1 and meant.wanted:
        sized = [one for one in sized if goods_of(one.ware).size(meant.wanted)]
    return sized[0] if len(sized) == 1 else None


def line_in(size: str, state: Ordering) -> Next | None:
    """The one line that a question for a size is about, or for no size the only line; None where it cannot be told."""
    sized = [one for one in state.lines if one.ware.sizes] if size else list(state.lines)
    coming = [one for one in sized if goods_of(one.ware).size(size)] if len(sized) > 1 else sized
    return coming[0] if len(coming) == 1 else None


def _named(text: str, state: Ordering) -> list[Next]:
    """The lines that have sizes: those of the products that are named, where any is."""
    sized = [one for one in state.lines if one.ware.sizes]
    shelf = shelf_of_wares(one.ware for one in sized)
    places, _ = find_goods(name_bits(text, shelf), tokens(text), shelf)
    return [sized[place] for place in places] or sized


def _pieces(text: str, shelf: Shelf) -> HowMany:
    """How many they say beside the sizes."""
    said = [word for word in words(text) if all(one.size(word) is None for one in shelf.goods)]
    return read_how_many(" ".join(said)) if any(word.isdecimal() for word in said) else HowMany()

"""More than was picked: "yes in M and L both", "haan dono" and "all of it" where another product took its place."""

from dataclasses import replace

from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Next, Picked
from handlers.customer_talk.said import Said
from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets
from handlers.sourcing.customer.picking.open_order import nothing_of, shelf_in
from handlers.sourcing.customer.wares import goods_of
from handlers.sourcing.replies.agreeing import agrees_wholly, takes_several
from handlers.sourcing.replies.both import is_all_alone, is_both_alone, is_that_as_well, wants_both, without_both
from handlers.sourcing.replies.one_each import without_each
from handlers.sourcing.replies.sizing import read_sizes

_YES = read_sets("openings")["yes"]


def read(said: Said, state: Ordering) -> Picked | None:
    """The lines that come of it, which are summed up anew; None for all else."""
    lines = state.lines
    return (_in_sizes(said, lines[0]) if len(lines) == 1 else None) or _both(said, state)


def _in_sizes(said: Said, line: Next) -> Picked | None:
    """The line in each of several sizes that are named together."""
    text = _without_yes(said.event.text)
    plain, each = without_each(without_both(text) if wants_both(text) else text)
    sizes = read_sizes(plain, goods_of(line.ware)) if line.size else ()
    counted = bool(sizes) and (sizes[0].pieces or each or line.quantity in {1, len(sizes)})
    if not counted or line.size not in {one.size for one in sizes}:
        return None
    first, *others = (Next(line.ware, one.size, one.pieces or each or 1) for one in sizes)
    return replace(nothing_of(said), changes=(first,), picks=tuple(others), beside=True)


def _both(said: Said, state: Ordering) -> Picked | None:
    """The order with what they asked about, else with what was replaced, beside what is picked; of several lines "both"
    may be a yes to these, unless something was left without a word that it should."""
    text, plain = said.event.text, _without_yes(said.event.text)
    at_hand = state.spoken or state.aside
    if at_hand and is_all_alone(plain):
        return replace(nothing_of(said), picks=(*state.aside, *state.spoken), beside=True)
    left = at_hand or (state.replaced if len(state.lines) == 1 else ())
    both = is_both_alone(plain) or (takes_several(text) and agrees_wholly(text, shelf_in(state), (), 0, lines=2))
    if not left or not (both or (at_hand and is_that_as_well(plain))):
        return None
    return replace(nothing_of(said), picks=left, beside=True)


def _without_yes(text: str) -> str:
    """What stands behind a yes, as it was written: sizes are in capitals."""
    spoken = text.split()
    while spoken and normalise(spoken[0].strip(",.!;")) in _YES:
        spoken = spoken[1:]
    return " ".join(spoken)

"""The order that a customer builds in chat: its lines, and how answers and named goods change them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from flows.sourcing.order_wishes import Next, Orderable, Wanted

MOST_PIECES = 50
"""Maximum pieces of one line of an order in chat; a person handles larger orders."""
LIST = 0
"""The value of ``Ordering.editing`` while the customer is asked which line to change."""
MORE, FEWER, OUT, SIZE = 1, 2, 3, 4
"""The actions on a line, by their numbers in its list. Adding a line has the next number."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """The state of an order in chat, and the person's address.

    ``asks``: the customer asked about availability, and has not ordered yet. ``editing`` is the line to change, from 1,
    or ``LIST``; None for none. ``pictured`` are the products whose picture was already shown.

    ``wares``, ``size``, ``quantity``, ``kept`` and ``later`` are only read from orders stored by the previous version.
    """

    address: UUID
    channel: str
    lines: tuple[Wanted, ...] = ()
    asks: bool = False
    express: bool = False
    editing: int | None = None
    pictured: tuple[UUID, ...] = ()
    wares: tuple[Orderable, ...] = ()
    size: str = ""
    quantity: int = 0
    kept: tuple[Next, ...] = ()
    later: tuple[Next, ...] = ()
    version: int = 1

    @property
    def is_old(self) -> bool:
        """Return True if the previous version stored this order."""
        return not self.lines and bool(self.wares)

    @property
    def open(self) -> int | None:
        """Return the place of the first incomplete line; None if all lines are complete."""
        return next((place for place, one in enumerate(self.lines) if one.lacks), None)

    @property
    def editing_lines(self) -> bool:
        """Return True if the customer is changing a line: a "no" then ends only the change, not the order."""
        return self.step in {"lines", "line"}

    @property
    def step(self) -> str:
        """Return the next question."""
        if self.open is not None:
            return self.lines[self.open].lacks
        if self.editing is not None:
            return "line" if self.editing else "lines"
        return "offer" if self.asks else "summary"

    @property
    def current(self) -> Wanted:
        """Return the line that the open question is about; the last line if all are complete."""
        return self.lines[self.open if self.open is not None else -1]


def find_place(state: Ordering) -> int:
    """Return the number of "Add something" in the open list; 0 if the list does not have it."""
    if state.step == "lines":
        return len(state.lines) + 1
    if state.step == "line":
        return SIZE + 1 if has_sizes(get_edited_line(state)) else SIZE
    return 0


def get_edited_line(state: Ordering) -> Wanted:
    """Return the line that is being changed."""
    return state.lines[(state.editing or 1) - 1]


def has_sizes(line: Wanted) -> bool:
    """Return whether a line can have another size."""
    return len(line.ware.sizes) > 1


def upgrade_order(state: Ordering) -> Ordering:
    """Return an order of the previous version in today's form; other orders unchanged."""
    if not state.is_old:
        return state
    kept, later = (
        tuple(Wanted((one.ware,), one.size, one.quantity) for one in part) for part in (state.kept, state.later)
    )
    lines = (*kept, Wanted(state.wares, state.size, state.quantity), *later)
    return replace(state, lines=lines, wares=(), size="", quantity=0, kept=(), later=())


def name_lines(lines: Sequence[Wanted]) -> tuple[str, ...]:
    """Format complete lines: "2 Tiger Shorts L", "Taj Mug"."""
    return tuple(one.named for one in lines)


def compute_cost(lines: Sequence[Wanted]) -> Decimal:
    """Return the price of these lines, in whole currency units."""
    return sum((one.cost for one in lines), Decimal(0))


def merge_lines(lines: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """Return the lines, with those of the same article merged."""
    found: dict[tuple[object, ...], Wanted] = {}
    for place, one in enumerate(lines):
        key = one.article if not one.lacks else (place,)
        before = found.get(key)
        found[key] = replace(one, quantity=before.pieces + one.pieces) if before is not None else one
    return tuple(replace(one, quantity=min(one.quantity, MOST_PIECES)) for one in found.values())


def as_sold(lines: Sequence[Wanted], sold: Mapping[UUID, Orderable]) -> tuple[tuple[Wanted, ...], tuple[Wanted, ...]]:
    """Return the lines at today's prices, and the lines of products that are no longer sold."""
    left, gone = [], []
    for one in lines:
        wares = tuple(sold[ware.product] for ware in one.wares if ware.product in sold)
        lost = len(wares) == 1 and one.size and one.ware.sizes and one.size not in wares[0].sizes
        if wares and not lost:
            left.append(replace(one, wares=wares))
        elif len(one.wares) == 1:
            gone.append(one)
    return tuple(left), tuple(gone)


def take_picture(state: Ordering) -> tuple[Ordering, str | None]:
    """Return the order, and the picture to show with its question: only the first time, and only for a single
    product."""
    if len(state.lines) != 1 or len(state.current.wares) != 1:
        return state, None
    ware = state.current.ware
    if not ware.image or ware.product in state.pictured:
        return state, None
    return replace(state, pictured=(*state.pictured, ware.product)), ware.image


def take_places(state: Ordering, places: Sequence[int]) -> Ordering | None:
    """Return the order with the choices from the open list, by numbers from 1; None for invalid numbers."""
    line = state.current
    if state.step == "product" and all(1 <= one <= len(line.wares) for one in places):
        several = tuple(replace(line, wares=(line.wares[one - 1],)) for one in places)
        return _replace_line(state, several)
    if len(places) != 1:
        return None
    (number,) = places
    if state.step == "size" and 1 <= number <= len(line.ware.sizes):
        return _replace_line(state, (replace(line, size=line.ware.sizes[number - 1]),))
    if state.step == "lines" and 1 <= number <= len(state.lines):
        return replace(state, editing=number)
    if state.step == "line":
        return _edit_line(state, number)
    return _set_count(state, number)


def ask_by_list(state: Ordering, wares: tuple[Orderable, ...]) -> Ordering:
    """Return the order with one more line, whose product is to be chosen from a list."""
    return replace(state, lines=merge_lines((*state.lines, Wanted(wares))), editing=None, asks=False)


def set_counts(state: Ordering, counts: Sequence[int]) -> Ordering | None:
    """Return the order with these quantities of its lines; None if the lines do not match, or none would be left."""
    if state.open is not None or len(counts) != len(state.lines) or not any(counts):
        return None
    if not all(0 <= one <= MOST_PIECES for one in counts):
        return None
    lines = (replace(line, quantity=one) for line, one in zip(state.lines, counts, strict=True) if one)
    return replace(state, lines=tuple(lines), editing=None, asks=False)


def drop_open_line(state: Ordering) -> Ordering | None:
    """Return the order without its incomplete line; None if no complete line would be left."""
    if state.open is None or len(state.lines) == 1:
        return None
    return replace(state, lines=tuple(one for place, one in enumerate(state.lines) if place != state.open))


def _set_count(state: Ordering, number: int) -> Ordering | None:
    """Return the order with the quantity ``number`` for its only line, in an offer or a summary."""
    if state.step not in {"offer", "summary"} or len(state.lines) != 1 or not 1 <= number <= MOST_PIECES:
        return None
    line = replace(state.current, quantity=number)
    return replace(_replace_line(state, (line,)), asks=False)


def _edit_line(state: Ordering, number: int) -> Ordering | None:
    """Return the order with one line changed; without lines if the last was removed."""
    assert state.editing, "a line is being changed"
    place, done = state.editing - 1, replace(state, editing=None)
    line = state.lines[place]
    if number == MORE:
        return _put(done, place, (replace(line, quantity=min(line.pieces + 1, MOST_PIECES)),))
    if number == OUT or (number == FEWER and line.pieces == 1):
        return _put(done, place, ())
    if number == FEWER:
        return _put(done, place, (replace(line, quantity=line.pieces - 1),))
    if number == SIZE and has_sizes(line):
        return _put(done, place, (replace(line, size=""),))
    return None


def add_goods(state: Ordering, goods: Sequence[Wanted], *, joins: bool) -> Ordering | None:
    """Return the order with the named goods added; None if a size or a number could belong to several lines."""
    new, named_wares = replace(state, editing=None), [one.wares for one in goods]
    for one in merge_lines(goods):
        alone = named_wares.count(one.wares) == 1
        put = _add_named(new, one, joins=joins, alone=alone) if one.wares else _set_bare(new, one, joins=joins)
        if put is None:
            return None
        new = put
    asks = state.asks and not joins and not any(one.wares or one.quantity for one in goods)
    return replace(new, lines=merge_lines(new.lines), asks=asks)


def _set_bare(state: Ordering, said: Wanted, *, joins: bool) -> Ordering | None:
    """Apply a size or number without a product to the incomplete line, or to the only one; "and 2 L" adds a line of its
    product."""
    if state.open is None and len(state.lines) != 1:
        return None
    if joins and state.open is None:
        more = replace(said, wares=state.current.wares, size=said.size or state.current.size)
        return replace(state, lines=(*state.lines, more))
    return _replace_line(state, (_set(state.current, said),))


def _add_named(state: Ordering, said: Wanted, *, joins: bool, alone: bool) -> Ordering:
    """Add goods as a line, or set the size and quantity of the line that has them.

    If the text names several sizes of a product (not ``alone``), such as "2 in M and 3 in L", other sizes stay
    unchanged. Only the first goods replace an offer; further ones are added.
    """
    if state.open is not None and _may_be(state.current, said) and not joins:
        return replace(_replace_line(state, (_set(replace(state.current, wares=said.wares), said),)), asks=False)
    if state.asks and not joins:
        return replace(state, lines=(said,), asks=False)
    same = [place for place, one in enumerate(state.lines) if one.wares == said.wares]
    exact = [place for place in same if state.lines[place].size == said.size or not said.size]
    if exact and joins:
        line = state.lines[exact[-1]]
        return _put(state, exact[-1], (replace(line, quantity=line.pieces + said.pieces),))
    found = exact or (same if alone else [])
    if len(found) == 1 and not joins:
        (place,) = found
        return _put(state, place, (_set(state.lines[place], said),))
    return replace(state, lines=(*state.lines, said))


def _may_be(line: Wanted, said: Wanted) -> bool:
    """Return True if named goods answer which product the incomplete line is, or set its size or quantity."""
    return len(line.wares) != 1 or line.wares == said.wares


def _set(line: Wanted, said: Wanted) -> Wanted:
    """Return a line with the size and quantity from the text, if given."""
    return replace(line, quantity=said.quantity or line.quantity, size=said.size or line.size)


def _replace_line(state: Ordering, lines: tuple[Wanted, ...]) -> Ordering:
    """Return the order with these lines in place of the incomplete one."""
    return _put(state, state.open if state.open is not None else len(state.lines) - 1, lines)


def _put(state: Ordering, place: int, lines: tuple[Wanted, ...]) -> Ordering:
    return replace(state, lines=merge_lines((*state.lines[:place], *lines, *state.lines[place + 1 :])))

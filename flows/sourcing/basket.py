"""The order that a customer picks in chat: its lines, and how answers and goods that are named change them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from flows.sourcing.order_wishes import Next, Orderable, Wanted

MOST_PIECES = 50
"""Pieces of one line of an order in chat: more than that is a case for a person."""
LIST = 0
"""The value of ``Ordering.editing`` while the customer is asked which line to change."""
MORE, FEWER, OUT, SIZE = 1, 2, 3, 4
"""The actions on a line, by the numbers of its list. Adding a line has the next number."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """The state of the order so far, and the person's address.

    ``asks``: the customer asked about availability, and has not ordered yet. ``editing`` is the line to change, from 1,
    or ``LIST``; None for none. ``pictured`` are the products with a picture already shown.

    ``wares``, ``size``, ``quantity``, ``kept`` and ``later`` are only read from orders of the previous version.
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
        """Return True if the version before stored this order."""
        return not self.lines and bool(self.wares)

    @property
    def open(self) -> int | None:
        """Return the place of the first line that lacks something; None where all lines are complete."""
        return next((place for place, one in enumerate(self.lines) if one.lacks), None)

    @property
    def editing_lines(self) -> bool:
        """Return True if the customer is changing a line: a no leaves that, and not the order."""
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
        """Return the line that the open question is about; the last one where all are complete."""
        return self.lines[self.open if self.open is not None else -1]


def find_place(state: Ordering) -> int:
    """Return the number of "Add something" in the list that is open; 0 where it has no such row."""
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
    """Return an order of the version before as it is stored today; any other order unchanged."""
    if not state.is_old:
        return state
    kept, later = (
        tuple(Wanted((one.ware,), one.size, one.quantity) for one in part) for part in (state.kept, state.later)
    )
    lines = (*kept, Wanted(state.wares, state.size, state.quantity), *later)
    return replace(state, lines=lines, wares=(), size="", quantity=0, kept=(), later=())


def name_lines(lines: Sequence[Wanted]) -> tuple[str, ...]:
    """Return complete lines as people call them: "2 Tiger Shorts L", "Taj Mug"."""
    return tuple(one.named for one in lines)


def compute_cost(lines: Sequence[Wanted]) -> Decimal:
    """Return the price of these lines, in whole currency units."""
    return sum((one.cost for one in lines), Decimal(0))


def merge_lines(lines: Sequence[Wanted]) -> tuple[Wanted, ...]:
    """Return the lines, with those of the same article as one line."""
    found: dict[tuple[object, ...], Wanted] = {}
    for place, one in enumerate(lines):
        key = one.article if not one.lacks else (place,)
        before = found.get(key)
        found[key] = replace(one, quantity=before.pieces + one.pieces) if before is not None else one
    return tuple(replace(one, quantity=min(one.quantity, MOST_PIECES)) for one in found.values())


def as_sold(lines: Sequence[Wanted], sold: Mapping[UUID, Orderable]) -> tuple[tuple[Wanted, ...], tuple[Wanted, ...]]:
    """Return the lines at the prices of now, and the lines of products that are not sold any more."""
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
    """Return the order, and the picture to show beside its question: the first time, and of one thing alone."""
    if len(state.lines) != 1 or len(state.current.wares) != 1:
        return state, None
    ware = state.current.ware
    if not ware.image or ware.product in state.pictured:
        return state, None
    return replace(state, pictured=(*state.pictured, ware.product)), ware.image


def take_places(state: Ordering, places: Sequence[int]) -> Ordering | None:
    """Return the order with what was taken from the list that is open, by numbers from 1; None for no such numbers."""
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
    """Return the order with a line more, whose product is asked for by a list."""
    return replace(state, lines=merge_lines((*state.lines, Wanted(wares))), editing=None, asks=False)


def set_counts(state: Ordering, counts: Sequence[int]) -> Ordering | None:
    """Return the order with so many pieces of each line; None for other lines, and where no line would be left."""
    if state.open is not None or len(counts) != len(state.lines) or not any(counts):
        return None
    if not all(0 <= one <= MOST_PIECES for one in counts):
        return None
    lines = (replace(line, quantity=one) for line, one in zip(state.lines, counts, strict=True) if one)
    return replace(state, lines=tuple(lines), editing=None, asks=False)


def drop_open_line(state: Ordering) -> Ordering | None:
    """Return the order without the line that is being picked; None where no complete line would be left."""
    if state.open is None or len(state.lines) == 1:
        return None
    return replace(state, lines=tuple(one for place, one in enumerate(state.lines) if place != state.open))


def _set_count(state: Ordering, number: int) -> Ordering | None:
    """Return the order with so many pieces of its line: of an offer, or of a summary with one line."""
    if state.step not in {"offer", "summary"} or len(state.lines) != 1 or not 1 <= number <= MOST_PIECES:
        return None
    line = replace(state.current, quantity=number)
    return replace(_replace_line(state, (line,)), asks=False)


def _edit_line(state: Ordering, number: int) -> Ordering | None:
    """Return the order with one line changed; one without lines where the last was taken out."""
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
    """Return the order with goods that were named; None where a size or a number may belong to several lines."""
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
    """Set a size or a number of the open line, or of the only one; "and 2 L" is a line more of its product."""
    if state.open is None and len(state.lines) != 1:
        return None
    if joins and state.open is None:
        more = replace(said, wares=state.current.wares, size=said.size or state.current.size)
        return replace(state, lines=(*state.lines, more))
    return _replace_line(state, (_set(state.current, said),))


def _add_named(state: Ordering, said: Wanted, *, joins: bool, alone: bool) -> Ordering:
    """Put goods beside the others, or set the size and the number of the line that has them.

    Goods that are not ``alone`` of their product in the text, "2 in M and 3 in L", leave the other sizes as they are.
    Only the first goods take the place of an offer: the next ones come beside them.
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
    """Return True if goods that are named answer which product the open line is, or set its size or number."""
    return len(line.wares) != 1 or line.wares == said.wares


def _set(line: Wanted, said: Wanted) -> Wanted:
    """Return a line with the size and the number that were said, where they were."""
    return replace(line, quantity=said.quantity or line.quantity, size=said.size or line.size)


def _replace_line(state: Ordering, lines: tuple[Wanted, ...]) -> Ordering:
    """Return the order with these lines in the place of the one that is open."""
    return _put(state, state.open if state.open is not None else len(state.lines) - 1, lines)


def _put(state: Ordering, place: int, lines: tuple[Wanted, ...]) -> Ordering:
    return replace(state, lines=merge_lines((*state.lines[:place], *lines, *state.lines[place + 1 :])))

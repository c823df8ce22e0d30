"""The order that a customer picks in chat: its lines so far, and how words of the customer change them.

The newest product takes the place of the line that is open, unless the customer wants both.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from uuid import UUID

from flows.sourcing.picked_lines import counted_up, in_of_size, is_same, line_changed, stands_apart
from flows.sourcing.wishes import Next, Orderable, Picked

DENIED, HESITANT = "denied", "hesitant"
"""What was said against an order that is picked: something unknown, or that it costs too much, or waits."""


@dataclass(frozen=True, slots=True)
class Ordering:
    """What is known of the order so far, and where the person writes. ``unread`` counts what we did not understand.

    ``wares`` are what is picked now: one of them, in ``size``. ``kept`` are the lines that are complete, ``later`` what
    they named beside and is picked next. ``asks``: they asked whether it is to be had, and have not said yet that they
    want it. ``summed``: what stands here was summed up, as it is; only that is agreed to. ``pictured`` are the products
    of which a picture was shown. ``over``: they want more pieces than can be ordered, which the summary says;
    ``partly``: it says that not all could be noted. ``told_in`` is their message that tells where the order goes,
    ``named_in`` the one that tells to whom. ``instead`` is the number of their order in whose place this one is.
    ``between`` are the numbers of pieces of which they mean one, until they say which.
    ``doubt``: a yes in words may not order what stands here before it was put once more, being ``DENIED`` in words that
    we did not understand, or they being ``HESITANT``. ``replaced`` is the line whose place the newest product took;
    ``aside`` are those of them that nobody said it should take, which "both" brings back, and ``tells``: the next
    summary says so. ``spoken`` and ``joins`` as in ``Picked``, until they say something of the order.
    """

    wares: tuple[Orderable, ...]
    address: UUID
    channel: str
    size: str = ""
    quantity: int = 0
    unread: int = 0
    asks: bool = False
    later: tuple[Next, ...] = ()
    kept: tuple[Next, ...] = ()
    express: bool = False
    summed: bool = False
    pictured: tuple[UUID, ...] = ()
    over: bool = False
    partly: bool = False
    told_in: UUID | None = None
    named_in: UUID | None = None
    instead: str = ""
    doubt: str = ""
    replaced: tuple[Next, ...] = ()
    aside: tuple[Next, ...] = ()
    tells: bool = False
    spoken: tuple[Next, ...] = ()
    joins: bool = False
    between: tuple[int, ...] = ()
    version: int = 1

    def takes(self, event: Picked) -> bool:
        """Whether a yes is taken for one, in the light of what was said against it before."""
        return event.pressed or not self.doubt or (self.doubt == HESITANT and not event.weak)

    @property
    def step(self) -> str:
        """What is to be asked next."""
        if len(self.wares) != 1:
            return "product"
        if self.wares[0].sizes and self.size not in self.wares[0].sizes:
            return "size"
        if self.between and not self.asks:
            return "count"
        return "offer" if self.asks else "summary"

    @property
    def current(self) -> Next:
        """The line that is picked now: one piece unless they said how many."""
        (ware,) = self.wares
        return Next(ware, self.size, self.quantity or 1)

    @property
    def lines(self) -> tuple[Next, ...]:
        """The lines of the order, once all of it is known: the same article twice is one line of both."""
        found: dict[tuple[UUID, str], Next] = {}
        for one in (*self.kept, self.current):
            key = (one.ware.product, one.size)
            before = found[key].quantity if key in found else 0
            found[key] = replace(one, quantity=before + one.quantity)
        return tuple(found.values())

    @property
    def goods(self) -> frozenset[tuple[UUID, str]]:
        """Its products, each with its size, those that are still to be picked or of which one is meant as well."""
        lines = {(one.ware.product, one.size) for one in (*self.kept, *self.later)}
        return frozenset(lines | {(one.product, self.size) for one in self.wares})

    @property
    def products(self) -> frozenset[UUID]:
        """The products among its ``goods``."""
        return frozenset(product for product, _ in self.goods)

    @property
    def shown(self) -> frozenset[Decimal]:
        """The prices that stand in a summary or an offer, in whole currency units: of a piece, of a line and of all."""
        lines = self.lines if self.step in {"offer", "summary"} else ()
        prices = {cost(lines), *(one.ware.cost for one in lines), *(cost([one]) for one in lines)}
        return frozenset(prices - {Decimal(0)})

    @property
    def named(self) -> tuple[str, ...]:
        """The article as people call it: "2 Tiger Shorts L"."""
        return named((self.current,))


def named(lines: Sequence[Next]) -> tuple[str, ...]:
    """Lines as people call them: "2 Tiger Shorts L", "Taj Mug"."""
    return tuple(
        f"{f'{one.quantity} ' if one.quantity > 1 else ''}{one.ware.title} {one.size}".rstrip() for one in lines
    )


def cost(lines: Sequence[Next]) -> Decimal:
    """What these cost, in whole currency units."""
    return sum((one.ware.cost * one.quantity for one in lines), Decimal(0))


def as_sold(lines: Sequence[Next], sold: Mapping[UUID, Orderable]) -> tuple[tuple[Next, ...], tuple[Next, ...]]:
    """The lines at the prices of now, and the lines of products that are not sold any more."""
    left, gone = [], []
    for one in lines:
        ware = sold.get(one.ware.product)
        if ware is None or (one.size and one.size not in ware.sizes):
            gone.append(one)
        else:
            left.append(replace(one, ware=ware))
    return tuple(left), tuple(gone)


def of_lines(state: Ordering, lines: Sequence[Next]) -> Ordering:
    """The order of these lines, at least one, all of which are complete."""
    *kept, last = lines
    return replace(state, kept=tuple(kept), wares=(last.ware,), size=last.size, quantity=last.quantity, between=())


def advanced(state: Ordering) -> Ordering:
    """The order with the next thing to pick, where the one before it is complete."""
    while state.step == "summary" and state.later:
        following, *rest = state.later
        state = replace(_picking(state, following), kept=(*state.kept, state.current), later=tuple(rest))
    twice = state.step == "summary" and len(state.lines) <= len(state.kept)
    return of_lines(state, state.lines) if twice else state  # as it stands in the summary, where one may be changed


def pictured(state: Ordering) -> tuple[Ordering, str | None]:
    """The picture of the one product that is spoken of now, and the order that knows it was shown; each only once."""
    ware = state.wares[0]
    if len(state.wares) != 1 or state.kept or not ware.image or ware.product in state.pictured:
        return state, None
    return replace(state, pictured=(*state.pictured, ware.product)), ware.image


def told(state: Ordering, event: Picked, *, sells_express: bool) -> Ordering | None:
    """The order after a customer's words; None where no line is left."""
    here = replace(state, address=event.address, channel=event.channel, unread=0, doubt=event.doubt)
    here = replace(here, over=event.over or (state.over and not event.quantity), joins=False)
    here = replace(here, spoken=() if event.says_something else _spoken(state, event))
    if sells_express and event.express is not None:
        here = replace(here, express=event.express)
    if event.among:
        return _which(here, event)
    left = _without_size(here, event) if event.of_size and event.removes else _without(here, event.removes)
    if left is None and not event.picks:
        return None
    stays = left or replace(here, kept=(), later=())
    if event.changes and stays.step == "summary":
        stays = of_lines(stays, stays.lines)  # the same article twice, as it stands in the summary
    if event.of_size and event.changes and not event.removes:
        stays = of_lines(stays, [in_of_size(one, event) for one in stays.lines])
    else:
        for one in event.changes:
            stays = _resized(stays, one, lacks=event.unsized or bool(event.lacks))
    if event.picks:
        return _with(stays, event, beside=event.beside and left is not None)
    return stays if event.changes else _changed(stays, event)


def answered(state: Ordering, event: Picked) -> Ordering:
    """The order behind an answer of ours to a question beside it."""
    return replace(state, unread=0, doubt=event.doubt, spoken=_spoken(state, event), joins=event.joins)


def _spoken(state: Ordering, event: Picked) -> tuple[Next, ...]:
    """The goods that were spoken of last, and are not picked."""
    return tuple(one for one in event.spoken if (one.ware.product, one.size) not in state.goods) or state.spoken


def differs(told: Ordering, before: Ordering) -> bool:
    """Whether something else is ordered than before, wherever they write from now, and however sure they are."""
    same = replace(told, address=before.address, channel=before.channel, unread=before.unread, doubt=before.doubt)
    return replace(same, joins=before.joins) != before


def _picking(state: Ordering, line: Next) -> Ordering:
    picked = replace(state, wares=(line.ware,), size=line.size, quantity=line.quantity, asks=False)
    return replace(picked, between=line.between)


def _which(state: Ordering, event: Picked) -> Ordering:
    """The order that waits for a choice among several products: its lines stay, and products named surely follow."""
    complete = event.beside and state.step == "summary"
    kept = (*state.kept, state.current) if complete else state.kept
    state = state if event.beside else _set_aside(state, event)
    later = (*event.picks, *state.later)
    asked = replace(state, wares=event.among, size=event.size, quantity=event.quantity, asks=False)
    return replace(asked, between=event.between, kept=kept, later=later)


def left_alone(state: Ordering) -> Ordering | None:
    """The order without what they did not want to choose from; None where there is nothing else, or all is chosen."""
    return of_lines(state, state.kept) if len(state.wares) > 1 and state.kept else None


def _with(state: Ordering, event: Picked, *, beside: bool) -> Ordering:
    """The order with what they picked: beside all else, or in the place of what is picked now."""
    first, *rest = before = [_as_before(one, state.replaced) for one in event.picks]
    state = replace(state, aside=tuple(one for one in state.aside if not _is_among(one, before)))
    if beside and len(state.wares) == 1:
        state = replace(state, asks=False)
        for one in before:
            state = _beside(state, one)
        return state
    replaced = (state.current,) if len(state.wares) == 1 else ()
    state = _set_aside(state, event)
    return replace(_picking(state, first), later=(*rest, *state.later), replaced=replaced)


def _set_aside(state: Ordering, event: Picked) -> Ordering:
    """The order whose open line newer goods take the place of. Unless they said that these shall, or only asked about
    it, it stays at hand with those that went before it."""
    if event.instead or event.removes:
        return replace(state, aside=(), tells=False)
    if state.asks or len(state.wares) != 1 or _is_among(state.current, event.picks):
        return state
    return replace(state, aside=(*state.aside, state.current), tells=True)


def _is_among(line: Next, lines: Sequence[Next]) -> bool:
    """Whether a line is of the same product as one of these."""
    return any(one.ware.product == line.ware.product for one in lines)


def _beside(state: Ordering, line: Next) -> Ordering:
    """The order with one more line, or with more pieces of the line of the same article; it moves no other one."""
    if state.step in {"summary", "size"} and is_same(state.current, line) and not line.between:
        return replace(state, quantity=state.current.quantity + (line.quantity or 1))
    if not line.between and any(is_same(one, line) for one in state.kept):
        return replace(state, kept=tuple(counted_up(one, line) for one in state.kept))
    return replace(state, later=(*state.later, line))


def _as_before(line: Next, replaced: Sequence[Next]) -> Next:
    """A line in the size and the number in which it was picked before another took its place: "no, the kurta"."""
    before = next((one for one in replaced if one.ware.product == line.ware.product), line)
    quantity = line.quantity or (0 if line.between else before.quantity)
    return replace(line, size=line.size or before.size, quantity=quantity)


def _without(state: Ordering, products: Sequence[UUID]) -> Ordering | None:
    """The order without the lines of these products; None where that was all of it."""
    if not products:
        return state
    kept = tuple(one for one in state.kept if one.ware.product not in products)
    later = tuple(one for one in state.later if one.ware.product not in products)
    left = replace(state, kept=kept, later=later)
    if len(state.wares) != 1 or state.wares[0].product not in products:
        return left
    if later:
        return replace(_picking(left, later[0]), later=later[1:])
    return replace(_picking(left, kept[-1]), kept=kept[:-1]) if kept else None


def _without_size(state: Ordering, event: Picked) -> Ordering | None:
    """The order without the lines of these products in that size; None where that was all of it."""
    if state.step != "summary":
        return _without(state, event.removes)
    left = [one for one in state.lines if one.ware.product not in event.removes or one.size != event.of_size]
    return of_lines(state, left) if left else None


def _changed(state: Ordering, event: Picked) -> Ordering:
    """The order with another size or number of what is picked now."""
    wares = tuple(one for one in state.wares if one.product in event.wares) or state.wares
    size = event.size or ("" if event.lacks else state.size)
    asks = state.asks and not event.agrees and not event.quantity and not event.between
    return _counted(replace(state, wares=wares, size=size, asks=asks), event.quantity, event.between)


def _counted(state: Ordering, quantity: int, between: tuple[int, ...]) -> Ordering:
    """The order with so many pieces of what is picked now, or to be asked which of several numbers is meant."""
    if between:
        return replace(state, quantity=0, between=between)
    return replace(state, quantity=quantity, between=()) if quantity else state


def _resized(state: Ordering, change: Next, *, lacks: bool) -> Ordering:
    """The order with another number of the line of a product in the size that they named, where there is one; else with
    another size or number of that product. ``lacks``: it has no such size, or shall not be in the one it is in."""
    is_open = any(one.product == change.ware.product for one in state.wares)
    if is_open and not (state.step == "summary" and stands_apart(change, state.current, state.kept)):
        size = change.size or ("" if lacks else state.size)
        asks = state.asks and not change.quantity and not change.between
        return _counted(replace(state, size=size, asks=asks), change.quantity, change.between)
    if lacks and not change.size and state.step == "summary":
        return _without_its_size(state, change)
    kept, later = (tuple(line_changed(one, change, lines) for one in lines) for lines in (state.kept, state.later))
    return replace(state, kept=kept, later=later)


def _without_its_size(state: Ordering, change: Next) -> Ordering:
    """The order that asks for the size of a line which was complete, where only one line is of that product."""
    there = [one for one in state.lines if one.ware.product == change.ware.product]
    if len(there) != 1:
        return state
    anew = replace(there[0], size="", quantity=change.quantity or there[0].quantity)
    return replace(_picking(state, anew), kept=tuple(one for one in state.lines if one not in there))

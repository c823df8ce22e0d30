"""What customers name while an order is picked: the newest wins, "also" puts it beside, "no hat" leaves it out."""

from dataclasses import replace
from uuid import UUID

from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Next, Picked
from handlers.customer_talk.said import Said
from handlers.replies.openings import behind_a_no as behind_a_no_in
from handlers.sourcing.customer.picking import behind_a_no, behind_a_yes, of_open, resized, some_of_it
from handlers.sourcing.customer.picking.left_out import left_out
from handlers.sourcing.customer.picking.named_anew import Place, added, exceeds, has_line, is_asked, place_of
from handlers.sourcing.customer.picking.open_order import nothing_of, shelf_in
from handlers.sourcing.customer.wares import Assortment, assortment, goods_of, size_in, ware_of
from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.basket_named import Change
from handlers.sourcing.replies.beside import puts_beside
from handlers.sourcing.replies.for_another import as_one_more
from handlers.sourcing.replies.one_each import without_each
from handlers.sourcing.replies.size_alone import read_size_beside, read_size_left_out
from handlers.sourcing.replies.sizing import Sized, part_size, read_sizes
from handlers.sourcing.replies.stock.goods import Goods
from handlers.sourcing.replies.taking_asked import takes_asked
from handlers.sourcing.replies.unknown_beside import names_unknown
from handlers.sourcing.replies.wish import MOST_LISTED, Wish
from handlers.turn import Turn
from storage.products import Product


async def read(turn: Turn, said: Said, state: Ordering) -> Picked | None:
    """What they change by naming products, or that it shall be quick; None for all else, as a plain answer."""
    event = said.event
    if state.step == "product" or not said.is_words_alone:
        return None
    if state.step == "summary" and resized.takes_another(event.text, state):
        return None  # "the hoodie in M not L": which line that is they can tell who read sizes
    sold = await assortment(turn)
    if state.step == "size":
        sized = _sized(said, state, sold)
        if sized is not None:
            return sized
    else:
        said = replace(said, event=replace(event, text=as_one_more(event.text)))
        event = said.event
        known = of_open.each(said, state, sold) or some_of_it.in_size(said, state) or some_of_it.uncounted(said, state)
        known = (
            known
            or behind_a_yes.read(said, state)
            or _left_out_by_size(said, state)
            or _in_another_size(said, state, sold)
        )
        if known is not None:
            return known
    change = behind_a_no.wanted(joined(event.text, state), state, sold)
    if change is None or (turn.business.sourcing.express_fee is None and not change.named):
        return None
    if state.step == "summary" and some_of_it.is_unread(event.text, change, state, sold.products):
        return replace(nothing_of(said), partly=True)
    meant = _meant(said, state, change, sold.products)
    if state.step == "summary" and names_unknown(event.text, sold.shelf, sold.categories):
        return replace(meant, partly=True)
    return meant


def joined(text: str, state: Ordering) -> str:
    """The text with the "and" that stood before it in a message of its own."""
    return f"and {text}" if state.joins and not puts_beside(text) else text


def _sized(said: Said, state: Ordering, sold: Assortment) -> Picked | None:
    """The size that was asked, with what is said beside it: several sizes of it, or other goods. None for all else."""
    (ware,) = state.wares
    goods = goods_of(ware)
    several, each = several_sizes(said.event.text, goods)
    if several and (several[0].pieces or each or state.quantity in {0, len(several)}):
        first, *others = (Next(ware, one.size, one.pieces or each or 1) for one in several)
        return replace(nothing_of(said), changes=(first,), picks=tuple(others), beside=True)
    parted = part_size(said.event.text, goods, sold.shelf)
    if parted is None:
        return None
    sized, rest = parted
    change = read_change(rest, sold.shelf, sold.categories)
    meant = _meant(said, state, change, sold.products) if change is not None and change.wishes else None
    if meant is None or meant.among or meant.over or meant.removes or not meant.picks:
        return None
    return replace(meant, changes=(Next(ware, sized.size, sized.pieces), *meant.changes), beside=True)


def several_sizes(text: str, goods: Goods) -> tuple[tuple[Sized, ...], int]:
    """Several sizes that answer which one, and how many of each: "M and L one each"; () for any other answer."""
    several = read_sizes(text, goods)
    if several:
        return several, 0
    plain, each = without_each(text)
    return (read_sizes(plain, goods), each) if each else ((), 0)


def _left_out_by_size(said: Said, state: Ordering) -> Picked | None:
    """The one line in the size that they take out: "remove L". None where there is no other line, or several of it."""
    size = read_size_left_out(said.event.text, shelf_in(state)) if state.step == "summary" else ""
    lines = state.lines if size else ()
    meant = [one for one in lines if one.size and one.size == goods_of(one.ware).size(size)]
    if len(meant) != 1 or len(lines) < 2:
        return None
    (line,) = meant
    return replace(nothing_of(said), removes=(line.ware.product,), of_size=line.size, beside=True)


def _in_another_size(said: Said, state: Ordering, sold: Assortment) -> Picked | None:
    """The only goods that come in sizes once more, in one that is wanted as well: "the same in M too", "and 2 in L".
    None for all else."""
    size, pieces = read_size_beside(said.event.text, sold.shelf)
    sized = {one.ware.product: one.ware for one in state.lines if one.ware.sizes} if size else {}
    (ware,) = sized.values() if len(sized) == 1 else (None,)
    other = goods_of(ware).size(size) if ware is not None else None
    if ware is None or other is None or (not pieces and any(one.size == other for one in state.lines)):
        return None
    return replace(nothing_of(said), picks=(Next(ware, other, pieces or 1),), beside=True)


def _meant(said: Said, state: Ordering, change: Change, products: list[Product]) -> Picked:
    """A change as the order hears it: lines of the order are changed or removed, other products become lines."""
    corrects = change.instead or behind_a_no_in(said.event.text) is not None
    nothing = replace(nothing_of(said), express=change.express, instead=corrects or change.only)
    if any(one.over for one in (*change.wishes, change.unsure or Wish())):
        return replace(nothing, over=True)
    here = _pieces(state)
    named = [(one, products[one.wares[0]]) for one in change.wishes]
    more = [(wish, product) for wish, product in named if wish.more and not is_asked(product, state)]
    adds = tuple(added(wish, product, state) for wish, product in more)
    if any(exceeds(line, state) for line in adds):
        return replace(nothing, over=True)
    named = _as_many(change, [one for one in named if one not in more], products, here)
    placed = [(one, place_of(*one, state, corrects=corrects) if one[1].id in here else None) for one in named]
    known, again = _once(
        [one for one, place in placed if place is Place.CHANGES], state, beside=change.beside and not change.instead
    )
    new = tuple(_line(*one) for one, place in placed if place is not Place.UNKNOWN and one not in known)
    beside = change.beside and not change.instead and not _drops_asked(said.event.text, state, named)
    beside = beside and not (change.keeps and behind_a_no.goes_back(said.event.text, state, named))
    if change.unsure is not None:
        return _one_of(change.unsure, products, replace(nothing, picks=(*new, *adds), beside=beside))
    out = left_out(change.removed, products, state)
    removes = out.removes
    unknown = any(place is Place.UNKNOWN for _, place in placed)
    if not unknown and _is_all(change, known, here):
        removes = tuple(product for product in here if product not in {each.id for _, each in named})
    changes = (*(_line(wish, product) for wish, product in known), *out.fewer)
    beside = beside or bool(removes or changes or again or adds or any(place for _, place in placed))
    changed = replace(nothing, removes=removes, changes=changes, picks=(*new, *adds), beside=beside)
    changed = replace(changed, lacks=_lacks(known or more), of_size=out.of_size)
    partly = out.unread or any(wish.partly or _is_unasked(wish, product, state) for wish, product in known)
    partly = partly or any(wish.partly for wish in change.wishes) or unknown
    return of_open.with_it(change.of_open, replace(changed, partly=partly), state)


def _is_unasked(wish: Wish, product: Product, state: Ordering) -> bool:
    """Whether several numbers are said of a line that is complete, so that nobody asks which of them is meant."""
    return bool(wish.between) and all(one.product != product.id for one in state.wares)


def _drops_asked(text: str, state: Ordering, named: list[tuple[Wish, Product]]) -> bool:
    """Whether they asked about a product, and want others: "i want a cap and socks" joins these two alone."""
    apart = all(product.id != ware.product for _, product in named for ware in state.wares)
    return state.asks and len(named) > 1 and apart and not takes_asked(text)


def _once(
    named: list[tuple[Wish, Product]], state: Ordering, *, beside: bool
) -> tuple[list[tuple[Wish, Product]], bool]:
    """Those by which lines of the order change, and whether goods are named in several sizes: of these each changes the
    line in its size, and is a line of its own else. ``beside``: these come beside those that are there."""
    found, several = [], False
    for product in dict.fromkeys(product.id for _, product in named):
        sizes = [one for one in named if one[1].id == product]
        several = several or len(sizes) > 1
        there = [one for one in sizes if has_line(*one, state)]
        found += sizes if len(sizes) == 1 else there or ([] if beside else sizes[:1])
    return found, several


def _one_of(wish: Wish, products: list[Product], picked: Picked) -> Picked:
    """Several products that a wish may mean, of which they are to say one."""
    among = tuple(ware_of(products[place]) for place in wish.wares[:MOST_LISTED])
    return replace(picked, among=among, size=wish.size, quantity=wish.quantity, between=wish.between)


def _as_many(
    change: Change, named: list[tuple[Wish, Product]], products: list[Product], here: dict[UUID, int]
) -> list[tuple[Wish, Product]]:
    """The products that are named, one that stands for another in the number of that, or of what goes of that: "shorts
    instead of the mugs", "swap one mug for shorts"."""
    if not change.instead or len(named) != 1 or len(change.removed) != 1 or named[0][0].quantity:
        return named
    ((wish, product),) = named
    out = change.removed[0]
    many = out.quantity or here.get(products[out.wares[0]].id, 0)
    there = here.get(product.id, 0)
    if there and not out.quantity:
        return named
    return [(replace(wish, quantity=many + there), product)] if many else named


def _pieces(state: Ordering) -> dict[UUID, int]:
    """How many of each product are in the order; those of a list are in it, none of them yet picked."""
    picked = [state.current] if len(state.wares) == 1 else [Next(one) for one in state.wares]
    found: dict[UUID, int] = {}
    for one in (*state.kept, *state.later, *picked):
        found[one.ware.product] = found.get(one.ware.product, 0) + (one.quantity or 1)
    return found


def _is_all(change: Change, known: list[tuple[Wish, Product]], here: dict[UUID, int]) -> bool:
    """Whether only these are wanted: "only the mug", "only mugs, 1", and not "only 1 mug" of two."""
    as_there = all(wish.quantity in {0, here[product.id]} for wish, product in known)
    return change.only and (as_there or not change.so_many)


def _lacks(known: list[tuple[Wish, Product]]) -> str:
    """The size that they named of the last one, where it has none of that name."""
    wish, product = known[-1] if known else (Wish(), None)
    if product is None or not wish.size or not product.listing.sizes or size_in(product, wish.size):
        return ""
    return wish.size.upper()


def _line(wish: Wish, product: Product) -> Next:
    return Next(ware_of(product), size_in(product, wish.size), wish.quantity, wish.between)

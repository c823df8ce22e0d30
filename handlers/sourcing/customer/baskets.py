"""What customers name while an order is picked: the newest wins, "also" puts it beside, "no hat" leaves it out."""

from dataclasses import replace

from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Next, Picked
from handlers.customer_talk.said import Said
from handlers.sourcing.customer.picked import nothing_of
from handlers.sourcing.customer.wares import shelf_of, ware_of
from handlers.sourcing.replies.basket import Change, read_change
from handlers.sourcing.replies.wanting import MOST_LISTED, Wish
from handlers.turn import Turn
from storage.products import Product


async def read(turn: Turn, said: Said, state: Ordering) -> Picked | None:
    """What they change by naming products, or that it shall be quick; None for all else, as a plain answer."""
    event = said.event
    if state.step == "product" or event.button or event.forwarded or event.media:
        return None
    products = await turn.unit.products.all()
    change = read_change(event.text, shelf_of(products), [one.category for one in products])
    if change is None or (turn.business.sourcing.express_fee is None and not (change.wishes or change.unsure)):
        return None
    return _meant(said, state, change, products)


def _meant(said: Said, state: Ordering, change: Change, products: list[Product]) -> Picked:
    """A change as the order hears it: lines of the order are changed or removed, other products become lines."""
    nothing = replace(nothing_of(said), express=change.express)
    here = {one.ware.product for one in (*state.kept, *state.later)} | {one.product for one in state.wares}
    if any(one.over for one in change.wishes) or (change.unsure is not None and change.unsure.over):
        return replace(nothing, over=True)
    named = [(one, products[one.wares[0]]) for one in change.wishes]
    known = [(wish, product) for wish, product in named if product.id in here]
    new = tuple(_line(wish, product) for wish, product in named if product.id not in here)
    if change.unsure is not None and not change.removing:
        wish, beside = change.unsure, change.beside and not change.instead
        among = tuple(ware_of(products[place]) for place in wish.wares[:MOST_LISTED])
        return replace(nothing, among=among, size=wish.size, quantity=wish.quantity, picks=new, beside=beside)
    if change.removing and known and not change.instead and not any(wish.size for wish, _ in known):
        return replace(nothing, removes=tuple(product.id for _, product in known), picks=new, beside=bool(new))
    if new:
        return replace(nothing, picks=new, beside=change.beside and not change.instead)
    if not known:
        return nothing
    wish, product = known[-1]
    return _resized(nothing, wish, product)


def _resized(nothing: Picked, wish: Wish, product: Product) -> Picked:
    size = _size(wish, product)
    lacks = wish.size.upper() if wish.size and not size and product.listing.sizes else ""
    return replace(nothing, line=product.id, size=size, quantity=wish.quantity, lacks=lacks)


def _line(wish: Wish, product: Product) -> Next:
    return Next(ware_of(product), _size(wish, product), wish.quantity)


def _size(wish: Wish, product: Product) -> str:
    """The size that was named, as the product has it; "" where it has none of that name."""
    return (shelf_of([product]).goods[0].size(wish.size) or "") if wish.size else ""

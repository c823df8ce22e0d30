"""Which of a list they take, and in which size: the answers to the steps of an order that ask for just that."""

from dataclasses import replace

from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Next, Orderable, Picked
from handlers.customer_talk.said import Said
from handlers.replies.choices import read_choice, read_choices
from handlers.replies.taking import takes_it
from handlers.replies.text import words
from handlers.sourcing.customer.picking.open_order import nothing_of
from handlers.sourcing.customer.picking.summed_up import goods_in
from handlers.sourcing.customer.wares import goods_of, shelf_of_wares
from handlers.sourcing.replies import said_pieces, said_sizes
from handlers.sourcing.replies.how_many import HowMany
from handlers.sourcing.replies.named_goods import read_wares
from handlers.sourcing.replies.one_each import without_each


def taken(said: Said, state: Ordering) -> Picked:
    """The product that is taken of the list, or several that become lines: "1 and 4"."""
    nothing, text = nothing_of(said), said.event.text
    plain, many = without_each(text)  # "1 aur 3, ek ek"
    several = () if said.event.button else read_choices(plain, most=len(state.wares))
    if several:
        pieces = many or (0 if state.quantity == len(several) else state.quantity)  # "2 mugs", one of each
        lines = [Next(state.wares[number - 1], quantity=pieces) for number in several]
        return replace(nothing, picks=tuple(replace(one, size=_size_in(one.ware, state)) for one in lines))
    places = read_wares(text, shelf_of_wares(state.wares), said.event.button)
    wares = tuple(state.wares[place] for place in places)
    size = said_sizes.read_named_size(text, goods_of(wares[0])) if len(wares) == 1 and wares[0].sizes else None
    if size is not None:  # "tiger shorts in L" says more than which one
        return replace(nothing, picks=(Next(wares[0], size, state.quantity),))
    return replace(nothing, wares=tuple(one.product for one in wares))


def sized(said: Said, state: Ordering) -> Picked:
    """The size that was asked for, with how many; else the one that the product does not have."""
    text, button = said.event.text, said.event.button
    if takes_it(text):  # which size it is to be they still have to say
        return replace(nothing_of(said), agrees=True) if state.asks else replace(nothing_of(said), again=True)
    size = said_sizes.read_size(text, goods_in(state), button) or ""
    lacks = "" if size else said_sizes.read_other_size(text, goods_in(state))
    many = _beside(size, text, button) if size else HowMany()
    return replace(nothing_of(said), size=size, lacks=lacks, quantity=many.pieces, over=many.over, between=many.between)


def counted(said: Said) -> Picked:
    """The number of pieces that was asked for: "3", "make it 3"; a yes says none."""
    many = said_pieces.read_pieces(said.event.text)
    return replace(nothing_of(said), quantity=0 if many.more or many.less else many.pieces, over=many.over)


def _size_in(ware: Orderable, state: Ordering) -> str:
    """The size that was named before the list, where the product comes in it."""
    return (goods_of(ware).size(state.size) or "") if state.size and ware.sizes else ""


def _beside(size: str, text: str, button: str | None) -> HowMany:
    """How many they say beside the size, where it is not the number of the size in the list: "M, 2 pieces"."""
    if read_choice(text, button) is not None:
        return HowMany()
    return said_pieces.read_pieces(" ".join(word for word in words(text) if word not in words(size)))

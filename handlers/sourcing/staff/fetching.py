"""/assign and /picked: the shop of a missing line, and pieces fetched, as told by the staff who carry them."""

from flows.phrase import Lines, Ours, Text, listed, phrase, sentences, tap
from flows.sourcing.draft import order_called
from handlers.admins.command import OWNERS, Command
from handlers.replies.errands import Errand
from handlers.sourcing import shown
from handlers.sourcing.actions.fetching import AssignShop, Fetched, Given, PickUp, assign, pick_up, would_pick_up
from handlers.sourcing.shown import next_tap, shop_name
from handlers.sourcing.staff import order_summary
from handlers.sourcing.staff.order_arguments import FETCHED_ORDERS, LACKING_ORDER
from handlers.sourcing.staff.orders import TOPIC
from handlers.sourcing.staff.shop_arguments import GIVEN_SHOP, KEPT_LINES, PARTS, VISITED_SHOP

_MOST_NAMED = 20


def _given(one: Given) -> Text:
    what = shown.pieces_listed(one.parts)
    has = phrase("shop_has", order=order_called(one.order), what=what, shop=shop_name(one.shop))
    return shown.then_order(one.order, sentences(has, one.told))


def _fetched(all_: tuple[Fetched, ...]) -> Text:
    """What was understood of one order, or the orders of which all is here now and those that lack something still."""
    if len(all_) == 1:
        return _one_fetched(all_[0])
    here = [one.order.number for one in all_ if not one.left and not one.order.lacks]
    rest = [one.order.number for one in all_ if one.left or one.order.lacks]
    done = phrase("fetched_for_many", shop=shop_name(all_[0].shop), orders=len(all_))
    whole = (
        [phrase("these_are_all_here", orders=listed([tap("order", one) for one in here], _MOST_NAMED))] if here else []
    )
    part = [phrase("these_lack_more", orders=listed([tap("order", one) for one in rest], _MOST_NAMED))] if rest else []
    return Lines((done, *whole, *part, phrase("next", command=Ours("/fetch" if rest else "/orders"))))


def _one_fetched(one: Fetched) -> Text:
    """What was understood, and what is left to do once the order has heard of it."""
    order, left = one.order, one.left
    here = phrase("fetched_here", shop=shop_name(one.shop), what=shown.kept_of(order, one.promises))
    called = order_called(order)
    if order.lacks:
        missing = phrase("is_missing", order=called, what=shown.missing_of(order))
        return _then(phrase("assign_whom", order=order.number), here, missing)
    if left:
        still = phrase("still_to_fetch_of", order=called, what=shown.kept_of(order, left))
        return _then(next_tap("order", order), here, still)
    if order.for_stock:  # what is on the shelf now is told by the order
        return _then(tap("stock", order.lines[0].sku), here)
    after = order_summary.photos(order) if one.photographed else next_tap("packed", order)
    return _then(after, here, phrase("all_of_it_is_here", order=called))


def _then(command: Text, *said: Text) -> Text:
    return Lines((sentences(*said), phrase("next", command=command)))


ASSIGN = Command(
    name="assign",
    arguments=(LACKING_ORDER, GIVEN_SHOP, PARTS),
    takes=AssignShop,
    does=assign,
    says=_given,
    roles=OWNERS,
    topic=TOPIC,
    acts=True,
    errands=(Errand.ASSIGN,),
)
PICKED = Command(
    name="picked",
    aliases=("picked up", "fetched"),
    arguments=(FETCHED_ORDERS, VISITED_SHOP, KEPT_LINES),
    takes=PickUp,
    preview=would_pick_up,
    does=pick_up,
    says=_fetched,
    topic=TOPIC,
    errands=(Errand.PICK,),
)

"""A correction of an order that is placed: "no i want two", "nahi bhai do chahiye", "no, i meant the tee".

What is not paid yet is shown as it would be, and takes the order's place upon a yes; all else goes to the staff.
"""

from dataclasses import replace

from flows.phrase import phrase
from flows.policy.facts import Purpose
from flows.sourcing import basket, ordering
from flows.sourcing.basket import Ordering
from flows.sourcing.wishes import Next, OrderWish, Picked
from handlers import host
from handlers.customer_talk.said import Said, hand_over
from handlers.replies.intents import Expecting, Intent
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing import customer_orders
from handlers.sourcing.customer import by_goods
from handlers.sourcing.customer.address.question import POSTAL_CODE, WHERE, shown
from handlers.sourcing.customer.amending import both, exchanged, orders, resized
from handlers.sourcing.customer.calling_off import sure
from handlers.sourcing.customer.last_said import last_word
from handlers.sourcing.customer.picking import baskets, picked
from handlers.sourcing.customer.picking.open_order import shelf_in
from handlers.sourcing.customer.picking.resized import in_capitals
from handlers.sourcing.customer.placed.spoken_of import asks_about_order
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.addresses import names_place, read_address, speaks_of_address
from handlers.sourcing.replies.basket import read_change
from handlers.sourcing.replies.both import wants_both
from handlers.sourcing.replies.counting_anew import counts_anew
from handlers.sourcing.replies.exchanging import asks_exchange
from handlers.sourcing.replies.mistaken import meant_instead
from handlers.sourcing.replies.partial import keeps, means_another
from handlers.sourcing.replies.turning import means_something_else, turns, turns_to_another
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation

_MAY_CORRECT = frozenset(
    {Intent.UNCLEAR, Intent.YES, Intent.NO, Intent.CHANGE_ITEM, Intent.CHANGE_SIZE, Intent.QUESTION}
)
_MAY_EXCHANGE = _MAY_CORRECT | {Intent.COMPLAINT, Intent.REFUND}  # "shorts nahi, mug chahiye tha", "badal do L mein"
_MAY_MISTAKE = _MAY_EXCHANGE | {Intent.CANCEL_ORDER}  # "wrong order, i wanted a mug"
_BESIDE = frozenset({WHERE, POSTAL_CODE, sure.SURE, sure.AGAIN})  # questions to which a correction is no answer


async def answered(turn: Turn, said: Said) -> bool:
    """Show the order as they correct it, or tell the staff; False for what corrects no order, and for what is not
    understood."""
    instead = await exchanged.order(turn, said) if _may_exchange(said) else None
    plainly = instead is not None or await _is_put_plainly(turn, said)
    if not (plainly or _may_correct(said)):
        return False
    row = instead or await orders.meant(turn, said)
    state = await orders.as_picked(turn, said, row) if row is not None else None
    state = await both.with_the_other(turn, said, state) if state is not None else None
    corrects = plainly or await _corrects(turn, said, state)
    if row is None or not corrects or await _names_another(turn, said, row):
        return False
    changed = await _changed(turn, said, state) if state is not None else None
    if state is not None and changed is not None:
        await _show(turn, said, row, state, changed)
        return True
    if state is not None and resized.changed(said, state) is not None:
        await sure.tell_kept(turn, said, [row])  # it is in that size already
        return True
    to_staff = plainly or (state is None and await _names_a_change(turn, said))
    if means_something_else(said.event.text) if _is_to_an_end(said) and not plainly else to_staff:
        await pass_on(turn, said, row)
        return True
    return False


async def passed_on(turn: Turn, said: Said) -> bool:
    """Tell the staff of a correction that nobody understood, and say that the order goes on to a no that refuses
    nothing which was asked; False where there is no order, and for all else."""
    if not _may_correct(said):
        return False
    text, refuses = said.event.text, said.reading.intent is Intent.NO
    row = await orders.meant(turn, said) if refuses or turns_to_another(text) else None
    if row is None:
        return False
    if turns(text):
        await pass_on(turn, said, row)
        return True
    last = await last_word(turn, said)
    goes_on = read_yes_no(text).answer is False and last is not None and last.purpose is not Purpose.MARKETING
    if goes_on:
        await sure.tell_kept(turn, said, [row])
    return goes_on


async def pass_on(turn: Turn, said: Said, row: Reservation) -> None:
    """Tell the staff that the order shall be another."""
    counts = counts_anew(said.event.text, (await assortment(turn)).shelf) is not None
    about = phrase("to_count_anew" if counts else "to_change", orders=row.number)
    await hand_over(turn, said, about=about)


def _may_correct(said: Said) -> bool:
    text = said.event.text
    may = said.reading.intent in (_MAY_EXCHANGE if wants_both(text) else _MAY_CORRECT)
    return may and not (keeps(text) or means_another(text)) and _may_be_of_it(said)


def _may_exchange(said: Said) -> bool:
    """Whether it may want other goods than are ordered: "not the shorts, the mug" keeps none of them."""
    return said.reading.intent in _MAY_EXCHANGE and _may_be_of_it(said)


async def _is_put_plainly(turn: Turn, said: Said) -> bool:
    """Whether a text says that what is ordered shall be in another size, or other goods, however it opens; or that the
    wrong thing was ordered, and what was meant."""
    text, intent = said.event.text, said.reading.intent
    if not _may_be_of_it(said) or keeps(text) or means_another(text):
        return False
    sold = await assortment(turn)
    if intent in _MAY_MISTAKE and resized.is_meant(said, sold.shelf):
        return True
    if intent is Intent.REFUND and asks_exchange(text):
        return True
    meant = meant_instead(text, sold.shelf)
    if intent not in (_MAY_MISTAKE if meant else _MAY_EXCHANGE):
        return False
    change = read_change(meant or text.strip("?¿ "), sold.shelf, sold.categories)
    if meant and change is None:
        return intent in _MAY_CORRECT
    return change is not None and (bool(meant) or change.instead) and bool(change.wishes)


def _may_be_of_it(said: Said) -> bool:
    """Whether a text may be about what is ordered: it answers nothing else that was asked, and names no place."""
    question, text = said.answered.question, said.event.text
    if not said.is_words_alone or said.answered.staffs is not None:
        return False
    if question is not None and question.expects not in _BESIDE:
        return False
    asked = said.answered.asked
    if asked is not None and not (asks_about_order(said) and asked.question.expecting == Expecting.YES_NO):
        return False
    found = read_address(text)
    of_place = names_place(text) or speaks_of_address(text) or (found is not None and found.sure)
    return not (of_place or any(map(_is_code, text.split())))


def _is_code(word: str) -> bool:
    """Whether it is a postal code, an order's number or a price rather than a number of pieces."""
    return sum(letter.isdigit() for letter in word) > 2


def _is_to_an_end(said: Said) -> bool:
    """Whether we asked whether the order shall be called off."""
    return said.is_to(sure.SURE) or said.is_to(sure.AGAIN)


async def _corrects(turn: Turn, said: Said, state: Ordering | None) -> bool:
    """Whether a text turns what was said, wants both of which one is ordered, or is a number of what is ordered."""
    if turns(said.event.text) or (state is not None and await both.are_wanted(turn, said, state)):
        return True
    sold = await assortment(turn)
    named = counts_anew(said.event.text, sold.shelf) if said.answered.asked is None else None
    if named is None or state is None:
        return False
    return state.products.issuperset(sold.ids_at(named))


async def _names_another(turn: Turn, said: Said, row: Reservation) -> bool:
    """Whether another order of theirs is named by its goods where we asked whether this one shall be called off."""
    if not _is_to_an_end(said):
        return False
    others = [one for one in await customer_orders.with_us(turn, said.address.contact) if one != row]
    return any([await by_goods.holds(turn, said.event.text, one) for one in others])


async def _changed(turn: Turn, said: Said, state: Ordering) -> tuple[Ordering, Picked] | None:
    """The order with the correction; None where that changes no line."""
    shelf = shelf_in(state)
    text = meant_instead(said.event.text, (await assortment(turn)).shelf) or said.event.text.strip("?¿ ")
    said = in_capitals(replace(said, event=replace(said.event, text=text)), state)
    event = resized.changed(said, state) if resized.is_meant(said, shelf) else None
    event = event or await baskets.read(turn, said, state) or picked.read(said, state)
    if event is None or event.agrees is False or not (event.says_something or event.lacks):
        return None
    new = basket.told(state, event, sells_express=turn.business.sourcing.express_fee is not None)
    if new is None or (new.step == "summary" and not new.later and new.lines == state.lines and not event.over):
        return None
    return new, event


async def _names_a_change(turn: Turn, said: Said) -> bool:
    """Whether goods, a size or a number are named, for an order that only the staff can change."""
    sold = await assortment(turn)
    named, _ = sold.named_in(said.event.text)
    return bool(named) or counts_anew(said.event.text, sold.shelf) is not None


async def _show(turn: Turn, said: Said, row: Reservation, state: Ordering, changed: tuple[Ordering, Picked]) -> None:
    """Sum up what would take the order's place, or ask for what it lacks; it goes where the order was to go."""
    new, event = changed
    known = await turn.unit.of(DeliveryAddresses).of(row.id)
    to = shown(known.text) if known is not None and known.text else ""
    where = (said.address.id, said.address.channel, said.message.id)
    rest = (*new.kept, *new.later)
    wish = OrderWish(new.wares, *where, new.size, new.quantity, event.lacks, later=rest, express=new.express)
    wish = replace(wish, to=to, over=new.over, partly=event.partly, instead=row.number, replaced=_replaced(state, new))
    await host.enter(turn, ordering.NAME, str(said.address.contact), said.address.contact, None, wish)


def _replaced(state: Ordering, new: Ordering) -> tuple[Next, ...]:
    """The lines of the order that are not there any more, in any number: both may be wanted yet."""
    stay = new.goods
    return tuple(one for one in state.lines if (one.ware.product, one.size) not in stay)

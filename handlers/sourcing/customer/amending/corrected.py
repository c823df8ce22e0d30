"""A correction of an order that is placed: "no i want two", "nahi bhai do chahiye", "no, i meant the tee".

What is not paid yet is shown as it would be, and takes the order's place upon a yes; all else goes to the staff.
"""

from dataclasses import replace

from flows.phrase import phrase
from flows.policy.facts import Purpose
from flows.sourcing.basket import Ordering
from handlers.customer_talk.said import Said, hand_over
from handlers.replies.intents import Intent
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing import customer_orders
from handlers.sourcing.customer import by_goods
from handlers.sourcing.customer.amending import anew, both, exchanged, likely, orders, resized
from handlers.sourcing.customer.calling_off import sure
from handlers.sourcing.customer.last_said import last_word
from handlers.sourcing.customer.picking import wishes
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.counting_anew import counts_anew
from handlers.sourcing.replies.turning import means_something_else, turns, turns_to_another
from handlers.turn import Turn
from storage.sourcing.reservations import Reservation


async def answered(turn: Turn, said: Said) -> bool:
    """Show the order as they correct it, or tell the staff; False for what corrects no order, and for what is not
    understood."""
    if await wishes.may_be_beside_an_ask(turn, said):  # "make it 3" neither agrees that we may write nor refuses
        said = replace(said, answered=replace(said.answered, asked=None))
    instead = await exchanged.order(turn, said) if likely.may_exchange(said) else None
    plainly = instead is not None or await likely.is_put_plainly(turn, said)
    if not (plainly or likely.may_correct(said)):
        return False
    row = instead or await orders.meant(turn, said)
    state = await orders.as_picked(turn, said, row) if row is not None else None
    state = await both.with_the_other(turn, said, state) if state is not None else None
    corrects = plainly or await _corrects(turn, said, state)
    if row is None or not corrects or await _names_another(turn, said, row):
        return False
    changed = await anew.changed(turn, said, state) if state is not None else None
    if state is not None and changed is not None:
        await anew.show(turn, said, row, state, changed)
        return True
    if state is not None and resized.changed(said, state) is not None:
        await sure.tell_kept(turn, said, [row])  # it is in that size already
        return True
    to_staff = plainly or (state is None and await _names_a_change(turn, said))
    if means_something_else(said.event.text) if _is_to_an_end(said) and not plainly else to_staff:
        await pass_on(turn, said, row)
        return True
    return False


async def put_in_place(turn: Turn, said: Said, row: Reservation) -> bool:
    """Show an order as the words change the lines; False for one that cannot be changed here, and for no change."""
    state = await orders.as_picked(turn, said, row)
    changed = await anew.changed(turn, said, state) if state is not None else None
    if state is None or changed is None:
        return False
    await anew.show(turn, said, row, state, changed)
    return True


async def passed_on(turn: Turn, said: Said) -> bool:
    """Tell the staff of a correction that nobody understood, and say that the order goes on to a no that refuses
    nothing which was asked; False where there is no order, and for all else."""
    if not likely.may_correct(said):
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


async def _names_a_change(turn: Turn, said: Said) -> bool:
    """Whether goods, a size or a number are named, for an order that only the staff can change."""
    sold = await assortment(turn)
    named, _ = sold.named_in(said.event.text)
    return bool(named) or counts_anew(said.event.text, sold.shelf) is not None

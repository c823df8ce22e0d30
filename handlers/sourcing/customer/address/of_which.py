"""An address with the orders of which it is, where somebody has several: "both to B-12 …", "this one to my office …",
"the elephant to …"."""

from collections.abc import Sequence

from handlers.customer_talk.said import Said
from handlers.sourcing.customer import by_goods
from handlers.sourcing.customer.address.noted import keep
from handlers.sourcing.customer.address.orders import to_deliver
from handlers.sourcing.customer.address.question import WHERE, ask_again, is_last
from handlers.sourcing.customer.address.told import is_elsewhere
from handlers.sourcing.customer.last_said import quoted_or_last
from handlers.sourcing.customer.ordering import open_order
from handlers.sourcing.customer.wares import assortment
from handlers.sourcing.replies.address_beside import part_address
from handlers.sourcing.replies.address_which import Which, which_orders, without_opening
from handlers.sourcing.replies.addresses import read_address
from handlers.sourcing.replies.named_goods import read_named
from handlers.turn import Turn
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation


async def answered(turn: Turn, said: Said) -> bool:
    """Note the address for the orders that are meant, and ask for that of another one which was not told yet; False
    where no order is named, or somebody has one alone."""
    if not said.is_words_alone or is_elsewhere(said) or open_order.is_asked(said.answered.asked):
        return False
    which = which_orders(said.event.text)
    goods, address = await _by_goods(turn, said) if which is None else ("", _address(said.event.text))
    theirs = await to_deliver(turn, said.address.contact) if address and (which or goods) else []
    if len(theirs) <= 1:
        return False
    if which is Which.ALL:
        return await keep(turn, said, address, theirs)
    meant = await by_goods.holding(turn, goods, theirs) if goods else await _this(turn, said, theirs)
    if len(meant) != 1:
        return False
    await keep(turn, said, address, meant)
    await _ask_rest(turn, said, [row for row in theirs if row not in meant])
    return True


def _address(text: str) -> str:
    found = read_address(text)
    return found.text if found is not None and found.sure else ""


async def _by_goods(turn: Turn, said: Said) -> tuple[str, str]:
    """The goods that are named without a number of them before an address, and that address; "" for any other words."""
    shelf = (await assortment(turn)).shelf
    found = part_address(said.event.text, shelf)
    rest = without_opening(found.rest) if found is not None else ""
    wish = read_named(rest, shelf) if rest else None
    if found is None or wish is None or not wish.sure or wish.quantity or wish.more or wish.size:
        return "", ""
    return rest, found.address


async def _this(turn: Turn, said: Said, theirs: Sequence[Reservation]) -> list[Reservation]:
    """The order of which we spoke last there, or that they quote; else the one that they were asked for, or
    their newest."""
    last = await quoted_or_last(turn, said)
    spoken = [row for row in theirs if last is not None and last.subject == row.id]
    about = said.answers.about if said.is_to(WHERE) else None
    asked = [row for row in theirs if about is not None and row.id == about.id]
    return asked if asked and await is_last(turn, said) else spoken or asked or list(theirs[:1])


async def _ask_rest(turn: Turn, said: Said, others: Sequence[Reservation]) -> None:
    """Ask where the others go, whose address was not told."""
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in others])
    untold = [row for row in others if row.id in known and known[row.id].text is None]
    if untold:
        await ask_again(turn, said, untold[0])

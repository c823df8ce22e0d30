"""Where an order of a chat is delivered: asked once it is placed, confirmed by who told it before, changed until it
has left.

No order waits for it: it is looked for and paid all the same. Who has not told it is asked once more, beside the link
to pay or when it is paid; the staff sees that it is missing.
"""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from flows.engine import Asks
from flows.events import OrderReserved
from flows.phrase import phrase
from flows.policy.facts import Kind
from flows.sourcing.draft import order_called
from flows.sourcing.order import Order
from flows.sourcing.payment import PaymentState
from flows.sourcing.status import FETCHING, WITH_US, Status
from handlers import alerts
from handlers.customer_talk.said import Said, say
from handlers.outgoing import OutboundMessage, post
from handlers.replies.intents import Intent
from handlers.sourcing import customer_orders
from handlers.sourcing.customer.wares import shelf_of
from handlers.sourcing.replies.address_parts import missing, read_part
from handlers.sourcing.replies.addresses import on_one_line, read_address, read_change
from handlers.sourcing.replies.asides import read_aside
from handlers.sourcing.replies.wanting import read_wares, read_wish
from handlers.sourcing.staff import cards
from handlers.turn import Turn
from storage.facts.ways import ways_to
from storage.people import Address
from storage.sourcing.addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation, Reservations
from templates.values import quoted, shorten

WHERE = "delivery_address"
"""Where an order goes: as what the answer is expected."""
POSTAL_CODE = "postal_code"
"""The postal code that an address lacks: asked for once, as a carrier sorts by it."""
KEPT = "address_kept"
"""What they read once their address is noted: where the order goes, and what to do where that is wrong."""
_ASK, _CONFIRM = "address_ask", "address_confirm"  # templates
_CODES = {"IN": "pin", "US": "zip"}  # under which value of the template each country's is asked for
_THERE = "deliver"  # the button under an address that is to be confirmed
_SHOWN = 120  # characters of an address, in a question
_NOT_AT_ONCE = timedelta(minutes=10)
"""Who was asked less than so long ago is not asked again beside the link to pay."""
_LATELY = timedelta(hours=1)
"""How long after our question a name alone is that of a town, and a number a postal code."""
ELSEWHERE = frozenset({Intent.STOP, Intent.AMBIGUOUS_STOP, Intent.HUMAN, Intent.COMPLAINT, Intent.THANKS})


async def begin(turn: Turn, contact: UUID, order: Order, event: OrderReserved) -> None:
    """Keep the address that came with an order, or ask who ordered in a chat for it."""
    addresses = turn.unit.of(DeliveryAddresses)
    if event.address:
        await addresses.keep(order.id, contact, event.address, turn.now)
    elif event.written_at is not None:
        asked = await turn.unit.questions.is_open_to(contact, WHERE, turn.now)
        await addresses.expect(order.id, contact, turn.now)
        if not asked:
            to = await turn.unit.people.address_by_id(event.written_at[0])
            await _ask(turn, to, order.id, order.number, await addresses.last_of(contact), Kind.ANSWER, "asked")


async def remind(turn: Turn, contact: UUID | None, before: Order | None, after: Order) -> None:
    """Ask once more for an address that was not told, beside the link to pay, else when it is paid."""
    if contact is None or before is None or not after.has_listener or not _is_time(before, after):
        return
    told = await turn.unit.of(DeliveryAddresses).of(after.id)
    if told is None or told.text is not None or (not _is_paid(before, after) and turn.now < told.at + _NOT_AT_ONCE):
        return
    ways = await ways_to(turn.unit, turn.business, contact)
    if ways:
        to = await turn.unit.people.address_by_id(ways[0][0])
        known = await turn.unit.of(DeliveryAddresses).last_of(contact)
        await _ask(turn, to, after.id, after.number, known, Kind.MESSAGE, "reminded")


async def settle(turn: Turn, before: Order | None, after: Order) -> None:
    """Where an order goes that has left, or is over, is no question any more."""
    if before is not None and before.status in WITH_US and after.status not in WITH_US:
        await _settle(turn, after.id)


async def answered(turn: Turn, said: Said) -> bool:
    """Take the address, or the yes to the one that was told before; False for what is neither."""
    row = await asked_about(turn, said)
    if row is None or said.event.forwarded or said.event.media or said.event.button not in {None, _THERE}:
        return False
    known, intent = said.answers.data.get("address"), said.reading.intent
    if said.event.button == _THERE:
        return await keep(turn, said, known, await asked_with(turn, said)) if known else False
    if intent is Intent.YES and (await is_last(turn, said) or (known and said.answered.asked is None)):
        if known:
            return await keep(turn, said, known, await asked_with(turn, said))
        return await ask_again(turn, said, row)
    part = read_part(said.event.text, turn.business.country)
    if part is not None and await is_fresh(turn, said):
        return await keep(turn, said, part, await asked_with(turn, said))
    found = read_address(said.event.text)
    if intent is Intent.NO and known and found is None and await is_last(turn, said):
        return await ask_again(turn, said, row)
    if found is None or intent in ELSEWHERE or await is_of_goods(turn, said):
        return False
    if not found.sure:
        return await ask_again(turn, said, row, found.text)
    return await keep(turn, said, found.text, await asked_with(turn, said))


async def is_fresh(turn: Turn, said: Said) -> bool:
    """Whether a town or a code alone may be told: our question is fresh, and it answers neither the staff nor names
    goods."""
    fresh = turn.now - said.answers.asked_at < _LATELY
    if not fresh or said.answered.staffs is not None or said.reading.intent is not Intent.UNCLEAR:
        return False
    return not read_wares(said.event.text, shelf_of(await turn.unit.products.all()))


async def changed(turn: Turn, said: Said) -> bool:
    """Change where the orders go that have not left, or ask where to; False where no such thing is wanted."""
    new = read_change(said.event.text) if said.is_by_hand else None
    rows = await asked_with(turn, said) if new is not None else []
    if not rows:
        return False
    return await (keep(turn, said, new, rows) if new else ask_again(turn, said, rows[0]))


async def _ask(turn: Turn, to: Address, order: UUID, number: str, known: str, kind: Kind, which: str) -> None:
    about = customer_orders.subject(order)
    template, values = _question(number, known)
    asks = Asks(WHERE, about, values={"address": known} if known else {}, stays=True)
    key = f"{template}:{which}:{order}"
    await post(turn, to, OutboundMessage(key, kind, template, values=values, subject=about, asks=asks))


async def ask_again(turn: Turn, said: Said, row: Reservation, known: str = "") -> bool:
    """Ask where the order goes, or whether it goes to what was ``known``, or written."""
    template, values = _question(row.number, known)
    about = customer_orders.subject_of(row)
    asks = Asks(WHERE, about, values={"address": known} if known else {}, stays=True)
    await say(turn, said, template, values=values, asks=asks)
    return True


def _question(number: str, known: str) -> tuple[str, dict[str, str]]:
    told = {"address": shorten(on_one_line(known), _SHOWN, "…")} if known else {}
    return (_CONFIRM if known else _ASK), {"order": number} | told


async def keep(turn: Turn, said: Said, text: str, orders: Sequence[Reservation]) -> bool:
    """The address is that of these orders, and answers whatever was asked of theirs; what it lacks is asked for. False
    where there are none."""
    if not orders:
        return False
    for row in orders:
        await turn.unit.of(DeliveryAddresses).keep(row.id, said.address.contact, text, turn.now)
        await _settle(turn, row.id)
        await _tell_staff(turn, said, row, text)
    numbers = tuple(row.number for row in orders)
    told = {"order": numbers if len(numbers) > 1 else numbers[0], "address": shorten(on_one_line(text), _SHOWN, "…")}
    lacking = missing(text, turn.business.country)
    if not lacking:
        await say(turn, said, KEPT, values=told)
        return True
    asks = Asks(POSTAL_CODE, customer_orders.subject_of(orders[0]), values={"address": text}, stays=True)
    lacks = {_CODES[turn.business.country] if name == "code" else name: True for name in lacking}
    await say(turn, said, KEPT, values=told | lacks, asks=asks)
    return True


async def _settle(turn: Turn, order: UUID) -> None:
    for expects in (WHERE, POSTAL_CODE):
        await turn.unit.questions.settle_about(customer_orders.subject(order), expects, turn.now)


async def _tell_staff(turn: Turn, said: Said, row: Reservation, text: str) -> None:
    """The order's message says no more that it is missing; of one that is being got ready the staff is told at once."""
    order = await customer_orders.as_it_stands(turn, row)
    if order is None:
        return
    await cards.show_notes(turn, order)
    if order.status in FETCHING:
        told = phrase("address_told", order=order_called(order), address=quoted(on_one_line(text), _SHOWN))
        about = f"address:{row.id}:{said.message.id}"
        await alerts.tell(turn, about, told, person=said.address.id, subject=customer_orders.subject_of(row))


async def to_deliver(turn: Turn, contact: UUID) -> list[Reservation]:
    """Their orders that have not left, of which we were told or asked where they go."""
    rows = await customer_orders.with_us(turn, contact)
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    return [row for row in rows if row.id in known]


async def asked_with(turn: Turn, said: Said) -> list[Reservation]:
    """The order whose address they were asked for, with all others of theirs that wait for the same answer; where none
    was asked about, or that one has left or is over, all that have not left."""
    rows = await to_deliver(turn, said.address.contact)
    about = said.answers.about if said.is_to(WHERE) or said.is_to(POSTAL_CODE) else None
    if about is None or all(row.id != about.id for row in rows):
        return rows
    known = await turn.unit.of(DeliveryAddresses).of_all([row.id for row in rows])
    untold = {None, said.answers.data["address"]} if said.is_to(POSTAL_CODE) else {None}
    return [row for row in rows if row.id == about.id or known[row.id].text in untold]


async def asked_about(turn: Turn, said: Said) -> Reservation | None:
    """The order that was asked about, while it has not left."""
    about = said.answers.about
    row = await turn.unit.of(Reservations).get(about.id) if about is not None else None
    return row if row is not None and row.status in WITH_US else None


async def is_last(turn: Turn, said: Said) -> bool:
    """Whether nothing was said there since we asked, or they quote the question."""
    if said.message.reply_to == said.answers.message:
        return True
    last = await turn.unit.messages.last_word(said.address.id, said.message.id)
    return last is not None and last.id == said.answers.message


async def is_of_goods(turn: Turn, said: Said) -> bool:
    """Whether they want to order, or ask how that goes."""
    shelf = shelf_of(await turn.unit.products.all())
    wish = read_wish(said.event.text, shelf)
    return (wish is not None and bool(wish.wares)) or bool(read_aside(said.event.text, shelf))


def _is_paid(before: Order, after: Order) -> bool:
    return after.paid_at is not None and before.paid_at is None


def _is_time(before: Order, after: Order) -> bool:
    """Whether the link to pay leaves now, the question that stands for it at the door, or the money came."""
    if _is_paid(before, after):
        return True
    if after.pay == "cod":
        return after.status is Status.AVAILABLE and before.status is not Status.AVAILABLE
    return _has_link(after) and not _has_link(before)


def _has_link(order: Order) -> bool:
    return order.payment is not None and order.payment.state is PaymentState.OPEN

"""Ordering in chat: customers' messages, given to the run in which an article is picked."""

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID, uuid5

from flows.availability import Promisable
from flows.engine import Decision, Subject
from flows.events import Customer, OrderReserved, ReservedItem
from flows.policy.facts import ASKS
from flows.sourcing import ordering
from flows.sourcing.basket import Ordering
from flows.sourcing.ordering import OrderingFacts, PlaceOrder
from flows.sourcing.wishes import Next, Orderable, OrderWish, Picked
from handlers import handover, host, own_events, slash
from handlers.customer_talk.said import Said, say_passed_on
from handlers.replies.choices import read_choice
from handlers.replies.intents import Intent
from handlers.replies.yes_no import read_yes_no
from handlers.sourcing.customer import referring
from handlers.sourcing.customer.picking import baskets, how_soon, open_order, picked, resized, where_to
from handlers.sourcing.customer.picking.open_order import nothing_of
from handlers.sourcing.customer.placed.spoken_of import asks_about_order, is_ordered
from handlers.sourcing.customer.wares import shelf_of, size_in, ware_of
from handlers.sourcing.customer_orders import with_us
from handlers.sourcing.order_numbers import order_number
from handlers.sourcing.replies.browsing import asks_what_is_sold
from handlers.sourcing.replies.wanting import (
    MOST_LISTED,
    Wish,
    behind_a_no,
    may_want,
    read_wares,
    read_wish,
    read_wishes,
    says_it_wants,
)
from handlers.sourcing.replies.wish_beside import part_wish
from handlers.turn import Turn
from storage.products import Product
from storage.runs import Run

START = "buy_"
"""Begins the payload of a start link that names a product: https://t.me/bot?start=buy_SKU."""
_COMMANDS = frozenset({"shop", "buy"})
_ANY = Wish()


def is_wish(token: str | None) -> bool:
    """Whether somebody came in by a link that names a product."""
    return token is not None and token.startswith(START)


async def facts(turn: Turn, contact: UUID, subject: Subject | None, event: object) -> OrderingFacts:
    """The products now, for a yes to a summary; the day of delivery, for a question about the day."""
    pay_first = turn.business.sourcing.pay == "first"
    credit = await referring.usable(turn, contact) if turn.business.referral else None
    offered = await _offered(turn, await _asked_about(turn, contact, event))
    known = OrderingFacts(
        pay_first, turn.business.sourcing.express_fee, off=credit.amount if credit else 0, offered=offered
    )
    if isinstance(event, Picked) and (event.agrees is False or event.removes):
        return replace(known, standing=tuple(one.number for one in await with_us(turn, contact)))
    if not (isinstance(event, Picked) and event.agrees):
        return known
    return replace(known, sold={one.id: ware_of(one) for one in await turn.unit.products.all()})


async def _asked_about(turn: Turn, contact: UUID, event: object) -> tuple[Orderable, ...]:
    """What is asked about, when the answer is to be said: nothing where an order is picked."""
    if isinstance(event, OrderWish):
        return event.wares if event.asks else ()
    order = await open_order.of(turn, contact) if isinstance(event, Picked) else None
    return order.state.wares if order is not None and order.state.asks else ()


async def _offered(turn: Turn, wares: Sequence[Orderable]) -> dict[tuple[UUID, str], Promisable]:
    """How soon these can be had, as the API tells it."""
    products = list((await turn.unit.products.by_ids([one.product for one in wares])).values()) if wares else []
    sold = [one for one in products if one.removed_at is None]
    return await how_soon.promised(turn, sold) if sold else {}


async def write(turn: Turn, run: Run, before: Ordering | None, decision: Decision[Ordering]) -> None:
    """Reserve what was agreed to, by the same news that a shop's system tells."""
    for effect in decision.effects:
        if isinstance(effect, PlaceOrder) and run.contact is not None:
            number = await order_number(turn, uuid5(run.id, str(run.version)))
            items = tuple(ReservedItem(one.ware.sku, one.size, one.quantity) for one in effect.lines)
            where = (decision.state.address, decision.state.channel)
            address = await where_to.told_in(turn, effect.told_in)
            news = OrderReserved(number, number, items, effect.express, Customer(), turn.now, where, address)
            await own_events.emit(turn, run.contact, news, f"picked:{run.id}:{number}")


async def commanded(turn: Turn, said: Said) -> bool:
    """``/shop``, ``/buy``, or a start link that names a product: a wish in as many words. False for all else."""
    token = said.event.start or ""
    typed = slash.command(said.event.text)
    if typed == "start" and not token:
        token = said.event.text.partition(" ")[2].strip()
    if is_wish(token):
        found = await turn.unit.products.by_sku(token.removeprefix(START))
        return await _begin(turn, said, [found] if found else await turn.unit.products.all())
    if typed in _COMMANDS:
        return await _begin(turn, said, await turn.unit.products.all())
    return False


async def went_on(turn: Turn, said: Said) -> bool:
    """Give an answer to the person's open order, where it is our question that they answer; whether it was one."""
    order, asked = await open_order.of(turn, said.address.contact), said.answered.asked
    if order is None or asked is None or asked.run != order.run.id:
        return False
    run, state = order.run, order.state
    said = resized.in_capitals(said, state)
    if asks_what_is_sold(said.event.text) and (state.step in {"size", "summary"} or state.kept):
        return await host.advance(turn, run, await _listed_beside(turn, said, state))
    changed = await where_to.read(turn, said, state) or await baskets.read(turn, said, state)
    if changed is not None:
        return await host.advance(turn, run, changed)
    event = picked.read(said, state)
    chooses = state.step == "product" and bool(state.kept)  # which one beside what they have: nothing begins anew
    if event is None or (event == nothing_of(said) and not chooses and await _named_another(turn, said, state)):
        return event is not None
    anew = state.step == "product" and not chooses and event.agrees is None and len(event.picks) < 2
    if anew and not _is_number(said) and await begun(turn, said, listed=True):
        return True  # it says more than which one: the size, how many
    return await host.advance(turn, run, event) or await _passed_on(turn, said)


async def _passed_on(turn: Turn, said: Said) -> bool:
    """Leave to a person what was not understood again, where it reads like a no and refuses nothing: nobody else says
    that it was left while the question stands."""
    if said.reading.intent is not Intent.NO:
        return False
    await say_passed_on(turn, said, await handover.ask(turn, said.address, said.message))
    return True


async def _listed_beside(turn: Turn, said: Said, state: Ordering) -> Picked:
    """The list of goods beside the order that is picked; before the order is complete, the open question once more."""
    if state.step != "summary":
        return replace(nothing_of(said), again=True)
    products = await turn.unit.products.all()
    among = tuple(ware_of(one) for one in products[:MOST_LISTED])
    return replace(nothing_of(said), among=among, beside=True)


async def _named_another(turn: Turn, said: Said, state: Ordering) -> bool:
    """Begin anew with a product that was not listed, for a customer who wants or names one."""
    if await begun(turn, said):
        return True
    if state.step != "product" or _is_number(said) or said.event.button:
        return False
    products = await turn.unit.products.all()
    places = read_wares(said.event.text, shelf_of(products))
    return bool(places) and await _begin(turn, said, [products[place] for place in places])


def _is_number(said: Said) -> bool:
    return read_choice(said.event.text, said.event.button) is not None


async def begun(turn: Turn, said: Said, *, listed: bool = False) -> bool:
    """Begin an order where somebody wants one; False for everything else, and where nothing is sold.

    Where goods were ``listed`` to them, goods that are named alone are the answer: "2 shorts in L".
    """
    text = said.event.text if said.answered.asked is not None else behind_a_no(said.event.text)
    if not said.is_by_hand or not may_want(text) or _answers_another(said):
        return False
    products = await turn.unit.products.all()
    shelf, categories = shelf_of(products), [one.category for one in products]
    wishes, wish = read_wishes(text, shelf, categories), read_wish(text, shelf, categories)
    named = {products[place].id for one in (*wishes, *((wish,) if wish else ())) for place in one.wares}
    alone = bool(named) and not listed and not says_it_wants(text)
    if wish is None or (alone and await _may_mean_another(turn, said, tuple(named))):
        return False
    return await (begin_all(turn, said, products, wishes) if wishes else begin(turn, said, products, wish))


async def _may_mean_another(turn: Turn, said: Said, products: Sequence[UUID]) -> bool:
    """Whether goods that are named alone may be those of an order, of a question to the staff, or of another answer."""
    if said.answered.question is not None or asks_about_order(said) or await handover.is_waiting(turn, said.address):
        return True
    return await is_ordered(turn, said, products)


async def parted(turn: Turn, said: Said) -> tuple[str, str]:
    """The answer about an order and the wish beside it, for other goods: "no, keep it", "I want 2 mugs too". Without
    such a wish all of it is the answer, as "no, I want the mug" is where a mug is in the order."""
    text = said.event.text
    if said.event.button or not says_it_wants(text):
        return text, ""
    products = await turn.unit.products.all()
    answer, wish = part_wish(text, shelf_of(products))
    named = read_wish(wish, shelf_of(products)) if wish else None
    if named is None or await is_ordered(turn, said, [products[place].id for place in named.wares]):
        return text, ""
    return answer, wish


async def wished(turn: Turn, said: Said) -> bool:
    """Begin an order of goods that somebody names where they were asked whether we may write: "mujhe tiger shorts
    chahiye" says neither yes nor no to that. False where it answers in so many words."""
    asked = said.answered.asked
    if asked is None or read_yes_no(said.event.text).answer is not None:
        return False
    if not any(one.kind in ASKS for one in await turn.unit.messages.of_run(asked.run)):
        return False
    unread = replace(said, reading=replace(said.reading, intent=Intent.UNCLEAR))
    named = read_wares(said.event.text, shelf_of(await turn.unit.products.all()))
    return bool(named) and await begun(turn, unread)


async def begin_all(turn: Turn, said: Said, products: Sequence[Product], wishes: Sequence[Wish]) -> bool:
    """Begin with the first of several that they named: the others are picked after it, and are lines of one order."""
    named = [
        Next(ware_of(products[place]), size_in(products[place], one.size), one.quantity)
        for one in wishes
        for place in one.wares
    ]
    over, partly = any(one.over for one in wishes), any(one.partly for one in wishes)
    return await begin_with(turn, said, named, over=over, partly=partly)


async def begin_with(
    turn: Turn, said: Said, lines: Sequence[Next], *, over: bool = False, partly: bool = False, express: bool = False
) -> bool:
    """Begin with the first of these lines; the others come after it."""
    first, *rest = lines
    where = (said.address.id, said.address.channel, said.message.id)
    wish = OrderWish((first.ware,), *where, first.size, first.quantity, later=tuple(rest), over=over, partly=partly)
    return await _enter(turn, said, replace(wish, express=express))


async def begin(turn: Turn, said: Said, products: Sequence[Product], wish: Wish, *, asks: bool = False) -> bool:
    """Begin with what was read on the shelf of these products; ``asks``: they only asked whether it is to be had."""
    wanted = [products[place] for place in wish.wares] or list(products)
    known = wish.sure and len(wanted) == 1
    if len(wanted) == 1 and not known:  # a word is left that may be another product's
        wanted = [*wanted, *(one for one in products if one not in wanted)]
    size = size_in(wanted[0], wish.size) if known else ""
    lacks = wish.size.upper() if known and not size else ""
    return await _begin(turn, said, wanted, replace(wish, size=size) if known else _ANY, lacks, asks=asks)


def _answers_another(said: Said) -> bool:
    """Whether another open question may be meant: a yes, a no or a number is its answer, whatever else it could be."""
    if said.answered.asked is None:
        return False
    return said.reading.intent in {Intent.YES, Intent.NO, Intent.LATER} or said.event.text.strip().isdigit()


async def _begin(
    turn: Turn, said: Said, wanted: Sequence[Product], wish: Wish = _ANY, lacks: str = "", *, asks: bool = False
) -> bool:
    """Begin with one of these products, in the size and the number of the wish."""
    if not wanted:
        return False
    wares = tuple(ware_of(one) for one in wanted[:MOST_LISTED])
    where = (said.address.id, said.address.channel, said.message.id)
    event = OrderWish(wares, *where, wish.size, wish.quantity, lacks, asks, over=wish.over, partly=wish.partly)
    return await _enter(turn, said, event)


async def _enter(turn: Turn, said: Said, event: OrderWish) -> bool:
    contact = said.address.contact
    await host.enter(turn, ordering.NAME, str(contact), contact, None, event)
    return True

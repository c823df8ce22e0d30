"""Sourcing: orders of things that partner shops are asked for, from a customer's wish to the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from flows.phrase import Text, phrase, tap
from flows.sourcing import chat_order, order_events, order_flow
from flows.sourcing.basket import Ordering
from flows.sourcing.desk import desk_events, outcome_message, request_rounds, takeback_doubts
from flows.sourcing.desk import desk_flow as shop_desk
from flows.sourcing.desk.desk_requests import Desk
from flows.sourcing.order import Order
from flows.sourcing.order_state import GOING_ON
from flows.sourcing.quality import quality_flow as quality
from handlers.conversation import Conversation, Conversations, Door, Flow, Job, Rank, Reader
from handlers.engine.turn import Turn
from handlers.replies.acts import ActKind
from handlers.sourcing import descriptions, desks, orders, teaching
from handlers.sourcing.actions.applying import APPLYING
from handlers.sourcing.actions.restock_plans import MORNING
from handlers.sourcing.api.routes import ROUTES
from handlers.sourcing.calls import lists, payments, photos, splits
from handlers.sourcing.customer import readers
from handlers.sourcing.customer.address import question
from handlers.sourcing.customer.calling_off import called, opt_out, sure
from handlers.sourcing.customer.ordering import run as picking
from handlers.sourcing.customer.placed import photos_seen
from handlers.sourcing.customer.stopping import STOPPING
from handlers.sourcing.descriptions import RESERVATION
from handlers.sourcing.hears import HEARS
from handlers.sourcing.shop import answering, handing, presence
from handlers.sourcing.staff import (
    checks,
    forgotten,
    fulfilment,
    going_on,
    money,
    naming,
    order_list,
    photographed,
    prices,
    restocking,
    rounds,
    shops,
    stock,
    undoing,
    watching,
)
from handlers.sourcing.staff import orders as told
from storage.sourcing.partner_shops import INVITE, Shops
from storage.sourcing.reservations import Reservations
from storage.sourcing.sourcing_personal_tables import PERSONAL

if TYPE_CHECKING:
    from handlers.api.endpoint import Endpoint
    from handlers.api.told import Data

NO_ORDER, NO_SHOP, NO_PRODUCT, NO_PRICE = "1234", "SHOP", "PRODUCT", "350"
"""What stands in an example where there is none yet."""
_LOOKED_AT = 20  # orders, for one of a customer: nobody pays for a restock


async def _serves(turn: Turn) -> bool:
    """Whether anything is sold here, or any shop asked."""
    return bool(await turn.unit.products.some(1) or await turn.unit.of(Shops).page("", 1))


async def _examples(turn: Turn) -> Mapping[str, str]:
    """An order's number, also in a command to be tapped, a shop, and a product with its price."""
    latest = await turn.unit.of(Reservations).page(None, None, _LOOKED_AT)
    open_first = sorted((one for one in latest if not one.for_stock), key=lambda one: one.status not in GOING_ON)
    order = next((one.number for one in open_first), NO_ORDER)
    shop = next((one.ref for one in await turn.unit.of(Shops).page("", 1)), NO_SHOP)
    sold = {"sku": NO_PRODUCT, "price": NO_PRICE}
    for one in await turn.unit.products.some(1):
        sold = {"sku": one.sku, "price": f"{one.price.decimal.normalize():f}"}
    return {"order": order, "tapped": tap("", order)[1:], "shop": shop, **sold}


async def _languages(turn: Turn) -> Iterable[str]:
    return [shop.language for shop in await turn.unit.of(Shops).all()]


async def _waiting(turn: Turn) -> Text | None:
    """The orders that are open: of those that came before, no message came to whoever joins now."""
    many = await turn.unit.of(Reservations).count([one.value for one in GOING_ON])
    return phrase("orders_wait", many=many) if many else None


def _endpoints(_conversations: Conversations) -> Sequence[Endpoint[Any]]:
    from handlers.sourcing.api.endpoints import ENDPOINTS

    return ENDPOINTS


def _told() -> Mapping[str, type[Data]]:
    from handlers.sourcing.api.reserved import TOLD

    return TOLD


SOURCING = Conversation(
    name="sourcing",
    events=(*order_events.EVENTS, *desk_events.EVENTS),
    tables=PERSONAL,
    subjects=(RESERVATION,),
    routes=ROUTES,
    endpoints=_endpoints,
    told=_told,
    serves=_serves,
    flows=(
        Flow(
            order_flow.NAME, Order, order_flow.decide, desks.order_facts, write=orders.write, choice=photos_seen.choice,
            waits=descriptions.ORDER, does=orders.DOES,
        ),
        Flow(
            shop_desk.NAME, Desk, shop_desk.decide, desks.facts_of_desk, write=desks.write, waits=descriptions.DESK,
            does=desks.DOES,
        ),
        Flow(
            quality.NAME, quality.Check, quality.decide, checks.facts, write=checks.write, choice=photos_seen.choice,
            waits=descriptions.QUALITY, does=checks.DOES,
        ),
        Flow(
            chat_order.NAME, Ordering, chat_order.decide, picking.facts, write=picking.write,
            choice=photos_seen.choice, waits=descriptions.ORDERING, does=(chat_order.PlaceOrder,),
        ),
    ),
    hears=HEARS,
    calls={**payments.KINDS, **photos.KINDS, **splits.KINDS, **lists.KINDS},
    doors=(
        Reader(Door.ANYBODY, presence.chose_language),
        Reader(Door.ASKED, answering.looked_over, quality.LOOKED_OVER),
        Reader(Door.ASKED, answering.looked_over, photographed.WHICH),
        Reader(Door.ASKED, answering.handed_answered, handing.WHICH),
        Reader(Door.ASKED, answering.desk_answered, request_rounds.REQUESTED),
        Reader(Door.ASKED, answering.desk_answered, request_rounds.ASKED_BACK),
        Reader(Door.ASKED, answering.desk_answered, takeback_doubts.TAKES_BACK),
        Reader(Door.ASKED, answering.desk_answered, outcome_message.KEPT_PIECES),
        Reader(Door.PARTNER, answering.answered),
        Reader(Door.STAFF, checks.photographed_by_staff),
        Reader(Door.STAFF, going_on.went_on),
    ),
    readers=(*readers.READERS, Reader(Rank.PARTNER, presence.wrote_start, acts={ActKind.KEYWORD})),
    tokens=(readers.reads_token,),
    places=(question.WHERE,),
    notes=(called.wish,),
    commands=(
        told.ORDERS, rounds.FETCH, told.EXPRESS_ORDERS, fulfilment.ASSIGN, fulfilment.PICKED, fulfilment.PACKED,
        fulfilment.SHIPPED, fulfilment.DELIVERED, fulfilment.CANTSOURCE, fulfilment.CANCEL,
        money.SETTLED, money.REFUNDED, money.REFUND, money.RETURN, prices.QUOTE,
        shops.SHOPS, stock.STOCK, prices.PRICE, restocking.RESTOCK, money.PAID,
    ),
    examples=_examples,
    menu=("shop",),
    invites={INVITE: presence.opened},
    hellos=(presence.said_hello,),
    stopping=STOPPING,
    applying=APPLYING,
    undoes=(undoing.UNDOES,),
    retires=photos.remove_older,
    waiting=_waiting,
    today=order_list.today,
    figures=descriptions.figures,
    under_way=order_list.told,
    addressing=(naming.addressed,),
    noting=naming.NOTING,
    languages=_languages,
    teaches={
        sure.SURE: teaching.meant_cancel,
        opt_out.CANCEL_QUESTION: teaching.meant_which,
    },
    jobs=(
        Job(watching.JOB, watching.MORNING, watching.look),
        Job(forgotten.JOB, forgotten.MORNING, forgotten.look),
        Job(restocking.JOB, MORNING, restocking.look),
    ),
)  # fmt: skip

"""Sourcing: orders of goods from partner shops, from a customer's wish to the door."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flows.phrase import Text, phrase, tap
from flows.sourcing import chat_order, order_events, order_flow
from flows.sourcing.basket import Ordering
from flows.sourcing.desk import desk_events, outcome_message, request_rounds, takeback_doubts
from flows.sourcing.desk import desk_flow as shop_desk
from flows.sourcing.desk.desk_requests import Desk
from flows.sourcing.order import Order
from flows.sourcing.order_state import GOING_ON
from flows.sourcing.quality import quality_flow as quality
from handlers.conversation import Conversation, DailyJob, Door, EventShapes, Flow, Rank, Reader
from handlers.conversation import conversation_facets as facets
from handlers.conversation.endpoint_search import find_endpoints
from handlers.engine.turn import Turn
from handlers.replies.customer_acts import ActKind
from handlers.sourcing import desk_news, order_decision_writer, sourcing_descriptions
from handlers.sourcing.actions.sourcing_file_apply import APPLYING
from handlers.sourcing.actions.weekly_restocks import MORNING
from handlers.sourcing.api.routes import ROUTES
from handlers.sourcing.calls import payment_link_calls, photo_file_calls, split_call, stock_list_call
from handlers.sourcing.customer import customer_order_readers
from handlers.sourcing.customer.calling_off import customer_cancellation
from handlers.sourcing.customer.ordering import ordering_run as picking
from handlers.sourcing.customer.orders_after_stop import LEAVING
from handlers.sourcing.customer.placed import photo_remarks
from handlers.sourcing.shop import shop_handover, shop_presence, shop_readers
from handlers.sourcing.sourcing_descriptions import RESERVATION
from handlers.sourcing.sourcing_events import HEARS
from handlers.sourcing.staff import (
    fetch_round,
    fulfilment_commands,
    money_commands,
    morning_checks,
    order_addressees,
    order_list,
    overdue_orders,
    photo_order_match,
    price_commands,
    quality_check,
    quality_check_resumption,
    restock_command,
    shops_command,
    sourcing_undo,
    stock_command,
)
from handlers.sourcing.staff import order_commands as told
from storage.sourcing.partner_shops import INVITE, Shops
from storage.sourcing.reservations import Reservations
from storage.sourcing.sourcing_personal_tables import PERSONAL

NO_ORDER, NO_SHOP, NO_PRODUCT, NO_PRICE = "1234", "SHOP", "PRODUCT", "350"
"""Names in an example if the business has none yet."""
_LOOKED_AT = 20  # orders to search for one of a customer: nobody pays for a restock


async def _serves(turn: Turn) -> bool:
    """Return True if the business sells a product or has a partner shop."""
    return bool(await turn.unit.products.list_some(1) or await turn.unit.of(Shops).page("", 1))


async def _load_examples(turn: Turn) -> Mapping[str, str]:
    """Return example values for help texts: an order's number, also as a command, a shop, a product with its price."""
    latest = await turn.unit.of(Reservations).page(None, None, _LOOKED_AT)
    open_first = sorted((one for one in latest if not one.for_stock), key=lambda one: one.status not in GOING_ON)
    order = next((one.number for one in open_first), NO_ORDER)
    shop = next((one.ref for one in await turn.unit.of(Shops).page("", 1)), NO_SHOP)
    sold = {"sku": NO_PRODUCT, "price": NO_PRICE}
    for one in await turn.unit.products.list_some(1):
        sold = {"sku": one.sku, "price": f"{one.price.decimal.normalize():f}"}
    return {"order": order, "tapped": tap("", order)[1:], "shop": shop, **sold}


async def _list_languages(turn: Turn) -> Iterable[str]:
    return [shop.language for shop in await turn.unit.of(Shops).all()]


async def _describe_waiting(turn: Turn) -> Text | None:
    """Describe the open orders for a new staff member, who got no messages about them; None if there are none."""
    many = await turn.unit.of(Reservations).count([one.value for one in GOING_ON])
    return phrase("orders_wait", many=many) if many else None


def _load_told() -> EventShapes:
    from handlers.sourcing.api.reservation_event_data import TOLD

    return TOLD


SOURCING = Conversation(
    name="sourcing",
    serves=_serves,
    flows=(
        Flow(
            order_flow.NAME, Order, order_flow.decide, desk_news.load_order_facts, write=order_decision_writer.write,
            choice=photo_remarks.read_choice,
            waits=sourcing_descriptions.ORDER, does=order_decision_writer.DOES,
        ),
        Flow(
            shop_desk.NAME, Desk, shop_desk.decide, desk_news.load_desk_facts, write=desk_news.write,
            waits=sourcing_descriptions.DESK,
            does=desk_news.DOES,
        ),
        Flow(
            quality.NAME, quality.Check, quality.decide, quality_check.load_facts, write=quality_check.write,
            choice=photo_remarks.read_choice,
            waits=sourcing_descriptions.QUALITY, does=quality_check.DOES,
        ),
        Flow(
            chat_order.NAME, Ordering, chat_order.decide, picking.load_facts, write=picking.write,
            choice=photo_remarks.read_choice, waits=sourcing_descriptions.ORDERING, does=(chat_order.PlaceOrder,),
        ),
    ),
    hears=HEARS,
    talk=facets.CustomerTalk(
        doors=(
            Reader(Door.ANYBODY, shop_presence.choose_language),
            Reader(Door.ASKED, shop_readers.take_check_result, quality.LOOKED_OVER),
            Reader(Door.ASKED, shop_readers.take_check_result, photo_order_match.WHICH),
            Reader(Door.ASKED, shop_readers.take_handed_over, shop_handover.WHICH),
            Reader(Door.ASKED, shop_readers.answer_desk, request_rounds.REQUESTED),
            Reader(Door.ASKED, shop_readers.answer_desk, request_rounds.ASKED_BACK),
            Reader(Door.ASKED, shop_readers.answer_desk, takeback_doubts.TAKES_BACK),
            Reader(Door.ASKED, shop_readers.answer_desk, outcome_message.KEPT_PIECES),
            Reader(Door.PARTNER, shop_readers.read_shop_message),
            Reader(Door.STAFF, quality_check.take_staff_photos),
            Reader(Door.STAFF, quality_check_resumption.resume_check),
        ),
        readers=(
            *customer_order_readers.READERS,
            Reader(Rank.PARTNER, shop_presence.answer_start, acts={ActKind.KEYWORD}),
        ),
        subject_of=customer_cancellation.wish,
        menu=("shop",),
        invites={INVITE: shop_presence.open_invite},
        hello=shop_presence.take_hello,
        reads_token=customer_order_readers.reads_token,
        leaving=LEAVING,
        under_way=order_list.list_underway,
        languages=_list_languages,
    ),
    staff=facets.StaffTalk(
        commands=(
            told.ORDERS, fetch_round.FETCH, told.EXPRESS_ORDERS, fulfilment_commands.ASSIGN, fulfilment_commands.PICKED,
            fulfilment_commands.PACKED,
            fulfilment_commands.SHIPPED, fulfilment_commands.DELIVERED, fulfilment_commands.CANTSOURCE,
            fulfilment_commands.CANCEL,
            money_commands.SETTLED, money_commands.REFUNDED, money_commands.REFUND, money_commands.RETURN,
            price_commands.QUOTE, shops_command.SHOPS, stock_command.STOCK, price_commands.PRICE,
            restock_command.RESTOCK, money_commands.PAID,
        ),
        examples=_load_examples,
        undoes=(sourcing_undo.UNDOES,),
        addressing=order_addressees.find_addressed,
        noting=order_addressees.NOTING,
        waiting=_describe_waiting,
        today=order_list.report_today,
        figures=sourcing_descriptions.describe_period,
    ),
    api=facets.ApiSurface(routes=ROUTES, endpoints=find_endpoints("handlers.sourcing.api", ROUTES), told=_load_told),
    work=facets.BackgroundWork(
        calls={**payment_link_calls.KINDS, **photo_file_calls.KINDS, **split_call.KINDS, **stock_list_call.KINDS},
        daily_jobs=(
            DailyJob(morning_checks.JOB, morning_checks.MORNING, morning_checks.run_check),
            DailyJob(overdue_orders.JOB, overdue_orders.MORNING, overdue_orders.run_check),
            DailyJob(restock_command.JOB, MORNING, restock_command.run_check),
        ),
    ),
    sending=facets.MessageSending(subjects=(RESERVATION,)),
    data=facets.OwnData(
        events=(*order_events.EVENTS, *desk_events.EVENTS),
        tables=PERSONAL,
        applying=APPLYING,
        retires=photo_file_calls.remove_older,
    ),
)  # fmt: skip

"""A shopkeeper's message as one value, with the shop's desk; and answers to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from flows.engine import Asks
from flows.events import MessageReceived
from flows.policy.departure_facts import Kind
from flows.sourcing.desk import desk_flow as shop_desk
from flows.sourcing.desk.desk_requests import Desk, Request
from flows.sourcing.order_line import PromiseState
from handlers.engine.outbox_posts import OutboundMessage, post
from handlers.engine.turn import Turn
from handlers.sourcing.replies.counter_phrases import NOTHING_SAID, CounterReading
from handlers.sourcing.replies.shop_intents import NO_COMMAND, ShopReading
from handlers.sourcing.shop.shop_text_mentions import NO_ORDERS, NamedOrders
from handlers.sourcing.shop.stock_count_lines import CountedGoods
from storage.events.open_questions import QuestionRecord
from storage.events.runs import Run
from storage.people.people import Address
from storage.sending.message import Message
from storage.sourcing.partner_shops import Shop
from storage.sourcing.promises import Promises
from storage.sql import json_codec

_REMEMBERED = timedelta(days=30)
"""How long after a shop left it still hears, once it is back, what it need not keep."""


@dataclass(frozen=True, slots=True)
class OpenDesk:
    """A shop's desk: its run, and its state, which is large and so is read once for each message."""

    run: Run
    state: Desk


async def load_desk(turn: Turn, shop: Shop) -> OpenDesk | None:
    """Load the shop's desk; None if the shop has had no request yet."""
    run = await turn.unit.runs.get_open(shop_desk.NAME, str(shop.id))
    return None if run is None else OpenDesk(run, json_codec.load(Desk, run.state))


async def split_open_requests(turn: Turn, shop: Shop) -> tuple[list[Request], list[Request]]:
    """Return the requests whose goods a returning shop need not keep, and those it need not answer."""
    run = await turn.unit.runs.find_last_ended(shop_desk.NAME, shop.id)
    if run is None or run.ended_at is None or run.ended_at < turn.now - _REMEMBERED:
        return [], []
    kept = {(one.order, one.line.id) for one in await turn.unit.of(Promises).list_kept(shop.id, PromiseState.HELD)}
    requests = [one for one in json_codec.load(Desk, run.state).requests if not one.closed_at and one.key not in kept]
    asked = [one for one in requests if one.open and one.round and one.deadline > turn.now]
    return [one for one in requests if one.kept], asked


@dataclass(frozen=True, slots=True)
class Talk:
    """A shopkeeper's message, its address, the ``question`` that it answers, the shop's ``desk`` (None before any
    request), and its parsed content.

    The message is a request (``command``), about a handover (``counter``), an undo of the last statement
    (``takes_back``), or a statement of stock (``counts``). ``mentioned`` are the orders that it names by number.
    ``is_own``: it is no answer, even if requests are open.
    """

    shop: Shop
    address: Address
    message: Message
    event: MessageReceived
    question: QuestionRecord | None = None
    desk: OpenDesk | None = None
    command: ShopReading = NO_COMMAND
    counter: CounterReading = NOTHING_SAID
    takes_back: bool = False
    counts: tuple[CountedGoods, ...] = ()
    mentioned: NamedOrders = NO_ORDERS
    is_own: bool = False


async def say(
    turn: Turn, talk: Talk, template: str, *, locale: str | None = None, question: Asks | None = None, **values: Any
) -> UUID | None:
    """Answer with a template, in the shop's language; values that are None are left out."""
    letter = OutboundMessage(
        key=f"answer:{talk.message.id}:{template}",
        kind=Kind.ANSWER,
        template=template,
        values={name: value for name, value in values.items() if value is not None},
        reply_to=talk.message.id,
        locale=locale or talk.shop.language,
        asks=question,
    )
    return await post(turn, talk.address, letter)

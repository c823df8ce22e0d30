"""A stock list that a shop sends as a file: fetched by a call, then stored, with an answer to the shop."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from flows.events import Media, MessageReceived
from flows.sourcing.desk.desk_events import ListRead
from handlers.engine.outbox_posts import post_question
from handlers.engine.turn import Turn
from handlers.sourcing.calls.stock_list_call import FETCH_LIST
from handlers.sourcing.replies.stock.stock_list_file import (
    LARGEST_QUANTITY,
    Listed,
    NoList,
    name_figures,
    name_rows,
    read_stock_list,
)
from handlers.sourcing.shop import shop_escalation, shop_stock
from handlers.sourcing.shop.shop_stock import few, name_pieces
from handlers.sourcing.shop.shop_talk import Talk, say
from handlers.sourcing.shop.stock_count_lines import CountedGoods, GoodsShelf, place_row
from storage.sending.outbox import Priority
from storage.sourcing.partner_shops import Shops
from storage.sourcing.shop_inventory import StockSource

_TYPES = frozenset({"text/csv", "text/plain"})


def is_list(event: MessageReceived) -> bool:
    """Return True if the message has one file whose type may be a stock list."""
    return event.file_type in _TYPES


async def fetch_list(turn: Turn, talk: Talk) -> bool:
    """Fetch a file that may be a stock list; pass other files to a person. Return False if there is no file."""
    if talk.event.media and not (is_list(talk.event) and await _fetch(turn, talk)):
        await shop_escalation.pass_on(turn, talk)
    return bool(talk.event.media)


async def _fetch(turn: Turn, talk: Talk) -> bool:
    """Request the file from the channel's provider; return False if there is no sender for the request."""
    channel, message = talk.address.channel, talk.message.id
    request = {"message": message, "channel": channel}
    now, key = turn.now, f"{FETCH_LIST}:{message}"
    return await post_question(turn, channel, FETCH_LIST, key, request, now, Priority.ANSWER)


async def store_list(turn: Turn, news: ListRead) -> None:
    """Store the fetched list and answer the shop; a file that is no stock list goes to the staff."""
    message = await turn.unit.messages.get(news.message)
    shop = await turn.unit.of(Shops).find_by_contact(message.contact) if message is not None else None
    if message is None or shop is None:
        return
    address = await turn.unit.people.address_by_id(message.address)
    media = tuple(Media(one["kind"], one["url"], one.get("content_type", "")) for one in message.media)
    event = MessageReceived(
        address.channel, address.value, "", message.provider_id or "", message.text or "", turn.now, media=media
    )
    talk = Talk(shop, address, message, event)
    try:
        if news.failure:
            raise NoList(news.failure)
        await take_list(turn, talk, news.text)
    except NoList:
        await shop_escalation.pass_on(turn, talk)


async def take_list(turn: Turn, talk: Talk, text: str) -> None:
    """Store a stock list from a file; products not in the list are unchanged. Raises NoList. If a product and size has
    two rows, the last one counts, because sheets are filled in downwards; the shop gets a note."""
    listed = read_stock_list(text)
    shelf = GoodsShelf(await turn.unit.products.all())
    placed = [(row, place_row(row, shelf)) for row in listed.rows]
    counted = {(one.product.id, one.size): one for _, one in placed if one is not None}
    await shop_stock.keep(turn, talk, list(counted.values()), StockSource.LIST)
    unknown = (*(row.said for row, one in placed if one is None), *name_rows(listed.mistakes))
    values: dict[str, Any] = {"count": len(counted), "unknown": few(unknown) or None, "most": LARGEST_QUANTITY}
    values |= {"refused": few(name_figures(listed.mistakes)) or None}
    await say(turn, talk, "shop_list_taken", repeated=few(_find_repeats(placed)) or None, **values)


def _find_repeats(placed: Sequence[tuple[Listed, CountedGoods | None]]) -> list[str]:
    """Format the products listed in several rows: "Tiger Shorts L × 7 (row 2, 9)"."""
    rows: dict[tuple[UUID, str], list[tuple[Listed, CountedGoods]]] = {}
    for row, one in placed:
        if one is not None:
            rows.setdefault((one.product.id, one.size), []).append((row, one))
    return [
        f"{name_pieces(last.product, last.size, last.quantity)} (row {', '.join(str(row.line) for row, _ in same)})"
        for same in rows.values()
        for _, last in same[-1:]
        if len(same) > 1
    ]

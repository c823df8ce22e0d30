"""A file with a shop's stock, sent in its chat: fetched by a call, and read when the answer comes."""

from __future__ import annotations

from flows.events import Media, MessageReceived
from flows.sourcing.desk.events import ListRead
from handlers.outgoing import post_question
from handlers.sourcing.calls.lists import FETCH_LIST
from handlers.sourcing.replies.stock.lists import NoList
from handlers.sourcing.shop import lists, passing
from handlers.sourcing.shop.talk import Talk
from handlers.turn import Turn
from storage.outbox import Priority
from storage.sourcing.shops import Shops

_TYPES = frozenset({"text/csv", "text/plain"})


def is_list(event: MessageReceived) -> bool:
    """Whether somebody sent one file that may be a list of stock, by the type that its channel tells."""
    return event.file_type in _TYPES


async def sent(turn: Turn, talk: Talk) -> bool:
    """Fetch a file that may be a list of stock; any other file, and what cannot be fetched, goes to a person."""
    if talk.event.media and not (is_list(talk.event) and await _fetch(turn, talk)):
        await passing.pass_on(turn, talk)
    return bool(talk.event.media)


async def _fetch(turn: Turn, talk: Talk) -> bool:
    """Ask the channel's provider for the file; False where it has no sender to ask by."""
    channel, message = talk.address.channel, talk.message.id
    request = {"message": message, "channel": channel}
    now, key = turn.now, f"{FETCH_LIST}:{message}"
    return await post_question(turn, channel, FETCH_LIST, key, request, now, Priority.ANSWER)


async def listed(turn: Turn, news: ListRead) -> None:
    """Take over what the list says and tell the shop; what is no list is given to the staff, as any other file."""
    message = await turn.unit.messages.get(news.message)
    shop = await turn.unit.of(Shops).of_contact(message.contact) if message is not None else None
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
        await lists.take_list(turn, talk, news.text)
    except NoList:
        await passing.pass_on(turn, talk)

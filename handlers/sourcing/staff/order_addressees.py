"""Orders and shops as the staff's commands /send and /note name them."""

from __future__ import annotations

from uuid import UUID

from flows.engine import Subject
from flows.phrase import Lines, Text, phrase, sentences, tap
from flows.sourcing.order_draft import name_order
from handlers.actions.action import Origin
from handlers.engine.turn import Turn
from handlers.people.persons import format_name
from handlers.sourcing.actions.order_list_entries import AddNote, add_note
from handlers.sourcing.order_words import TITLE, name_shop, then_order
from handlers.sourcing.staff import order_card_messages
from handlers.sourcing.staff.order_reference import MeantOrder, best, find_order, list_names
from handlers.staff_chat.named_things import Addressed, Notable, Noting
from handlers.staff_chat.staff_command import IssuedCommand, Reply
from storage.facts.contact_ways import list_ways
from storage.sourcing.partner_shops import Shop, Shops
from templates.message_values import quote_line

_MOST_WORDS = 3  # of a shop's name
_MOST_SHOPS = 5


async def find_addressed(asked: IssuedCommand) -> Addressed | Reply | None:
    """Find the order or the shop that the first words name; None if they name neither."""
    found = await _find_customer(asked)
    return found if found is not None else await _find_shop(asked)


async def _find_customer(asked: IssuedCommand) -> Addressed | Reply | None:
    """Find the customer of the order whose number is the first word."""
    meant = await find_order(asked.turn, asked.arguments[:1])
    if not isinstance(meant, MeantOrder):
        return None  # digits that are no order's may end a number
    if meant.row.contact is None or not meant.order.has_listener:
        return Reply(phrase("order_has_no_customer", order=meant.order.number))
    called = await _name_addressee(asked.turn, meant)
    about, number = Subject("reservation", meant.order.id), meant.order.number
    return Addressed(meant.row.contact, called, 1, about, number=number, by_order=True)


async def _name_addressee(turn: Turn, meant: MeantOrder) -> str:
    contact = meant.row.contact
    assert contact is not None, "orders without a customer are refused before"
    person = await turn.unit.people.get(contact)
    ways = await list_ways(turn.unit, turn.business, contact, meant.order.id)
    address = await turn.unit.people.address_by_id(ways[0][0]) if ways else None
    name = person.name if person is not None else None
    return format_name(name, address) if address is not None else quote_line(name or "?", TITLE)


async def _find_shop(asked: IssuedCommand) -> Addressed | Reply | None:
    """Find the shop that the first words name, the longest name first."""
    shops = await asked.turn.unit.of(Shops).all()
    for many in range(min(_MOST_WORDS, len(asked.arguments)), 0, -1):
        found, rest = best(asked.arguments[:many], shops, list_names)
        if rest or not found:
            continue
        return _choose_addressed(found[0], many) if len(found) == 1 else _ask_which(found)
    return None


def _choose_addressed(shop: Shop, many: int) -> Addressed | Reply:
    if shop.contact is None:
        return Reply(
            phrase("shop_cannot_be_written_to", shop=name_shop(shop)), (("/shops", phrase("button_all_shops")),)
        )
    return Addressed(shop.contact, quote_line(shop.name, TITLE), many, Subject("shop", shop.id), partner=True)


def _ask_which(shops: list[Shop]) -> Reply:
    taps: list[Text] = [sentences(tap("send", one.ref), name_shop(one)) for one in shops[:_MOST_SHOPS]]
    return Reply(Lines((phrase("send_which_of_them"), *taps)))


async def _find_noted_order(asked: IssuedCommand, words: tuple[str, ...]) -> Notable | Reply | None:
    """Find the order whose number is among the words."""
    meant = await find_order(asked.turn, words)
    if not isinstance(meant, MeantOrder):
        return meant if isinstance(meant, Reply) else None
    number = meant.order.number
    return Notable(meant.order.id, number, meant.rest, phrase("what_to_note", order=number))


async def _save_note(turn: Turn, origin: Origin, order: UUID, text: str) -> Text:
    """Store the note, and update the order's message."""
    noted = await add_note(turn, origin, AddNote(order, text))
    await order_card_messages.show_notes(turn, noted)
    return then_order(noted, phrase("noted_with", order=name_order(noted)))


NOTING = Noting(_find_noted_order, _save_note)

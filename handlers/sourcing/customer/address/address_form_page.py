"""The address form page of an order: its content, and the handling of a submitted form.

Opening the page changes nothing, since link previews open it too. A link becomes invalid when the customer gives an
address after its creation, by the form or in the chat.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from flows.sourcing.order_state import WITH_US
from handlers.engine import person_language
from handlers.engine.checked_fields import clean
from handlers.engine.sealed_links import Notice
from handlers.engine.turn import Turn
from handlers.replies.opt_out_recognition import OptOut, read_opt_out
from handlers.sourcing.customer.address import order_address
from handlers.sourcing.pages import address_fields, order_links
from storage.facts.contact_ways import list_ways
from storage.people.people import Address, Contact
from storage.sourcing.order_addresses import DeliveryAddresses
from storage.sourcing.reservations import Reservation, Reservations
from templates.address_form import AddressPage

UNKNOWN, USED, OVER, SAVED = "unknown", "used", "over", "saved"
"""The notices in place of the form: no such link; the address is known already; the order has left or is over; done."""
_LONGEST_NOTE = 200
_LONGEST_TYPED = 400  # characters of a field that the form repeats


@dataclass(frozen=True, slots=True)
class _Opened:
    row: Reservation
    contact: Contact


async def load_page(turn: Turn, token: str) -> AddressPage | Notice:
    """Return the empty form for a token, or a notice if the form cannot be used. Raises Expired."""
    found = await _open(turn, token)
    return found if isinstance(found, Notice) else _page(turn, found)


async def take(turn: Turn, token: str, typed: Mapping[str, str]) -> AddressPage | Notice:
    """Store the address of a submitted form, or return the form again if a field is wrong. Raises Expired.

    The fields differ by country: if the country differs from the ``shown`` one, the form is shown again.
    """
    found = await _open(turn, token, hold=True)
    if isinstance(found, Notice):
        return found
    page = _page(turn, found, typed)
    wished = typed.get("country", "")
    if wished and wished not in page.countries:
        return replace(page, wrong={"country": "required"})
    if typed.get("do") == "country" or typed.get("shown") != page.country:
        return page
    wrong = dict(address_fields.find_mistakes(page.country, page.typed))
    # An opt-out counts in the chat: the form rejects a field that reads as one, and explains how to stop messages.
    wrong |= {name: "ends" for name, value in page.typed.items() if read_opt_out(value) is OptOut.STOP}
    if wrong:
        return replace(page, wrong=wrong)
    text = address_fields.write_address(page.country, page.typed, turn.business.country)
    await order_address.keep_posted(turn, await _find_chat(turn, found.contact), text, found.row, page.note)
    return Notice(SAVED, page.locale)


async def _open(turn: Turn, token: str, *, hold: bool = False) -> _Opened | Notice:
    """Return the order and customer of a link, else a notice; ``hold`` locks the customer. Raises Expired."""
    sealed = order_links.open_address(turn, token)
    row = await turn.unit.of(Reservations).get(sealed.thing) if sealed is not None else None
    if sealed is None or row is None or row.contact is None:
        return Notice(UNKNOWN)
    if hold:
        await turn.unit.people.hold(row.contact)
        row = await turn.unit.of(Reservations).get(row.id) or row
    contact = await turn.unit.people.get(row.contact) if row.contact is not None else None
    if contact is None or contact.erased_at is not None:
        return Notice(UNKNOWN)
    locale = person_language.of(contact, turn.business)
    if row.status not in WITH_US:
        return Notice(OVER, locale)
    told = await turn.unit.of(DeliveryAddresses).find_address(row.id)
    if told is not None and told.text is not None and told.at > order_links.read_made_at(sealed):
        return Notice(USED, locale)
    return _Opened(row, contact)


def _page(turn: Turn, found: _Opened, typed: Mapping[str, str] | None = None) -> AddressPage:
    known = address_fields.list_countries()
    wished = ((typed or {}).get("country", ""), found.contact.country or "", turn.business.country)
    country = next((one for one in wished if one in known), "US")
    values = {name: value.strip()[:_LONGEST_TYPED] for name, value in (typed or {}).items()}
    return AddressPage(
        brand=turn.business.name,
        number=found.row.number,
        locale=person_language.of(found.contact, turn.business),
        country=country,
        countries=tuple(sorted(known)),
        fields=address_fields.list_fields(country),
        typed={"name": found.contact.name or ""} if typed is None else values,
        note=clean(values.get("note", ""), _LONGEST_NOTE),
    )


async def _find_chat(turn: Turn, contact: Contact) -> Address:
    """Return the address to answer: the one that the customer wrote from last, else the first. Policy still decides
    about sending.
    """
    ways = await list_ways(turn.unit, turn.business, contact.id)
    if ways:
        return await turn.unit.people.address_by_id(ways[0][0])
    return (await turn.unit.people.addresses_of(contact.id))[0]

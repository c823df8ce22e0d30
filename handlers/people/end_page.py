"""The page of the link that ends marketing, as its reader finds it."""

from __future__ import annotations

from urllib.parse import urlsplit
from uuid import UUID

from flows.channels import CHANNELS
from handlers.engine import person_language
from handlers.engine.turn import Turn
from handlers.people.end_links import make_preferences_link
from handlers.people.marketing_end import is_over
from templates.end_page import EndPage, mask_address


async def load_page(turn: Turn, address: UUID) -> EndPage | None:
    """Return the page of a link, with what has ended already; None if the address was deleted."""
    try:
        found = await turn.unit.people.address_by_id(address)
    except LookupError:
        return None
    over = await is_over(turn, found.contact, address, everywhere=True)
    return EndPage(
        turn.business.name,
        person_language.of(await turn.unit.people.get(found.contact), turn.business),
        CHANNELS[found.channel].title if found.is_channel else "",
        mask_address(found.value),
        here=await is_over(turn, found.contact, address, everywhere=False),
        everywhere=over,
        more="" if over else urlsplit(make_preferences_link(turn, address)).path,
    )

"""The customer whom a path names."""

from __future__ import annotations

from uuid import UUID

from pydantic import BaseModel

from handlers.api.refusals import ApiRefused, Code
from handlers.profiles.api.routes import LIST_CUSTOMERS
from handlers.profiles.api.view import show_customers
from handlers.turn import Turn
from storage.people import Contact
from storage.profiles.profiles import Profiles

_LONGEST = 60  # characters of an id that are said back


class CustomerById(BaseModel):
    """Which customer."""

    id: UUID


async def customer_named(turn: Turn, told: str | UUID) -> Contact:
    """The customer of that id, or whom they turned out to be. Raises ApiRefused where there is none."""
    try:
        which = told if isinstance(told, UUID) else UUID(told)
    except ValueError:
        which = None
    person = await turn.unit.people.get(which) if which is not None else None
    if person is None or not await turn.unit.of(Profiles).of([person.id]):
        raise ApiRefused(
            Code.NOT_FOUND, f"there is no customer {str(told)[:_LONGEST]}; {LIST_CUSTOMERS} lists them", "id"
        )
    return person


async def whole(turn: Turn, contact: UUID) -> dict[str, object]:
    """All that is shown of a customer: what their version is reckoned from."""
    (shown,) = await show_customers(turn, [contact])
    return shown

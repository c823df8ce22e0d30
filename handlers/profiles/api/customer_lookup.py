"""The customer in a path, and ``/api/customers/{id}``, which shows one."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from pydantic import BaseModel

from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.api.resource_versions import compute_version, show_version
from handlers.engine.turn import Turn
from handlers.profiles.api.customer_resource import CustomerShown, Fields
from handlers.profiles.api.customer_view import show_customers
from handlers.profiles.api.routes import LIST_CUSTOMERS, SHOW_CUSTOMER
from storage.people.people import Contact
from storage.profiles.profiles import Profiles

_LONGEST = 60  # characters of an id that an error quotes


class CustomerById(BaseModel):
    """The id of a customer in a path."""

    id: UUID


async def find_customer(turn: Turn, told: str | UUID) -> Contact:
    """Return the customer with this id, or the one it was merged into. Raises ApiRefused if there is none."""
    try:
        which = told if isinstance(told, UUID) else UUID(told)
    except ValueError:
        which = None
    person = await turn.unit.people.get(which) if which is not None else None
    if person is None or not await turn.unit.of(Profiles).find_profiles([person.id]):
        raise ApiRefused(
            Code.NOT_FOUND, f"there is no customer {str(told)[:_LONGEST]}; {LIST_CUSTOMERS} lists them", "id"
        )
    return person


async def read_whole(turn: Turn, contact: UUID) -> dict[str, object]:
    """Return all fields of a customer; their ETag is computed from them."""
    (shown,) = await show_customers(turn, [contact])
    return shown


class CustomerAsked(CustomerById):
    """The customer and the fields to show."""

    fields: Fields = None


@make_endpoint(
    SHOW_CUSTOMER,
    scope="read",
    takes=CustomerAsked,
    answers={200: CustomerShown},
    refuses=(Code.NOT_FOUND, Code.INVALID),
    versioned=True,
)
async def show_customer(call: ApiCall, asked: CustomerAsked) -> ApiReply:
    """Show a customer

    If two customers were merged, the remaining one is shown. The ETag covers the whole customer.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        return await read_whole(turn, (await find_customer(turn, asked.id)).id)

    shown = await call.api.turns.look(call.business, look)
    some = {name: value for name, value in shown.items() if asked.fields is None or name in asked.fields}
    return show_version(call, some, compute_version(shown))

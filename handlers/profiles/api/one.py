"""``/api/customers/{id}``: one customer."""

from __future__ import annotations

from typing import Any

from handlers.api.endpoint import ApiReply, Call, endpoint
from handlers.api.refusals import Code
from handlers.api.versions import show_version, version_of
from handlers.profiles.api.named import CustomerById, customer_named, whole
from handlers.profiles.api.routes import SHOW_CUSTOMER
from handlers.profiles.api.shapes import CustomerShown, Fields
from handlers.turn import Turn


class CustomerAsked(CustomerById):
    """Which customer, and what of them."""

    fields: Fields = None


@endpoint(
    SHOW_CUSTOMER,
    scope="read",
    takes=CustomerAsked,
    answers={200: CustomerShown},
    refuses=(Code.NOT_FOUND, Code.INVALID),
    versioned=True,
)
async def show_customer(call: Call, asked: CustomerAsked) -> ApiReply:
    """Show a customer

    Whoever turned out to be another one is shown as that one. The ETag is of the whole customer, whichever fields are
    asked for.
    """

    async def look(turn: Turn) -> dict[str, Any]:
        return await whole(turn, (await customer_named(turn, asked.id)).id)

    shown = await call.api.turns.look(call.business, look)
    some = {name: value for name, value in shown.items() if asked.fields is None or name in asked.fields}
    return show_version(call, some, version_of(shown))

"""``DELETE /api/customers/{id}``: erase a customer, as the law requires."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from flows.phrase import Lines
from handlers.actions.action import Origin, Refused
from handlers.api.api_audit import BY
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.endpoint import ApiCall, ApiReply, make_endpoint
from handlers.engine.person_language import make_english
from handlers.engine.turn import Turn
from handlers.privacy.person_erasure import Erase, erase, list_lost, would_erase
from handlers.profiles.api.customer_lookup import CustomerById
from handlers.profiles.api.customer_update import lock_customer
from handlers.profiles.api.routes import ERASE_CUSTOMER


class CustomerErased(CustomerById):
    """The customer to erase, and the fate of open orders."""

    orders: Annotated[
        Literal["", "cancel"], Field(description="cancel: open orders are cancelled and refunded, and a shop ends")
    ] = ""


@make_endpoint(
    ERASE_CUSTOMER,
    scope="admin",
    takes=CustomerErased,
    answers={204: None},
    refuses=(Code.NOT_FOUND, Code.CONFLICT, Code.INVALID),
    versioned=True,
)
async def erase_customer(call: ApiCall, erased: CustomerErased) -> ApiReply:
    """Erase a customer

    At once and for good: names, numbers and texts are deleted, no message reaches the customer, and consents are
    revoked; ledgers contain only ids. 409 for customers with open orders, or who answer for a shop, unless the request
    ends these; also for staff members, who must leave the staff first.
    """

    async def work(turn: Turn) -> None:
        person = await lock_customer(call, turn)
        command = Erase(person.id)
        try:
            await would_erase(turn, command)
        except Refused as refused:
            raise ApiRefused(Code.CONFLICT, make_english(turn).say(refused.text), "id") from None
        open_orders = await list_lost(turn, person.id)
        if open_orders and not erased.orders:
            said = make_english(turn).say(Lines(tuple(open_orders), " "))
            raise ApiRefused(
                Code.CONFLICT, f"this ends with them; send orders=cancel to erase them anyway. {said}", "orders"
            )
        await erase(turn, Origin(BY, f"{call.key.id}:{person.id}"), command)

    await call.api.turns.act(call.business, work)
    return ApiReply(204)

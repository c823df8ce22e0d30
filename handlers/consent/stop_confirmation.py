"""Confirmation of an opt-out: one message to its writer, and an alert for the staff.

Conversations that go on without our messages add their own lines to both (``LeavingHooks.told``). A stranger who has a
customer's number reads nothing of the customer: no order, no name, no way back.

A bare "cancel" always ends our messages (47 CFR 64.1200(a)(10)). Right after an update of a store's order it may also
mean that order, which only the staff can cancel, so the staff gets an alert.
"""

from __future__ import annotations

from typing import Any

from flows.phrase import join_first, phrase
from flows.policy.departure_facts import ASKS, Kind
from handlers.customer_talk import erasure_request, opt_out_extent, record_request
from handlers.customer_talk.store_order_status import ORDER_TOLD
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine.turn import Turn
from handlers.engine.turn_conversations import conversations_of
from handlers.people import persons
from handlers.replies.bare_cancel import is_bare_cancel
from handlers.replies.customer_intents import Intent
from handlers.staff_notices import alerts
from templates.message_values import a_name, quote_line

QUOTED = 40
"""Characters of the customer's words in an alert."""


async def take_stop(turn: Turn, said: UnderstoodMessage) -> bool:
    """Handle a message that was recorded as an opt-out on arrival, and the other requests in it."""
    if said.reading.intent is not Intent.STOP:
        return False
    await confirm_stop(turn, said)
    if not erasure_request.is_asked(said.event) and not opt_out_extent.says_wrong_number(said.event):
        await record_request.pass_on_request(turn, said)
        for one in conversations_of(turn).leaving_hooks:
            await one.beside(turn, said)
    return True


async def confirm_stop(turn: Turn, said: UnderstoodMessage) -> None:
    """Send the one confirmation, unless the provider sent its own. The ledger was written on arrival."""
    if erasure_request.is_asked(said.event):
        await erasure_request.pass_on(turn, said)
        return
    wrong = opt_out_extent.says_wrong_number(said.event)
    values = await _report_unended(turn, said) if not wrong else {}
    if wrong:
        await _tell_of_wrong_number(turn, said)
    channel = turn.business.channel(said.address.channel)
    theirs = said.event.keyword is not None or (channel is not None and channel.opt_out == "provider")
    if theirs or await _was_told(turn, said):
        return
    await say(turn, said, "wrong_number" if wrong else "stopped", Kind.OPT_OUT_DONE, values)


async def _report_unended(turn: Turn, said: UnderstoodMessage) -> dict[str, Any]:
    """Alert the staff about the customer's things that go on. Return the values for the confirmation."""
    values: dict[str, Any] = {}
    for one in conversations_of(turn).leaving_hooks:
        values |= await one.told(turn, said.address, said.message)
    values |= await _pass_on_cancel(turn, said)
    # A member of the staff may have meant the messages to customers.
    member = await persons.find_member(turn, said.address.channel, said.address.contact)
    return values | ({"staff": "yes"} if member is not None else {})


async def _tell_of_wrong_number(turn: Turn, said: UnderstoodMessage) -> None:
    """Alert the staff that a stranger has the customer's number. The stranger reads nothing about the customer."""
    person = await turn.unit.people.get(said.address.contact)
    orders = [one.number for one in await conversations_of(turn).list_underway(turn, said.address.contact)]
    text = phrase(
        "says_wrong_number",
        who=persons.format_name(None, said.address),
        name=a_name(person.name) if person is not None and person.name else "",
        wrote=quote_line(said.message.text or "", QUOTED),
        orders=join_first(orders) if orders else "",
    )
    await alerts.tell(turn, f"wrong_number:{said.address.id}", text, person=said.address.id)


async def _was_told(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if a second STOP needs no second confirmation.

    It does if it ends more than the first, or if a consent or a question came in between.
    """
    if said.message.data.get("stops") == opt_out_extent.OptOutExtent.ORDERS_TOO or said.message.data.get("anew"):
        return False
    thread = await turn.unit.messages.thread(said.address.id)
    told = [one for one in thread if one.kind is Kind.OPT_OUT_DONE and one.id < said.message.id]
    if not told or any(one.kind in ASKS and told[-1].id < one.id < said.message.id for one in thread):
        return False
    agreed = await turn.unit.consents.find_last_agreement(said.address.id)
    return agreed is None or agreed < told[-1].id


async def _pass_on_cancel(turn: Turn, said: UnderstoodMessage) -> dict[str, Any]:
    """Alert the staff if a bare "cancel" may mean a store's order. Return the values of the opt-out confirmation.

    They are empty if there is no such order.
    """
    about = said.answers.about if said.is_to(ORDER_TOLD) and is_bare_cancel(said.message.text or "") else None
    bought = await turn.unit.orders.get(about.id) if about is not None else None
    if bought is None:
        return {}
    order, who = bought.number, await persons.name_person(turn, said.address)
    text = phrase("may_mean_the_order", who=who, words=quote_line(said.message.text or "", QUOTED), order=order)
    await alerts.tell(turn, f"cancel:{said.message.id}", text, person=said.address.id)
    told = await alerts.list_chats(turn, roles=alerts.RESPONSIBLE)
    return {"cancel": order} | ({"told": "yes"} if told else {})

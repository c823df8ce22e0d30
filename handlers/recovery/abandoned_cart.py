"""The abandoned cart: its reminders begin, are delayed, declined or stopped by their button."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from flows import recovery, sequence
from flows.channels import SMS
from flows.engine import Left, Subject
from flows.events import CartUpdated
from flows.events.cart_items import sort_gifts_last
from flows.phrase import Text, phrase
from flows.policy.departure_facts import AGREED, Programme
from flows.policy.policy_rules import RuleKind, select_rules
from handlers.consent.stop_confirmation import confirm_stop
from handlers.conversation import Applying, LeavingHooks
from handlers.customer_talk import open_runs
from handlers.customer_talk.understood_message import UnderstoodMessage, say
from handlers.engine import host
from handlers.engine.subjects import SubjectKind, SubjectRow, When
from handlers.engine.turn import Turn
from handlers.people import opt_outs
from handlers.recovery.cart_story import find_latest_cart
from handlers.replies.customer_intents import Intent
from handlers.replies.payment_questions import asks_to_pay
from handlers.replies.text_normalisation import words
from storage.events.event_inbox import Stored
from storage.events.runs import RunQuestion
from storage.sending.message import Message
from storage.store.purchases import BOUGHT, Cart
from storage.unit import Unit

if TYPE_CHECKING:
    from handlers.business_file import BusinessFile


_DECLINED = {Intent.NO: "no_thanks", Intent.LATER: "no_reminder"}


async def promise_anew(turn: Turn, said: UnderstoodMessage) -> bool:
    """Promise a new reminder to a customer who asks for one after the cart's recovery ended; return True if so."""
    cart = await find_open_cart(turn, said) if said.reading.intent is Intent.LATER else None
    if cart is None:
        return False
    contact, subject = said.address.contact, Subject("cart", cart.id)
    asked = sequence.Reopened(subject, said.address.id)
    await host.enter(turn, recovery.NAME, str(contact), contact, subject, asked)
    run = await turn.unit.runs.get_open(recovery.NAME, str(contact))
    answered = replace(said.answered, runs=(run,) if run else ())
    return await open_runs.go_on(turn, replace(said, answered=answered))


async def take_decline(turn: Turn, said: UnderstoodMessage) -> bool:
    """Answer a customer who declines an open cart, now or for good, with the cart's items; return True if so."""
    template = _DECLINED.get(said.reading.intent)
    cart = await find_open_cart(turn, said) if template is not None else None
    if template is None or cart is None:
        return False
    await say(turn, said, template, values={"items": tuple(item.title for item in sort_gifts_last(cart.items))})
    return True


async def tell_how_to_pay(turn: Turn, said: UnderstoodMessage) -> bool:
    """Tell a customer who has no unpaid order how to pay, at the checkout of their cart; return True if so. A business
    that sells in this chat has its own ways to pay."""
    event = said.event
    if event.button or event.forwarded or not asks_to_pay(event.text):
        return False
    cart = await find_open_cart(turn, said)
    if cart is None and (await turn.unit.products.list_some(1) or not await _has_checkout(turn)):
        return False
    await say(turn, said, "how_to_pay", subject=Subject("cart", cart.id) if cart is not None else None)
    return True


async def _has_checkout(turn: Turn) -> bool:
    """Return True if there is a shop with a checkout: a connected store, or software that reports carts."""
    return bool(turn.business.stores) or await turn.unit.carts.are_told()


async def find_open_cart(turn: Turn, said: UnderstoodMessage) -> Cart | None:
    """Return the customer's newest open cart that has items; None if there is none."""
    carts = await turn.unit.carts.list_open(said.address.contact)
    return next((cart for cart in reversed(carts) if cart.items), None)


async def take_cart(turn: Turn, stored: Stored, event: CartUpdated) -> None:
    """Handle a cart's current state, unless it has no customer, was bought, is empty, or is outdated."""
    if stored.contact is None:
        return
    cart = await turn.unit.carts.find_by_store_id(stored.source, event.cart)
    if cart is not None and cart.status != BOUGHT and cart.items and event.occurred_at >= cart.as_of:
        await _chase(turn, stored.contact, cart)


async def _chase(turn: Turn, contact: UUID, cart: Cart) -> None:
    """Remind of one cart per person: the newest wins, also when an older one is updated."""
    run = await turn.unit.runs.get_open(recovery.NAME, str(contact))
    if run is not None and run.subject is not None and run.subject.id != cart.id:
        other = await turn.unit.carts.get(run.subject.id)
        if other is not None and other.as_of > cart.as_of:
            return
    subject = Subject("cart", cart.id)
    entered = sequence.Entered(subject, cart.as_of)
    if run is not None:
        await host.advance(turn, run, entered)
    else:
        await host.begin(turn, recovery.NAME, str(contact), contact, subject, entered)


async def _load_carts(unit: Unit, which: Collection[UUID]) -> dict[UUID, SubjectRow]:
    found = await unit.carts.by_ids(which)
    return {
        one.id: SubjectRow(
            {
                "items": [item.title for item in sort_gifts_last(one.items)],
                "amount": one.total.decimal,
                "currency": one.total.currency,
                "picture": next((item.image for item in sort_gifts_last(one.items) if item.image), ""),
            },
            one.total,
            one.checkout_url,
            one.as_of,
            phrase("cart_was_bought") if one.status == BOUGHT else None,
        )
        for one in found.values()
    }


def _cart_told(cart: SubjectRow, when: When) -> Text:
    assert cart.total is not None, "a cart has a total"
    assert cart.at is not None, "it was left at some time"
    return phrase("about_cart", amount=cart.total, at=when(cart.at))


CART = SubjectKind(
    "cart",
    _load_carts,
    _cart_told,
    frozenset({"items", "amount", "link"}),
    latest=find_latest_cart,
    declined="wish_no_more_cart",
)


BUTTON = "no_carts"
_LATELY = timedelta(days=3)
"""How long a button counts as recent."""
_FEWEST_WORDS = 2


async def take_end_press(turn: Turn, said: UnderstoodMessage) -> bool:
    """Handle the button that ends the reminders; return True if it was pressed."""
    if said.event.button != BUTTON:
        return False
    contact, because = said.address.contact, said.message.id
    if not await _has_more(turn, said):
        await opt_outs.opt_out(turn, contact, "their own words", because, opt_outs.CLEAR, said.message)
        await confirm_stop(turn, said)
        return True
    await opt_outs.end_programme(turn, contact, Programme.REMINDERS, because)
    run = await turn.unit.runs.get_open(recovery.NAME, str(contact))
    if run is not None:
        await host.advance(turn, run, Left("opted_out"))
    await say(turn, said, "reminders_over")
    return True


async def is_typed(turn: Turn, message: Message, _asked: RunQuestion | None) -> bool:
    """Return True if the customer typed the label of the button that ends the reminders. The button must be under our
    last message there, or under the quoted one. Any other opt-out words are an opt-out, and so is a keyword alone, on
    any button."""
    typed = words(message.text or "")
    if len(typed) < _FEWEST_WORDS:
        return False
    quoted = await turn.unit.messages.get(message.reply_to) if message.reply_to else None
    shown = quoted or await turn.unit.messages.find_last_word(message.address, message.id)
    if shown is None or shown.left_at is None or shown.left_at < turn.now - _LATELY:
        return False
    return any(one["id"] == BUTTON and words(one["text"]) == typed for one in shown.buttons)


LEAVING = LeavingHooks(spares=is_typed)


async def _has_more(turn: Turn, said: UnderstoodMessage) -> bool:
    """Return True if the customer has a consent for another programme than reminders at an address."""
    theirs = [one.id for one in await turn.unit.people.addresses_of(said.address.contact)]
    states = await turn.unit.consents.states(theirs)
    return any(state in AGREED for (_, programme), state in states.items() if programme is not Programme.REMINDERS)


def _warn_late_steps(file: BusinessFile, day: date) -> Iterator[str]:
    """Yield a warning for each step that would be sent by SMS to numbers of the United States, and be refused."""
    business = file.business
    if SMS.name not in business.channels_order:
        return
    rule = next(iter(select_rules(RuleKind.WITHIN, ("US",), SMS.name, day)), None)
    if rule is None or rule.per is None:
        return
    one_alone = business.policy.one_sms_per_cart is not False
    for at, step in enumerate(business.recovery.steps, start=1):
        if step.after >= rule.per and (at == business.policy.sms_step or not one_alone):
            yield (
                f"step {at} of the recovery is {rule.hours} hours or more after the cart, and by then no SMS about it "
                f"leaves to a number of the United States ({rule.cited}): have it earlier"
                + (", or name an earlier step in policy.sms_step" if one_alone and at > 1 else "")
            )


APPLYING = Applying(warns=_warn_late_steps)

"""The cart that a customer left: its recovery begins, begins once more where they ask to be reminded, or they decline.

And the cart as what a message is about.
"""

from collections.abc import Collection
from dataclasses import replace
from uuid import UUID

from flows import recovery, sequence
from flows.engine import Subject
from flows.events import CartUpdated
from flows.phrase import Text, phrase
from handlers import host
from handlers.customer_talk import open_runs
from handlers.customer_talk.said import Said, say
from handlers.recovery.story import latest_cart
from handlers.replies.intents import Intent
from handlers.replies.paying import asks_to_pay
from handlers.subjects import SubjectKind, Thing, When
from handlers.turn import Turn
from storage.inbox import Stored
from storage.purchases import BOUGHT, Cart
from storage.unit import Unit

_DECLINED = {Intent.NO: "no_thanks", Intent.LATER: "no_reminder"}


async def promise_anew(turn: Turn, said: Said) -> bool:
    """Who asks to be reminded of a cart whose recovery is over gets their promise as well, where it can be kept."""
    cart = await open_cart(turn, said) if said.reading.intent is Intent.LATER else None
    if cart is None:
        return False
    contact, subject = said.address.contact, Subject("cart", cart.id)
    asked = sequence.Reopened(subject, said.address.id)
    await host.enter(turn, recovery.NAME, str(contact), contact, subject, asked)
    run = await turn.unit.runs.open(recovery.NAME, str(contact))
    answered = replace(said.answered, runs=(run,) if run else ())
    return await open_runs.go_on(turn, replace(said, answered=answered))


async def declined(turn: Turn, said: Said) -> bool:
    """Whether the customer declines an open cart, now or for good: answered with the cart's items."""
    template = _DECLINED.get(said.reading.intent)
    cart = await open_cart(turn, said) if template is not None else None
    if template is None or cart is None:
        return False
    await say(turn, said, template, values={"items": tuple(item.title for item in cart.items)})
    return True


async def how_to_pay(turn: Turn, said: Said) -> bool:
    """Whoever asks how to pay, and has no order of ours to be paid, hears that it is done at the checkout of their
    cart; a business that sells in this chat has ways of its own."""
    event = said.event
    if event.button or event.forwarded or not asks_to_pay(event.text):
        return False
    cart = await open_cart(turn, said)
    if cart is None and (await turn.unit.products.some(1) or not await _has_checkout(turn)):
        return False
    await say(turn, said, "how_to_pay", subject=Subject("cart", cart.id) if cart is not None else None)
    return True


async def _has_checkout(turn: Turn) -> bool:
    """Whether there is a shop with a checkout: a store that is connected, or one whose software tells us of carts."""
    return bool(turn.business.stores) or await turn.unit.carts.are_told()


async def open_cart(turn: Turn, said: Said) -> Cart | None:
    """The newest cart of theirs that holds something and was not bought."""
    carts = await turn.unit.carts.open_of(said.address.contact)
    return next((cart for cart in reversed(carts) if cart.items), None)


async def left(turn: Turn, stored: Stored, event: CartUpdated) -> None:
    """A cart as it stands now, unless it is nobody's, was bought, is empty, or something newer is known of it."""
    if stored.contact is None:
        return
    cart = await turn.unit.carts.told(stored.source, event.cart)
    if cart is not None and cart.status != BOUGHT and cart.items and event.occurred_at >= cart.as_of:
        await _chase(turn, stored.contact, cart)


async def _chase(turn: Turn, contact: UUID, cart: Cart) -> None:
    """One recovery per person: the newest cart wins, and an older one's news does not turn it back."""
    run = await turn.unit.runs.open(recovery.NAME, str(contact))
    if run is not None and run.subject is not None and run.subject.id != cart.id:
        other = await turn.unit.carts.get(run.subject.id)
        if other is not None and other.as_of > cart.as_of:
            return
    subject = Subject("cart", cart.id)
    await host.enter(turn, recovery.NAME, str(contact), contact, subject, sequence.Entered(subject, cart.as_of))


async def _carts(unit: Unit, which: Collection[UUID]) -> dict[UUID, Thing]:
    found = await unit.carts.by_ids(which)
    return {
        one.id: Thing(
            {
                "items": [item.title for item in one.items],
                "amount": one.total.decimal,
                "currency": one.total.currency,
                "picture": next((item.image for item in one.items if item.image), ""),
            },
            one.total,
            one.checkout_url,
            one.as_of,
            phrase("cart_was_bought") if one.status == BOUGHT else None,
        )
        for one in found.values()
    }


def _cart_told(cart: Thing, when: When) -> Text:
    assert cart.total is not None, "a cart has a total"
    assert cart.at is not None, "and a moment at which it was left"
    return phrase("about_cart", amount=cart.total, at=when(cart.at))


CART = SubjectKind(
    "cart",
    _carts,
    _cart_told,
    frozenset({"items", "amount", "link"}),
    latest=latest_cart,
    declined="wish_no_more_cart",
)

"""Events of a store's carts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import ClassVar

from flows.events.cart_items import Item
from flows.events.event import CART, Event, Named, Scrub, Thing
from flows.events.external_person import NOBODY, ConsentGiven, Customer
from flows.money import Money


@dataclass(frozen=True, slots=True)
class CartUpdated(Event):
    """A cart's current content. ``cart`` is the shop's id; ``tokens`` are its other names (an order may use any of
    them)."""

    TYPE: ClassVar[str] = "cart.updated"
    cart: str
    total: Money
    items: tuple[Item, ...]
    checkout_url: str
    customer: Customer
    occurred_at: datetime
    tokens: tuple[str, ...] = ()
    consents: tuple[ConsentGiven, ...] = ()
    completed: bool = False

    def people(self) -> Named:
        return Named(self.customer, self.consents)

    def get_thing(self) -> Thing:
        return Thing(CART, self.cart)

    def list_owned(self) -> tuple[Thing, ...]:
        return (self.get_thing(),)

    def cart_names(self) -> tuple[str, ...]:
        return (self.cart, *self.tokens)

    def drop_names(self, scrub: Scrub) -> CartUpdated:
        return replace(
            self,
            cart=scrub.name(CART, self.cart),
            tokens=scrub.names(CART, self.tokens),
            items=scrub.items(self.items),
            customer=NOBODY,
            consents=(),
            checkout_url="",
        )

"""A unit of work: one transaction of one business, with a repository per noun."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from storage.access import Access
from storage.attributions import Attributions
from storage.businesses import Businesses
from storage.calls import Calls
from storage.confirmations import Confirmations
from storage.consents import Consents
from storage.discounts import Discounts
from storage.draws import Draws
from storage.evidence import Evidence
from storage.inbox import Inbox
from storage.leaving import Leaving
from storage.links import Links
from storage.messages import Messages
from storage.outbox import Outbox
from storage.people import People
from storage.places import Places
from storage.products import Products
from storage.purchases import Carts, Purchases
from storage.questions import Questions
from storage.rulings import Rulings
from storage.runs import Runs
from storage.senders import Senders
from storage.transaction import Transaction

R = TypeVar("R")


class Unit(Transaction):
    """What a function given to ``store.write`` or ``store.read`` works with."""

    def of(self, repository: Callable[[Transaction], R]) -> R:
        """The repository of a conversation's own noun: ``unit.of(Reservations)``, one for each unit."""
        if repository not in self._of:
            self._of[repository] = repository(self)
        made: R = self._of[repository]
        return made

    @cached_property
    def _of(self) -> dict[Callable[[Transaction], Any], Any]:
        return {}

    def for_business(self, business: str) -> Unit:
        """The same transaction, for that business."""
        unit = Unit(self.connection, business, self.ids, self.holdings)
        unit.wakes = self.wakes
        return unit

    @cached_property
    def access(self) -> Access:
        return Access(self)

    @cached_property
    def attributions(self) -> Attributions:
        return Attributions(self)

    @cached_property
    def businesses(self) -> Businesses:
        return Businesses(self)

    @cached_property
    def calls(self) -> Calls:
        return Calls(self)

    @cached_property
    def carts(self) -> Carts:
        return Carts(self)

    @cached_property
    def confirmations(self) -> Confirmations:
        return Confirmations(self)

    @cached_property
    def consents(self) -> Consents:
        return Consents(self)

    @cached_property
    def discounts(self) -> Discounts:
        return Discounts(self)

    @cached_property
    def draws(self) -> Draws:
        return Draws(self)

    @cached_property
    def evidence(self) -> Evidence:
        return Evidence(self)

    @cached_property
    def inbox(self) -> Inbox:
        return Inbox(self)

    @cached_property
    def leaving(self) -> Leaving:
        return Leaving(self)

    @cached_property
    def links(self) -> Links:
        return Links(self)

    @cached_property
    def messages(self) -> Messages:
        return Messages(self)

    @cached_property
    def orders(self) -> Purchases:
        return Purchases(self)

    @cached_property
    def outbox(self) -> Outbox:
        return Outbox(self)

    @cached_property
    def people(self) -> People:
        return People(self)

    @cached_property
    def places(self) -> Places:
        return Places(self)

    @cached_property
    def products(self) -> Products:
        return Products(self)

    @cached_property
    def questions(self) -> Questions:
        return Questions(self)

    @cached_property
    def rulings(self) -> Rulings:
        return Rulings(self)

    @cached_property
    def runs(self) -> Runs:
        return Runs(self)

    @cached_property
    def senders(self) -> Senders:
        return Senders(self)

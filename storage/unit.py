"""A unit of work: one transaction of one business, with a repository per noun."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from storage.access import Access
from storage.attributions import Attributions
from storage.businesses import Businesses
from storage.calls import Calls
from storage.carts import Carts
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
from storage.purchases import Purchases
from storage.questions import Questions
from storage.rulings import Rulings
from storage.runs import Runs
from storage.senders import Senders
from storage.transaction import Transaction
from storage.verdicts import Verdicts

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

    access = cached_property(Access)
    attributions = cached_property(Attributions)
    businesses = cached_property(Businesses)
    calls = cached_property(Calls)
    carts = cached_property(Carts)
    consents = cached_property(Consents)
    discounts = cached_property(Discounts)
    draws = cached_property(Draws)
    evidence = cached_property(Evidence)
    inbox = cached_property(Inbox)
    leaving = cached_property(Leaving)
    links = cached_property(Links)
    messages = cached_property(Messages)
    orders = cached_property(Purchases)
    outbox = cached_property(Outbox)
    people = cached_property(People)
    places = cached_property(Places)
    products = cached_property(Products)
    questions = cached_property(Questions)
    rulings = cached_property(Rulings)
    runs = cached_property(Runs)
    senders = cached_property(Senders)
    verdicts = cached_property(Verdicts)

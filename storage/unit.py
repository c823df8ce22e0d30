"""A unit of work: one transaction of one business, with a repository per noun."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from storage.businesses.access import Access
from storage.businesses.businesses import Businesses
from storage.consent.consent_evidence import ConsentEvidence
from storage.consent.consents import Consents
from storage.events.event_inbox import EventInbox
from storage.events.open_questions import Questions
from storage.events.runs import Runs
from storage.identity.contact_places import Places
from storage.people.people import People
from storage.sending.call_records import Calls
from storage.sending.departing_messages import Leaving
from storage.sending.holdout_draws import Draws
from storage.sending.messages import Messages
from storage.sending.outbox import Outbox
from storage.sending.rulings import Rulings
from storage.sending.senders import Senders
from storage.sending.short_links import Links
from storage.sending.verdicts import Verdicts
from storage.sql.transaction import Transaction
from storage.store.attributions import Attributions
from storage.store.carts import Carts
from storage.store.discounts import Discounts
from storage.store.products import Products
from storage.store.purchases import Purchases

R = TypeVar("R")


class Unit(Transaction):
    """The argument of a function given to ``store.write`` or ``store.read``."""

    def of(self, repository: Callable[[Transaction], R]) -> R:
        """Return the repository of a conversation's own noun: ``unit.of(Reservations)``, one for each unit."""
        if repository not in self._of:
            self._of[repository] = repository(self)
        made: R = self._of[repository]
        return made

    @cached_property
    def _of(self) -> dict[Callable[[Transaction], Any], Any]:
        return {}

    def switch_business(self, business: str) -> Unit:
        """Return the same transaction, for that business."""
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
    evidence = cached_property(ConsentEvidence)
    inbox = cached_property(EventInbox)
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

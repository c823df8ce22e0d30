"""What a row of a file cannot claim: a number or a chat that another customer of the same system has.

A shop's live news of a number moves it to whom the shop names now. A file says nothing of when, and two of its rows may
name one number: it stays with the customer who has it, and the other one is known by the other names of their row.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flows.channels import CHANNELS
from handlers import persons
from handlers.importing.row import Row
from storage.identity import Identity, with_twins
from storage.newcomers import Acquaintances

TAKEN = "it is another customer's already and stays theirs; one number is one person here"


def unclaimed(row: Row, met: Acquaintances, source: str, country: str) -> Row:
    """The row without the lines of other customers and the consents for these; each is one mistake more of the row."""
    news = row.news
    lost = _lost(row, met, source)
    if news is None or not lost:
        return row
    customer = news.customer
    fields = {one.field for one in CHANNELS.values() if any(name.channel == one.name for name in lost)}
    fields = {one for one in fields if getattr(customer, one)}
    nothing: dict[str, Any] = dict.fromkeys(fields)
    left = replace(customer, **nothing)
    agreed = tuple(one for one in news.consents if persons.consent_identity(one, customer, country) not in lost)
    names = tuple(persons.identities(source, left, agreed, country))
    mistakes = [f"{field}: {TAKEN}" for field in sorted(fields)]
    if len(agreed) < len(news.consents):
        mistakes.append("the consent was not taken over: it is for a number that is another customer's")
    told = replace(news, customer=left, consents=agreed)
    return replace(row, news=told, names=names, mistakes=(*row.mistakes, *mistakes))


def _lost(row: Row, met: Acquaintances, source: str) -> set[Identity]:
    """The lines of a row that somebody has whom the same system calls otherwise."""
    called = next((name for name in row.names if name.channel == "customer"), None)
    if called is None:
        return set()
    lost = set()
    for name in (one for one in row.names if one.line is not None):
        held = next((met.held[one] for one in with_twins([name]) if one in met.held), None)
        ids = () if held is None else met.people[held.contact].ids
        if any(one.system == called.system for one in ids) and called not in ids:
            lost.add(name)
    return lost

"""What a row of a file cannot claim: a number or a chat that another customer of the same system has, and one in whose
place newer news of the same customer put another.

A shop's live news of a number moves it to whom the shop names now. A file says nothing of when, and two of its rows may
name one number: it stays with the customer who has it, and the other one is known by the other names of their row.
What has a date of its own may be older than what the shop told since: a number of before is none of theirs.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flows.channels import CHANNELS
from flows.events import ConsentAction
from flows.mails import MAIL
from handlers import persons
from handlers.importing.row import Row
from storage.identity import Identity, with_twins
from storage.newcomers import Acquaintances

TAKEN = "it is another customer's already and stays theirs; one number is one person here"
NEWER = "a newer one is known and stays"


def unclaimed(row: Row, met: Acquaintances, source: str, country: str) -> Row:
    """The row without the lines of other customers, those that were replaced, and the consents for these; each is one
    mistake more of the row. An opt-out stays: it ends what the row's own customer has, and what the number has."""
    row = _without(row, _lost(row, met, source), TAKEN, source, country)
    return _without(row, _replaced(row, met), NEWER, source, country)


def _without(row: Row, lost: set[Identity], why: str, source: str, country: str) -> Row:
    news = row.news
    if news is None or not lost:
        return row
    customer = news.customer
    fields = {field for name in lost if (field := _field(name)) is not None and getattr(customer, field)}
    nothing: dict[str, Any] = dict.fromkeys(fields)
    left = replace(customer, **nothing)
    agreed = tuple(
        one
        for one in news.consents
        if one.action is ConsentAction.REVOKED or persons.consent_identity(one, customer, country) not in lost
    )
    names = tuple(persons.identities(source, left, agreed, country))
    mistakes = [f"{field}: {why}" for field in sorted(fields)]
    if len(agreed) < len(news.consents):
        mistakes.append(f"the consent was not taken over, for its number: {why}")
    told = replace(news, customer=left, consents=agreed)
    return replace(row, news=told, names=names, mistakes=(*row.mistakes, *mistakes))


def _field(name: Identity) -> str | None:
    """The field of a customer that a name stands in."""
    return (
        name.channel
        if name.channel == MAIL
        else next((one.field for one in CHANNELS.values() if one.name == name.channel), None)
    )


def _lost(row: Row, met: Acquaintances, source: str) -> set[Identity]:
    """The lines of a row that somebody has whom the same system calls otherwise."""
    called = _called(row)
    if called is None:
        return set()
    lost = set()
    for name in (one for one in row.names if one.line is not None):
        held = next((met.held[one] for one in with_twins([name]) if one in met.held), None)
        ids = () if held is None else met.people[held.contact].ids
        if any(one.system == called.system for one in ids) and called not in ids:
            lost.add(name)
    return lost


def _replaced(row: Row, met: Acquaintances) -> set[Identity]:
    """The lines and mails of a dated row that its customer has not, but others in their place, by newer news."""
    called = _called(row)
    held = None if called is None else met.held.get(called)
    if held is None or row.news is None or not row.dated:
        return set()
    heard = met.details[held.contact]["as_of"]
    if heard is None or heard <= row.news.occurred_at:
        return set()
    theirs = {one.name for one in met.people[held.contact].names}
    has = {one.channel for one in theirs}
    return {one for one in row.names if _field(one) and one.channel in has and theirs.isdisjoint(with_twins([one]))}


def _called(row: Row) -> Identity | None:
    """The id by which a system calls somebody."""
    return next((name for name in row.names if name.channel == "customer"), None)

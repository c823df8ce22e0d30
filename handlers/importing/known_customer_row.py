"""A row of a known customer: its changes, and the numbers and chats that it cannot claim."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from flows.channels import CHANNELS
from flows.events import ConsentAction, ConsentGiven, CustomerUpdated
from flows.name_folding import fold_name
from flows.policy.person_places import keep_place, pick_law
from handlers.importing.consent_import import list_opt_out_names
from handlers.importing.customer_row import Row
from handlers.people import persons
from storage.consent.consents import ALL_PROGRAMMES, OWN_PROGRAMMES
from storage.identity.identity import Identity, add_twins
from storage.identity.name_ownership import decide_owner
from storage.people.imported_people import Acquaintances
from storage.people.people_merge import split_corrected


def owner_of(row: Row, met: Acquaintances) -> UUID | None:
    """Return the row's person if the identities alone show it; None if more data decides, or nobody is known."""
    plan = decide_owner(met.known, row.names, recorded=True)
    if plan.owner is None or plan.joins or not plan.adds_names:
        return None
    theirs = all(met.held[name].contact == plan.owner for name in row.names if name in met.held)
    return plan.owner if theirs and plan.owner not in met.staffed else None


def is_settled(row: Row, met: Acquaintances, country: str, source: str) -> bool:
    """Return True if all data of the row is known already, or older than the known data."""
    assert row.news is not None, "a row that is refused tells nothing"
    owner = owner_of(row, met)
    if owner is None or met.details[owner]["erased_at"] is not None:
        return False
    return (
        not fresh_details(row.news, met.details[owner])
        and (row.since is None or met.details[owner]["created_at"] <= row.since)
        and _has_places(row.news, owner, met)
        and _has_tags(row.news, owner, met, source)
        and all(_is_known(one, row.news, owner, met, country) for one in row.news.consents)
    )


def fresh_details(news: CustomerUpdated, known: Mapping[str, Any]) -> dict[str, Any]:
    """Return the details to import: none if newer ones are known; if another row of the file came
    first, only missing ones."""
    fixed = split_corrected(known.get("corrected"))
    found = {name: value for name, value in _list_details(news).items() if name not in fixed}
    if news.acquired_from:
        found["acquired_from"] = news.acquired_from
    heard = known.get("as_of")
    if heard is not None and heard > news.occurred_at:
        return {}
    same = heard == news.occurred_at
    told_now = {name: value for name, value in found.items() if known.get(name) != value}
    return {name: value for name, value in told_now.items() if not _stands(name, known, same=same)}


def find_contradictions(news: CustomerUpdated, known: Mapping[str, Any]) -> list[str]:
    """Return the details that contradict an earlier row of the same file; the earlier row wins."""
    if known.get("as_of") != news.occurred_at:
        return []
    differ = (one for one, value in _list_details(news).items() if known.get(one) not in {None, value})
    return list(dict.fromkeys("birthday" if one.startswith("birth_") else one for one in differ))


def _list_details(news: CustomerUpdated) -> dict[str, Any]:
    found = persons.list_details(news.customer, news.occurred_at)
    return {name: value for name, value in found.items() if value is not None}


def _stands(name: str, known: Mapping[str, Any], *, same: bool) -> bool:
    """Return True if a known detail is not replaced: it is from the same file, or it is the person's origin."""
    return (same or name == "acquired_from") and known.get(name) is not None


def _has_places(news: CustomerUpdated, owner: UUID, met: Acquaintances) -> bool:
    known = {pick_law(place) for place in met.places.get(owner, ())}
    named = (keep_place(place) for place in persons.list_places(news.customer))
    return all(pick_law(place) in known for place in named if place is not None)


def _has_tags(news: CustomerUpdated, owner: UUID, met: Acquaintances, source: str) -> bool:
    """Return True if the person has the row's tags, and no other tags from this source. Other tags are allowed if
    another row of the same file has set them."""
    heard = met.details[owner]["tagged_at"]
    if news.tags is None or (heard is not None and heard > news.occurred_at):
        return True
    given = {tag for one in news.tags if (tag := fold_name(one))}
    known = met.tags.get(owner, {})
    own = {tag for tag, whose in known.items() if whose == source}
    return given <= known.keys() and (own <= given or heard == news.occurred_at)


def _is_known(one: ConsentGiven, news: CustomerUpdated, owner: UUID, met: Acquaintances, country: str) -> bool:
    """Return True if a consent, or its end, is in the ledger with the shop's date."""
    if one.action is ConsentAction.REVOKED:
        lines = [name.id for name in list_opt_out_names(met.people[owner].names)]
        return all((line, each.value, one.told_at) in met.told for line in lines for each in ALL_PROGRAMMES)
    identity = persons.find_consent_identity(one, news.customer, country)
    held = None if identity is None else met.held.get(identity)
    return held is not None and all((held.id, each.value, one.told_at) in met.told for each in OWN_PROGRAMMES)


TAKEN = "it already belongs to another customer and stays with them; one number is one person here"
NEWER = "a newer value exists and stays"


def drop_claimed(row: Row, met: Acquaintances, source: str, country: str) -> Row:
    """Return the row without numbers of other customers, outdated numbers, and the consents for these. Each adds a
    mistake to the row. An opt-out is kept: it ends the consents of the row's own customer and of the number."""
    row = _drop_lost(row, _find_lost(row, met, source), TAKEN, source, country)
    return _drop_lost(row, _find_replaced(row, met), NEWER, source, country)


def _drop_lost(row: Row, lost: set[Identity], why: str, source: str, country: str) -> Row:
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
        if one.action is ConsentAction.REVOKED or persons.find_consent_identity(one, customer, country) not in lost
    )
    names = tuple(persons.list_identities(source, left, agreed, country))
    mistakes = [f"{field}: {why}" for field in sorted(fields)]
    if len(agreed) < len(news.consents):
        mistakes.append(f"the consent was not imported because of its number: {why}")
    told = replace(news, customer=left, consents=agreed)
    return replace(row, news=told, names=names, mistakes=(*row.mistakes, *mistakes))


def _field(name: Identity) -> str | None:
    """Return the customer's field that stores this identity, such as the phone; None if no field does."""
    return next((one.field for one in CHANNELS.values() if one.name == name.channel), None)


def _find_lost(row: Row, met: Acquaintances, source: str) -> set[Identity]:
    """Return the numbers of a row that belong to a person with another id in the same system."""
    called = _find_id(row)
    if called is None:
        return set()
    lost = set()
    for name in (one for one in row.names if one.line is not None):
        held = next((met.held[one] for one in add_twins([name]) if one in met.held), None)
        ids = () if held is None else met.people[held.contact].ids
        if any(one.system == called.system for one in ids) and called not in ids:
            lost.add(name)
    return lost


def _find_replaced(row: Row, met: Acquaintances) -> set[Identity]:
    """Return the numbers and e-mail addresses of a dated row that newer data of its customer has replaced."""
    called = _find_id(row)
    held = None if called is None else met.held.get(called)
    if held is None or row.news is None or not row.dated:
        return set()
    heard = met.details[held.contact]["as_of"]
    if heard is None or heard <= row.news.occurred_at:
        return set()
    theirs = {one.name for one in met.people[held.contact].names}
    has = {one.channel for one in theirs}
    return {one for one in row.names if _field(one) and one.channel in has and theirs.isdisjoint(add_twins([one]))}


def _find_id(row: Row) -> Identity | None:
    """Return the customer's id in the system; None if the row has none."""
    return next((name for name in row.names if name.channel == "customer"), None)

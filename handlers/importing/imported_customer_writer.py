"""The writer of a file's rows: all new people in a few statements, known ones one by one.

Identities that no person and no earlier row of the chunk has make a new person. All others are matched and merged by
the rules for a shop's own customer events (``customer.updated``), except for claims that a file cannot make.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from flows.events import ConsentAction, CustomerUpdated
from flows.name_folding import fold_name
from handlers.engine.turn import Turn
from handlers.importing.consent_import import LATER, agree, ends, list_first_lines
from handlers.importing.customer_row import Row, RowFate, RowOutcome
from handlers.importing.customer_row_reader import NAMELESS
from handlers.importing.known_customer_row import drop_claimed, find_contradictions, fresh_details, is_settled, owner_of
from handlers.people import persons
from handlers.people.customer_news import list_ended
from handlers.privacy import person_erasure
from storage.consent.consents import ALL_PROGRAMMES, LedgerLine
from storage.erasure.erasure import find_erased, hash_names, keep_erased
from storage.identity.identity import Identity, add_twins
from storage.people.imported_people import Acquaintances, Arriving, Newcomer, Newcomers
from storage.profiles.customer_tags import CustomerTags
from storage.store.customer_totals import Totals

ERASED = "they were erased; they come back by writing, or with a row dated after that"
OTHERS = "already belongs to another person, and stays with them"
STAFFED = "the number or chat belongs to the staff or a shop, so the row created no new person"
OTHERWISE = "has another value of the same time, from another row or an event of the shop, and that value stays"


Keyed = tuple[Row, frozenset[Identity]]
"""A row with all possible names of its person here: also a number's on the other channel, and the erased form of a
name."""


@dataclass(slots=True)
class Sorted:
    """The rows of one chunk, sorted: ``new`` people, rows of people who may be ``known``, and the outcomes (``done``)
    of rows that are already settled or refused."""

    new: list[Keyed] = field(default_factory=list)
    known: list[Row] = field(default_factory=list)
    done: list[RowOutcome] = field(default_factory=list)
    erased_here: bool = False


@dataclass(frozen=True, slots=True)
class PreparedRows:
    """Rows of new people with all their writes."""

    rows: Sequence[Keyed]
    arriving: Arriving
    lines: Sequence[LedgerLine]
    whose: Sequence[tuple[UUID, CustomerUpdated]]
    erased_here: bool  # the erased people at the time when the names of each were checked


async def sort(turn: Turn, rows: Sequence[Row], source: str) -> Sorted:
    """Sort the rows into those of new people, those to check, and those that are settled or refused."""
    erased_here = await turn.unit.of(Newcomers).has_erased()
    found, touched = Sorted(erased_here=erased_here), set[Identity]()
    forms = [frozenset(list_forms(turn, row) if erased_here else ()) for row in rows]
    keyed = [(row, each | frozenset(add_twins(row.names))) for row, each in zip(rows, forms, strict=True)]
    taken = (await turn.unit.of(Newcomers).find_owners({name for _, each in keyed for name in each})).keys()
    heard = {name for row, each in keyed if not taken.isdisjoint(each) for name in add_twins(row.names)}
    met = await turn.unit.of(Newcomers).find_acquaintances(heard)
    for (row, mine), gone in zip(keyed, forms, strict=True):
        is_known, untouched = not taken.isdisjoint(mine), touched.isdisjoint(mine)
        if row.news is None:
            found.done.append(RowOutcome(row, RowFate.REFUSED, row.mistakes))
        elif is_known and untouched and taken.isdisjoint(gone) and (same := find_outcome(turn, row, met, source)):
            found.done.append(same)
        elif is_known or not untouched:
            found.known.append(row)
            touched |= mine
        else:
            found.new.append((row, mine))
            touched |= mine
    return found


def prepare_rows(turn: Turn, rows: Sequence[Keyed], source: str, *, erased_here: bool) -> PreparedRows:
    """Prepare all writes for rows of new people, before the writer blocks others."""
    news = [row.news for row, _ in rows if row.news is not None]
    people = [_newcomer(row, one) for (row, _), one in zip(rows, news, strict=True)]
    arriving = turn.unit.of(Newcomers).build_arriving(people, source, turn.now)
    whose = list(zip(arriving.people, news, strict=True))
    lines = [line for (contact, person), one in whose for line in list_first_lines(turn, contact, person, one)]
    return PreparedRows(rows, arriving, lines, [(contact, one) for (contact, _), one in whose], erased_here)


async def write_new(turn: Turn, new: PreparedRows, source: str) -> tuple[list[RowOutcome], list[Row]]:
    """Write these new people. Return their outcomes, and the rows whose identities have been taken since the check."""
    taken = (await turn.unit.of(Newcomers).find_owners({one for _, mine in new.rows for one in mine})).keys()
    first_erased = not new.erased_here and await turn.unit.of(Newcomers).has_erased()
    late = [row for row, mine in new.rows if first_erased or not taken.isdisjoint(mine)]
    if late:
        left = [(row, mine) for row, mine in new.rows if row not in late]
        new = prepare_rows(turn, left, source, erased_here=new.erased_here)
    await turn.unit.of(Newcomers).write(new.arriving)
    await turn.unit.consents.begin(new.lines, turn.now)
    tags = turn.unit.of(CustomerTags)
    for at in dict.fromkeys(one.occurred_at for _, one in new.whose):
        given = {contact: one.tags for contact, one in new.whose if one.occurred_at == at and one.tags}
        await tags.tell_more(given, source, at)
    await tags.store_sources({contact: one.acquired_from for contact, one in new.whose if one.acquired_from})
    return [RowOutcome(row, RowFate.NEW, row.mistakes) for row, _ in new.rows], late


async def look_into(turn: Turn, row: Row, source: str) -> RowOutcome:
    """Import a row about a person who is known, was erased, or is in an earlier row; return its outcome."""
    if row.news is None:
        return RowOutcome(row, RowFate.REFUSED, row.mistakes)
    gone = await find_erased(turn.unit, row.names, turn.tools.token_hashes)
    since = await person_erasure.find_erased_since(turn, row.names, gone, row.news)
    if gone and (since is not None or not row.dated):
        return RowOutcome(row, RowFate.REFUSED, (ERASED, *row.mistakes))
    met = await turn.unit.of(Newcomers).find_acquaintances(add_twins(row.names))
    if (same := find_outcome(turn, row, met, source)) is not None:
        return same
    names = row.names
    row = drop_claimed(row, met, source, turn.business.country)
    if not row.names:
        return RowOutcome(row, RowFate.REFUSED, (NAMELESS, *row.mistakes))
    contact = await turn.unit.people.resolve(row.names, turn.now, recorded=True)
    contact = await turn.unit.people.hold(contact)
    for name in gone:
        await keep_erased(turn.unit, name, turn.now)
    mistakes = await _take_over(turn, row, contact, met.details.get(contact, {}), source)
    mistakes += await _import_consents(turn, row, contact, names)
    mistakes += [STAFFED] if contact in met.staffed and _names_another(row, met.details[contact]["name"]) else []
    called = any(name.channel == "customer" and name in met.held for name in row.names)
    fate = RowFate.CHANGED if called or contact in met.people else RowFate.NEW
    return RowOutcome(row, fate, (*row.mistakes, *mistakes))


def _names_another(row: Row, known: str | None) -> bool:
    """Return True if the row's name differs from the known one."""
    told = row.news.customer.name if row.news is not None else None
    return bool(told) and fold_name(told or "") != fold_name(known or "")


def _newcomer(row: Row, news: CustomerUpdated) -> Newcomer:
    details = persons.list_details(news.customer, news.occurred_at)
    return Newcomer(row.names, details, persons.list_places(news.customer), news.occurred_at, row.since)


def list_forms(turn: Turn, row: Row) -> list[Identity]:
    """Return the identities under which a row's person may have been erased."""
    return [form for name in add_twins(row.names) for form in hash_names(name, turn.tools.token_hashes)]


def find_outcome(turn: Turn, row: Row, met: Acquaintances, source: str) -> RowOutcome | None:
    """Return the outcome of a row that changes nothing; None if it has to be imported."""
    left = drop_claimed(row, met, source, turn.business.country)
    if not left.names or not is_settled(left, met, turn.business.country, source):
        return None
    assert left.news is not None, "it is settled"
    owner = owner_of(left, met)
    assert owner is not None, "it is settled"
    if not _is_ended(row, met):
        return None
    lines = {name.id for name in met.people[owner].names if name.line is not None}
    lost = (LATER,) if ends(left.news) and not met.back.isdisjoint(lines) else ()
    return RowOutcome(left, RowFate.SAME, (*left.mistakes, *_list_others(left, met.details[owner]), *lost))


def _is_ended(row: Row, met: Acquaintances) -> bool:
    """Return True if the ledger has the row's opt-outs for each known number in the row."""
    times = [one.told_at for one in row.news.consents if one.action is ConsentAction.REVOKED] if row.news else []
    held = [met.held[name].id for name in add_twins(row.names) if name.line is not None and name in met.held]
    return all((line, each.value, at) in met.told for at in times for line in held for each in ALL_PROGRAMMES)


async def _take_over(turn: Turn, row: Row, contact: UUID, known: Mapping[str, Any], source: str) -> list[str]:
    """Import details, places and tags; return the rejected ones."""
    news = row.news
    assert news is not None, "it has a person"
    mistakes = [*_list_others(row, known), *await _list_foreign_names(turn, row, contact)]
    await turn.unit.people.save_details(contact, fresh_details(news, known), news.occurred_at)
    await turn.unit.places.tell(contact, persons.list_places(news.customer), source, news.occurred_at)
    tags = turn.unit.of(CustomerTags)
    if news.tags is not None and known.get("tagged_at") == news.occurred_at:
        await tags.tell_more({contact: news.tags}, source, news.occurred_at)
    elif news.tags is not None:
        await tags.tell(contact, news.tags, source, news.occurred_at)
    if news.acquired_from:
        await tags.store_source(contact, news.acquired_from)
    if row.since is not None:
        await turn.unit.of(Totals).record_first_purchase(contact, row.since)
    return mistakes


async def _import_consents(turn: Turn, row: Row, contact: UUID, names: Sequence[Identity]) -> list[str]:
    """Import the consents of a row with these identities; return the rejected ones."""
    news = row.news
    assert news is not None, "it has a person"
    refused = [await agree(turn, contact, news.customer, consent, names) for consent in news.consents]
    mistakes = list(dict.fromkeys(why for why in refused if why))
    lines = [one.id for one in await list_ended(turn, contact, ())] if ends(news) else []
    return [*mistakes, LATER] if lines and await turn.unit.consents.has_agreed(lines) else mistakes


def _list_others(row: Row, known: Mapping[str, Any]) -> list[str]:
    return [f"{name}: {OTHERWISE}" for name in (find_contradictions(row.news, known) if row.news else ())]


async def _list_foreign_names(turn: Turn, row: Row, contact: UUID) -> list[str]:
    """Return the identities of a row that belong to another person, with no proof that the two are one."""
    held = await turn.unit.people.find_known(row.names)
    return [f"{name.channel}: {OTHERS}" for name, address in held.items() if address.contact != contact]

"""The record of a person: one value, as JSON that other programs read (docs/privacy.md) and as a page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from flows.channels import CHANNELS
from handlers.actions.customer_record import RAW, RECIPIENTS, describe_record
from handlers.engine.person_language import load_speech
from handlers.engine.turn import Turn
from storage.erasure.personal_record import MONEY, Known, load_known, load_known_at, owns_record
from storage.people.people import Address
from templates.end_page import mask_address
from templates.record_page import RecordPage

FORMAT = "parley-record/1"
"""The name of the JSON's form: it changes with the meaning of a key."""


class Covers(StrEnum):
    """What a record covers: all of a person, or what belongs to one address."""

    PERSON = "person"
    ADDRESS = "address"


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """The stored data of a person or of an address, as rows by noun. ``lacks``: some of a person's data is left out, as
    another person may read it."""

    contact: UUID
    covers: Covers
    rows: Known
    lacks: bool = False

    @property
    def is_whole(self) -> bool:
        """True if the record answers a person's request: it is of the person and lacks nothing."""
        return self.covers is Covers.PERSON and not self.lacks


async def load_record(turn: Turn, contact: UUID) -> PersonRecord:
    """Return the whole record of a person, with the raw notices of the shop's system, for the staff."""
    return PersonRecord(contact, Covers.PERSON, await _add_recipients(turn, await load_known(turn.unit, contact)))


async def load_own_record(turn: Turn, address: Address) -> PersonRecord:
    """Return the record for who proved an address: of the person, else of the address alone.

    It leaves out the raw notices and what came to and from mail addresses, which may be other people's, and masks
    addresses that nobody proved.
    """
    if not await owns_record(turn.unit, address):
        rows = await _add_recipients(turn, await load_known_at(turn.unit, address.id))
        return PersonRecord(address.contact, Covers.ADDRESS, rows)
    known = await load_known(turn.unit, address.contact, to_person=True)
    whole = await load_known(turn.unit, address.contact)
    lacks = any(len(rows) > len(known.get(noun, ())) for noun, rows in whole.items())
    lacks = lacks or bool(await turn.unit.people.find_reached(address.contact, ended=False))
    masked = [_mask(row, address) for row in known.get("addresses", ())]
    rows = {noun: masked if noun == "addresses" else rows for noun, rows in known.items() if noun != RAW}
    return PersonRecord(address.contact, Covers.PERSON, await _add_recipients(turn, rows), lacks)


def make_document(turn: Turn, record: PersonRecord) -> dict[str, Any]:
    """Make the JSON of a record: times in ISO 8601, amounts as decimals with a currency in the same object."""
    head = {"format": FORMAT, "business": turn.business.id, "contact": str(record.contact), "covers": record.covers}
    made_at = turn.now.isoformat(timespec="seconds")
    made = {"complete": record.is_whole, "brand": turn.business.name, "made_at": made_at}
    rows = {noun: [_add_currency(row, turn.business.currency) for row in rows] for noun, rows in record.rows.items()}
    return head | made | rows


def make_page(turn: Turn, record: PersonRecord, locale: str, key: str = "") -> RecordPage:
    """Make the page of a record. ``key`` is the hidden value of its forms, the proof of the address; "" for a file."""
    speech = load_speech(turn, locale)
    sections = [
        (speech.say(head), [speech.say(line) for line in lines])
        for head, lines in describe_record(record.rows, turn.business.currency)
    ]
    partly = record.covers is Covers.ADDRESS
    return RecordPage(turn.business.name, locale, turn.today, sections, partly, key, lacks=record.lacks)


def _mask(row: Mapping[str, Any], own: Address) -> Mapping[str, Any]:
    is_theirs = "proven_at" in row or row["channel"] not in CHANNELS or row["value"] == own.value
    return row if is_theirs else {**row, "value": mask_address(row["value"])}


async def _add_recipients(turn: Turn, known: Known) -> Known:
    """Add the section of recipients: vendors, and partners, which get figures alone."""
    senders = {one.channel: one.provider for one in await turn.unit.senders.all()}
    found = dict.fromkeys(_list_recipients(known, senders))
    rows = [{"recipient": who, "gets": what} for who, what in found]
    return {**known, RECIPIENTS: rows} if rows and known else known


def _list_recipients(known: Known, senders: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield who got what: messages, payments, figures."""
    for row in known.get("messages", ()):
        if row["channel"] in senders:
            yield senders[row["channel"]], "messages"
        if "partner" in row:
            yield row["partner"], "figures"
    for row in known.get("payments", ()):
        if "provider" in row:
            yield row["provider"], "payments"


def _add_currency(row: Mapping[str, Any], currency: str) -> Mapping[str, Any]:
    return row if "currency" in row or MONEY.isdisjoint(row) else {**row, "currency": currency}

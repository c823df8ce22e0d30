"""Addresses: proofs, one writing for each number and mail, places of numbers, and the words that find people."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sqlalchemy as sa
from alembic import context, op

from flows.mail_address import normalise_mail
from flows.policy.person_places import find_number_place
from flows.search_words import make_search_word, parts
from storage.migrations.names import fill_names, pages, write

_CHATS = "('sms', 'whatsapp', 'telegram')"
_PHONES = "('sms', 'whatsapp')"
# Numbers with a row in each of their writings, on one channel of numbers or on both.
_TWICE = f"""CREATE TABLE written_twice AS
    SELECT o.business, o.id AS other, a.id AS one, o.channel = a.channel AS on_one_channel
    FROM addresses AS o JOIN addresses AS a
        ON a.business = o.business AND a.channel IN {_PHONES} AND a.value = {{one}}
    WHERE o.channel IN {_PHONES} AND ({{other}})"""  # noqa: S608
# A provider's opt-out, an erasure: of two rows on one channel, neither is written to.
_SUPPRESS_TOO = """UPDATE addresses SET state = 'suppressed', state_reason = 'the same number was'
    WHERE state = 'usable' AND (business, id) IN (
        SELECT t.business, t.{row} FROM written_twice AS t
        JOIN addresses AS a ON a.business = t.business AND a.id = t.{other}
        WHERE t.on_one_channel AND a.state = 'suppressed')"""
# No marketing leaves to the other writing, and nobody is asked there.
_REVOKE_OTHER = """UPDATE permissions SET state = 'revoked' WHERE state <> 'revoked'
    AND (business, address) IN (SELECT business, other FROM written_twice WHERE on_one_channel)"""
_REFUSE_OTHER = """INSERT INTO permissions (business, address, purpose, programme, state, since)
    SELECT o.business, o.id, 'marketing', p.name, 'revoked', o.created_at
    FROM written_twice AS t JOIN addresses AS o ON o.business = t.business AND o.id = t.other
    CROSS JOIN (SELECT 'reminders' AS name UNION ALL SELECT 'offers' UNION ALL SELECT 'partner_offers') AS p
    WHERE t.on_one_channel AND NOT EXISTS (
        SELECT 1 FROM permissions AS k WHERE k.business = o.business AND k.address = o.id
        AND k.purpose = 'marketing' AND k.programme = p.name)"""
_SAME = "{0}.business = addresses.business AND {0}.contact = addresses.contact"
_WROTE = """SELECT min(messages.created_at) FROM messages WHERE messages.business = addresses.business
    AND messages.address = addresses.id AND messages.direction = 'in'"""
# The ledger's person differs from the address's current owner. (|| '' keeps SQLite from an index that has all addresses
# of a channel.)
_PAIRS = """INSERT INTO recorded_pairs (business, address, known_as, noted_at)
    SELECT DISTINCT line.business, line.id, named.id, line.created_at
    FROM consents AS said
    JOIN addresses AS line ON line.business = said.business AND line.id = said.address
    JOIN contacts AS teller ON teller.business = said.business AND teller.id = said.contact
    JOIN addresses AS named ON named.business = said.business
        AND named.contact = COALESCE(teller.merged_into, teller.id)
    WHERE line.contact <> named.contact AND named.channel || '' IN ('customer', 'email')
        AND line.channel IN ('sms', 'whatsapp', 'telegram')
        AND line.value NOT LIKE 'erased:%' AND named.value NOT LIKE 'erased:%'"""
_ADDRESSES = sa.table("addresses", *map(sa.column, ("business", "id", "channel", "value")))
_READ = "UPDATE addresses SET sought = {}, country = {}, region = {}, timezone = {} WHERE business = {} AND id = {}"
_FOLD = "UPDATE addresses SET value = {} WHERE business = {} AND id = {}"
_TAKEN = sa.text("SELECT 1 FROM addresses WHERE business = :business AND channel = 'email' AND value = :value")


def convert() -> None:
    """Fill the new columns of addresses, and the rows made of addresses and names."""
    _prove()
    for statement in _numbers():
        op.execute(statement)
    op.execute(_PAIRS)
    if not context.is_offline_mode():  # as SQL the step begins with an empty database, and no SQL folds a name
        fill_names(op.get_bind(), parts)
        _read(op.get_bind())


def _prove() -> None:
    """Mark addresses that people wrote from as proven, and note the customer's id recorded with a number."""
    op.execute(f"UPDATE addresses SET proven_at = coalesce(last_inbound_at, ({_WROTE})) WHERE channel IN {_CHATS}")  # noqa: S608
    for table in ("staff", "shops"):
        _prove_linked(table)
    named = (
        f"SELECT {{}} FROM addresses AS customers WHERE {_SAME.format('customers')} AND customers.channel = 'customer'"  # noqa: S608
    )
    together = f"({named.format('customers.id')} AND customers.created_at = addresses.created_at)"
    op.execute(
        f"UPDATE addresses SET told_by = {together}"  # noqa: S608
        f" WHERE channel IN {_CHATS} AND proven_at IS NULL AND ({named.format('count(*)')}) = 1"
    )


def _prove_linked(table: str) -> None:
    """Mark the first address of linked people as proven, even if they never wrote."""
    linked = f"SELECT max({table}.linked_at) FROM {table} WHERE {_SAME.format(table)}"  # noqa: S608
    theirs = f"FROM addresses AS others WHERE {_SAME.format('others')} AND others.channel IN {_CHATS}"
    wrote = f"SELECT 1 {theirs} AND others.proven_at IS NOT NULL"
    first = f"SELECT others.id {theirs} ORDER BY others.id LIMIT 1"
    op.execute(
        f"UPDATE addresses SET proven_at = ({linked})"  # noqa: S608
        f" WHERE channel IN {_CHATS} AND proven_at IS NULL AND id = ({first}) AND NOT EXISTS ({wrote})"
    )


def _numbers() -> Iterator[str]:
    """Give a number with two writings one (flows/phone_numbers.py), unless a row has that one already.

    Then both rows stay, as they may be of two people. The stricter stop holds for both. No marketing leaves to the
    other writing, because a STOP now arrives at the one writing. No ledger is changed.
    """
    yield _TWICE.format(one=_spell_one("o"), other=_match_other("o"))
    for row, other in (("one", "other"), ("other", "one")):
        yield from _revoke_too(row, other)
    for row, other in (("one", "other"), ("other", "one")):
        yield _SUPPRESS_TOO.format(row=row, other=other)
    yield _REVOKE_OTHER
    yield _REFUSE_OTHER
    yield (
        f"UPDATE addresses SET value = {_spell_one('addresses')}"  # noqa: S608
        f" WHERE channel IN {_PHONES} AND ({_match_other('addresses')})"
        " AND (business, id) NOT IN (SELECT business, other FROM written_twice WHERE on_one_channel)"
    )
    yield "DROP TABLE written_twice"


def _revoke_too(row: str, other: str) -> Iterator[str]:
    """Revoke at one writing each permission that is revoked at the other, on both channels of numbers."""
    stopped = f"""FROM written_twice AS t JOIN permissions AS s ON s.business = t.business AND s.address = t.{other}
        WHERE s.state = 'revoked'"""
    yield f"""UPDATE permissions SET state = 'revoked' WHERE state <> 'revoked'
        AND (business, address, purpose, programme) IN (SELECT t.business, t.{row}, s.purpose, s.programme {stopped})"""  # noqa: S608
    yield f"""INSERT INTO permissions (business, address, purpose, programme, state, since)
        SELECT t.business, t.{row}, s.purpose, s.programme, 'revoked', min(s.since) {stopped}
        AND (t.business, t.{row}, s.purpose, s.programme) NOT IN (
            SELECT business, address, purpose, programme FROM permissions)
        GROUP BY t.business, t.{row}, s.purpose, s.programme"""  # noqa: S608


def _mexican(row: str) -> str:
    return f"{row}.value LIKE '+521%' AND length({row}.value) = 14 AND substr({row}.value, 5, 1) >= '2'"


def _argentine(row: str) -> str:
    area = f"(substr({row}.value, 4, 2) = '11' OR substr({row}.value, 4, 1) IN ('2', '3'))"
    return f"{row}.value LIKE '+54%' AND length({row}.value) = 13 AND {area}"


def _brazilian(row: str) -> str:
    mobile = f"substr({row}.value, 6, 1) IN ('6', '7', '8', '9')"
    area = f"substr({row}.value, 4, 1) <> '0' AND substr({row}.value, 5, 1) <> '0'"
    return f"{row}.value LIKE '+55%' AND length({row}.value) = 13 AND {area} AND {mobile}"


def _match_other(row: str) -> str:
    """Return the condition that a row has the other writing of its number."""
    return f"({_mexican(row)}) OR ({_argentine(row)}) OR ({_brazilian(row)})"


def _spell_one(row: str) -> str:
    """Return SQL for the one writing of a number."""
    return (
        f"CASE WHEN {_mexican(row)} THEN '+52' || substr({row}.value, 5)"
        f" WHEN {_argentine(row)} THEN '+549' || substr({row}.value, 4)"
        f" ELSE substr({row}.value, 1, 5) || '9' || substr({row}.value, 6) END"
    )


def _read(connection: sa.Connection) -> None:
    """Read each address once: the search words, a number's place, a mail's one writing."""
    known = _ADDRESSES.c.value.not_like("erased:%")
    for page in pages(connection, _ADDRESSES, _ADDRESSES.c.value, known, _ADDRESSES.c.channel):
        read = [(_split_told(channel, value), business, one) for business, one, value, channel in page]
        write(connection, _READ, [(*told, business, one) for told, business, one in read if any(told)])
        for business, one, value, channel in page:
            if channel == "email":
                _fold(connection, business, one, value)


def _split_told(channel: str, value: str) -> tuple[str | None, ...]:
    place = find_number_place(value) if value.startswith("+") else (None, None, None)
    return make_search_word(channel, value), *place


def _fold(connection: sa.Connection, business: str, address: Any, value: str) -> None:
    """Let the row with the one writing stay, where two mails of a business become one; they may be of two people."""
    folded = normalise_mail(value)
    if folded != value and connection.execute(_TAKEN, {"business": business, "value": folded}).first() is None:
        write(connection, _FOLD, [(folded, business, address)])

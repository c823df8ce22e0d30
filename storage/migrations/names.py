"""The parts of people's names, filled by a step: page by page, for any number of people."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import sqlalchemy as sa

_PAGE = 5_000  # people, or addresses, in one page
# Ids in the driver's form, and statements without SQLAlchemy, which would double the time of each row.
_CONTACTS = sa.table("contacts", *map(sa.column, ("business", "id", "name", "merged_into")))
_NAMED = "INSERT INTO name_parts (business, part, contact) VALUES ({}, {}, {}) ON CONFLICT DO NOTHING"


def fill_names(connection: sa.Connection, parts: Callable[[str], Iterable[str]]) -> None:
    """Fill the name-search table: one row per part of each contact's name. Parts of a merged contact's name point to
    the contact that it was merged into."""
    merged = sa.select(_CONTACTS.c.business, _CONTACTS.c.id, _CONTACTS.c.merged_into).where(
        _CONTACTS.c.merged_into.is_not(None)
    )
    into = {(business, one): other for business, one, other in connection.execute(merged)}
    for page in pages(connection, _CONTACTS, _CONTACTS.c.name, _CONTACTS.c.name.is_not(None)):
        found = {(business, part, _root(into, business, one)) for business, one, name in page for part in parts(name)}
        write(connection, _NAMED, sorted(found))


def _root(into: dict[tuple[str, Any], Any], business: str, contact: Any) -> Any:
    """Return the remaining person of a contact; the contact itself if hand-written rows form a loop."""
    at, seen = contact, set[Any]()
    while (business, at) in into and at not in seen:
        seen.add(at)
        at = into[business, at]
    return contact if at in seen else at


def write(connection: sa.Connection, statement: str, rows: list[tuple[Any, ...]]) -> None:
    """Run a statement for each row, whose values replace its braces."""
    if rows:
        postgres = connection.dialect.name == "postgresql"
        marks = (f"${at}" if postgres else "?" for at in range(1, len(rows[0]) + 1))
        connection.exec_driver_sql(statement.format(*marks), rows)


def pages(
    connection: sa.Connection, table: sa.TableClause, value: Any, where: Any, *more: Any
) -> Iterator[list[tuple[Any, ...]]]:
    """Yield rows in the order of their key, a page at a time."""
    key = sa.tuple_(table.c.business, table.c.id)
    query = sa.select(table.c.business, table.c.id, value, *more).order_by(table.c.business, table.c.id).limit(_PAGE)
    at: tuple[Any, Any] | None = None
    while True:
        on = query if at is None else query.where(key > sa.tuple_(sa.literal(at[0]), sa.literal(at[1])))
        page = [tuple(row) for row in connection.execute(on.where(where))]
        if not page:
            return
        yield page
        at = page[-1][0], page[-1][1]

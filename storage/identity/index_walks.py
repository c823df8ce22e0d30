"""Scans along the indexes that find people. Each scan begins at the first match and ends after a fixed number
of rows."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Select,
    and_,
    bindparam,
    exists,
    func,
    literal_column,
    select,
    union_all,
)

from flows.search_words import MOST_WORDS, find_upper_bound
from storage.schema import addresses, contacts, customer_tags, name_parts, orders
from storage.sql.statements import MINE, owns

AMONG = 1000
"""Maximum rows examined for one prefix; the newest of these are found."""
CANDIDATES = 400
"""Names with one of several words that are searched for the other words."""
MOST: BindParameter[int] = bindparam("most")
"""The maximum number of people."""


def begins(column: ColumnElement[str], at: str = "") -> ColumnElement[bool]:
    """Return True if a column of ``storage.sql.column_types.LETTERS`` begins with the parameters of ``beginning``."""
    return and_(column >= bindparam(f"since{at}"), column < bindparam(f"until{at}"))


def beginning(word: str, at: str = "") -> dict[str, str]:
    """Return the parameters of ``begins``."""
    return {f"since{at}": word, f"until{at}": find_upper_bound(word)}


def number_words(words: Sequence[str]) -> dict[str, str]:
    """Return the parameters of ``counts`` and ``having``: the lower and upper bound of each word, by its position."""
    return {name: value for at, word in enumerate(words) for name, value in beginning(word, str(at)).items()}


def select_newest(walk: Select[Any]) -> Select[Any]:
    """Select the newest of the first people on an index scan, each once; at most the parameter ``most``.

    The scan has its own order, because SQLite, which has no statistics, would scan all people from the newest on.
    """
    some = walk.limit(AMONG).subquery()
    return select(some.c.contact).distinct().order_by(some.c.contact.desc()).limit(MOST)


def _select_ranked(*walks: Select[Any]) -> Select[Any]:
    """Select people with the number of the scan that found them, in the order of the scans, the newest of each
    first."""
    parts = [walk.subquery() for walk in walks]
    met = union_all(*(select(literal_column(str(at)).label("way"), part.c.contact) for at, part in enumerate(parts)))
    every = met.subquery()
    return select(every.c.way, every.c.contact).order_by(every.c.way, every.c.contact.desc())


_NAMED = select(name_parts.c.contact).where(owns(name_parts))
_TO_THE_END = _NAMED.where(name_parts.c.part == bindparam("since")).order_by(name_parts.c.contact.desc()).limit(MOST)
_WITH_PART = _NAMED.where(begins(name_parts.c.part)).order_by(name_parts.c.part, name_parts.c.contact)
_ALIKE = _NAMED.where(begins(name_parts.c.part, "_alike")).order_by(name_parts.c.part, name_parts.c.contact)
CALLED = _select_ranked(_TO_THE_END, select_newest(_WITH_PART), select_newest(_ALIKE))
"""In this order: people whose name ends with the words; those with a part of the name that begins with them; those with
words that sound like them in another script."""

_KNOWN = select(addresses.c.contact).where(owns(addresses))
SOUGHT = select_newest(_KNOWN.where(begins(addresses.c.sought)).order_by(addresses.c.sought, addresses.c.contact))
"""People with an address whose search word begins with the text."""


def _orders() -> Select[Any]:
    ways = ((orders.c.number, "number"), (orders.c.number, "marked"), (orders.c.ref, "number"))
    here = (owns(orders), orders.c.contact.is_not(None))
    each = (select(orders.c.contact).where(*here, column == bindparam(name)) for column, name in ways)
    called = union_all(*each).limit(AMONG).subquery()
    there = exists().where(owns(contacts), contacts.c.id == called.c.contact, contacts.c.erased_at.is_(None))
    return select(called.c.contact).where(there).distinct().order_by(called.c.contact.desc()).limit(MOST)


_TAGGED = (
    select(customer_tags.c.contact)
    .where(owns(customer_tags), customer_tags.c.tag == bindparam("tag"))
    .distinct()
    .order_by(customer_tags.c.contact.desc())
    .limit(MOST)
)


def _select_identified() -> Select[Any]:
    each = (_KNOWN.where(addresses.c.sought == bindparam(name)) for name in ("id", "of_shop"))
    known = union_all(*each).limit(AMONG).subquery()
    return select(known.c.contact).distinct().order_by(known.c.contact.desc()).limit(MOST)


OTHERWISE = _select_ranked(_orders(), _TAGGED, _select_identified())
"""People with exactly this order, tag or shop's id."""


@lru_cache(maxsize=MOST_WORDS)
def counts(words: int) -> Select[Any]:
    """Select the number of names with each word, counted up to ``CANDIDATES``."""
    walks = (_NAMED.where(begins(name_parts.c.part, str(at))).limit(CANDIDATES).subquery() for at in range(words))
    return select(*(select(func.count()).select_from(walk).scalar_subquery() for walk in walks))


@lru_cache(maxsize=MOST_WORDS)
def select_having(others: int) -> Select[Any]:
    """Select the newest of the first people with one word and each of ``others`` further words."""
    some = _WITH_PART.limit(CANDIDATES).subquery()
    parts = name_parts.alias()
    theirs: Select[Any] = select(literal_column("1")).where(parts.c.business == MINE, parts.c.contact == some.c.contact)
    # A value and no EXISTS, which PostgreSQL would search among all people with the other word.
    has = (theirs.where(begins(parts.c.part, str(at))).limit(1).scalar_subquery().is_not(None) for at in range(others))
    return select(some.c.contact).where(*has).distinct().order_by(some.c.contact.desc()).limit(MOST)

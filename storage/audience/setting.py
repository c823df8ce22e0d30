"""What the rows of a business say that criteria are read by: its currency, the cuts of last night, and how words were
written that are compared as flows/folding.py does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any as Whatever

from sqlalchemy import Column, select

from flows.audience.criteria import Compared, Counted, Criteria, leaves
from flows.folding import folded
from flows.ranks import Cuts
from storage.audience.comparing import values_of
from storage.cuts import CustomerCuts
from storage.schema import businesses, contacts, order_lines, returned_lines, returns, visits
from storage.transaction import Transaction

Spellings = Mapping[str, Sequence[str]]
Spelled = Mapping[str, Spellings]  # by column

_ASKED_BY_CUTS = frozenset({"rfm.recency", "rfm.frequency", "rfm.monetary", "spend_percentile"})
# Where words stand as they were written; what is kept as it is compared (tags, brands, categories) is looked up so.
FACTS_WRITTEN: Mapping[str, Column[str]] = MappingProxyType(
    {"acquired_from": contacts.c.acquired_from, "city": returns.c.city}
)
FIELDS_WRITTEN: Mapping[str, Mapping[str, Column[str]]] = MappingProxyType(
    {
        "order.created": {name: order_lines.c[name] for name in ("sku", "title", "size")},
        "return.completed": {"city": returns.c.city}
        | {name: returned_lines.c[name] for name in ("sku", "title", "size", "reason")},
        "customer.visited": {name: visits.c[name] for name in ("place", "page")},
    }
)


@dataclass(frozen=True, slots=True)
class Setting:
    """A ``business`` at a moment. ``spelled`` has each word that criteria name with all its spellings in a column."""

    business: str
    now: datetime
    postgres: bool
    currency: str | None = None
    cuts: Cuts | None = None
    spelled: Spelled = field(default_factory=dict)

    def spellings(self, column: Column[str], words: Iterable[str]) -> list[str]:
        """How the words stand in a column."""
        known = self.spelled.get(str(column), {})
        return [one for word in words for one in known.get(word, ())]


async def gather(tx: Transaction, criteria: Criteria, now: datetime, spelled: Spelled | None = None) -> Setting:
    """The setting of settled criteria. Each column of words that they name is read once, for the words that differ,
    unless these are known already."""
    if spelled is None:
        spelled = await spelled_of(tx, criteria)
    by_cuts = any(isinstance(one, Compared) and one.fact in _ASKED_BY_CUTS for one in leaves(criteria))
    cuts = await CustomerCuts(tx).get() if by_cuts else None
    here = select(businesses.c.currency).where(businesses.c.id == tx.business)
    currency = await tx.value_of(str, here) if _asks_for_money(criteria) else None
    return Setting(tx.business, now, tx.postgres, currency, cuts, spelled)


async def spelled_of(tx: Transaction, criteria: Criteria) -> Spelled:
    """How the words of criteria stand in the columns that they name."""
    wanted: dict[str, tuple[Column[str], set[str]]] = {}
    for column, words in _written(criteria):
        wanted.setdefault(str(column), (column, set()))[1].update(words)
    return {name: await _spellings(tx, column, words) for name, (column, words) in wanted.items()}


def _asks_for_money(criteria: Criteria) -> bool:
    return any(asked.fact == "total" for one in leaves(criteria) if isinstance(one, Counted) for asked in one.where)


def _written(criteria: Criteria) -> Iterator[tuple[Column[str], tuple[Whatever, ...]]]:
    """The columns in which words are sought that criteria name."""
    for one in leaves(criteria):
        compared = (one,) if isinstance(one, Compared) else one.where
        columns = FACTS_WRITTEN if isinstance(one, Compared) else FIELDS_WRITTEN.get(one.event, {})
        for asked in compared:
            if asked.fact in columns and asked.op != "exists":
                yield columns[asked.fact], values_of(asked)


async def _spellings(tx: Transaction, column: Column[str], words: set[str]) -> Spellings:
    found: dict[str, list[str]] = {}
    rows = await tx.rows(select(column).where(column.table.c.business == tx.business).distinct())
    for (written,) in rows:
        if written and (word := folded(written)) in words:
            found.setdefault(word, []).append(written)
    return {word: tuple(sorted(some)) for word, some in found.items()}

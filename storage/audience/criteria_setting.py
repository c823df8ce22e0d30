"""A business's data for evaluating criteria: its currency, last night's cuts, and the stored spellings of words that
flows/name_folding.py compares."""

from __future__ import annotations

import typing
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Column, Select, and_, select

from flows.audience.audience_facts import PROFILED, TOTAL
from flows.audience.criteria import Compared, Counted, Criteria, Summed, leaves
from flows.customer_ranks import Cuts
from flows.name_folding import fold_name
from flows.privacy_limits import UNSCORED, UNSHARED, UNUSED, PrivacyLimit
from storage.audience.criteria_terms import Span
from storage.identity.personal_tables import Holdings
from storage.schema import businesses, contacts, order_lines, returned_lines, returns, visits
from storage.sql.transaction import Transaction
from storage.store.rank_cuts import CustomerCuts

Spellings = Mapping[str, tuple[str, ...]]

_ASKED_BY_CUTS = frozenset({"rfm.recency", "rfm.frequency", "rfm.monetary", "spend_percentile"})
# Columns that keep words as written. Tags, brands and categories are kept in the compared form and looked up so.
FACTS_WRITTEN: Mapping[str, tuple[Column[str], ...]] = MappingProxyType(
    {"acquired_from": (contacts.c.acquired_from,), "city": (contacts.c.city, returns.c.city)}
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
    """A ``business`` at a moment. ``spelled`` maps each word of the criteria to all its spellings in a column.
    The criteria never select people with one of the ``limits``."""

    business: str
    now: datetime
    postgres: bool
    holdings: Holdings
    currency: str | None = None
    cuts: Cuts | None = None
    spelled: Mapping[str, Spellings] = field(default_factory=dict)
    limits: frozenset[PrivacyLimit] = UNUSED

    def spellings(self, column: Column[str], words: Iterable[str]) -> list[str]:
        """Return how a column spells the words."""
        known = self.spelled.get(str(column), {})
        return [one for word in words for one in known.get(word, ())]


async def gather(
    tx: Transaction, criteria: Criteria, now: datetime, span: Span | None = None, *, shared: bool = False
) -> Setting:
    """Read the setting of settled criteria, for everybody or the people of a ``span``. Each column of words is read
    once, by distinct words.
    """
    wanted: dict[str, tuple[Column[str], set[str]]] = {}
    for column, words in _list_written(criteria):
        wanted.setdefault(str(column), (column, set()))[1].update(words)
    spelled = {name: await _load_spellings(tx, column, words, span) for name, (column, words) in wanted.items()}
    by_cuts = any(isinstance(one, Compared) and one.fact in _ASKED_BY_CUTS for one in leaves(criteria))
    cuts = await CustomerCuts(tx).get() if by_cuts else None
    here = select(businesses.c.currency).where(businesses.c.id == tx.business)
    currency = await tx.value_of(str, here) if _asks_for_money(criteria) else None
    return Setting(
        tx.business, now, tx.postgres, tx.holdings, currency, cuts, spelled, _find_limits(criteria, shared=shared)
    )


def _find_limits(criteria: Criteria, *, shared: bool) -> frozenset[PrivacyLimit]:
    scored = any(isinstance(one, Compared) and one.fact in PROFILED for one in leaves(criteria))
    return (UNSCORED if scored else UNUSED) | (UNSHARED if shared else UNUSED)


def _asks_for_money(criteria: Criteria) -> bool:
    return any(
        isinstance(one, Summed) or (isinstance(one, Counted) and any(asked.fact == TOTAL for asked in one.where))
        for one in leaves(criteria)
    )


def _list_written(criteria: Criteria) -> Iterator[tuple[Column[str], tuple[typing.Any, ...]]]:
    """Yield the columns that the criteria search for words."""
    for one in leaves(criteria):
        if isinstance(one, Summed):
            continue
        compared = (one,) if isinstance(one, Compared) else one.where
        of_event = {} if isinstance(one, Compared) else FIELDS_WRITTEN.get(one.event, {})
        columns = FACTS_WRITTEN if isinstance(one, Compared) else {name: (each,) for name, each in of_event.items()}
        for asked in compared:
            if asked.fact in columns and asked.op != "exists":
                yield from ((column, asked.values) for column in columns[asked.fact])


async def _load_spellings(tx: Transaction, column: Column[str], words: set[str], span: Span | None) -> Spellings:
    found: dict[str, list[str]] = {}
    query = select(column).where(column.table.c.business == tx.business).distinct()
    for (written,) in await tx.rows(query if span is None else _select_words(query, column, span)):
        if written and (word := fold_name(written)) in words:
            found.setdefault(word, []).append(written)
    return {word: tuple(sorted(some)) for word, some in found.items()}


def _select_words(query: Select[typing.Any], column: Column[str], span: Span) -> Select[typing.Any]:
    """Select the words in the rows of the people in a span, found by these people."""
    if column.table is contacts:
        return query.where(*span.match_column(contacts.c.id))
    if column.table is not returned_lines:
        return query.where(*span.match_column(column.table.c.contact))
    its = and_(returns.c.business == returned_lines.c.business, returns.c.id == returned_lines.c.returned)
    return query.join(returns, its).where(*span.match_column(returns.c.contact))

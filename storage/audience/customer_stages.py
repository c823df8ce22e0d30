"""Customer stages as tests of totals: the rank among all customers, by last night's cuts, and the lifecycle stage."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import BigInteger, ColumnElement, FromClause, and_, case, cast, func, literal, literal_column, or_

from flows.audience.criteria import Compared, meets
from flows.customer_ranks import choose_fifths
from flows.lifecycle import AT_RISK, DORMANT, LONGEST, LOST, LOYAL_FROM, OWN_FROM, SHORTEST, USUAL, Lifecycle
from storage.audience.criteria_setting import Setting
from storage.audience.criteria_terms import Certain, Single, Term, negate_term
from storage.schema import customer_totals

_MICROSECOND = timedelta(microseconds=1)
# A literal in the statement: SQLite ignores the indexes of customers with orders if it is a parameter.
NONE: ColumnElement[int] = literal_column("0")
_BY_SILENCE, _FROM = (Lifecycle.AT_RISK, Lifecycle.DORMANT, Lifecycle.LOST), (AT_RISK, DORMANT, LOST)
_FACTS = MappingProxyType({"rfm.recency": "last_order_at", "rfm.frequency": "orders", "rfm.monetary": "spend"})


def make_quintile(compared: Compared, setting: Setting) -> Term:
    """Return the quintile's term: one more than the number of lower cuts, among the four between fifths."""
    fact = _FACTS[compared.fact]
    cuts = None if setting.cuts is None else choose_fifths(getattr(setting.cuts, fact))
    return _limit_places(compared, fact, cuts, first=1)


def make_percentile(compared: Compared, setting: Setting) -> Term:
    """Return the percentile's term: the number of lower cuts."""
    return _limit_places(compared, "spend", None if setting.cuts is None else setting.cuts.spend, first=0)


def make_lifecycle(compared: Compared, setting: Setting) -> Term:
    """Return the term for a customer's stage in ``flows.lifecycle.find_stage``."""
    if compared.op == "exists":
        return _make_ordered() if compared.value else negate_term(_make_ordered())
    wanted = [one for one in Lifecycle if meets(compared, one.value)]
    return Single(customer_totals, lambda row: and_(row.c.orders > NONE, or_(*_stages(row, wanted, setting))))


def make_stage(row: FromClause, setting: Setting) -> ColumnElement[str]:
    """Return the stage name for a row with ``orders``, ``last_order_at`` and ``rhythm``; "" for people without an
    order.
    """
    ordered = and_(row.c.orders > NONE, row.c.last_order_at.is_not(None))
    stands = [(and_(ordered, *_stages(row, [one], setting)), literal(one.value)) for one in Lifecycle]
    return case(*stands, else_=literal(""))


def _make_ordered() -> Single:
    return Single(customer_totals, lambda row: and_(row.c.orders > NONE, row.c.last_order_at.is_not(None)))


def _limit_places(compared: Compared, fact: str, cuts: Sequence[Any] | None, first: int) -> Term:
    """Return the wanted places from ``first`` on, as ranges of the fact's values."""
    if cuts is None:
        return Certain(meets(compared, None))
    if compared.op == "exists":
        return _make_ordered() if compared.value else negate_term(_make_ordered())
    wanted = [place for place in range(len(cuts) + 1) if meets(compared, place + first)]
    ranges = list(_runs(wanted))

    def test(row: FromClause) -> ColumnElement[bool]:
        kind = customer_totals.c[fact].type
        told = [_match_between(row.c[fact], cuts, low, high, lambda cut: literal(cut, kind)) for low, high in ranges]
        return and_(row.c.orders > NONE, row.c.last_order_at.is_not(None), or_(*told))

    return Single(customer_totals, test) if wanted else Certain(False)


def _runs(places: Sequence[int]) -> Iterator[tuple[int, int]]:
    """Yield the first and the last of consecutive places."""
    starts = [one for one in places if one - 1 not in places]
    return zip(starts, (one for one in places if one + 1 not in places), strict=True)


def _match_between(
    held: ColumnElement[Any], cuts: Sequence[Any], low: int, high: int, value: Callable[[Any], Any]
) -> ColumnElement[bool]:
    """Return the condition that at least ``low`` and at most ``high`` cuts are less than a value."""
    above = [held > value(cuts[low - 1])] if low else []
    below = [held <= value(cuts[high])] if high < len(cuts) else []
    return and_(held.is_not(None), *above, *below)


def _stages(row: FromClause, wanted: Sequence[Lifecycle], setting: Setting) -> Iterator[ColumnElement[bool]]:
    """Yield ranges of silence, adjacent ones merged: each reads the rhythm, and every row is checked."""
    silent = {times: _silence(row, setting) >= times * _rhythm(row) for times in (AT_RISK, DORMANT, LOST)}
    for low, high in _runs([_BY_SILENCE.index(one) for one in wanted if one in _BY_SILENCE]):
        ends = (~silent[_FROM[high + 1]],) if high + 1 < len(_FROM) else ()
        yield and_(silent[_FROM[low]], *ends)
    many = {
        Lifecycle.NEW: row.c.orders == 1,
        Lifecycle.ACTIVE: and_(row.c.orders > 1, row.c.orders < LOYAL_FROM),
        Lifecycle.LOYAL: row.c.orders >= LOYAL_FROM,
    }
    lively = [many[one] for one in wanted if one in many]
    if lively:
        yield and_(or_(*lively), ~silent[AT_RISK])


def _silence(row: FromClause, setting: Setting) -> ColumnElement[int]:
    """Return the microseconds since the last order."""
    since, now = row.c.last_order_at, literal(setting.now, customer_totals.c.last_order_at.type)
    if not setting.postgres:
        return cast(now, BigInteger) - cast(since, BigInteger)
    return cast(func.round(func.extract("epoch", now - since) * 1_000_000), BigInteger)


def _rhythm(row: FromClause) -> ColumnElement[int]:
    """Return the microseconds from one order to the next, as ``flows.lifecycle.compute_rhythm`` defines."""
    usual, shortest, longest = map(_micros, (USUAL, SHORTEST, LONGEST))
    untold = or_(row.c.rhythm.is_(None), row.c.orders < OWN_FROM)
    short, long = row.c.rhythm < shortest, row.c.rhythm > longest
    return case((untold, usual), (short, shortest), (long, longest), else_=row.c.rhythm)


def _micros(time: timedelta) -> ColumnElement[int]:
    return literal_column(str(time // _MICROSECOND))

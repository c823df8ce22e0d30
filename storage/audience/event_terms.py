"""Counts of a person's events in a period, or sums of their money, as a term over the event rows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, ColumnElement, FromClause, Table, and_, exists, false, literal, not_, or_, true

from flows.audience.audience_facts import TOTAL
from flows.audience.calendar_periods import Between, Period, Stretch
from flows.audience.criteria import Compared, Counted, Summed, Within, meets
from storage.audience.column_comparisons import among, is_number, is_told
from storage.audience.criteria_setting import FIELDS_WRITTEN, Setting
from storage.audience.criteria_terms import Certain, Holders, Term, every, negate_term
from storage.audience.event_rows import KEPT, EventRows
from storage.schema import order_lines


def make_count_term(counted: Counted, setting: Setting) -> Term:
    """Return the term of a count. "Fewer than three" is "not three or more", and includes people with none."""
    return _compare_count(_Counting(counted, setting).at_least, counted.op, counted.count)


def make_sum_term(summed: Summed, setting: Setting) -> Term:
    """Return the term of a sum of money. No amount is negative; people without rows have 0."""
    kept = KEPT[summed.event](setting)
    assert kept.money is not None, "only events with a total are summed"
    amount, currency = kept.money
    where = (*kept.where, *_limit_time(summed.within, kept.at, setting), _is_known(amount, currency, setting))

    def at_least(money: int) -> Term:
        if money <= 0:
            return Certain(True)
        return Holders(kept.source, kept.person, where, money, apart=kept.apart, summed=amount)

    return _compare_count(at_least, summed.op, summed.amount)


def _compare_count(at_least: Callable[[int], Term], op: str, count: int) -> Term:
    match op:
        case ">=":
            return at_least(count)
        case ">":
            return at_least(count + 1)
        case "<":
            return negate_term(at_least(count))
        case "<=":
            return negate_term(at_least(count + 1))
    exactly = every([at_least(count), negate_term(at_least(count + 1))])
    return exactly if op == "=" else negate_term(exactly)


def _limit_time(within: Within | None, at: ColumnElement[Any], setting: Setting) -> tuple[ColumnElement[bool], ...]:
    if within is None:
        return ()
    if isinstance(within, Between):
        return (at >= literal(within.since, at.type), at < literal(within.until, at.type))
    assert not isinstance(within, Period | Stretch), "it was settled"
    return (at >= literal(setting.now - within, at.type), at <= literal(setting.now, at.type))


@dataclass(frozen=True, slots=True)
class _Counting:
    counted: Counted
    setting: Setting

    def at_least(self, many: int) -> Term:
        """Return the term for at least ``many`` events; the rows get new aliases each time."""
        if many <= 0:
            return Certain(True)
        if self._is_of_lines:
            return self._count_by_lines(many)
        kept = KEPT[self.counted.event](self.setting)
        goods = [one for one in self.counted.where if not self._is_own(one, kept)]
        where = [*kept.where, *_limit_time(self.counted.within, kept.at, self.setting)]
        where += [self._holds(one, kept) for one in self.counted.where if one not in goods]
        where += [self._match_line(goods, kept)] if goods else []
        return Holders(kept.source, kept.person, tuple(where), many, apart=kept.apart)

    @property
    def _is_of_lines(self) -> bool:
        """Return True if the lines of orders alone decide; only orders that count have lines."""
        where = self.counted.where
        goods = where and all(one.fact in order_lines.c for one in where)
        return self.counted.event == "order.created" and bool(goods) and not _accepts_unknown(where)

    def _count_by_lines(self, many: int) -> Term:
        lines = order_lines.alias()
        where = [self._on_line(one, order_lines, lines) for one in self.counted.where]
        here = (
            lines.c.business == self.setting.business,
            lines.c.contact.is_not(None),
            *_limit_time(self.counted.within, lines.c.at, self.setting),
        )
        return Holders(lines, lines.c.contact, (*here, *where), many, lines.c.order)

    def _is_own(self, asked: Compared, kept: EventRows) -> bool:
        return asked.fact in kept.fields or (asked.fact == TOTAL and kept.money is not None)

    def _holds(self, asked: Compared, kept: EventRows) -> ColumnElement[bool]:
        """Return the comparison of an event's own field."""
        if asked.fact == TOTAL and kept.money is not None:
            return self._is_money(asked, *kept.money)
        column = FIELDS_WRITTEN.get(self.counted.event, {}).get(asked.fact)
        return self._is_word(asked, kept.fields[asked.fact], column)

    def _match_line(self, goods: Sequence[Compared], kept: EventRows) -> ColumnElement[bool]:
        """Return the condition that one line of an event matches everything; an event without lines has
        unknown goods.
        """
        assert kept.lines is not None, "fields of goods are of events with lines"
        lines = kept.lines.alias()
        theirs = and_(lines.c.business == self.setting.business, lines.c[kept.whose] == kept.event)
        found = exists().where(theirs, *(self._on_line(one, kept.lines, lines) for one in goods))
        return or_(found, not_(exists().where(theirs))) if _accepts_unknown(goods) else found

    def _on_line(self, asked: Compared, table: Table, line: FromClause) -> ColumnElement[bool]:
        column = FIELDS_WRITTEN[self.counted.event].get(asked.fact)
        return self._is_word(
            asked, line.c[asked.fact], column if column is not None and column.table is table else None
        )

    def _is_word(self, asked: Compared, held: ColumnElement[Any], column: Column[str] | None) -> ColumnElement[bool]:
        """Return the comparison of a word. ``column`` is the column for looking up all spellings; None if words are
        stored in compared form."""
        told = is_told(held)
        if asked.op == "exists":
            return told if asked.value else not_(told)
        values = asked.values if column is None else self.setting.spellings(column, asked.values)
        found = among(held, values, self.setting.postgres)
        return found if asked.op in {"=", "in"} else found.is_not(true())

    def _is_money(self, asked: Compared, amount: Any, currency: Any) -> ColumnElement[bool]:
        told = _is_known(amount, currency, self.setting)
        if asked.op == "exists":
            return told if asked.value else told.is_not(true())
        plain = {"!=": "=", "not_in": "in"}.get(asked.op)
        found = and_(
            told, is_number(amount, Compared(asked.fact, plain or asked.op, asked.value), self.setting.postgres)
        )
        return found.is_not(true()) if plain else found


def _is_known(amount: Any, currency: Any, setting: Setting) -> ColumnElement[bool]:
    """Return the condition on amounts in the business's currency; others are unknown."""
    ours = false() if setting.currency is None else currency == setting.currency
    return and_(amount.is_not(None), ours)


def _accepts_unknown(asked: Sequence[Compared]) -> bool:
    return all(meets(one, None) for one in asked)

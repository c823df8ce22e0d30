"""Random criteria and random people, small enough that they meet."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from flows.audience.audience_facts import FACTS, HAPPENINGS, OPS, TOTAL, ValueKind
from flows.audience.calendar_periods import Period, Stretch
from flows.audience.criteria import All, Any, Compared, Counted, Criteria, Not, Scalar, Summed
from flows.audience.criteria_json import COUNTING
from tests.storage.world import NOW

WORDS = ("nike", "adidas", "shoes", "9", "delhi")
PERIODS = st.sampled_from(Period)
_DAYS = st.integers(0, 60)
_NUMBERS = st.integers(0, 5).map(Decimal) | st.sampled_from([Decimal(one) for one in ("0.5", "2.5", "20", "60", "-1")])
VALUES: dict[ValueKind, st.SearchStrategy[Scalar]] = {
    ValueKind.NUMBER: _NUMBERS,
    ValueKind.NUMBERS: _NUMBERS,
    ValueKind.DAYS: _DAYS.map(Decimal),
    ValueKind.MONEY: st.integers(0, 5).map(lambda units: units * 10**6),
    ValueKind.MOMENT: _DAYS.map(lambda days: NOW - timedelta(days=days)),
    ValueKind.WORD: st.sampled_from(WORDS),
    ValueKind.WORDS: st.sampled_from(WORDS),
    ValueKind.CODE: st.sampled_from(("en", "hi-Latn", "sms", "telegram")),
    ValueKind.CODES: st.sampled_from(("US", "TX", "America/Chicago", "IN")),
}


@st.composite
def stretches(draw: st.DrawFn) -> Stretch:
    """A time between two moments, or without one of its ends."""
    until, longer = draw(st.integers(1, 40)), draw(st.integers(1, 40))
    since: timedelta | datetime = timedelta(days=until + longer)
    end: timedelta | datetime = timedelta(days=until)
    since = NOW - since if draw(st.booleans()) else since
    end = NOW - end if draw(st.booleans()) else end
    return draw(st.sampled_from((Stretch(since, end), Stretch(since), Stretch(until=end))))


@st.composite
def summed(draw: st.DrawFn) -> Summed:
    """Money of events in a time."""
    event = draw(st.sampled_from(sorted(name for name, one in HAPPENINGS.items() if TOTAL in one.fields)))
    within = draw(st.none() | st.integers(1, 60).map(lambda days: timedelta(days=days)) | PERIODS | stretches())
    return Summed(event, draw(st.sampled_from(COUNTING)), draw(st.integers(0, 6)) * 10**6, within)


@st.composite
def compared(draw: st.DrawFn, name: str, kind: ValueKind, choices: tuple[str, ...] = ()) -> Compared:
    """One comparison of that fact or field."""
    op = draw(st.sampled_from(OPS[kind]))
    values: st.SearchStrategy[Scalar] = st.sampled_from(choices) if choices else VALUES[kind]
    if op == "exists":
        return Compared(name, op, draw(st.booleans()))
    if op in {"in", "not_in"}:
        return Compared(name, op, tuple(draw(st.lists(values, min_size=1, max_size=3, unique=True))))
    if op == "within" and draw(st.booleans()):
        return Compared(name, op, draw(PERIODS | stretches()))
    if op == "within" or (op == "before" and draw(st.booleans())):
        return Compared(name, op, timedelta(days=draw(st.integers(1, 60))))
    return Compared(name, op, draw(values))


@st.composite
def counted(draw: st.DrawFn) -> Counted:
    """A count of events, with conditions on some of their fields."""
    happening = HAPPENINGS[draw(st.sampled_from(sorted(HAPPENINGS)))]
    fields = (
        draw(st.lists(st.sampled_from(sorted(happening.fields)), max_size=2, unique=True)) if happening.fields else []
    )
    where = tuple(draw(compared(name, happening.fields[name])) for name in fields)
    within = draw(st.none() | st.integers(1, 60).map(lambda days: timedelta(days=days)) | PERIODS | stretches())
    return Counted(
        happening.name, draw(st.sampled_from((">=", "=", "<", "!="))), draw(st.integers(0, 3)), within, where
    )


def leaves(facts: tuple[str, ...] = tuple(FACTS)) -> st.SearchStrategy[Criteria]:
    """One condition."""
    fact = st.sampled_from(facts).flatmap(lambda name: compared(name, FACTS[name].kind, FACTS[name].choices))
    return fact | counted() | summed()


def trees(facts: tuple[str, ...] = tuple(FACTS)) -> st.SearchStrategy[Criteria]:
    """Criteria of a few conditions."""
    return st.recursive(
        leaves(facts),
        lambda inner: st.one_of(
            st.lists(inner, max_size=3).map(lambda of: All(tuple(of))),
            st.lists(inner, max_size=3).map(lambda of: Any(tuple(of))),
            inner.map(Not),
        ),
        max_leaves=6,
    )

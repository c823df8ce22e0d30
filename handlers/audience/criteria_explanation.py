"""Criteria described in plain words, one condition a line: "money spent: more than $200"."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import pairwise
from types import MappingProxyType

from flows.audience.audience_expansion import AUDIENCE
from flows.audience.audience_facts import FACTS, HAPPENINGS, TOTAL, ValueKind
from flows.audience.calendar_periods import Period, Stretch
from flows.audience.criteria import All, Any, Compared, Counted, Criteria, Not, Summed, Within
from flows.money import Money
from flows.phrase import At, Lines, Ours, Shows, Text, phrase
from handlers.audience.filters.filter_mistakes import FilterMistake
from templates.message_values import one_line, shorten

_MOST = 12  # conditions of one level that are shown
_LONGEST = 40  # characters of a name
_OPS: Mapping[str, str] = MappingProxyType(
    {"=": "eq", "!=": "ne", "<": "lt", "<=": "le", ">": "gt", ">=": "ge", "in": "eq", "not_in": "ne"}
)
_MOMENT = timedelta(seconds=1)
ORDERED = "order.created"
_UNTOLD = frozenset({"acquired_from", "lifecycle", "language", "country", "region", "zone", "city"})
"""Facts that everybody has, known or not; without a brand or a tag the fact is simply empty."""
_DENIED: Mapping[str, str] = MappingProxyType({"=": "!=", "in": "not_in"})


@dataclass(frozen=True, slots=True)
class CriteriaContext:
    """What is needed to describe criteria: the business's currency, and the names of its audiences by their ids."""

    currency: str
    audiences: Mapping[str, str] = field(default_factory=dict)


def explain(criteria: Criteria, spoken: CriteriaContext) -> Text:
    """Describe the criteria: a line for each condition that has to be met."""
    return Lines(tuple(Lines((Ours("•"), line), " ") for line in describe_conditions(criteria, spoken)))


def explain_mistake(mistake: FilterMistake, text: str) -> Text:
    """Explain a mistake in a filter: its place, what is expected, and the nearest valid name."""
    before = " ".join(text[: mistake.start].split())
    before = f"…{before[-_LONGEST:]}" if len(before) > _LONGEST else before
    unread = shorten(one_line(mistake.text), _LONGEST, "…")
    nearest = phrase("audience_nearest", nearest=one_line(mistake.nearest)) if mistake.nearest else ""
    place = phrase("audience_unread", unread=unread, before=one_line(before))
    return Lines((place, phrase(mistake.why.value, example=Ours(mistake.example)), nearest))


def describe_conditions(criteria: Criteria, spoken: CriteriaContext) -> list[Text]:
    """Describe each condition that has to be met."""
    if isinstance(criteria, All) and criteria.of:
        told = [line for one in criteria.of[:_MOST] for line in describe_conditions(one, spoken)]
        return [*told, *([Ours("…")] if len(criteria.of) > _MOST else [])]
    return [_say_criteria(criteria, spoken)]


def describe_where(where: Sequence[Compared], spoken: CriteriaContext) -> Text:
    """Describe conditions on the fields of one event, on one line; a field is a number or a word."""
    return Lines(tuple(_describe_field(one, spoken) for one in where), "; ")


def _describe_field(compared: Compared, spoken: CriteriaContext) -> Text:
    kind = ValueKind.NUMBER if isinstance(compared.values[0], Decimal) else ValueKind.WORD
    told = _say_comparison(compared, kind, spoken)
    return phrase("audience_compared", fact=phrase(f"audience_field_{compared.fact}"), compared=told)


def _say_criteria(criteria: Criteria, spoken: CriteriaContext) -> Text:
    match criteria:
        case All(()):
            return phrase("audience_everybody")
        case Any(()):
            return phrase("audience_nobody")
        case All(of):
            return _join_conditions(of, "audience_and", spoken)
        case Any(of):
            return _join_conditions(of, "audience_or", spoken)
        case Not(Compared() as denied) if denied.op in _DENIED:
            return _say_criteria(Compared(denied.fact, _DENIED[denied.op], denied.value), spoken)
        case Not(Counted(event, ">=", 1, within, where)):
            return _say_count(Counted(event, "=", 0, within, where), spoken)
        case Not(Compared() as denied) if FACTS[denied.fact].kind is ValueKind.MOMENT and denied.op != "exists":
            return phrase("audience_or_none", of=phrase("audience_not", of=_say_criteria(denied, spoken)))
        case Not(of):
            return phrase("audience_not", of=_bracket_criteria(of, spoken))
        case Counted():
            return _say_count(criteria, spoken)
        case Summed():
            return _say_sum(criteria, spoken)
    fact = phrase(f"audience_fact_{criteria.fact.replace('.', '_')}")
    compared = _say_comparison(criteria, FACTS[criteria.fact].kind, spoken)
    told = phrase("audience_compared", fact=fact, compared=compared)
    return phrase("audience_or_unknown", of=told) if _holds_of_unknown(criteria) else told


def _holds_of_unknown(compared: Compared) -> bool:
    """Return True if people with an unknown fact match: "region: not TX" includes people with no region."""
    return compared.fact in _UNTOLD and compared.op in {"!=", "not_in"}


def _join_conditions(of: tuple[Criteria, ...], word: str, spoken: CriteriaContext) -> Text:
    """Join conditions with a word between them; each that has several parts is put in brackets."""
    said: list[Text] = []
    for one in of[:_MOST]:
        said += [phrase(word)] if said else []
        said.append(_bracket_criteria(one, spoken))
    return Lines((*said, *([Ours("…")] if len(of) > _MOST else [])), " ")


def _bracket_criteria(criteria: Criteria, spoken: CriteriaContext) -> Text:
    """Describe criteria, in brackets if they have several parts."""
    several, told = isinstance(criteria, All | Any) and len(criteria.of) > 1, _say_criteria(criteria, spoken)
    return Lines((Ours("("), told, Ours(")")), "") if several else told


def _say_count(counted: Counted, spoken: CriteriaContext) -> Text:
    fields = HAPPENINGS[counted.event].fields
    where = Lines(tuple(_field(one, fields[one.fact], spoken) for one in counted.where), ", ")
    event = phrase(f"audience_event_{counted.event.replace('.', '_')}")
    return _say_event(event, where if counted.where else "", _say_many(counted), counted.within)


def _say_sum(summed: Summed, spoken: CriteriaContext) -> Text:
    event = phrase(f"audience_event_{summed.event.replace('.', '_')}")
    money = _say_comparison(Compared(TOTAL, summed.op, summed.amount), ValueKind.MONEY, spoken)
    return _say_event(phrase("audience_sum", event=event), "", money, summed.within)


def _say_event(event: Text, where: Text, compared: Text, within: Within | None) -> Text:
    """Describe an event in a period: "orders in the last 60 days: none"."""
    told = {"event": event, "where": where, "compared": compared}
    if isinstance(within, Period | Stretch):
        return phrase("audience_counted_during", period=_period(within), **told)
    return phrase("audience_counted", within=_days(within) if isinstance(within, timedelta) else None, **told)


def _say_many(counted: Counted) -> Text:
    if counted.op == "=" and counted.count:
        return phrase("audience_op_exactly", value=str(counted.count))
    if counted.op == "=":
        silent = counted.event == ORDERED and counted.within is not None
        return phrase("audience_op_none_or_never" if silent else "audience_op_none")
    return phrase(f"audience_op_{_OPS[counted.op]}", value=str(counted.count))


def _field(compared: Compared, kind: ValueKind, spoken: CriteriaContext) -> Text:
    known = "fact" if compared.fact in FACTS else "field"
    name = phrase(f"audience_{known}_{compared.fact}")
    return phrase("audience_compared", fact=name, compared=_say_comparison(compared, kind, spoken))


def _say_comparison(compared: Compared, kind: ValueKind, spoken: CriteriaContext) -> Text:
    value = compared.value
    if compared.op == "exists":
        is_some = kind in {ValueKind.WORDS, ValueKind.CODES}
        return phrase("audience_op_some" if is_some else "audience_op_known", value=bool(value))
    if isinstance(value, Period | Stretch):
        return _period(value)
    if isinstance(value, timedelta):
        return phrase("audience_op_within" if compared.op == "within" else "audience_op_ago", value=_days(value))
    if kind is ValueKind.MOMENT:
        told = "before" if compared.op in {"before", "<", "<="} else "since"
        return phrase(f"audience_op_{told}", value=At(value, Shows.DAY) if isinstance(value, datetime) else str(value))
    several = compared.values
    if (ends := _range(several)) is not None:
        return phrase("audience_op_range", least=_value(ends[0]), most=_value(ends[1]), op=compared.op)
    more = ["…"] if len(several) > _MOST else []
    called = spoken.audiences if compared.fact == AUDIENCE else {}
    shown: Text = ", ".join([*(called.get(str(one)) or _value(one) for one in several[:_MOST]), *more])
    if kind is ValueKind.MONEY:
        shown = Lines(tuple(phrase("an_amount", amount=_money(one, spoken)) for one in several[:_MOST]), ", ")
    exactly = compared.op == "=" and kind in {ValueKind.NUMBER, ValueKind.DAYS, ValueKind.MONEY}
    return phrase(f"audience_op_{'exactly' if exactly else _OPS[compared.op]}", value=shown)


def _range(values: tuple[object, ...]) -> tuple[Decimal, Decimal] | None:
    """Return the first and the last of three or more consecutive whole numbers; None for other values."""
    numbers = [one for one in values if isinstance(one, Decimal)]
    runs = len(numbers) == len(values) > 2 and all(after - one == 1 for one, after in pairwise(numbers))
    return (numbers[0], numbers[-1]) if runs else None


def _value(value: object) -> str:
    if isinstance(value, Decimal | int):
        return f"{Decimal(value).normalize():f}"
    return shorten(one_line(str(value)), _LONGEST, "…")


def _money(value: object, spoken: CriteriaContext) -> Money:
    return Money(value if isinstance(value, int) else 0, spoken.currency)


def _period(period: Period | Stretch) -> Text:
    if isinstance(period, Period):
        return phrase(f"audience_period_{period.name.lower()}")
    since, until = _end(period.since), _end(period.until, -_MOMENT)  # "until 31 October" with that day
    if since is None or until is None:
        return phrase("audience_stretch_until" if since is None else "audience_stretch_since", end=since or until)
    return phrase("audience_stretch", since=since, until=until)


def _end(end: datetime | timedelta | None, later: timedelta = timedelta()) -> Text | At | None:
    if isinstance(end, timedelta):
        return phrase("audience_days_ago", value=_days(end))
    return At(end + later, Shows.DAY) if end is not None else None


def _days(length: timedelta) -> str:
    """Format a length in days, with one decimal if needed."""
    return f"{(Decimal(length // timedelta(minutes=1)) / (24 * 60)).quantize(Decimal('0.1')).normalize():f}"

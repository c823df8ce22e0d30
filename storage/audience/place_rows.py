"""The places of people, for criteria: the recorded places, else the places that phone numbers suggest.

A number suggests its country. It suggests a region and a time zone if its area code has only one. These are kept with
the address (storage/identity/new_names.py). Recorded facts win: a number says nothing if the same fact is recorded, or
another country, or, for the time zone, another region.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import ColumnElement, CompoundSelect, FromClause, Select, and_, literal_column, or_, select, union_all

from storage.audience.column_comparisons import is_told
from storage.schema import addresses, places

Meant = Callable[[ColumnElement[Any]], ColumnElement[bool]]
"""The test that a column has a wanted value."""


def select_places(business: str, name: str, meant: Meant) -> CompoundSelect[Any]:
    """Select people (``contact``) with each wanted value (``held``) of a column of places; some more than once."""
    told, number = places.alias(), addresses.alias()
    held, derived = told.c[name], number.c[name]
    found = select(told.c.contact, held.label("held")).where(told.c.business == business, meant(held))
    here = (number.c.business == business, meant(derived), ~_beaten(number, name))
    return union_all(found, select(number.c.contact, derived.label("held")).where(*here))


def _beaten(number: FromClause, name: str) -> ColumnElement[bool]:
    """Return the test that a recorded place rules out this fact of the person's number."""
    told = places.alias()
    beats = [is_told(told.c[name]), and_(is_told(told.c.country), told.c.country.is_distinct_from(number.c.country))]
    if name == "timezone":
        beats.append(and_(is_told(told.c.region), told.c.region.is_distinct_from(number.c.region)))
    theirs: Select[Any] = select(literal_column("1")).select_from(told)
    here = (told.c.business == number.c.business, told.c.contact == number.c.contact, or_(*beats))
    return theirs.where(*here).correlate(number).exists()

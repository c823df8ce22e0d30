"""What messages are about, kind by kind: what texts, links and staff are told of a row."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from flows.money import Money
from flows.phrase import At, Phrase, Text
from storage.unit import Unit

When = Callable[[datetime], At]
"""A moment, as whoever reads of it is told of moments."""


@dataclass(frozen=True, slots=True)
class Thing:
    """A row that a message is about: the ``values`` of texts, what it is worth, and where its link leads.

    ``at`` is its last activity; ``gone`` says why nothing more has to be said of it.
    """

    values: Mapping[str, Any] = field(default_factory=dict)
    total: Money | None = None
    url: str = ""
    at: datetime | None = None
    gone: Phrase | None = None


@dataclass(frozen=True, slots=True)
class SubjectKind:
    """A noun that messages are about. ``load`` finds its rows by their ids; ``told`` is how staff hear of one.

    ``look`` names the commands by which the staff see how one stands; None where there are none.

    ``gives`` names the values that its rows have for texts, with "link" where they have an address: a text that names
    none of them needs no row.
    """

    kind: str
    load: Callable[[Unit, Collection[UUID]], Awaitable[Mapping[UUID, Thing]]]
    told: Callable[[Thing, When], Text]
    gives: frozenset[str] = frozenset()
    look: Callable[[Thing], Text] | None = None

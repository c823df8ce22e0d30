"""Whom a member of the staff writes to with /send: a person, and what the words are about."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from flows.engine import Subject

if TYPE_CHECKING:
    from handlers.admins.command import Asked, Reply


@dataclass(frozen=True, slots=True)
class Addressed:
    """A person by the words that ``named`` them, ``called`` as the staff calls them. ``about`` is what the message is
    about, as an order, whose ``number`` is shown; a ``partner`` is no customer, and no rule for customers holds.
    Words to whoever is named ``by_order`` are about that order, and answer nothing else that they asked."""

    contact: UUID
    called: str
    named: int
    about: Subject | None = None
    partner: bool = False
    number: str = ""
    by_order: bool = False


Addressing: TypeAlias = "Callable[[Asked], Awaitable[Addressed | Reply | None]]"
"""Whom the first words of a /send name, as one conversation knows people: None for nobody."""

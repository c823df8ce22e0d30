"""The people and things of a conversation, such as orders, that a staff command may name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from flows.engine import Subject  # the codec of a kept /send reads it at run time
from handlers.admins.staff_command import IssuedCommand, Reply

if TYPE_CHECKING:
    from flows.phrase import Text
    from handlers.actions.action import Origin
    from handlers.engine.turn import Turn


@dataclass(frozen=True, slots=True)
class Addressed:
    """A person by the words that ``named`` them, ``called`` as the staff calls them. ``about`` is the message's
    subject, as an order, whose ``number`` is shown. A ``partner`` is no customer, and no rule for customers holds. With
    ``by_order`` the words concern that order, and answer no other question of the person."""

    contact: UUID
    called: str
    named: int
    about: Subject | None = None
    partner: bool = False
    number: str = ""
    by_order: bool = False


Addressing: TypeAlias = Callable[[IssuedCommand], Awaitable[Addressed | Reply | None]]
"""The person in the first words of a /send, as one conversation knows people: None for nobody."""


@dataclass(frozen=True, slots=True)
class Notable:
    """A thing by its ``id``, with the text after its name.

    ``word`` is an unambiguous name, as an order's number or a customer's id. ``asks`` is the question for a missing
    note. ``whole`` says that the words are the whole name, not a part of it or a tag.
    """

    id: UUID
    word: str
    rest: tuple[str, ...]
    asks: Text
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Noting:
    """The notes of one conversation: ``finds`` returns the thing in the words, None for an unknown one, and ``keeps``
    saves the note with the thing of that id and returns the answer. ``keeps`` raises Refused."""

    finds: Callable[[IssuedCommand, tuple[str, ...]], Awaitable[Notable | Reply | None]]
    keeps: Callable[[Turn, Origin, UUID, str], Awaitable[Text]]

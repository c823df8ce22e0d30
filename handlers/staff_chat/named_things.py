"""The people and things of a conversation, such as orders, that a staff command can name."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias
from uuid import UUID

from flows.engine import Subject  # the codec of a kept /send reads it at run time
from handlers.staff_chat.staff_command import IssuedCommand, Reply

if TYPE_CHECKING:
    from flows.phrase import Text
    from handlers.actions.action import Origin
    from handlers.engine.turn import Turn


@dataclass(frozen=True, slots=True)
class Addressed:
    """A person that a command names by its first ``named`` words; ``called`` is their name for the staff. ``about`` is
    the message's subject, such as an order, whose ``number`` is shown. A ``partner`` is no customer, so no rule for
    customers applies. ``by_order``: the text is about that order, and answers no other question of the person."""

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
    """A thing with its ``id``, and the text after its name.

    ``word`` is an unambiguous name, such as an order's number or a customer's id. ``asks`` is the question for a
    missing note. ``whole``: the words are the whole name, not a part of it or a tag.
    """

    id: UUID
    word: str
    rest: tuple[str, ...]
    asks: Text
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Noting:
    """The notes of one conversation. ``finds`` returns the thing that the words name, None if there is none; ``keeps``
    stores the note with the thing by id and returns the reply. ``keeps`` raises Refused."""

    finds: Callable[[IssuedCommand, tuple[str, ...]], Awaitable[Notable | Reply | None]]
    keeps: Callable[[Turn, Origin, UUID, str], Awaitable[Text]]

"""What the staff notes something of with /note: one thing of one conversation, and how its note is kept."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from flows.phrase import Text

if TYPE_CHECKING:
    from handlers.actions.action import Origin
    from handlers.admins.command import Asked, Reply
    from handlers.turn import Turn


@dataclass(frozen=True, slots=True)
class Notable:
    """A thing by its ``id``, with the words that the text leaves when the thing is named.

    ``word`` names nothing else, as an order's number or a customer's id does. ``asks`` is the question for the note
    where the text has none. ``whole`` says that the thing is named whole, and not by a part of its name or by a mark.
    """

    id: UUID
    word: str
    rest: tuple[str, ...]
    asks: Text
    whole: bool = True


@dataclass(frozen=True, slots=True)
class Noting:
    """The notes of one conversation: ``finds`` what the words are a note of, None for nothing that it knows of, and
    ``keeps`` the note with the thing of that id and says so. ``keeps`` raises Refused."""

    finds: Callable[[Asked, tuple[str, ...]], Awaitable[Notable | Reply | None]]
    keeps: Callable[[Turn, Origin, UUID, str], Awaitable[Text]]

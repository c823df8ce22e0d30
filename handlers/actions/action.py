"""Use cases: a turn, whoever asks for it and a command value go in; a result value comes out, or ``Refused`` is raised.

An action holds no text and none of the words that were typed, so that a chat, the API and a page call the same one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID

from flows.actor import Actor
from flows.phrase import Lines, Ours, Phrase, Text, phrase


@dataclass(frozen=True, slots=True)
class Origin:
    """Who asks for something to be done: ``by`` whom, and ``contact``, the person who asks, None for a system.

    ``key`` makes it once: the id of the message, or of the request, that it came with.
    """

    by: Actor
    key: str
    contact: UUID | None = None


class Refused(Exception):
    """Why nothing was done. A ``reason`` is the name of its phrase; ``more`` is the command to look at next."""

    def __init__(self, reason: StrEnum, values: Mapping[str, Any] | None = None, more: Ours | None = None) -> None:
        super().__init__(reason.value)
        self.reason, self.values, self.more = reason, values or {}, more

    @property
    def text(self) -> Text:
        """The refusal for a chat."""
        said = Phrase(self.reason.value, self.values)
        return Lines((said, phrase("more", command=self.more))) if self.more else said


@dataclass(frozen=True, slots=True)
class Preview:
    """What an action would do: ``text`` in figures, ``label`` the button that does it (at most 20 characters).

    ``harmless`` ones move no money, and are done without a question. What is confirmed is this value: where a figure
    of it has moved since it was shown, it is shown anew. A ``final`` one is heard of by others, and nothing
    takes it back: said without a slash it is shown first. ``stands_for`` names what is confirmed where that is kept as
    it was shown: then the text may tell of the same otherwise by now. ``beside`` are buttons that change what is shown.
    """

    text: Text
    label: Text
    harmless: bool = False
    final: bool = False
    stands_for: str = ""
    beside: tuple[tuple[str, Text], ...] = ()

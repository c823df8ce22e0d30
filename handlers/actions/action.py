"""Use cases: from a turn, an origin and a command value they make a result value, or raise ``Refused``.

An action knows no text and no typed words, so that a chat, the API and a page can call it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from flows.actor import Actor
from flows.phrase import Lines, Ours, Phrase, Text, phrase


@dataclass(frozen=True, slots=True)
class Origin:
    """Who requests an action: ``by`` for the audit, and ``contact``, the person, None for a system.

    ``key`` is the id of the message or of the request; a repeated request with it acts only once.
    """

    by: Actor
    key: str
    contact: UUID | None = None


RECENT = timedelta(hours=1)
"""Time after a deed in which a harmless undo asks no question."""


class Refused(Exception):
    """A refusal: nothing was done. ``reason`` is the name of its phrase; ``more`` is the command to look at next."""

    def __init__(self, reason: StrEnum, values: Mapping[str, Any] | None = None, more: Ours | None = None) -> None:
        super().__init__(reason.value)
        self.reason, self.values, self.more = reason, values or {}, more

    @property
    def text(self) -> Text:
        """Format the refusal for a chat."""
        said = Phrase(self.reason.value, self.values)
        return Lines((said, phrase("more", command=self.more))) if self.more else said


@dataclass(frozen=True, slots=True)
class Preview:
    """The effect of an action: ``text`` with its figures, and ``label`` for the button that does it (at most 20
    characters). A ``harmless`` one moves no money, and needs no confirmation. A confirmation is for this value: if a
    figure has changed since, the new preview is shown. A ``final`` effect reaches other people and is irreversible:
    with no slash it is shown first. ``stands_for`` is the preview's stored identity; while it is unchanged, the text
    may change until the confirmation. ``beside`` are buttons that change what is shown."""

    text: Text
    label: Text
    harmless: bool = False
    final: bool = False
    stands_for: str = ""
    beside: tuple[tuple[str, Text], ...] = ()

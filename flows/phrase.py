"""Texts to the staff and to shops as values: the text's name and its values, independent of language.

A ``Phrase`` names a text of the library (``templates/phrases``); ``templates.speech`` renders it in its reader's
language. A plain string in a phrase is data, and made safe there; our own words have a separate type.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, tzinfo
from enum import StrEnum
from typing import Any, TypeAlias

from flows.name_folding import strip_accents

# Telegram makes a command to tap of a slash word, which ends where a letter, a digit or "_" does:
# https://core.telegram.org/bots/features#commands
_UNTAPPABLE = re.compile(r"[^A-Za-z0-9]+")


class Ours(str):
    """Our own words, used unchanged in a text: a command to tap, or a text already rendered."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Phrase:
    """A text by its name in the library, and its values: data, money, moments, durations, or texts inside the text."""

    name: str
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Lines:
    """Several texts joined with ``between``; empty ones are left out.

    If ``longest`` limits their characters, the last one stays, and those before it are cut from their end. If ``more``
    is given, a pointer to the other texts, whole texts are left out instead, and it is placed before the last.
    """

    parts: tuple[Text, ...]
    between: str = "\n"
    longest: int | None = None
    more: Text = ""


@dataclass(frozen=True, slots=True)
class Story:
    """A ``head``, parts in the order of time, and a ``last`` line, in at most ``longest`` characters.

    If they do not fit, the oldest parts are left out, and the phrase ``left_out`` says ``many`` were. With
    ``newest_first`` the parts are in reverse order.
    """

    head: Text
    parts: tuple[Text, ...]
    last: Text
    left_out: str
    longest: int
    newest_first: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """A sentence stored in English, and the text for readers of other languages."""

    english: str
    others: Text


class Shows(StrEnum):
    """The parts of a moment to show, as CLDR patterns."""

    CLOCK = "HH:mm"
    WEEKDAY = "EEE HH:mm"
    DATE = "EEE d MMM HH:mm"
    YEAR = "EEE d MMM y HH:mm"
    DAY = "d MMM y"
    MONTH = "LLLL y"
    DAY_OF_WEEK = "EEEE"
    PASSING = ""  # as much as tells it from now, or from the moment told before it


@dataclass(frozen=True, slots=True)
class At:
    """A moment as clock time and date, in the reader's zone or in ``zone``; only the time if it is on the day of
    ``before``."""

    at: datetime
    shows: Shows = Shows.PASSING
    before: datetime | None = None
    zone: tzinfo | None = None


Text: TypeAlias = Phrase | Lines | Story | Recorded | str
"""A text for the staff or a shop. A string is used unchanged, except as a value of a phrase: there it is data."""


def phrase(name: str, /, **values: Any) -> Phrase:
    """Return a text of the library by name, with its values."""
    return Phrase(name, values)


def join_first(parts: Sequence[Text], most: int = 4) -> Lines:
    """Join at most ``most`` texts, and the number of further ones: "a, b, c, d, 2 more"."""
    more = [phrase("and_more", many=len(parts) - most)] if len(parts) > most else []
    return Lines((*parts[:most], *more), between=", ")


def sentences(*parts: Text) -> Lines:
    """Join sentences with spaces."""
    return Lines(parts, between=" ")


def tap(command: str, *words: str) -> Ours:
    """Return a command with its words in tappable form: ``/picked_1234_karol_bagh``. Names with accents are found
    without them."""
    parts = (_UNTAPPABLE.sub("_", strip_accents(word)).strip("_") for word in (command, *words))
    return Ours("/" + "_".join(part for part in parts if part))

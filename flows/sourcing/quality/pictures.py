"""The photos of a check: asked for where they were sent, and then kept to be shown, or not to be had."""

from __future__ import annotations

from dataclasses import dataclass, replace
from types import MappingProxyType
from uuid import UUID

from flows.engine import Called

MOST = 10
"""Photos of one check; nobody looks at more."""
_WHY = MappingProxyType(
    {"kind": "no_picture", "broken": "no_picture", "pixels": "too_large", "too_large": "too_large"}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Picture:
    """One photo of a message, at its ``place`` among the media. ``stand`` is asked, kept or failed."""

    message: UUID
    place: int
    stand: str = "asked"


def fresh(sent: tuple[Picture, ...], known: tuple[Picture, ...]) -> list[Picture]:
    """The photos that did not come before."""
    before = {(one.message, one.place) for one in known}
    return [one for one in sent if (one.message, one.place) not in before]


def answered(pictures: tuple[Picture, ...], event: Called) -> tuple[Picture, ...]:
    """The photos with the one that this answer is about: it is here, or cannot be had."""
    stand = "kept" if event.failure is None else "failed"
    named = (str(event.values.get("message")), event.values.get("place"))
    return tuple(replace(one, stand=stand) if (str(one.message), one.place) == named else one for one in pictures)


def why(failure: str) -> str:
    """Why a photo cannot be had, as whoever sent it is told."""
    return _WHY.get(failure, "unfetched")

"""Events of a check, from the checker, and the effects that a check asks for."""

from dataclasses import dataclass
from uuid import UUID

from flows.actor import Actor
from flows.engine import Own
from flows.sourcing.quality.quality_checklist import ChecklistItem, Picture


@dataclass(frozen=True, slots=True)
class Word:
    """A checker's message; ``address`` and ``channel`` are its source."""

    by: Actor
    address: UUID
    channel: str
    message: UUID


@dataclass(frozen=True, slots=True)
class PhotosSent(Word):
    """A member sent photos of an order."""

    order: UUID
    number: str
    pictures: tuple[Picture, ...]
    shop: UUID | None = None
    staff: UUID | None = None


@dataclass(frozen=True, slots=True)
class Ticked(Word):
    """They ticked these; one alone is taken back when it was ticked before. ``good``: and the rest is right too."""

    items: tuple[ChecklistItem, ...]
    good: bool = False


class AllGood(Word):
    """They say that all of it is right, and with that it may go to the customer."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Trouble(Word):
    """The goods have a flaw; a checker without a ``reason`` is asked for one."""

    reason: str


class Unclear(Word):
    """An answer to the checklist that cannot be read: the checklist is shown again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Pass(Own):
    """Have the order show these photos to its customer."""

    photos: int


@dataclass(frozen=True, slots=True)
class Report(Own):
    """Have the order, and through it the staff, hear what is wrong."""

    reason: str


@dataclass(frozen=True, slots=True)
class Remind(Own):
    """The staff is to hear that a check was begun and not ended."""

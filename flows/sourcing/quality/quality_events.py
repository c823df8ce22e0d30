"""Events of a quality check, from the checker, and its effects."""

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
    """The checker ticked these items; a single item that was ticked is unticked. ``good``: the rest is fine too."""

    items: tuple[ChecklistItem, ...]
    good: bool = False


class AllGood(Word):
    """The checker confirmed that everything is fine, so that the order may go to the customer."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Trouble(Word):
    """The goods have a flaw; if ``reason`` is empty, the checker is asked for one."""

    reason: str


class Unclear(Word):
    """An unreadable answer to the checklist: the checklist is shown again."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Pass(Own):
    """Let the order show these photos to its customer."""

    photos: int


@dataclass(frozen=True, slots=True)
class Report(Own):
    """Report the flaw to the order, and through it to the staff."""

    reason: str


@dataclass(frozen=True, slots=True)
class Remind(Own):
    """Tell the staff that a check was begun and not finished."""

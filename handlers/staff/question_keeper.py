"""What becomes of a question that goes to the staff, and of their answer: one conversation keeps them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

if TYPE_CHECKING:
    from flows.phrase import Text
    from handlers.engine.turn import Turn
    from storage.people.people import Address
    from storage.sending.message import Message


@dataclass(frozen=True, slots=True)
class KeptQuestion:
    """A question that is kept. ``shown`` are values for the alert to the staff; ``opens`` is when somebody can answer,
    where the customer has to be told."""

    shown: Mapping[str, Any] = field(default_factory=dict)
    opens: datetime | None = None


@dataclass(frozen=True, slots=True)
class QuestionKeeper:
    """``keep`` is told of a customer's words at an address that went to the staff, and of the staff's message that they
    answer, if so; ``note`` of words that nobody is told of, and says None where too many wait to keep them;
    ``answered`` that a member of the staff answers whoever writes there. ``waiting`` are the addresses
    of those who wait, at most so many; ``is_waiting`` says it of one address. ``joined`` is told of a person who is on
    the staff from now on: what they asked before waits for nobody; ``returned`` of an address where a customer wrote
    START: what their stop ended waits again. ``asked`` is how the words begin that somebody at an address waits for an
    answer to, None where nobody waits there; ``apart`` the same where no words about an order can answer them."""

    keep: Callable[[Turn, Address, Message, Message | None], Awaitable[KeptQuestion]]
    note: Callable[[Turn, Address, Message], Awaitable[KeptQuestion | None]]
    answered: Callable[[Turn, Address, UUID | None], Awaitable[None]]
    waiting: Callable[[Turn, int], Awaitable[Sequence[UUID]]]
    is_waiting: Callable[[Turn, UUID], Awaitable[bool]]
    joined: Callable[[Turn, UUID], Awaitable[None]]
    returned: Callable[[Turn, UUID], Awaitable[None]]
    asked: Callable[[Turn, UUID], Awaitable[Text | None]]
    apart: Callable[[Turn, UUID], Awaitable[Text | None]]

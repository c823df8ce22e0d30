"""A message from outside, as readers get it, and the search for its readers by question, act and rank."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Set
from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from flows.events import MessageReceived
    from handlers.conversation.labelled_lines import Teach
    from handlers.engine.turn import Turn
    from handlers.replies.customer_acts import ActKind
    from storage.businesses.access import Member
    from storage.events.open_questions import QuestionRecord
    from storage.people.people import Address
    from storage.sending.message import Message


MOST_CHARACTERS, MOST_WORDS = 1_000, 150
"""Limits of a readable message of a customer or shop. An order of ten lines with its address has half as many."""


@dataclass(frozen=True, slots=True)
class Written:
    """A stored message at an address, with the channel's event; ``question`` is the question that it answers.

    ``member`` is the staff member who wrote it; None for others, and if the channel does not prove its writers.
    ``is_unread``: the message is too long or too costly to read, so a person gets it; ``event`` has no text then.
    """

    address: Address
    message: Message
    event: MessageReceived
    question: QuestionRecord | None = None
    member: Member | None = None
    is_unread: bool = False

    @property
    def is_as_sent(self) -> bool:
        """Return True for the writer's own message as first sent: not forwarded and not edited."""
        return not (self.event.forwarded or self.event.edited)

    @property
    def is_sent_alone(self) -> bool:
        """Return True for the writer's own message as first sent, if it has no photo or file."""
        return self.is_as_sent and not self.event.media


def is_too_long(written: Written) -> bool:
    """Return True for a text longer than any order or address. Staff members may write longer texts."""
    text = written.event.text
    return written.member is None and (len(text) > MOST_CHARACTERS or len(text.split()) > MOST_WORDS)


class Door(IntEnum):
    """Order of readers for any writer: the first that knows the writer answers, and no other is asked."""

    ANYBODY = 10  # any writer, in any role
    PUBLIC = 20  # an SMS, a link that leads in, an opt-out: the same for any writer
    ASKED = 30  # a partner or a member of the staff answers a question
    PARTNER = 40  # a writer who is no customer to a conversation, such as a shopkeeper
    STAFF = 50  # a member of the staff, without a command
    COMMAND = 60
    CUSTOMER = 70


class Rank(IntEnum):
    """Order of the readers of a message: the first that can answer does, and no other is asked."""

    STOP = 10  # an opt-out, with any question open
    STANDING = 20  # an answer whether our messages shall stop
    LINK = 30  # a text from a link: a product, a friend's code
    HELP = 50
    PARTNER = 55  # START of a person who is more than a customer
    START = 60
    MACHINE = 70  # a text that no person wrote
    BESIDE = 75  # a clear answer while the staff talks with the customer
    STAFF = 80  # an answer to a member of the staff
    FIRST = 90  # a clear wish under any open question: to cancel an order, how to pay
    OPEN = 100  # an answer to the open question
    AFTER = 110  # an answer to an earlier question that is still valid
    BEGIN = 120  # a wish that begins something new
    AGAIN = 130  # a wish to repeat something that is over
    ASIDE = 140  # a text for a person, with an immediate change
    OWN = 150  # an answer from a conversation's own knowledge
    KNOWN = 155  # an answer from general knowledge
    PERSON = 160  # all else goes to a person


class To(StrEnum):
    """What else a message may be directed to, besides a question that a reader expects."""

    ANYTHING = "anything"
    STAFF = "staff"  # words of the staff
    RUN = "run"  # any flow that goes on with its writer: an order, a cart, an opt-in
    BUTTONS = "buttons"  # a message of ours with a pressed button


T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Reader(Generic[T]):
    """A function that handles a message, raw or understood, and returns True if it has answered.

    A reader is found by the message's target and act. If it ``expects`` something, it gets only answers to our
    questions that expect the same, which are then settled. ``to`` names another target, or a flow that has an open run
    with the writer. If it has ``acts``, it gets only messages of those kinds, else of any. A question ``of_place`` asks
    for a place, so the answer does not show its writer's language. ``teaches`` labels the unclear line that led to the
    question, by the answer.
    """

    rank: Door | Rank
    read: Callable[[Turn, T], Awaitable[bool]]
    expects: str = ""
    acts: Set[ActKind] = frozenset()
    to: str = To.ANYTHING
    of_place: bool = False
    teaches: Teach | None = None


@dataclass(frozen=True, slots=True)
class ReaderKey:
    """What selects a message's readers: the question and other targets that it answers, and its act.

    ``to`` and ``act`` are None if they are not known; then they exclude no reader.
    """

    expects: str = ""
    to: Set[str] | None = None
    act: ActKind | None = None

    def is_for(self, reader: Reader[T]) -> bool:
        """Return True if a reader should get the message."""
        if reader.expects and reader.expects != self.expects:
            return False
        answers = self.to is None or reader.to in self.to
        return answers and (not reader.acts or self.act is None or self.act in reader.acts)


async def read_by(
    turn: Turn, readers: Iterable[Reader[T]], said: T, question: QuestionRecord | None, key: ReaderKey | None = None
) -> bool:
    """Try the readers of a message in their order. Return True once a reader has answered.

    ``question`` is the question that the message answers. ``key`` narrows the readers further, if known.
    """
    key = replace(key or ReaderKey(), expects=question.expects if question is not None else "")
    for reader in readers:
        if key.is_for(reader) and await reader.read(turn, said):
            if question is not None and reader.expects:
                await turn.unit.questions.settle(question.id, turn.now)
            return True
    return False

"""Looking over what an order is about before it leaves: photos and some ticks, by the staff or by a shop.

photos sent ──fetched──> shown with the checklist ──"all good"──> passed: the order asks its customer
                                 └──"problem", what it is──> flawed: the staff is told, new photos begin anew
any of them ──the order left, or is over──> over

The run's key is the order: however many people send photos of it, there is one check of it at a time.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TypeAlias
from uuid import UUID

from flows.calls import FETCH_MEDIA
from flows.engine import Call, Called, Decision, Effect, Elapsed, Internal, Left, Own, Question, Send, Value, Wait
from flows.policy.facts import Kind, Purpose

NAME = "quality"
MOST = 10
"""Photos of one check; nobody looks at more."""
TOGETHER = timedelta(seconds=10)
"""The least time between two checklists when photos come one by one, as the parts of an album do."""
FORGOTTEN = timedelta(hours=24)
"""After so long without a word the staff hears of a check that was begun."""
QUESTION = Question("quality_check", "choice")


class Item(StrEnum):
    """What is looked at, in the order of the checklist."""

    DEFECTS = "defects"  # there are none
    TAG = "tag"  # the size tag can be seen; of what has no size nobody is asked
    COLOURS = "colours"  # as listed
    CLEAN = "clean"


ITEMS = tuple(Item)


@dataclass(frozen=True, slots=True)
class Picture:
    """One photo of a message, at its ``place`` among the media. ``stand`` is asked, kept or failed."""

    message: UUID
    place: int
    stand: str = "asked"


@dataclass(frozen=True, slots=True)
class Sent:
    """Somebody sent photos of an order. ``by`` names them; ``address`` and ``channel`` are where they wrote."""

    order: UUID
    number: str
    by: str
    pictures: tuple[Picture, ...]
    address: UUID
    channel: str
    message: UUID
    shop: UUID | None = None
    staff: UUID | None = None


@dataclass(frozen=True, slots=True)
class Ticked:
    """They ticked these; one alone is taken back when it was ticked before. ``good``: and the rest is right too."""

    items: tuple[Item, ...]
    by: str
    address: UUID
    channel: str
    message: UUID
    good: bool = False


@dataclass(frozen=True, slots=True)
class AllGood:
    """They say that all of it is right, and with that it may go to the customer."""

    by: str
    address: UUID
    channel: str
    message: UUID


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something is wrong with it; without a ``reason`` they are asked for one."""

    reason: str
    by: str
    address: UUID
    channel: str
    message: UUID


@dataclass(frozen=True, slots=True)
class Unclear:
    """They answered the checklist with something that cannot be read: it is shown again."""

    by: str
    address: UUID
    channel: str
    message: UUID


Word: TypeAlias = Sent | Ticked | AllGood | Trouble | Unclear
Event: TypeAlias = Internal | Word


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


@dataclass(frozen=True, slots=True)
class QualityFacts:
    """``over`` is that the order is not to be looked over any more; ``language`` that of the shop that checks;
    ``sized``: something of it has a size, and so a tag that tells it."""

    over: bool = False
    language: str | None = None
    sized: bool = True


@dataclass(frozen=True, slots=True)
class Check:
    """A check as it stands. ``shown`` counts what was said, ``told`` the failed photos that were spoken of."""

    order: UUID
    number: str
    by: str
    address: UUID
    channel: str
    pictures: tuple[Picture, ...] = ()
    ticked: tuple[Item, ...] = ()
    asks_reason: bool = False
    shown: int = 0
    shown_at: datetime | None = None
    show_at: datetime | None = None
    told: int = 0
    failure: str = ""
    heard_at: datetime | None = None
    version: int = 1

    @property
    def kept(self) -> int:
        """Photos that can be shown."""
        return sum(one.stand == "kept" for one in self.pictures)

    @property
    def asked(self) -> int:
        """Photos that are being fetched."""
        return sum(one.stand == "asked" for one in self.pictures)

    @property
    def failed(self) -> int:
        """Photos that cannot be shown."""
        return sum(one.stand == "failed" for one in self.pictures)


def decide(check: Check | None, event: Event, facts: QualityFacts, now: datetime) -> Decision[Check] | None:
    """The next step of a check; None when the event does not concern it."""
    if check is None:
        if not isinstance(event, Sent):
            return None
        check = Check(event.order, event.number, event.by, event.address, event.channel)
    turn = _Turn(check, facts, now)
    if isinstance(event, Word):
        turn.change(by=event.by, address=event.address, channel=event.channel, heard_at=now)
    if facts.over:
        return turn.end("over") if isinstance(event, Word | Elapsed | Left) else None
    match event:
        case Sent():
            turn.take(event)
        case Called():
            turn.fetched(event)
        case Ticked(good=False):
            turn.tick(event.items)
            turn.show()
        case Ticked() | AllGood():
            turn.change(ticked=ITEMS, asks_reason=False)
            if turn.passes():
                return Decision(turn.check, tuple(turn.effects), ended="passed")
        case Trouble():
            turn.trouble(event.reason)
            if event.reason:  # what was photographed is not what will be sent
                return Decision(turn.check, tuple(turn.effects), ended="flawed")
        case Unclear() | Elapsed("show"):
            turn.show()
        case Elapsed("forgotten"):
            turn.effects.append(Remind())
            return Decision(turn.check, tuple(turn.effects), ended="forgotten")
        case Left("erased"):
            return Decision(check, ended="erased")
        case _:
            return None
    return Decision(turn.check, tuple(turn.effects), tuple(_waits(turn.check)))


class _Turn:
    """One decision of a check while it comes about."""

    def __init__(self, check: Check, facts: QualityFacts, now: datetime) -> None:
        self.check, self.facts, self.now = check, facts, now
        self.effects: list[Effect] = []

    def change(self, **values: object) -> None:
        self.check = replace(self.check, **values)  # type: ignore[arg-type]

    def end(self, why: str) -> Decision[Check]:
        """It is too late for a check, which whoever goes on with it hears."""
        if self.check.heard_at == self.now:
            self.note("over")
        return Decision(self.check, tuple(self.effects), ended=why)

    def take(self, event: Sent) -> None:
        """Have the photos fetched; one that came before is not asked for again."""
        known = {(one.message, one.place) for one in self.check.pictures}
        fresh = [one for one in event.pictures if (one.message, one.place) not in known]
        room = MOST - (self.check.kept + self.check.asked)
        taken = fresh[: max(room, 0)]
        for one in taken:
            self.effects.append(_fetch(event, one))
        self.change(pictures=(*self.check.pictures, *taken), asks_reason=False)
        if len(taken) < len(fresh):
            self.note("enough", photos=MOST)

    def fetched(self, event: Called) -> None:
        """One photo is here, or cannot be had; when none is waited for any more, the checklist is shown."""
        stand = "kept" if event.failure is None else "failed"
        named = (str(event.values.get("message")), event.values.get("place"))
        pictures = tuple(
            replace(one, stand=stand) if (str(one.message), one.place) == named else one for one in self.check.pictures
        )
        failure = str(event.values.get("code") or event.failure or "")
        self.change(pictures=pictures, failure=failure or self.check.failure)
        if self.check.asked:
            return
        shown_at = self.check.shown_at
        if shown_at is not None and self.now < shown_at + TOGETHER:
            self.change(show_at=shown_at + TOGETHER)
        else:
            self.show()

    def tick(self, items: tuple[Item, ...]) -> None:
        """One alone is switched, several are ticked."""
        before = self.check.ticked
        if len(items) == 1 and items[0] in before:
            ticked = tuple(item for item in before if item is not items[0])
        else:
            ticked = tuple(item for item in ITEMS if item in before or item in items)
        self.change(ticked=ticked, asks_reason=False)

    def passes(self) -> bool:
        """Whether it is on its way to the customer; else what is missing was said."""
        if self.check.asked:
            self.note("coming")
        elif not self.check.kept:
            self.note("no_photos")
        else:
            self.effects.append(Pass(self.check.kept))
            self.note("passed")
            return True
        return False

    def trouble(self, reason: str) -> None:
        """The staff hears what is wrong."""
        if not reason:
            self.change(asks_reason=True)
            self.note("reason")
            return
        self.change(asks_reason=False)
        self.effects.append(Report(reason))
        self.note("reported")

    def show(self) -> None:
        """The checklist as it stands; photos that could not be taken are spoken of once."""
        self.change(show_at=None)
        if self.check.failed > self.check.told:
            self.note(_why(self.check.failure), photos=self.check.failed - self.check.told)
            self.change(told=self.check.failed)
        if self.check.kept:
            self.change(shown_at=self.now)
            sized = self.facts.sized
            asked = [item for item in ITEMS if sized or item is not Item.TAG]
            left = tuple(item.value for item in asked if item not in self.check.ticked)
            self._say("quality_check", left=left or None, photos=self.check.kept, sized="yes" if sized else None)

    def note(self, happened: str, **values: Value) -> None:
        """A word on how it goes."""
        self._say("quality_note", happened=happened, **values)

    def _say(self, template: str, **values: Value) -> None:
        given = {name: value for name, value in values.items() if value is not None}
        told = {"order": self.check.number, **given}
        self.change(shown=self.check.shown + 1)
        send = Send(
            template, self.check.address, self.check.channel, f"{template}:{self.check.shown}", Purpose.TRANSACTIONAL,
            Kind.ANSWER, values=told, locale=self.facts.language,
        )  # fmt: skip
        self.effects.append(send)


_WHY = {"kind": "no_picture", "broken": "no_picture", "pixels": "too_large", "too_large": "too_large"}


def _why(failure: str) -> str:
    return _WHY.get(failure, "unfetched")


def _fetch(event: Sent, one: Picture) -> Call:
    request: dict[str, Value] = {
        "order": str(event.order),
        "message": str(one.message),
        "place": one.place,
        "channel": event.channel,
        "shop": str(event.shop) if event.shop else None,
        "staff": str(event.staff) if event.staff else None,
    }
    return Call(FETCH_MEDIA, f"photo:{one.message}:{one.place}", request)


def _waits(check: Check) -> Iterator[Wait]:
    if check.show_at is not None:
        yield Wait("show", check.show_at)
    if check.heard_at is not None:
        yield Wait("forgotten", check.heard_at + FORGOTTEN, QUESTION)

"""The run of a check: photos, a checklist, and a result.

photos sent ──fetched──> shown with the checklist ──"all good"──> passed: the order asks its customer
                                 └──"problem", what it is──> flawed: staff informed, new photos start again
any of them ──the order left, or is over──> over

The run's key is the order: an order has one check at a time, even with photos from several people.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

from flows.actor import Actor
from flows.call_kinds import FETCH_MEDIA
from flows.engine import (
    Asks,
    Call,
    Called,
    Decision,
    Effect,
    Elapsed,
    Internal,
    Left,
    Question,
    Send,
    Subject,
    Value,
    Wait,
)
from flows.policy.departure_facts import Kind, Purpose
from flows.sourcing.quality.quality_checklist import (
    ITEMS,
    MOST,
    ChecklistItem,
    Picture,
    add_answer,
    explain_failure,
    list_unticked,
    select_new,
    tick,
)
from flows.sourcing.quality.quality_events import (
    AllGood,
    Pass,
    PhotosSent,
    Remind,
    Report,
    Ticked,
    Trouble,
    Unclear,
    Word,
)

NAME = "quality"
TOGETHER = timedelta(seconds=10)
"""The minimum time between two checklists when photos arrive one by one, as those of an album do."""
FORGOTTEN = timedelta(hours=24)
"""How long without a message before the staff are told of an unfinished check."""
QUESTION = Question("quality_check", "choice")
LOOKED_OVER = "looked_over"
"""The expected answer of a checker: the visible flaws, or that everything is fine."""
ANSWERABLE = timedelta(days=30)
"""How long a button under a checklist works, even after its check is over."""

Event: TypeAlias = Internal | Word


@dataclass(frozen=True, slots=True)
class QualityFacts:
    """``over``: the order no longer needs a check; ``language`` is that of the checking shop; ``sized``: some item has
    a size, so its tag is checked."""

    over: bool = False
    language: str | None = None
    sized: bool = True


@dataclass(frozen=True, slots=True)
class Check:
    """The state of a check. ``shown`` counts the messages, ``told`` the reported failed photos."""

    order: UUID
    number: str
    by: Actor
    address: UUID
    channel: str
    pictures: tuple[Picture, ...] = ()
    ticked: tuple[ChecklistItem, ...] = ()
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
        """Return the number of photos to show."""
        return sum(one.stand == "kept" for one in self.pictures)

    @property
    def asked(self) -> int:
        """Return the number of photos being fetched."""
        return sum(one.stand == "asked" for one in self.pictures)

    @property
    def failed(self) -> int:
        """Return the number of photos that cannot be shown."""
        return sum(one.stand == "failed" for one in self.pictures)


def decide(check: Check | None, event: Event, facts: QualityFacts, now: datetime) -> Decision[Check] | None:
    """Return the next step of a check; None if the event does not concern it."""
    if check is not None:
        return _take_word(_Draft(check, facts, now), event)
    if isinstance(event, PhotosSent):
        begun = Check(event.order, event.number, event.by, event.address, event.channel)
        return _take_word(_Draft(begun, facts, now), event)
    return None


def _take_word(draft: _Draft, event: Event) -> Decision[Check] | None:
    if isinstance(event, Word):
        draft.change(by=event.by, address=event.address, channel=event.channel, heard_at=draft.now)
    if draft.facts.over:
        return draft.refuse_too_late() if isinstance(event, Word | Elapsed | Left) else None
    return draft.decide() if _turn(draft, event) else None


def _turn(draft: _Draft, event: Event) -> bool:
    """Apply the event; return False when it does not concern the check."""
    match event:
        case PhotosSent():
            draft.take(event)
        case Called():
            draft.record_photo(event)
        case Ticked(good=False):
            draft.change(ticked=tick(draft.check.ticked, event.items), asks_reason=False)
            draft.show()
        case Ticked() | AllGood():
            draft.change(ticked=ITEMS, asks_reason=False)
            draft.pass_on()
        case Trouble():
            draft.report_flaw(event.reason)
        case Unclear() | Elapsed("show"):
            draft.show()
        case Elapsed("forgotten"):
            draft.end("forgotten", Remind())
        case Left("erased"):
            draft.end("erased")
        case _:
            return False
    return True


class _Draft:
    """A check's decision in progress."""

    def __init__(self, check: Check, facts: QualityFacts, now: datetime) -> None:
        self.check, self.facts, self.now = check, facts, now
        self.effects: list[Effect] = []
        self.ended: str | None = None

    def change(self, **values: object) -> None:
        self.check = replace(self.check, **values)  # type: ignore[arg-type]

    def end(self, ended: str, *effects: Effect) -> None:
        """End the check with these effects."""
        self.effects.extend(effects)
        self.ended = ended

    def refuse_too_late(self) -> Decision[Check]:
        """Inform the member that the order left or is over."""
        if self.check.heard_at == self.now:
            self.note("over")
        self.end("over")
        return self.decide()

    def take(self, event: PhotosSent) -> None:
        """Request the download of new photos; known ones are not requested again."""
        came = select_new(event.pictures, self.check.pictures)
        room = MOST - (self.check.kept + self.check.asked)
        taken = came[: max(room, 0)]
        self.effects.extend(_fetch(event, one) for one in taken)
        self.change(pictures=(*self.check.pictures, *taken), asks_reason=False)
        if len(taken) < len(came):
            self.note("enough", photos=MOST)
        elif not came:
            self.repeat_state()

    def repeat_state(self) -> None:
        """Repeat the state of the check after a message that changed nothing, as the writer needs an answer."""
        if self.check.kept:
            self.show()
        else:
            self.note("coming" if self.check.asked else "no_photos")

    def record_photo(self, event: Called) -> None:
        """Record a fetched or failed photo; after the last one, show the checklist."""
        failure = str(event.values.get("code") or event.failure or "")
        self.change(pictures=add_answer(self.check.pictures, event), failure=failure or self.check.failure)
        if self.check.asked:
            return
        shown_at = self.check.shown_at
        if shown_at is not None and self.now < shown_at + TOGETHER:
            self.change(show_at=shown_at + TOGETHER)
        else:
            self.show()

    def pass_on(self) -> None:
        """Pass the order on to its customer; report missing photos instead."""
        if self.check.asked:
            self.note("coming")
        elif not self.check.kept:
            self.note("no_photos")
        else:
            self.end("passed", Pass(self.check.kept))
            self.note("passed")

    def report_flaw(self, reason: str) -> None:
        """Report the flaw to the staff; the goods in the photos will not be sent."""
        self.change(asks_reason=not reason)
        if not reason:
            self.note("reason")
            return
        self.end("flawed", Report(reason))
        self.note("reported")

    def show(self) -> None:
        """Show the checklist; report failed photos once."""
        self.change(show_at=None)
        if self.check.failed > self.check.told:
            self.note(explain_failure(self.check.failure), photos=self.check.failed - self.check.told)
            self.change(told=self.check.failed)
        if self.check.kept:
            self.change(shown_at=self.now)
            sized = self.facts.sized
            left = list_unticked(self.check.ticked, sized=sized) or None
            self._say("quality_check", left=left, photos=self.check.kept, sized="yes" if sized else None)

    def note(self, happened: str, **values: Value) -> None:
        """Tell the checker the progress."""
        self._say("quality_note", happened=happened, **values)

    def _say(self, template: str, **values: Value) -> None:
        given = {name: value for name, value in values.items() if value is not None}
        told = {"order": self.check.number, **given}
        self.change(shown=self.check.shown + 1)
        send = Send(
            template, self.check.address, self.check.channel, f"{template}:{self.check.shown}", Purpose.TRANSACTIONAL,
            Kind.ANSWER, values=told, locale=self.facts.language,
            asks=Asks(LOOKED_OVER, Subject("reservation", self.check.order), within=ANSWERABLE),
        )  # fmt: skip
        self.effects.append(send)

    def decide(self) -> Decision[Check]:
        """Return the draft's decision; a finished check waits for nothing."""
        waits = () if self.ended else tuple(_waits(self.check))
        return Decision(self.check, tuple(self.effects), waits, self.ended)


def _fetch(event: PhotosSent, one: Picture) -> Call:
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

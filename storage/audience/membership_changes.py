"""A night of the followed audiences, processed in strides of people: who joined each audience, and who left it.

Each audience goes through all people in the order of their ids, some hundred in a transaction. The transaction finds
the matching people, compares them with the night before, and stores the difference with the progress. So a repeated
part finds nothing to report. A first night, or the first with new criteria, reports nobody.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, tzinfo
from typing import Self
from uuid import UUID

from sqlalchemy import select

from storage.audience.audiences import Audiences, Selection
from storage.audience.criteria_terms import Span
from storage.audience.nightly_audiences import FollowedAudience
from storage.audience.segment_members import SegmentMembers
from storage.audience.segment_nights import SegmentNight, SegmentNights
from storage.schema import contacts
from storage.sql.repository import Repository
from storage.store.customer_totals import START

STRIDE = 500  # people of one transaction: on SQLite it blocks everybody else


@dataclass(frozen=True, slots=True)
class Moved:
    """The people that joined an audience, and those that left it."""

    entered: Sequence[UUID] = ()
    gone: Sequence[UUID] = ()


@dataclass(slots=True)
class AudiencePass:
    """An audience's progress, by its ``definition``: ``after`` is the last person passed, None at the end."""

    audience: str
    definition: str
    anew: bool
    after: str | None = START.hex
    people: int = 0
    value: int = 0
    entered: int = 0
    gone: int = 0


@dataclass(slots=True)
class Night:
    """The progress of a night. The moment and the business's day at its beginning judge the whole night."""

    at: str
    today: str
    passed: AudiencePass | None = None

    @classmethod
    def begin(cls, now: datetime, today: date) -> Self:
        """Begin a new night."""
        return cls(now.isoformat(), today.isoformat())

    @classmethod
    def load(cls, told: str) -> Self:
        """Load a dumped night."""
        found = json.loads(told)
        passed = found.pop("passed")
        return cls(**found, passed=None if passed is None else AudiencePass(**passed))

    def dump(self) -> str:
        """Dump the night to text, for the next part."""
        return json.dumps(asdict(self))

    def find_next(self, audiences: Sequence[FollowedAudience]) -> FollowedAudience | None:
        """Return the next audience, in the order of their ids; None after the last one."""
        if self.passed is None:
            return audiences[0] if audiences else None
        here, over = UUID(self.passed.audience), self.passed.after is None
        return next((one for one in audiences if one.id > here or (one.id == here and not over)), None)

    def selection(self, audience: FollowedAudience, zone: tzinfo) -> Selection:
        """Return the selection of people, in the business's ``zone``."""
        return Selection(audience.criteria, datetime.fromisoformat(self.at), zone)


class AudienceNights(Repository):
    """The nights of one business's audiences during processing."""

    async def go_on(
        self, night: Night, audience: FollowedAudience, currency: str, zone: tzinfo, stride: int = STRIDE
    ) -> Moved:
        """Process a stride of people; return those that joined or left."""
        passed = await self._load_pass(night, audience)
        assert passed.after is not None, "it is its turn"
        span = await self._find_span(UUID(passed.after), stride)
        moved = await self._move(night.selection(audience, zone), passed, span)
        people, value = await SegmentMembers(self._tx).worth(audience.id, span)
        passed.people, passed.value = passed.people + people, passed.value + value
        passed.after = None if span.upto is None else span.upto.hex
        if passed.after is None:
            await SegmentNights(self._tx).put(audience.id, _describe_night(night, passed, currency))
        return moved

    async def drop_others(self, audiences: Collection[FollowedAudience]) -> bool:
        """Delete a stride of members of removed audiences; return True at the end."""
        ids = [one.id for one in audiences]
        await SegmentNights(self._tx).drop_others(ids)
        return await SegmentMembers(self._tx).drop_others(ids, STRIDE)

    async def _load_pass(self, night: Night, audience: FollowedAudience) -> AudiencePass:
        """Return an audience's progress in the night, a new one at the beginning and after a change of criteria."""
        passed = night.passed
        here = (audience.id.hex, audience.definition)
        if passed is None or (passed.audience, passed.definition) != here:
            nights = SegmentNights(self._tx)
            before = await nights.page(audience.id, 1)
            anew = not before or before[0].definition != audience.definition
            if anew:
                await nights.forget(audience.id)
            night.passed = passed = AudiencePass(*here, anew)
        return passed

    async def _find_span(self, after: UUID, stride: int) -> Span:
        """Return the next span of people: to the end if fewer are left."""
        query = select(contacts.c.id).where(self._tx.owns(contacts), contacts.c.id > after)
        last = await self._tx.value_of(UUID, query.order_by(contacts.c.id).limit(1).offset(stride - 1))
        return Span(after, last)

    async def _move(self, asked: Selection, passed: AudiencePass, span: Span) -> Moved:
        members, audience = SegmentMembers(self._tx), UUID(passed.audience)
        meant = await Audiences(self._tx).find_within(asked, span)
        were = await members.find_within(audience, span)
        living = await members.lock_people(meant ^ were)
        entered, gone = (meant - were) & living, were - meant
        await members.enter(audience, entered)
        await members.leave(audience, gone)
        if passed.anew:
            return Moved()
        moved = Moved(sorted(entered), sorted(gone & living))
        passed.entered, passed.gone = passed.entered + len(moved.entered), passed.gone + len(moved.gone)
        return moved


def _describe_night(night: Night, passed: AudiencePass, currency: str) -> SegmentNight:
    entered, gone = (None, None) if passed.anew else (passed.entered, passed.gone)
    on, at = date.fromisoformat(night.today), datetime.fromisoformat(night.at)
    return SegmentNight(on, passed.definition, passed.people, passed.value, currency, entered, gone, at)

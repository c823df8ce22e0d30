"""A night of the followed audiences, in the memory of a stride of people: who came into each, and who went out of it.

Of each audience all people are passed in the order of their ids, some hundred in a transaction, which looks up who of
them meets the criteria, compares that with who did the night before, and keeps the difference with how far it came: so
a part that is done again finds nothing to tell. A first night, and the first of other criteria, tells of nobody.
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

STRIDE = 500  # people of one transaction: on SQLite it holds up everybody else


@dataclass(frozen=True, slots=True)
class Moved:
    """The people that came into an audience, and those that went out."""

    entered: Sequence[UUID] = ()
    gone: Sequence[UUID] = ()


@dataclass(slots=True)
class AudiencePass:
    """How far an audience is, by its ``definition``: ``after`` is the last person who was passed, None of all."""

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
    """How far a night is. All of it is judged by the moment and the business's day at which it began."""

    at: str
    today: str
    passed: AudiencePass | None = None

    @classmethod
    def begin(cls, now: datetime, today: date) -> Self:
        """A new one."""
        return cls(now.isoformat(), today.isoformat())

    @classmethod
    def load(cls, told: str) -> Self:
        """The night that was dumped."""
        found = json.loads(told)
        passed = found.pop("passed")
        return cls(**found, passed=None if passed is None else AudiencePass(**passed))

    def dump(self) -> str:
        """The night in words, for the next part."""
        return json.dumps(asdict(self))

    def next_of(self, audiences: Sequence[FollowedAudience]) -> FollowedAudience | None:
        """Whose turn it is, of the audiences in the order of their ids; None after the last one."""
        if self.passed is None:
            return audiences[0] if audiences else None
        here, over = UUID(self.passed.audience), self.passed.after is None
        return next((one for one in audiences if one.id > here or (one.id == here and not over)), None)

    def selection(self, audience: FollowedAudience, zone: tzinfo) -> Selection:
        """What is asked of people, in the ``zone`` of the business."""
        return Selection(audience.criteria, datetime.fromisoformat(self.at), zone)


class AudienceNights(Repository):
    """The nights of one business's audiences while they are worked out."""

    async def go_on(
        self, night: Night, audience: FollowedAudience, currency: str, zone: tzinfo, stride: int = STRIDE
    ) -> Moved:
        """Pass a stride of people; who of them is to be told as moved."""
        passed = await self._passed(night, audience)
        assert passed.after is not None, "it is its turn"
        span = await self._span(UUID(passed.after), stride)
        moved = await self._move(night.selection(audience, zone), passed, span)
        people, value = await SegmentMembers(self._tx).worth(audience.id, span)
        passed.people, passed.value = passed.people + people, passed.value + value
        passed.after = None if span.upto is None else span.upto.hex
        if passed.after is None:
            await SegmentNights(self._tx).put(audience.id, _told(night, passed, currency))
        return moved

    async def drop_others(self, audiences: Collection[FollowedAudience]) -> bool:
        """Take out a stride of what is kept of audiences that there are no more; whether that was all."""
        ids = [one.id for one in audiences]
        await SegmentNights(self._tx).drop_others(ids)
        return await SegmentMembers(self._tx).drop_others(ids, STRIDE)

    async def _passed(self, night: Night, audience: FollowedAudience) -> AudiencePass:
        """The place of an audience in the night, a new one at the beginning and after a change of criteria."""
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

    async def _span(self, after: UUID, stride: int) -> Span:
        """The next people: to the end where there are fewer."""
        query = select(contacts.c.id).where(self._tx.mine(contacts), contacts.c.id > after)
        last = await self._tx.value_of(UUID, query.order_by(contacts.c.id).limit(1).offset(stride - 1))
        return Span(after, last)

    async def _move(self, asked: Selection, passed: AudiencePass, span: Span) -> Moved:
        members, audience = SegmentMembers(self._tx), UUID(passed.audience)
        meant = await Audiences(self._tx).within(asked, span)
        were = await members.within(audience, span)
        living = await members.held(meant ^ were)
        entered, gone = (meant - were) & living, were - meant
        await members.enter(audience, entered)
        await members.leave(audience, gone)
        if passed.anew:
            return Moved()
        moved = Moved(sorted(entered), sorted(gone & living))
        passed.entered, passed.gone = passed.entered + len(moved.entered), passed.gone + len(moved.gone)
        return moved


def _told(night: Night, passed: AudiencePass, currency: str) -> SegmentNight:
    entered, gone = (None, None) if passed.anew else (passed.entered, passed.gone)
    on, at = date.fromisoformat(night.today), datetime.fromisoformat(night.at)
    return SegmentNight(on, passed.definition, passed.people, passed.value, currency, entered, gone, at)

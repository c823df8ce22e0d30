"""The promotions of a business: their content, counters and spent money."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    BindParameter,
    ColumnElement,
    Select,
    String,
    Text,
    bindparam,
    case,
    cast,
    func,
    or_,
    select,
    update,
)

from flows.actor import Actor
from flows.promotions.offer_choice import PromotionCandidate, make_candidate
from flows.promotions.promotion import Content, Counts, Price, PricedBy, Promotion, PromotionLimits, PromotionStatus
from flows.promotions.sponsor import SponsorStatus
from storage.schema import promotions, prompts, sponsors
from storage.sql.column_types import Moment
from storage.sql.repository import Repository, dump_actor, read_record
from storage.sql.statements import owns

_MOST_ROWS, _MOST_TEXTS = 16_384, 32
"""The candidates that are kept as values: making one costs more than reading its row. One is the same as long as nobody
saw, clicked or changed its promotion, and all of a brand are the same text.
"""


class PromotionMoved(ValueError):
    """The promotion was changed meanwhile."""


@dataclass(frozen=True, slots=True)
class Spending:
    """A charge to a promotion: ``micros`` on a local ``day``; the daily cap counts it if it is ``capped``."""

    promotion: UUID
    micros: int
    day: date
    capped: bool = True


class Promotions(Repository):
    """The promotions of one business."""

    async def add(self, promotion: Promotion, by: Actor) -> None:
        """Store a new promotion."""
        fixed = {"sponsor": promotion.sponsor, "made_at": promotion.made_at}
        await self._tx.add(promotions, id=promotion.id, **fixed, **_columns(promotion), **dump_actor(by))

    async def save(self, promotion: Promotion) -> None:
        """Update a promotion that was read as the version before. Raises PromotionMoved if another change was first."""
        before = promotions.c.version == promotion.version - 1
        if await self._tx.change(promotions, promotion.id, before, **_columns(promotion)) != 1:
            raise PromotionMoved("the offer was changed meanwhile; read it again")

    async def get(self, which: UUID) -> Promotion | None:
        """Return the promotion of that id."""
        return await self._tx.fetch(_GET, _promotion, promotion=which)

    async def by_ids(self, which: Collection[UUID]) -> Mapping[UUID, Promotion]:
        """Return these promotions by their ids."""
        rows = await self._tx.rows(select(promotions).where(self._tx.owns(promotions), promotions.c.id.in_(which)))
        return {row.id: _promotion(row) for row in rows}

    async def of(self, sponsor: UUID) -> Sequence[Promotion]:
        """Return a sponsor's promotions, newest first."""
        return await self.page(None, sponsor=sponsor)

    async def page(
        self, limit: int | None, before: UUID | None = None, sponsor: UUID | None = None
    ) -> Sequence[Promotion]:
        """Return the promotions by id, newest first; those older than ``before``, and of one sponsor."""
        here = [self._tx.owns(promotions), *([] if before is None else [promotions.c.id < before])]
        here += [] if sponsor is None else [promotions.c.sponsor == sponsor]
        rows = await self._tx.rows(select(promotions).where(*here).order_by(promotions.c.id.desc()).limit(limit))
        return [_promotion(row) for row in rows]

    async def list_other_urls(self, sponsor: UUID) -> set[str]:
        """Return the pages of the approved promotions of all other sponsors, except ended ones."""
        theirs = (promotions.c.sponsor != sponsor, promotions.c.status != PromotionStatus.ENDED.value)
        here = (self._tx.owns(promotions), *theirs, promotions.c.content.is_not(None))
        rows = await self._tx.rows(select(promotions.c.content).where(*here))
        return {json.loads(row.content)["url"] for row in rows}

    async def is_image_approved(self, image: str) -> bool:
        """Return True if approved content has the picture whose id begins with these digits; also of an ended offer."""
        here = (self._tx.owns(promotions), promotions.c.content.contains(f'"image": "{image}-', autoescape=True))
        return await self._tx.row(select(promotions.c.id).where(*here).limit(1)) is not None

    async def list_waiting(self) -> Sequence[Promotion]:
        """Return the promotions with content that waits for an approval, oldest change first."""
        open_ = promotions.c.status.in_([PromotionStatus.WAITING.value, PromotionStatus.LIVE.value, "paused"])
        here = (self._tx.owns(promotions), promotions.c.proposed.is_not(None), open_)
        rows = await self._tx.rows(select(promotions).where(*here).order_by(promotions.c.updated_at, promotions.c.id))
        return [_promotion(row) for row in rows]

    async def list_live(
        self, sponsor: UUID, brand: str, now: datetime, day: date
    ) -> Mapping[str, Sequence[PromotionCandidate]]:
        """Return the promotions of an active sponsor's brand (in the compared form) that may be shown now, by their
        audience: with approved content, within their dates and with money left for a click.

        The database makes one text of all rows: a thousand are read as quickly as a few.
        """
        asked = {"sponsor": sponsor, "brand": brand, "now": now, "day": day.isoformat()}
        return _read_live(await self._tx.value_of(str, _select_live(self._tx.postgres), **asked) or "[]")

    async def find_live(self, which: UUID, now: datetime, day: date) -> Promotion | None:
        """Return a promotion that may be shown now, as ``list_live`` says; None for one of no active sponsor, too."""
        return await self._tx.fetch(_FIND_LIVE, _promotion, promotion=which, now=now, day=day.isoformat())

    async def list_seen(self, contact: UUID, since: datetime) -> set[UUID]:
        """Return the promotions that were shown to a person since a moment."""
        rows = await self._tx.rows(_LIST_SEEN, contact=contact, since=since)
        return {row.promotion for row in rows if row.promotion is not None}

    async def spend(self, spending: Spending) -> date | None:
        """Take money from the budget and the cap of the day with one conditional update, so that both stop exactly with
        any number of processes. Return the day that counts it, or None if either has too little left.

        A process whose clock is behind spends on the latest day that another has begun.
        """
        asked = {"promotion": spending.promotion, "micros": spending.micros, "day": spending.day.isoformat()}
        row = await self._tx.row(_make_spend(spending.capped), **asked)
        if row is None:
            return None
        return date.fromisoformat(row.spent_on) if spending.capped else spending.day

    async def refund(self, spending: Spending) -> None:
        """Give money back to the budget, and to the cap if the day is the charged one."""
        day, micros = spending.day.isoformat(), spending.micros
        values: dict[str, Any] = {"spent": promotions.c.spent - micros}
        if spending.capped:
            same = case((promotions.c.spent_on == day, micros), else_=0)
            values |= {"spent_today": promotions.c.spent_today - same}
        await self._tx.change(promotions, spending.promotion, **values)

    async def count(self, which: UUID, **more: int) -> None:
        """Add to the counters ``shown``, ``clicked``, ``matured`` and ``bought`` of a promotion."""
        values = {name: promotions.c[name] + number for name, number in more.items()}
        await self._tx.change(promotions, which, **values)

    async def set_status(self, which: UUID, status: PromotionStatus, now: datetime) -> bool:
        """Set the status; return True if it changed."""
        values = {"status": status.value, "updated_at": now, "version": promotions.c.version + 1}
        return await self._tx.change(promotions, which, promotions.c.status != status.value, **values) == 1

    async def end_expired(self, now: datetime) -> Sequence[UUID]:
        """End the promotions that expired; return their ids."""
        over = (promotions.c.expires_at <= now, promotions.c.status.in_(["live", "paused", "waiting"]))
        ended = update(promotions).where(self._tx.owns(promotions), *over)
        done = ended.values(status=PromotionStatus.ENDED.value, updated_at=now, version=promotions.c.version + 1)
        return [row.id for row in await self._tx.rows(done.returning(promotions.c.id))]

    async def end_all(self, sponsor: UUID, now: datetime, brands: Collection[str] = ()) -> int:
        """End all promotions of a sponsor, or only of some ``brands``; return the number."""
        open_ = [promotions.c.sponsor == sponsor, promotions.c.status != PromotionStatus.ENDED.value]
        open_ += [promotions.c.brand.in_(brands)] if brands else []
        values: dict[str, Any] = {"status": "ended", "updated_at": now, "version": promotions.c.version + 1}
        return await self._tx.change_all(promotions, *open_, **values)


def _sum_day(day: BindParameter[str]) -> ColumnElement[int]:
    """Return what was spent on a day, or on the later one that has begun."""
    return case((promotions.c.spent_on >= day, promotions.c.spent_today), else_=0)


_NOW, _DAY = bindparam("now", type_=Moment), bindparam("day", type_=String)
_GET = select(promotions).where(owns(promotions), promotions.c.id == bindparam("promotion"))


@cache
def _make_spend(capped: bool) -> Any:
    micros = bindparam("micros", type_=BigInteger)
    values: dict[str, Any] = {"spent": promotions.c.spent + micros}
    where = [or_(promotions.c.budget.is_(None), values["spent"] <= promotions.c.budget)]
    if capped:
        today = _sum_day(_DAY) + micros
        where.append(or_(promotions.c.daily_cap.is_(None), today <= promotions.c.daily_cap))
        latest = case((promotions.c.spent_on >= _DAY, promotions.c.spent_on), else_=_DAY)
        values |= {"spent_today": today, "spent_on": latest}
    here = (owns(promotions), promotions.c.id == bindparam("promotion"), *where)
    return update(promotions).where(*here).values(**values).returning(promotions.c.spent_on)


# What the next click costs; one priced by the month needs no money for it, and earns nothing more.
_CLICK = case((promotions.c.priced_by == PricedBy.CLICK.value, promotions.c.price), else_=0)
_MAY_SHOW = (
    owns(promotions),
    promotions.c.status == PromotionStatus.LIVE.value,
    promotions.c.content.is_not(None),
    or_(promotions.c.starts_at.is_(None), promotions.c.starts_at <= _NOW),
    promotions.c.expires_at > _NOW,
    or_(promotions.c.budget.is_(None), promotions.c.spent + _CLICK <= promotions.c.budget),
    or_(promotions.c.daily_cap.is_(None), _sum_day(_DAY) + _CLICK <= promotions.c.daily_cap),
)
_OF_SPONSORS = promotions.join(
    sponsors, (sponsors.c.business == promotions.c.business) & (sponsors.c.id == promotions.c.sponsor)
)
_LIST_SEEN = select(prompts.c.promotion).where(
    owns(prompts), prompts.c.contact == bindparam("contact"), prompts.c.shown_at >= bindparam("since")
)
_FIND_LIVE = (
    select(promotions)
    .select_from(_OF_SPONSORS)
    .where(*_MAY_SHOW, promotions.c.id == bindparam("promotion"), sponsors.c.status == SponsorStatus.ACTIVE.value)
)


@cache
def _select_live(postgres: bool) -> Select[Any]:
    counts = (promotions.c.shown, promotions.c.clicked, promotions.c.matured, promotions.c.bought)
    terms = (*counts, _CLICK, promotions.c.purchase_value, promotions.c.priority, promotions.c.audience)
    on_postgres = cast(func.json_agg(func.json_build_array(promotions.c.id, *terms)), Text)
    on_sqlite = func.json_group_array(func.json_array(func.hex(promotions.c.id), *terms))
    theirs = (promotions.c.sponsor == bindparam("sponsor"), promotions.c.brand == bindparam("brand"))
    return select(on_postgres if postgres else on_sqlite).where(*_MAY_SHOW, *theirs)


@lru_cache(maxsize=_MOST_TEXTS)
def _read_live(text: str) -> Mapping[str, Sequence[PromotionCandidate]]:
    found: dict[str, list[PromotionCandidate]] = {}
    for identity, *terms, audience in json.loads(text):
        found.setdefault(audience, []).append(_read_candidate(identity, *terms))
    return found


@lru_cache(maxsize=_MOST_ROWS)
def _read_candidate(identity: str, *terms: int) -> PromotionCandidate:
    return make_candidate(UUID(identity), *terms)


def _columns(promotion: Promotion) -> dict[str, Any]:
    limits, price = promotion.limits, promotion.price
    return {
        "brand": promotion.brand, "status": promotion.status.value, "content": _dump(promotion.content),
        "proposed": _dump(promotion.proposed), "rejection": promotion.rejection,
        "audience": limits.audience, "starts_at": limits.starts_at,
        "expires_at": limits.expires_at, "priced_by": price.by.value, "price": price.micros, "currency": price.currency,
        "purchase_value": limits.purchase_value, "budget": limits.budget, "daily_cap": limits.daily_cap,
        "priority": limits.priority, "version": promotion.version, "updated_at": promotion.updated_at,
    }  # fmt: skip


def _dump(content: Content | None) -> str | None:
    return None if content is None else json.dumps(content.dump(), ensure_ascii=False)


def _load(text: str | None) -> Content | None:
    return None if text is None else Content(**json.loads(text))


def _promotion(row: Any) -> Promotion:
    return read_record(
        Promotion, row,
        status=PromotionStatus(row.status), content=_load(row.content), proposed=_load(row.proposed),
        price=Price(PricedBy(row.priced_by), row.price, row.currency),
        limits=read_record(PromotionLimits, row), counts=read_record(Counts, row),
    )  # fmt: skip

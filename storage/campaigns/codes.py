"""The codes of a campaign's pool: written here before the store makes them, handed out once each, or dead.

```
asked ──the store has it──► free ──with a message──► given
   └──it refused it──► dead ◄──┘ the discount was deleted there
```
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, func, select

from flows.shop_offers import ShopOffer
from storage import bulk
from storage.campaigns.pools import CodePool, CodePools
from storage.repository import Repository
from storage.schema import campaign_codes, code_pools, discounts
from storage.totals import DISCOUNTS, hold_all, recount

WITHDRAWN = and_(discounts.c.campaign.is_not(None), discounts.c.message.is_(None), discounts.c.status == "created")
"""What a campaign gave to somebody and that its store does not have any more (``CampaignCodes.withdraw``)."""


class CodeStatus(StrEnum):
    """Where a code stands."""

    ASKED = "asked"  # written here; whether the store has it nobody knows yet
    FREE = "free"  # the store has it, and nobody else
    GIVEN = "given"  # handed out; to whom stands in discounts
    DEAD = "dead"  # the store refused it, or its discount was deleted


@dataclass(frozen=True, slots=True)
class HandedCode:
    """A code as messages tell of codes: with its offer and the moment at which both end."""

    code: str
    offer: ShopOffer
    until: datetime


@dataclass(frozen=True, slots=True)
class CodeStock:
    """How the codes of a campaign stand, in numbers. ``is_made`` when no more are to come; ``failure`` says why not
    all of them did."""

    wanted: int = 0
    asked: int = 0
    free: int = 0
    given: int = 0
    dead: int = 0
    is_made: bool = False
    failure: str | None = None

    @property
    def living(self) -> int:
        """Those that are of use, or may turn out to be."""
        return self.asked + self.free + self.given


class CampaignCodes(Repository):
    """The codes of one business's campaigns."""

    async def take(
        self, campaign: UUID, people: Mapping[UUID, UUID], now: datetime, variant: str = ""
    ) -> Mapping[UUID, HandedCode]:
        """A code for each of these messages to these contacts, by the messages' ids; a message without one is missing.
        It is of the pool of that ``variant``.

        The same message gets the same code however often it is asked for, and so does another message of the campaign
        to the same person, as one that takes the place of a failed one; what was withdrawn is handed out no more. No
        code is given twice, whoever else takes.
        """
        pool = await CodePools(self._tx).get(campaign, variant) if people else None
        if pool is None:
            return {}
        await hold_all(self._tx, sorted(set(people.values())))  # whoever else takes for one of them waits
        had = await self._had(pool, people)
        waiting: dict[UUID, UUID] = {}  # the first message of each person without a code
        for message, contact in people.items():
            if message not in had:
                waiting.setdefault(contact, message)
        if waiting:
            await self._hand_out(pool, waiting, now)
            had = await self._had(pool, people)
        return {message: HandedCode(code, pool.offer, until) for message, (code, until) in had.items()}

    async def _had(self, pool: CodePool, people: Mapping[UUID, UUID]) -> dict[UUID, tuple[str, datetime]]:
        """The codes that these messages, or else their people, have of the pool already, with their ends; one that an
        order used is no other message's."""
        theirs = [(self._tx.business, contact) for contact in set(people.values())]
        found = await bulk.find(self._tx, discounts, ("business", "contact"), theirs, _FOUND)
        its = [row for row in found if row[0] == pool.campaign and row[2] is not None]
        if pool.variant and its:  # of two people who turned out to be one the other code is of another offer
            of_pool = (*self._of(pool.campaign, pool.variant), campaign_codes.c.code.in_([row[5] for row in its]))
            codes = {row.code for row in await self._tx.rows(select(campaign_codes.c.code).where(*of_pool))}
            its = [row for row in its if row[5] in codes]
        rows = sorted(its, key=lambda row: row[1], reverse=True)
        by_message = {message: code for _, _, message, _, _, *code in rows}
        unused = [row for row in rows if row[4] != _USED]
        by_contact = {contact: code for _, _, _, contact, _, *code in unused}  # the oldest stands last
        theirs_of = {one: by_message.get(one) or by_contact.get(contact) for one, contact in people.items()}
        return {message: (code[0], code[1]) for message, code in theirs_of.items() if code is not None}

    async def _hand_out(self, pool: CodePool, waiting: Mapping[UUID, UUID], now: datetime) -> None:
        """Give each of these contacts, for this message, a code that is free; as many as there are."""
        free = await self._claim(pool, len(waiting))
        rows = [
            (self._tx.business, self._tx.ids.new(), code, contact, pool.campaign, message, pool.offer.percent or 0,
             "created", now, pool.ends_at)
            for (_, code), (contact, message) in zip(free, waiting.items(), strict=False)
        ]  # fmt: skip
        given = await bulk.insert(self._tx, discounts, _HANDED, rows, again=True)
        await self._mark([one for one, _ in free], CodeStatus.GIVEN)
        if given < len(free):
            await self._give_back(free, {row[1] for row in rows})
        await recount(self._tx, sorted(waiting), (DISCOUNTS,), held=True)

    async def _claim(self, pool: CodePool, many: int) -> list[tuple[UUID, str]]:
        """Up to so many free codes, which nobody else takes before this transaction ends."""
        query = select(campaign_codes.c.id, campaign_codes.c.code).where(
            *self._that_are(pool.campaign, CodeStatus.FREE, pool.variant)
        )
        ordered = query.order_by(campaign_codes.c.place).limit(many)
        return [(row.id, row.code) for row in await self._tx.rows(ordered.with_for_update(skip_locked=True))]

    async def _give_back(self, free: Sequence[tuple[UUID, str]], ours: set[UUID]) -> None:
        """Of messages that another transaction gave a code meanwhile, ours is free again; a code that was made for
        somebody by itself is none of the pool's."""
        codes = [code for _, code in free]
        query = select(discounts.c.code, discounts.c.id).where(self._tx.mine(discounts), discounts.c.code.in_(codes))
        known = {row.code: row.id for row in await self._tx.rows(query)}
        await self._mark([one for one, code in free if code not in known], CodeStatus.FREE)
        await self._mark([one for one, code in free if known.get(code) not in {None, *ours}], CodeStatus.DEAD)

    async def put_back(self, campaign: UUID, given: Collection[UUID]) -> None:
        """The codes that were ``given`` to these messages, which do not leave and did not before, are free again."""
        its = (discounts.c.campaign == campaign, discounts.c.message.in_(given), discounts.c.status == "created")
        query = select(discounts.c.code, discounts.c.contact).where(self._tx.mine(discounts), *its)
        rows = await self._tx.rows(query)
        if not rows:
            return
        await self._tx.remove(discounts, *its)
        codes = campaign_codes.c.code.in_([row.code for row in rows])
        which = (campaign_codes.c.campaign == campaign, codes, campaign_codes.c.status == CodeStatus.GIVEN.value)
        await self._tx.change_all(campaign_codes, *which, status=CodeStatus.FREE.value)
        await recount(self._tx, sorted({row.contact for row in rows}), (DISCOUNTS,), held=True)

    async def write(self, campaign: UUID, codes: Mapping[int, str], variant: str = "") -> None:
        """Keep codes, by their places, that the store is to be asked for; one that is there already is left out."""
        made = [
            (self._tx.business, self._tx.ids.new(), campaign, variant, place, code, CodeStatus.ASKED.value)
            for place, code in sorted(codes.items())
        ]
        await bulk.insert(self._tx, campaign_codes, _WRITTEN, made, again=True)

    async def last_place(self, campaign: UUID, variant: str = "") -> int:
        """The place of the last code that was written."""
        query = select(func.max(campaign_codes.c.place)).where(*self._of(campaign, variant))
        return await self._tx.value_of(int, query) or 0

    async def asked(self, campaign: UUID, most: int, variant: str = "") -> list[str]:
        """The first codes of which nobody knows yet whether the store has them."""
        query = select(campaign_codes.c.code).where(*self._that_are(campaign, CodeStatus.ASKED, variant))
        return [row.code for row in await self._tx.rows(query.order_by(campaign_codes.c.place).limit(most))]

    async def settle(self, codes: Collection[str], dead: Mapping[str, str]) -> int:
        """Of these codes, which were asked for, the ``dead`` are so for a reason, and the others free; how many."""
        fates = [(CodeStatus.DEAD if one in dead else CodeStatus.FREE, dead.get(one), one) for one in codes]
        rows = [(fate.value, why, self._tx.business, one) for fate, why, one in fates]
        keys = ("business", "code")
        await bulk.change(self._tx, campaign_codes, keys, ("status", "why"), rows, where=_ASKED)
        return sum(fate is CodeStatus.FREE for fate, _, _ in fates)

    async def bury(self, campaign: UUID, why: str, variant: str = "") -> int:
        """All codes that nobody has are dead; how many were."""
        alive = campaign_codes.c.status.in_([CodeStatus.ASKED.value, CodeStatus.FREE.value])
        which = (campaign_codes.c.campaign == campaign, campaign_codes.c.variant == variant, alive)
        return await self._tx.change_all(campaign_codes, *which, status=CodeStatus.DEAD.value, why=why)

    async def withdraw(self, campaign: UUID, variant: str = "") -> int:
        """Of the codes that people have, those that no order used are of no message any more; how many were. A message
        that is still to leave takes another one, and they do not count as a discount that somebody had."""
        unused = (discounts.c.campaign == campaign, discounts.c.status == "created", discounts.c.message.is_not(None))
        its = select(campaign_codes.c.code).where(*self._of(campaign, variant))
        of_pool = [discounts.c.code.in_(its)] if variant else []  # without variants every code is of the one pool
        return await self._tx.change_all(discounts, *unused, *of_pool, message=None)

    async def withdrawn(self, campaign: UUID, variant: str = "") -> int:
        """How many were given to somebody and are of no use since."""
        its = select(campaign_codes.c.code).where(*self._of(campaign, variant))
        of_pool = [discounts.c.code.in_(its)] if variant else []
        query = select(func.count()).where(self._tx.mine(discounts), discounts.c.campaign == campaign, WITHDRAWN)
        return await self._tx.value_of(int, query.where(*of_pool)) or 0

    async def stock(self, campaign: UUID, variant: str = "") -> CodeStock:
        """How its codes stand."""
        pool = await CodePools(self._tx).get(campaign, variant)
        its = self._of(campaign, variant)
        query = select(campaign_codes.c.status, func.count().label("many")).where(*its)
        rows = await self._tx.rows(query.group_by(campaign_codes.c.status))
        many = {row.status: row.many for row in rows}
        if pool is None:
            return CodeStock()
        return CodeStock(pool.wanted, **many, is_made=pool.made_at is not None, failure=pool.failure)

    async def why_dead(self, campaign: UUID, variant: str = "") -> str:
        """Why the last of its dead codes is; "" where none is."""
        query = select(campaign_codes.c.why).where(*self._that_are(campaign, CodeStatus.DEAD, variant))
        return await self._tx.value_of(str, query.order_by(campaign_codes.c.place.desc()).limit(1)) or ""

    async def refused(self, campaign: UUID, but: str, variant: str = "") -> tuple[int, str]:
        """How many of its codes are dead for other reasons than ``but``, and the last of these reasons; "" of none."""
        its = (*self._that_are(campaign, CodeStatus.DEAD, variant), campaign_codes.c.why != but)
        query = select(campaign_codes.c.why).where(*its).order_by(campaign_codes.c.place.desc())
        why = await self._tx.value_of(str, query.limit(1)) or ""
        return int(await self._tx.value(select(func.count()).select_from(query.order_by(None).subquery())) or 0), why

    async def retire(self, before: datetime) -> int:
        """Take out the codes of pools that ended before then; what was handed out stays in discounts."""
        ended = exists().where(
            self._tx.mine(code_pools),
            code_pools.c.campaign == campaign_codes.c.campaign,
            code_pools.c.variant == campaign_codes.c.variant,
            code_pools.c.ends_at < before,
        )
        return await self._tx.remove(campaign_codes, ended)

    async def _mark(self, which: Sequence[UUID], status: CodeStatus) -> None:
        rows = [(status.value, self._tx.business, one) for one in which]
        await bulk.change(self._tx, campaign_codes, ("business", "id"), ("status",), rows)

    def _that_are(self, campaign: UUID, status: CodeStatus, variant: str) -> tuple[ColumnElement[bool], ...]:
        return *self._of(campaign, variant), campaign_codes.c.status == status.value

    def _of(self, campaign: UUID, variant: str) -> tuple[ColumnElement[bool], ...]:
        mine = self._tx.mine(campaign_codes)
        return mine, campaign_codes.c.campaign == campaign, campaign_codes.c.variant == variant


_USED = "used"
_FOUND = ("campaign", "id", "message", "contact", "status", "code", "expires_at")
_HANDED = (
    "business", "id", "code", "contact", "campaign", "message", "percent", "status", "created_at", "expires_at",
)  # fmt: skip
_WRITTEN = ("business", "id", "campaign", "variant", "place", "code", "status")
_ASKED = f"campaign_codes.status = '{CodeStatus.ASKED}'"

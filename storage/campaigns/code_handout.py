"""The codes of a campaign's pool for its people: given once each, and put back or withdrawn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select

from flows.shop_offers import ShopOffer
from storage.campaigns.campaign_codes import CodeStatus, match_pool, that_are
from storage.campaigns.code_pools import CodePool, CodePools, PoolKey
from storage.schema import campaign_codes, discounts
from storage.sql import bulk_statements
from storage.sql.repository import Repository
from storage.store.customer_totals import DISCOUNTS, hold_all, recount

WITHDRAWN = and_(discounts.c.campaign.is_not(None), discounts.c.message.is_(None), discounts.c.status == "created")
"""A campaign's given code that its store no longer has (``HandedCodes.withdraw``)."""


@dataclass(frozen=True, slots=True)
class HandedCode:
    """A code as messages show it: with its offer, and the moment that ends both."""

    code: str
    offer: ShopOffer
    until: datetime


class HandedCodes(Repository):
    """The given codes of one business's campaigns."""

    async def take(self, key: PoolKey, people: Mapping[UUID, UUID], now: datetime) -> Mapping[UUID, HandedCode]:
        """Hand out a code for each of these messages to these contacts, by message id; a message without a code is
        missing.

        The same message always gets the same code. So does another message of the campaign to the same person, such as
        a fallback. A withdrawn code is never handed out again. Concurrent callers never get the same code.
        """
        pool = await CodePools(self._tx).get(key) if people else None
        if pool is None:
            return {}
        await hold_all(self._tx, sorted(set(people.values())))  # a concurrent caller for one of these people waits
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
        """Return the codes of the pool that these messages, or else their people, already have, with their ends. A code
        used by an order belongs to no other message.
        """
        theirs = [(self._tx.business, contact) for contact in set(people.values())]
        found = await bulk_statements.find(self._tx, discounts, ("business", "contact"), theirs, _FOUND)
        its = [row for row in found if row[0] == pool.campaign and row[2] is not None]
        if pool.variant and its:  # after a merge the other code may be of another offer
            of_its = (*match_pool(self._tx, pool.key), campaign_codes.c.code.in_([row[5] for row in its]))
            codes = {row.code for row in await self._tx.rows(select(campaign_codes.c.code).where(*of_its))}
            its = [row for row in its if row[5] in codes]
        rows = sorted(its, key=lambda row: row[1], reverse=True)
        by_message = {message: code for _, _, message, _, _, *code in rows}
        unused = [row for row in rows if row[4] != _USED]
        by_contact = {contact: code for _, _, _, contact, _, *code in unused}  # the oldest comes last
        theirs_of = {one: by_message.get(one) or by_contact.get(contact) for one, contact in people.items()}
        return {message: (code[0], code[1]) for message, code in theirs_of.items() if code is not None}

    async def _hand_out(self, pool: CodePool, waiting: Mapping[UUID, UUID], now: datetime) -> None:
        """Give each of these contacts a free code for this message, while there are any."""
        free = await self._claim(pool, len(waiting))
        rows = [
            (self._tx.business, self._tx.ids.make(), code, contact, pool.campaign, message, pool.offer.percent or 0,
             "created", now, pool.ends_at)
            for (_, code), (contact, message) in zip(free, waiting.items(), strict=False)
        ]  # fmt: skip
        given = await bulk_statements.insert(self._tx, discounts, _HANDED, rows, again=True)
        await self._mark([one for one, _ in free], CodeStatus.GIVEN)
        if given < len(free):
            await self._give_back(free, {row[1] for row in rows})
        await recount(self._tx, sorted(waiting), (DISCOUNTS,), held=True)

    async def _claim(self, pool: CodePool, many: int) -> list[tuple[UUID, str]]:
        """Lock at most ``many`` free codes until this transaction ends."""
        query = select(campaign_codes.c.id, campaign_codes.c.code).where(*that_are(self._tx, pool.key, CodeStatus.FREE))
        ordered = query.order_by(campaign_codes.c.place).limit(many)
        return [(row.id, row.code) for row in await self._tx.rows(ordered.with_for_update(skip_locked=True))]

    async def _give_back(self, free: Sequence[tuple[UUID, str]], ours: set[UUID]) -> None:
        """Free our codes for messages that meanwhile got one from another transaction. A code made for a single person
        is dead for the pool."""
        codes = [code for _, code in free]
        query = select(discounts.c.code, discounts.c.id).where(self._tx.owns(discounts), discounts.c.code.in_(codes))
        known = {row.code: row.id for row in await self._tx.rows(query)}
        await self._mark([one for one, code in free if code not in known], CodeStatus.FREE)
        await self._mark([one for one, code in free if known.get(code) not in {None, *ours}], CodeStatus.DEAD)

    async def put_back(self, campaign: UUID, given: Collection[UUID]) -> None:
        """Free the codes ``given`` to these messages, which neither left nor will leave."""
        its = (discounts.c.campaign == campaign, discounts.c.message.in_(given), discounts.c.status == "created")
        query = select(discounts.c.code, discounts.c.contact).where(self._tx.owns(discounts), *its)
        rows = await self._tx.rows(query)
        if not rows:
            return
        await self._tx.remove(discounts, *its)
        codes = campaign_codes.c.code.in_([row.code for row in rows])
        which = (campaign_codes.c.campaign == campaign, codes, campaign_codes.c.status == CodeStatus.GIVEN.value)
        await self._tx.change_all(campaign_codes, *which, status=CodeStatus.FREE.value)
        await recount(self._tx, sorted({row.contact for row in rows}), (DISCOUNTS,), held=True)

    async def withdraw(self, key: PoolKey) -> int:
        """Withdraw the unused codes that people have; return how many. A message still to leave gets another code, and
        a withdrawn one does not count as a person's discount.
        """
        unused = (
            discounts.c.campaign == key.campaign,
            discounts.c.status == "created",
            discounts.c.message.is_not(None),
        )
        return await self._tx.change_all(discounts, *unused, *self._match_handed(key), message=None)

    async def sum_withdrawn(self, key: PoolKey) -> int:
        """Return how many given codes were withdrawn."""
        query = select(func.count()).where(self._tx.owns(discounts), discounts.c.campaign == key.campaign, WITHDRAWN)
        return await self._tx.value_of(int, query.where(*self._match_handed(key))) or 0

    def _match_handed(self, key: PoolKey) -> list[ColumnElement[bool]]:
        """Return the conditions on the campaign's discounts of the pool; without variants all are of the one pool."""
        its = select(campaign_codes.c.code).where(*match_pool(self._tx, key))
        return [discounts.c.code.in_(its)] if key.variant else []

    async def _mark(self, which: Sequence[UUID], status: CodeStatus) -> None:
        rows = [(status.value, self._tx.business, one) for one in which]
        await bulk_statements.change(self._tx, campaign_codes, ("business", "id"), ("status",), rows)


_USED = "used"
_FOUND = ("campaign", "id", "message", "contact", "status", "code", "expires_at")
_HANDED = (
    "business", "id", "code", "contact", "campaign", "message", "percent", "status", "created_at", "expires_at",
)  # fmt: skip

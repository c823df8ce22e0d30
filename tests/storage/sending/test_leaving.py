"""Messages as they leave, many at once: only what still waits is marked, and no news is lost to an older one."""

from __future__ import annotations

from uuid import UUID

import pytest

from flows.campaigns.campaign import CampaignStatus
from flows.delivery import RANKS, MessageStatus
from storage.campaigns.campaigns import Campaigns
from storage.database.stores import Database
from storage.sending.departing_messages import DepartingWording, Taken
from storage.sending.short_links import Link
from storage.sql.transaction import RetryTransaction
from storage.unit import Unit
from tests.single import add_link
from tests.storage.campaigns.test_campaigns import BY, campaign
from tests.storage.world import NOW, advance, after, do, queued


async def test_those_that_still_wait_are_marked_each_with_its_text(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        first, second, void = await queued(unit), await queued(unit), await queued(unit, status=MessageStatus.VOID)
        shown = [
            DepartingWording(first.id, "Hi Ann", [{"id": "yes", "text": "Yes"}]),
            DepartingWording(second.id, "", content="HX1", variables={"1": "Añn"}),
            DepartingWording(void.id, "never"),
        ]
        assert await unit.leaving.mark_all(shown, after(1), after(500)) == {first.id, second.id}
        assert await unit.leaving.mark_all(shown, after(2), after(501)) == set()
        found = await unit.messages.by_ids([first.id, second.id, void.id])
        assert (found[first.id].text, found[first.id].buttons) == ("Hi Ann", [{"id": "yes", "text": "Yes"}])
        assert (found[second.id].content, found[second.id].variables) == ("HX1", {"1": "Añn"})
        assert {found[one].left_at for one in (first.id, second.id)} == {after(1)}
        assert found[void.id] == void
        statuses = {first.id: MessageStatus.SENDING, second.id: MessageStatus.SENDING, void.id: MessageStatus.VOID}
        assert await unit.leaving.statuses(list(statuses)) == statuses

    await do(store, tell)


async def test_nothing_to_mark_is_no_mistake(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        assert await unit.leaving.mark_all([], NOW, NOW) == set()
        await unit.leaving.mark_taken([], NOW)

    await do(store, tell)


@pytest.mark.parametrize("stands", sorted(RANKS), ids=str)
async def test_what_a_provider_took_is_sent_unless_a_receipt_knew_more(store: Database, stands: MessageStatus) -> None:
    async def tell(unit: Unit) -> None:
        made = await queued(unit, status=stands, provider_id="SM0" if stands is MessageStatus.READ else None)
        other = await queued(unit, status=MessageStatus.SENDING)
        await unit.leaving.mark_taken([Taken(made.id, "SM1", 8_300, "USD"), Taken(other.id, None)], after(3))
        found = await unit.messages.by_ids([made.id, other.id])
        assert found[made.id].status is advance(stands, MessageStatus.SENT)
        assert (found[made.id].sent_at, found[made.id].provider_id) == (after(3), "SM1")
        assert (found[made.id].price, found[made.id].price_currency) == (8_300, "USD")
        assert (found[other.id].status, found[other.id].provider_id) == (MessageStatus.SENT, None)

    await do(store, tell)


async def test_the_moment_a_receipt_told_is_kept(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        made = await queued(unit, status=MessageStatus.SENDING)
        await unit.messages.reach(made.id, MessageStatus.DELIVERED, after(1))
        await unit.leaving.mark_taken([Taken(made.id, "SM1")], after(3))
        found = await unit.messages.get(made.id)
        assert found is not None
        assert (found.status, found.status_at, found.sent_at) == (MessageStatus.DELIVERED, after(1), after(1))

    await do(store, tell)


async def test_links_of_many_and_a_code_that_another_has(store: Database) -> None:
    async def tell(unit: Unit) -> None:
        made = [await queued(unit) for _ in range(3)]
        await add_link(unit, "taken", "https://kiln.example/old", made[0].id, made[0].contact, NOW)

        def link(number: int, code: str) -> Link:
            return Link(unit.business, code, f"https://kiln.example/{number}", made[number].id, made[number].contact)

        wanted = [link(0, "taken"), link(1, "taken"), link(2, "free")]
        have: set[UUID] = await unit.links.add_all(wanted, NOW)
        assert have == {made[0].id, made[2].id}
        again = await unit.links.add_all(wanted, NOW)
        assert again == have
        assert await unit.links.add_all([], NOW) == set()
        kept = await unit.links.get("taken")
        assert kept is not None
        assert kept.url == "https://kiln.example/old"

    await do(store, tell)


async def test_what_has_to_stay_is_not_marked_but_where_this_transaction_has_locked_that(store: Database) -> None:
    """The campaign was paused since the messages were judged: nothing of the batch leaves before it is judged anew."""

    async def tell(unit: Unit) -> None:
        spring = campaign(unit, status=CampaignStatus.PAUSED)
        await unit.of(Campaigns).add(spring, BY)
        its, other = await queued(unit, campaign=spring.id), await queued(unit)
        with pytest.raises(RetryTransaction):
            await unit.leaving.mark_all([DepartingWording(its.id, "Hi"), DepartingWording(other.id, "Hi")], NOW, NOW)
        again = await queued(unit)
        assert await unit.leaving.mark_all([DepartingWording(again.id, "Hi")], NOW, NOW) == {again.id}
        assert await unit.leaving.mark_all([DepartingWording(its.id, "Hi")], NOW, NOW, {its.id}) == {its.id}

    await do(store, tell)

"""No criteria select people whose data is restricted, and none with a score those who objected to profiling."""

from __future__ import annotations

from datetime import UTC
from decimal import Decimal

import pytest

from flows.actor import SYSTEM
from flows.audience.criteria import EVERYBODY, All, Compared, Criteria, Not
from flows.privacy_limits import PrivacyLimit
from storage.audience.audiences import Audiences, Selection
from storage.consent.privacy_limits import PrivacyLimits
from storage.database.stores import Database
from storage.schema import contacts, customer_totals
from storage.unit import Unit
from tests.storage.world import NOW, do, open_shops

PROCESSING, PROFILING, SHARING = PrivacyLimit
LAPSED = Not(Compared("lifecycle", "=", "lost"))
BOUGHT = Compared("orders", ">=", Decimal(1))


@pytest.mark.parametrize(
    ("criteria", "expected"),
    [
        (EVERYBODY, {"free", "profiling", "sharing"}),
        (BOUGHT, {"free", "profiling", "sharing"}),
        (LAPSED, {"free", "sharing"}),
        (All((BOUGHT, LAPSED)), {"free", "sharing"}),
        (Not(Compared("rfm.monetary", ">=", Decimal(4))), {"free", "sharing"}),
        (Not(Compared("audience", "=", "high_value")), {"free", "sharing"}),
    ],
)
async def test_who_ended_the_use_of_their_data_is_left_out(
    store: Database, criteria: Criteria, expected: set[str]
) -> None:
    await open_shops(store)

    async def work(unit: Unit) -> list[set[str]]:
        people = {name: unit.ids.make() for name in ("free", "processing", "profiling", "sharing")}
        for name, who in people.items():
            await unit.add(contacts, id=who, created_at=NOW)
            await unit.add(
                customer_totals, contact=who, orders=1, spend=1, priced=1, last_order_at=NOW, acquired_at=NOW
            )
            if name != "free":
                await unit.of(PrivacyLimits).add(who, PrivacyLimit(name), SYSTEM, NOW)
        names, asked = {who: name for name, who in people.items()}, Selection(criteria, NOW, UTC)
        audiences = unit.of(Audiences)
        page, among = await audiences.page(asked, 10), await audiences.find_among(asked, set(names))
        many, drawn = await audiences.draw_sample(asked, 10, "0a")
        assert (many, await audiences.count(asked)) == (len(page), len(page))
        return [{names[one] for one in some} for some in (page, among, drawn)]

    assert await do(store, work) == [expected] * 3

"""Which days a digest tells of: yesterday, and on a Monday the week before, by the business's own clock."""

from __future__ import annotations

from datetime import UTC, datetime

from handlers.digest.digest_text import write_digest
from storage.database.stores import Database
from templates.phrases import Phrases
from templates.speech import Speech
from tests.handlers.sourcing.staff.rows import DAY, Shop, play

SPEECH = Speech(Phrases.load(), "en", {"currency": "USD"}, {})
MONDAY = datetime(2026, 3, 9, 13, 0, tzinfo=UTC)  # 08:00 in Chicago, the morning after the clock went forward


SUNDAY_BEFORE = datetime(2026, 3, 2, 5, 30, tzinfo=UTC)  # half an hour before midnight
FIRST = datetime(2026, 3, 2, 6, 30, tzinfo=UTC)  # half an hour later than that
LAST = datetime(2026, 3, 9, 4, 30, tzinfo=UTC)  # half an hour before the midnight of summer time
TODAY = datetime(2026, 3, 9, 5, 30, tzinfo=UTC)


async def test_a_week_goes_from_monday_to_sunday_also_where_the_clock_was_set(store: Database) -> None:
    async def scene(shop: Shop) -> None:
        dana, _ = await shop.person("6000", channel="telegram"), await shop.person("9001", "Asha", "telegram")
        asha, _ = await shop.unit.access.put_member("Asha", "owner", MONDAY)
        for at in (SUNDAY_BEFORE, FIRST, LAST, TODAY):
            await shop.cart(dana, at=at)
        said = SPEECH.say(await write_digest(shop.turn(MONDAY), asha)).splitlines()
        assert said[:4] == [
            "Yesterday:",
            "1 cart left, 0 came back: $0.",
            "Last week:",
            "2 carts left, 0 came back: $0.",
        ]
        said = SPEECH.say(await write_digest(shop.turn(MONDAY + DAY), asha)).splitlines()
        assert said[:2] == ["Yesterday:", "1 cart left, 0 came back: $0."]
        assert "Last week:" not in said

    await play(store, scene)

"""At night a shop hears what came of what it just wrote, and nothing else before it opens."""

from __future__ import annotations

from typing import Any

from flows.sourcing.desk import desk_flow as shop_desk
from flows.sourcing.desk.desk_draft import DeskFacts
from flows.sourcing.desk.desk_events import OutcomeTold
from flows.sourcing.order_effects import RequestOutcome
from tests.flows.sourcing.desk.test_desk import FIRST, HOUR, SECOND, SHOP, START, WAY, Play, yes

MORNING = START + 9 * HOUR


class Night(Play):
    """A desk whose shop is closed until the morning."""

    def give(self, event: Any) -> Night:
        facts = DeskFacts(WAY, MORNING, "hi-Latn", MORNING if self.now < MORNING else None)
        decision = shop_desk.decide(self.desk, event, facts, self.now)
        assert decision is not None
        self.desk, self.waits = decision.state, decision.waits
        self.effects += decision.effects
        return self


def asked() -> Night:
    """Two orders were asked for in one message before it closed."""
    play = Night()
    by_day = Play().asks(FIRST, "1234", "1")
    by_day.now += HOUR / 60
    by_day.asks(SECOND, "1235", "1").wait("ask")
    play.desk, play.now, play.waits = by_day.desk, by_day.now, by_day.waits
    return play


def test_what_it_wrote_is_answered_and_the_rest_waits_for_the_morning() -> None:
    play = asked()
    play.give(OutcomeTold(SHOP, SECOND, "1", RequestOutcome.TAKEN))
    assert play.sent() == []
    play.answers(yes())
    play.give(OutcomeTold(SHOP, FIRST, "1", RequestOutcome.YOURS, 2))
    ((_, values),) = play.sent()
    assert "1234" in str(values)
    assert "1235" not in str(values)
    assert {one.name: one.due_at for one in play.waits}["echo"] == MORNING
    play.wait("echo")
    ((_, values),) = play.sent()
    assert "1235" in str(values)
    assert "1234" not in str(values)

"""How many photos one check takes: those that are still being fetched count as well."""

from __future__ import annotations

from flows.engine import Call
from flows.sourcing.quality.quality_checklist import MOST
from tests.flows.sourcing.quality.test_quality import Play


def test_photos_on_their_way_take_the_room_of_those_that_come_after_them() -> None:
    play = Play().send(*range(MOST - 1))
    play.effects.clear()
    play.send(MOST, MOST + 1, message=101)
    assert len([one for one in play.effects if isinstance(one, Call)]) == 1
    assert play.said() == [("enough", MOST)]


def test_a_photo_that_could_not_be_had_takes_none() -> None:
    play = Play().send(*range(MOST))
    play.comes(0, failure="alert", code="kind")
    play.effects.clear()
    play.send(MOST, message=101)
    assert len([one for one in play.effects if isinstance(one, Call)]) == 1

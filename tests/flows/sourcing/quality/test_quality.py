"""A check of an order's goods: photos, ticks, and what comes of them, as a pure decision."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.engine import Call, Called, Elapsed, Left, Permitted, Send, Value
from flows.policy.departure_facts import Kind, Purpose
from flows.sourcing.quality.quality_checklist import ITEMS, MOST, ChecklistItem, Picture
from flows.sourcing.quality.quality_events import AllGood, Pass, PhotosSent, Remind, Report, Ticked, Trouble, Unclear
from flows.sourcing.quality.quality_flow import FORGOTTEN, TOGETHER, Check, QualityFacts, decide
from storage.sql import json_codec
from tests.actors import ASHA

START = datetime(2026, 3, 2, 6, tzinfo=UTC)
ORDER, CHAT, RUN = UUID(int=1), UUID(int=50), UUID(int=9)
AT = (ASHA, CHAT, "telegram", UUID(int=70))


@dataclass
class Play:
    """A check's run: what it decided so far."""

    check: Check | None = None
    now: datetime = START
    facts: QualityFacts = field(default_factory=QualityFacts)
    effects: list[Any] = field(default_factory=list)
    waits: dict[str, datetime | None] = field(default_factory=dict)
    ended: str | None = None

    def give(self, event: Any) -> bool:
        """Let it decide; False when the event was none of its. What it wrote is read again, as it is stored."""
        decision = decide(self.check, event, self.facts, self.now)
        if decision is None:
            return False
        self.check = json_codec.load(Check, json_codec.dump(decision.state))
        self.waits, self.ended = {one.name: one.due_at for one in decision.waits}, decision.ended
        self.effects += decision.effects
        return True

    def send(self, *places: int, message: int = 100) -> Play:
        """Somebody sends photos."""
        pictures = tuple(Picture(UUID(int=message), place) for place in places)
        self.give(PhotosSent(ASHA, CHAT, "telegram", UUID(int=message), ORDER, "1234", pictures, staff=UUID(int=3)))
        return self

    def comes(self, place: int, message: int = 100, failure: str | None = None, code: str = "") -> Play:
        """A photo is fetched, or is not."""
        values: dict[str, Value] = {"message": str(UUID(int=message)), "place": place, "code": code}
        self.give(Called(RUN, "fetch_media", f"photo:{message}:{place}", values, failure))
        return self

    def tick(self, *items: ChecklistItem) -> Play:
        """Somebody ticks."""
        self.give(Ticked(*AT, items))
        return self

    def said(self) -> list[Any]:
        """What they were told since the last look: what happened, or what is open yet."""
        found = [one for one in self.effects if isinstance(one, Send)]
        self.effects = [one for one in self.effects if not isinstance(one, Send)]
        assert all((one.kind, one.purpose, one.address) == (Kind.ANSWER, Purpose.TRANSACTIONAL, CHAT) for one in found)
        return [
            (one.values["happened"], one.values.get("photos"))
            if one.template == "quality_note"
            else (one.values["photos"], one.values.get("left", ()))
            for one in found
        ]

    def done(self) -> list[Any]:
        """What else it asked for since the last look."""
        found, self.effects = self.effects, []
        return found


ALL = tuple(item.value for item in ITEMS)


def _checked() -> Play:
    play = Play().send(0).comes(0)
    play.tick(*ITEMS)
    play.done()
    return play


def test_photos_are_fetched_once_and_then_the_checklist_is_shown() -> None:
    play = Play().send(0, 2)
    asked = play.done()
    assert [(type(one), one.kind, one.request["place"], one.request["channel"]) for one in asked] == [
        (Call, "fetch_media", 0, "telegram"),
        (Call, "fetch_media", 2, "telegram"),
    ]
    assert asked[0].request["staff"] == str(UUID(int=3))
    assert play.comes(0).said() == []
    assert play.comes(2).said() == [(2, ALL)]
    assert play.send(0, 2).said() == [(2, ALL)]
    assert play.done() == []


def test_whoever_sends_nothing_new_hears_how_it_stands() -> None:
    play = Play().send(0)
    play.done()
    assert play.send(0).said() == [("coming", None)]


def test_what_comes_one_by_one_is_told_together() -> None:
    play = Play().send(0).comes(0)
    assert play.said() == [(1, ALL)]
    for message in (101, 102):
        play.now += timedelta(seconds=1)
        play.send(0, message=message).comes(0, message)
        assert play.said() == []
    assert play.waits["show"] == START + TOGETHER
    play.now = START + TOGETHER
    play.give(Elapsed("show"))
    assert (play.said(), "show" in play.waits) == ([(3, ALL)], False)


def test_one_tick_is_switched_and_several_are_set() -> None:
    play = Play().send(0).comes(0)
    play.said()
    assert play.tick(ChecklistItem.TAG).said() == [(1, ("defects", "colours", "clean"))]
    assert play.tick(ChecklistItem.TAG).said() == [(1, ALL)]
    assert play.tick(ChecklistItem.TAG, ChecklistItem.CLEAN).said() == [(1, ("defects", "colours"))]
    assert play.tick(ChecklistItem.TAG, ChecklistItem.DEFECTS, ChecklistItem.COLOURS).said() == [(1, ())]
    assert play.check is not None
    assert play.check.ticked == ITEMS


@pytest.mark.parametrize("ticked", [ITEMS, (), (ChecklistItem.TAG,)])
def test_all_good_is_all_four_ticks(ticked: tuple[ChecklistItem, ...]) -> None:
    play = Play().send(0).comes(0).tick(*ticked)
    play.done()
    assert play.give(AllGood(*AT))
    assert play.check is not None
    assert play.check.ticked == ITEMS
    assert (play.said(), play.done(), play.ended) == ([("passed", None)], [Pass(1)], "passed")


def test_of_what_has_no_size_nobody_looks_for_its_tag() -> None:
    play = Play(facts=QualityFacts(sized=False)).send(0).comes(0)
    assert play.said() == [(1, ("defects", "colours", "clean"))]
    assert play.tick(ChecklistItem.DEFECTS, ChecklistItem.COLOURS, ChecklistItem.CLEAN).said() == [(1, ())]


def test_ticks_and_all_good_in_one_answer() -> None:
    play = Play().send(0).comes(0)
    play.give(Ticked(*AT, ITEMS[:3], good=True))
    assert play.ended == "passed"


def test_all_good_without_a_photo_is_not_enough() -> None:
    play = Play().send(0)
    play.give(AllGood(*AT))
    assert play.said() == [("coming", None)]
    play.comes(0, failure="alert", code="kind")
    play.said()
    play.tick(*ITEMS)
    play.give(AllGood(*AT))
    assert play.said() == [("no_photos", None)]
    assert play.ended is None


def test_a_problem_is_reported_with_its_reason() -> None:
    play = _checked()
    play.give(Trouble(*AT, ""))
    assert (play.said(), play.ended, play.check is not None and play.check.asks_reason) == (
        [("reason", None)],
        None,
        True,
    )
    play.give(Trouble(*AT, "a stain"))
    assert (play.said(), play.done(), play.ended) == ([("reported", None)], [Report("a stain")], "flawed")


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("kind", "no_picture"),
        ("broken", "no_picture"),
        ("pixels", "too_large"),
        ("too_large", "too_large"),
        ("404", "unfetched"),
        ("", "unfetched"),
    ],
)
def test_a_photo_that_cannot_be_shown_is_spoken_of_once(code: str, said: str) -> None:
    play = Play().send(0, 1).comes(0).comes(1, failure="alert", code=code)
    assert play.said() == [(said, 1), (1, ALL)]
    assert play.tick(ChecklistItem.CLEAN).said() == [(1, ("defects", "tag", "colours"))]


def test_none_of_them_can_be_shown() -> None:
    play = Play().send(0, 1).comes(0, failure="alert", code="kind").comes(1, failure="alert", code="kind")
    assert play.said() == [("no_picture", 2)]


def test_ten_are_enough() -> None:
    play = Play().send(*range(MOST + 3))
    assert play.said() == [("enough", MOST)]
    assert len(play.done()) == MOST
    for place in range(MOST):
        play.comes(place, failure="alert" if place < 2 else None)
    play.said()
    assert len([one for one in play.send(*range(5), message=101).done() if isinstance(one, Call)]) == 2


def test_an_unclear_answer_shows_it_again() -> None:
    play = Play().send(0).comes(0)
    play.said()
    assert play.give(Unclear(*AT))
    assert play.said() == [(1, ALL)]


@pytest.mark.parametrize("event", [Ticked(*AT, (ChecklistItem.TAG,)), AllGood(*AT), Trouble(*AT, "x")])
def test_an_order_that_left_is_not_checked_any_more(event: Any) -> None:
    play = _checked()
    play.now += timedelta(minutes=5)
    play.facts = QualityFacts(over=True)
    assert play.give(event)
    assert (play.said(), play.done(), play.ended) == ([("over", None)], [], "over")


def test_photos_of_an_order_that_left() -> None:
    play = Play(facts=QualityFacts(over=True)).send(0)
    assert (play.said(), play.done(), play.ended) == ([("over", None)], [], "over")


def test_a_check_of_what_left_ends_quietly() -> None:
    play = _checked()
    play.facts, play.now = QualityFacts(over=True), START + FORGOTTEN
    assert play.give(Elapsed("forgotten"))
    assert (play.effects, play.ended) == ([], "over")


def test_a_forgotten_check_is_told_to_the_staff() -> None:
    play = _checked()
    assert play.waits["forgotten"] == START + FORGOTTEN
    play.now = START + FORGOTTEN
    assert play.give(Elapsed("forgotten"))
    assert (play.effects, play.ended) == ([Remind()], "forgotten")


def test_it_begins_with_photos_alone() -> None:
    others = (Ticked(*AT, (ChecklistItem.TAG,)), AllGood(*AT), Trouble(*AT, "x"), Elapsed("show"), Left("erased"))
    assert not [one for one in others if Play().give(one)]


def test_what_is_nobodys_changes_nothing() -> None:
    play = _checked()
    assert not play.give(Permitted())
    assert play.give(Left("erased"))
    assert play.ended == "erased"


def test_a_shop_is_answered_in_its_language() -> None:
    play = Play(facts=QualityFacts(language="hi")).send(0).comes(0)
    assert {one.locale for one in play.effects if isinstance(one, Send)} == {"hi"}


_WORDS = st.one_of(
    st.builds(lambda items: Ticked(*AT, tuple(items)), st.lists(st.sampled_from(ITEMS), min_size=1, unique=True)),
    st.just(AllGood(*AT)),
    st.just(Trouble(*AT, "")),
    st.just(Unclear(*AT)),
    st.integers(100, 104).map(lambda message: ("sent", message)),
    st.integers(100, 104).map(lambda message: ("kept", message)),
    st.integers(100, 104).map(lambda message: ("failed", message)),
)


@given(st.lists(_WORDS, max_size=30))
def test_nothing_passes_without_photos_and_every_tick(words: list[Any]) -> None:
    """Whatever is said in whatever order: it passes with all four ticks, a photo, and none under way."""
    play = Play()
    for word in words:
        before = play.check
        match word:
            case ("sent", message):
                play.send(0, message=message)
            case ("kept", message):
                play.comes(0, message)
            case ("failed", message):
                play.comes(0, message, "alert")
            case _:
                play.give(word)
        if play.ended == "passed":
            assert before is not None
            after = play.check
            assert after is not None
            assert (set(after.ticked), after.kept > 0, after.asked) == (set(ITEMS), True, 0)
            assert Pass(after.kept) in play.effects
            return
        assert not [one for one in play.effects if isinstance(one, Pass)]
        keys = [one.key for one in play.effects if isinstance(one, Send | Call)]
        assert len(keys) == len(set(keys))

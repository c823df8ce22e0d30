"""Which of several messages with a list is answered by numbers alone: each list is read by itself."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

import pytest

from flows.sourcing.desk.requests import Desk, Request
from flows.sourcing.effects import RequestOutcome
from handlers.sourcing.replies.stock.reading import Ask, places_in
from handlers.sourcing.shop.numbered import chosen, open_lists

NOW = datetime(2026, 3, 2, 11, tzinfo=UTC)


def asked(round_: int, *quantities: int) -> list[Request]:
    return [
        Request(
            UUID(int=round_),
            str(round_),
            str(place),
            f"Thing {place}",
            "",
            many,
            0,
            "INR",
            NOW,
            NOW,
            round=round_,
            place=place,
        )
        for place, many in enumerate(quantities, 1)
    ]


def read(text: str, *lists: list[Request]) -> list[tuple[list[Request], frozenset[int]]]:
    asks = [[Ask(one.item, "", one.quantity, one.number, number=one.place) for one in stood] for stood in lists]
    return [(stood, places_in(text, said)) for stood, said in zip(lists, asks, strict=True)]


@pytest.mark.parametrize("turned", [False, True])
def test_quantities_of_one_list_do_not_change_how_another_is_read(turned: bool) -> None:
    three, two = asked(1, 1, 1, 1), asked(2, 2, 1)
    found = chosen(read("1 2 hai, 3 nahi", *((two, three) if turned else (three, two))))
    assert found is not None
    assert [one.round for one in found] == [1, 1, 1]


def test_a_list_that_is_too_short_is_not_meant() -> None:
    found = chosen(read("1 haan 2 nahi 3 haan", asked(1, 1, 1, 1), asked(2, 1, 1)))
    assert found is not None
    assert {one.round for one in found} == {1}


def test_of_two_that_fit_as_well_none_is_chosen() -> None:
    assert chosen(read("1 haan 2 nahi", asked(1, 1, 1), asked(2, 1, 1))) is None


def test_of_two_that_fit_the_newest_is_meant_where_it_is_wholly_answered() -> None:
    found = chosen(read("1 haan 2 nahi", asked(1, 1, 1, 1), asked(2, 1, 1)))
    assert found is not None
    assert {one.round for one in found} == {2}


def test_an_older_list_that_is_wholly_answered_is_not_meant_where_a_newer_fits() -> None:
    """The newest stands above the answer, and may be answered in part."""
    assert chosen(read("1 haan 2 nahi", asked(1, 1, 1), asked(2, 1, 1, 1))) is None


def test_what_was_handed_over_stands_in_no_list_any_more() -> None:
    first, second, third = asked(1, 1, 1, 1)
    handed = replace(second, said="yes", outcome=RequestOutcome.HANDED, closed_at=NOW)
    taken = replace(first, outcome=RequestOutcome.TAKEN, closed_at=NOW)
    requests = [taken, handed, third]
    [found] = open_lists(Desk(UUID(int=9), tuple(requests), round=1), requests)
    assert [one.place for one in found] == [1, 3]

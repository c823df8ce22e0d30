"""Several numbers of a list that is shown, taken at once."""

import pytest

from handlers.replies.numbered_choices import read_choice, read_choices
from tests.cases import each


@each(
    "said",
    [
        *(
            "1 and 4",
            "1, 4",
            "1,4",
            "1 & 4",
            "1+4",
            "1\n4",
            "1 and 4 please",
            "option 1 and option 4",
            "I want 1 and 4",
        ),
        *(
            "I want 1 and 4",
            "first and fourth",
            "number 1 and number 4",
            "1 aur 4",
            "ek aur char",
            "mujhe 1 aur 4 chahiye",
            "1 और 4",
        ),
        *("१ और ४", "1 y 4", "uno y cuatro", "quiero la 1 y la 4", "1 and 4 both"),
    ],
)
def test_two_numbers_are_two_choices(said: str) -> None:
    assert read_choices(said) == (1, 4)


@pytest.mark.parametrize(("said", "taken"), [("1, 2 and 4", (1, 2, 4)), ("1,2,4", (1, 2, 4)), ("3 aur 1", (3, 1))])
def test_they_are_taken_in_their_order(said: str, taken: tuple[int, ...]) -> None:
    assert read_choices(said) == taken


@each(
    "said",
    ["both", "both please", "both of them", "dono", "dono chahiye", "ambos", "las dos", "दोनों", "दोनों चाहिए"],
)
def test_both_are_the_two_of_a_list_of_two(said: str) -> None:
    assert read_choices(said, most=2) == (1, 2)
    assert read_choices(said, most=3) == ()


@each(
    "said",
    ["1", "14", "1 4", "1/4", "1.4", "1,500", "1 or 4", "1 ya 4", "1 and 1", "1 and 9", "2 of 1", "1 and a mug", ""],
)
def test_all_else_is_none(said: str) -> None:
    assert read_choices(said, most=8) == ()


@pytest.mark.parametrize("said", ["no, 1", "i want 3", "take 1", "no 3", "no, i want 3"])
def test_a_word_beside_a_number_that_may_count_takes_no_choice(said: str) -> None:
    assert read_choice(said) is None

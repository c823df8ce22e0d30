"""Numbers in digits and words."""

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from handlers.sourcing.replies.quantities import find_numbers, read_numeral, split
from tests.cases import each
from tests.stock_figures import read_numbers


@each(
    ("text", "values"),
    [
        ("2", [2]), ("२", [2]), ("1,299", [1299]), ("1.200", [1200]), ("1,00,000", [100000]), ("450.50", ["450.5"]),
        ("½ dozen", [6]), ("1/2 dozen", [6]), ("half a dozen", [6]), ("1 1/2 dozen", [18]), ("dedh dozen", [18]),
        ("one and a half dozen", [18]), ("media docena", [6]), ("आधा दर्जन", [6]), ("2 kodi", [40]),
        ("dhai sau", [250]), ("sadhe teen sau", [350]), ("साढ़े पाँच सौ", [550]), ("sava sau", [125]),
        ("paune do sau", [175]), ("char sau pachas", [450]), ("ek hazaar do sau", [1200]), ("1.2k", [1200]),
        ("two hundred and five", [205]), ("twenty two", [22]), ("treinta y dos", [32]), ("दो सौ पचास", [250]),
        ("do teen", [2, 3]), ("4-5 pcs", [4, 5]), ("2pcs", [2]), ("1 yes 2 no", [1, 2]), ("haan bhai", []),
        ("fifty-two", [52]), ("1/0", []), ("", []),
    ],
)  # fmt: skip
def test_numbers(text: str, values: list[str | int]) -> None:
    assert read_numbers(text) == [Fraction(value) for value in values]


def test_a_number_says_where_it_stands() -> None:
    words = split("haan dhai sau ka")
    (number,) = find_numbers(words)
    assert words[number.start : number.end] == ["dhai", "sau"]


@given(st.integers(0, 10**9))
def test_grouped_as_in_the_west_and_in_india(value: int) -> None:
    assert read_numeral(f"{value:,}") == value
    assert read_numeral(str(value)) == value


@given(st.text(max_size=200))
def test_any_text_has_numbers_or_none(text: str) -> None:
    assert all(value >= 0 for value in read_numbers(text))

"""Which size a customer wants, and in the place of which, among the lines of an order that was summed up."""

import pytest

from handlers.sourcing.replies.resizing import Resizing, in_capitals, read_resizing
from handlers.sourcing.replies.stock.goods import Goods, Shelf

SHELF = Shelf([Goods("SHORTS", "Tiger Shorts", ("S", "M", "L", "XL")), Goods("MUG", "Taj Mug", ("",))])


@pytest.mark.parametrize(
    "said",
    [
        "wait, M not L",
        "M instead of L",
        "change L to M",
        "not L but M",
        "no L but M",
        "no L, sino M",
        "M, not an L",
        "L nahi, M",
        "L nahi M",
        "M, L nahi",
        "M, nahi L",
        "L ki jagah M",
        "L को M कर दो",
        "mejor M en vez de L",
        "M, no L",
        "L no, M",
        "no, M not L",
        "the shorts in M not L",
        "from L to M",
        "cambia L por M",
    ],
)
def test_of_two_sizes_one_takes_the_place_of_the_other(said: str) -> None:
    found = read_resizing(said, SHELF)
    assert found is not None
    assert (found.wanted, found.instead_of) == ("M", "L")


@pytest.mark.parametrize("said", ["I meant M", "I'd rather have M", "M instead", "make it M", "no, M", "quise decir M"])
def test_a_size_alone_is_the_one_that_is_wanted(said: str) -> None:
    found = read_resizing(said, SHELF)
    assert found is not None
    assert (found.wanted, found.instead_of, found.wholly) == ("M", "", True)


@pytest.mark.parametrize(("said", "wanted"), [("both in M", "M"), ("L M", ""), ("not L", ""), ("M, L is too big", "")])
def test_what_is_said_beside_or_cannot_be_told_is_known(said: str, wanted: str) -> None:
    found = read_resizing(said, SHELF)
    assert found is not None
    assert not found.wholly
    assert found.wanted == wanted


@pytest.mark.parametrize("said", ["is it M?", "make it 2", "a mug"])
def test_no_size_is_none(said: str) -> None:
    assert read_resizing(said, SHELF) is None


@pytest.mark.parametrize(
    ("said", "size"),
    [
        ("make it m", "M"),
        ("make it s", "S"),
        ("in m please", "M"),
        ("change to l", "L"),
        ("i need it in s", "S"),
        ("can you make it m", "M"),
        ("the shorts in m", "M"),
        ("m kar do", "M"),
        ("mujhe m chahiye", "M"),
        ("mejor en m", "M"),
        ("cambia a m", "M"),
        ("la m, por favor", "M"),
    ],
)
def test_a_small_letter_is_a_size_where_all_speaks_of_it(said: str, size: str) -> None:
    meant = read_resizing(in_capitals(said, SHELF), SHELF)
    assert meant is not None
    assert (meant.wanted, meant.instead_of, meant.wholly) == (size, "", True)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("change size to L", Resizing("L", "", wholly=True, changes=True)),
        ("exchange for L", Resizing("L", "", wholly=True, changes=True)),
        ("badal do L mein", Resizing("L", "", wholly=True, changes=True)),
        ("wrong size, should be L", Resizing("L", "", wholly=True, changes=True)),
        ("galat order ho gaya, mujhe L chahiye tha", Resizing("L", "", wholly=True, changes=True)),
        ("me lo cambias por la L", Resizing("L", "", wholly=True, changes=True)),
        ("quería la L, no la M", Resizing("L", "M", wholly=True, changes=True)),
        ("M galti se order ho gaya, L chahiye tha", Resizing("L", "M", wholly=True, changes=True)),
        ("I ordered M by mistake, I want L", Resizing("L", "M", wholly=True, changes=True)),
        ("I want L", Resizing("L", "", wholly=True, changes=False)),
    ],
)
def test_what_is_to_be_in_another_size_than_it_is_is_known(said: str, meant: Resizing) -> None:
    assert read_resizing(said, SHELF) == meant


@pytest.mark.parametrize(
    "said",
    [
        *("that's it", "that s it", "it s ok", "i'm ok", "i m ok", "ok s", "yes s", "s", "mug m do", "stock m hai"),
        *("what s the size", "let s get it", "a mug", "b please", "size l or m", "is it m?"),
    ],
)
def test_a_small_letter_of_other_words_stays(said: str) -> None:
    assert in_capitals(said, SHELF) == said

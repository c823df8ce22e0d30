"""Sizes to suggest, with the evidence they need; and codes of reasons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.promotions.size_evidence import SizeCount, SizeHint, is_colour_reason, is_size_reason, suggest_size
from tests.cases import each

Counts = list[tuple[str, str, int]]


@each(
    ("counts", "hint"),
    [
        pytest.param([], None, id="nothing known"),
        pytest.param([("L", "M", 14), ("L", "S", 6)], SizeHint("L", "M", 14, 20), id="enough"),
        pytest.param([("L", "M", 12), ("L", "S", 8)], SizeHint("L", "M", 12, 20), id="just enough"),
        pytest.param([("L", "M", 11), ("L", "S", 9)], None, id="too divided"),
        pytest.param([("L", "M", 19)], None, id="too few"),
        pytest.param([("L", "M", 19), ("M", "S", 100)], None, id="of another size"),
        pytest.param([("L", "L", 15), ("L", "M", 5)], None, id="most kept the same"),
        pytest.param([("l ", "m", 8), ("L", "M", 9), ("L", "xl", 3)], SizeHint("L", "M", 17, 20), id="other spellings"),
        pytest.param([("L", "", 20)], None, id="no size"),
        pytest.param([("L", "M", 0)], None, id="nobody"),
        pytest.param([("42", "41 1/3", 30), ("42", "41", 5)], SizeHint("42", "41 1/3", 30, 35), id="shoes"),
    ],
)
def test_a_size_is_suggested_by_enough_evidence_alone(counts: Counts, hint: SizeHint | None) -> None:
    returned = hint.returned_size if hint else "L"
    assert suggest_size([SizeCount(*one) for one in counts], returned) == hint


def test_the_evidence_needed_can_be_set() -> None:
    counts = [SizeCount("L", "M", 6), SizeCount("L", "S", 4)]
    assert suggest_size(counts, "L", fewest=10) == SizeHint("L", "M", 6, 10)
    assert suggest_size(counts, "L", fewest=10, share=0.7) is None
    assert suggest_size([], "L", fewest=0) is None


def test_nobody_can_be_counted_less_than_once() -> None:
    with pytest.raises(ValueError, match="-1 people"):
        suggest_size([SizeCount("L", "M", -1)], "L")


sizes = st.sampled_from(["S", "M", "L", "l", "m ", "XL", ""])


@given(st.lists(st.builds(SizeCount, sizes, sizes, st.integers(0, 40))), sizes)
def test_a_hint_is_true_in_any_order(counts: list[SizeCount], returned: str) -> None:
    hint = suggest_size(counts, returned)
    assert suggest_size(counts[::-1], returned) == hint
    if hint:
        assert hint.of == sum(
            one.persons for one in counts if one.size_returned.strip().upper() == returned.strip().upper()
        )
        assert hint.of >= 20
        assert 0.6 * hint.of <= hint.people <= hint.of
        assert hint.kept_size.strip().upper() != returned.strip().upper()


@each(
    ("reason", "size", "colour"),
    [
        ("too_small", True, False),
        ("Too Large", True, False),
        ("SIZE_TOO_SMALL", True, False),
        ("wrong-size", True, False),
        ("fit", True, False),
        ("color", False, True),
        ("Wrong colour", False, True),
        ("defective", False, False),
        ("it is too small for me", False, False),
        ("", False, False),
    ],
)
def test_reasons_are_codes(reason: str, size: bool, colour: bool) -> None:
    assert (is_size_reason(reason), is_colour_reason(reason)) == (size, colour)

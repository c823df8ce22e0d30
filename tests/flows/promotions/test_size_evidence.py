"""Sizes to suggest, with the evidence they need; and codes of reasons."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flows.promotions.size_evidence import SizeHint, is_colour_reason, is_size_reason, suggest_size
from tests.cases import each


@each(
    ("kept", "hint"),
    [
        pytest.param({}, None, id="nothing known"),
        pytest.param({"M": 14, "S": 6}, SizeHint("L", "M", 14, 20), id="enough"),
        pytest.param({"M": 12, "S": 8}, SizeHint("L", "M", 12, 20), id="just enough"),
        pytest.param({"M": 11, "S": 9}, None, id="too divided"),
        pytest.param({"M": 19}, None, id="too few"),
        pytest.param({"L": 15, "M": 5}, None, id="most kept the same"),
        pytest.param({"m": 8, "M": 9, "xl": 3}, SizeHint("L", "M", 17, 20), id="other spellings"),
        pytest.param({"": 20}, None, id="no size"),
        pytest.param({"M": 0}, None, id="nobody"),
        pytest.param({"41 1/3": 30, "41": 5}, SizeHint("L", "41 1/3", 30, 35), id="shoes"),
    ],
)
def test_a_size_is_suggested_by_enough_evidence_alone(kept: dict[str, int], hint: SizeHint | None) -> None:
    assert suggest_size(kept, "L") == hint


def test_the_evidence_needed_can_be_set() -> None:
    kept = {"M": 6, "S": 4}
    assert suggest_size(kept, "L", fewest=10) == SizeHint("L", "M", 6, 10)
    assert suggest_size(kept, "L", fewest=10, share=0.7) is None
    assert suggest_size({}, "L", fewest=0) is None


sizes = st.sampled_from(["S", "M", "L", "l", "m ", "XL", ""])


@given(st.dictionaries(sizes, st.integers(0, 40)), sizes)
def test_a_hint_is_true_in_any_order(kept: dict[str, int], returned: str) -> None:
    hint = suggest_size(kept, returned)
    assert suggest_size(dict(reversed(kept.items())), returned) == hint
    if hint:
        assert hint.of == sum(kept.values())
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

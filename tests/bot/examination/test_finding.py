"""How the doctor puts things: few names of many."""

from __future__ import annotations

import pytest

from bot.examination.doctor_finding import list_some


@pytest.mark.parametrize(
    ("names", "told"),
    [
        pytest.param([], "", id="none"),
        pytest.param(["a", "b"], "a, b", id="all"),
        pytest.param(["a", "b", "c", "d"], "a, b and 2 more", id="the first"),
    ],
)
def test_some(names: list[str], told: str) -> None:
    assert list_some(names, 2) == told

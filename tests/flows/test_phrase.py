"""Commands as they are tapped."""

from __future__ import annotations

import pytest

from flows.phrase import tap


@pytest.mark.parametrize(
    ("words", "tapped"),
    [
        (("otoño",), "/campaign_otono"),
        (("pause", "Año nuevo"), "/campaign_pause_Ano_nuevo"),
        (("back to school",), "/campaign_back_to_school"),
    ],
)
def test_a_name_is_tapped_without_its_accents(words: tuple[str, ...], tapped: str) -> None:
    assert tap("campaign", *words) == tapped

"""Of what another person reads, a preview shows what is different."""

from __future__ import annotations

import pytest

from handlers.campaigns.previews.reads import differing

SHOWN = "Tiger: Hi Bo, kurtas are here https://tigr.example/l/x STOP to opt out"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SHOWN.replace("Bo", "Cy"), "… Hi Cy, kurtas …"),
        (SHOWN.replace("Hi Bo", "Hi friend"), "… Hi friend, kurtas …"),
        (SHOWN.replace("Tiger", "Lion"), "Lion: Hi …"),
        (SHOWN.replace("Hi Bo, ", ""), "Tiger: kurtas …"),
        (f"{SHOWN} now", "… out now"),
        ("Hola Bo, llegaron las kurtas", "Hola Bo, llegaron las kurtas"),
        (SHOWN, "… out"),
    ],
)
def test_what_differs(text: str, said: str) -> None:
    assert differing(text, SHOWN) == said

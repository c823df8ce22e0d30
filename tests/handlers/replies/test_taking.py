"""Who takes what was shown, and who says something else."""

import pytest

from handlers.replies.taking import takes_it
from tests.handlers.replies.listed import phrases


@pytest.mark.parametrize(
    "text",
    phrases("""
        buy it|ok fine i take it|i'll take it|I want to buy it|le lo|haan le lunga|order kar do|me lo llevo|lo compro
        sí, lo quiero|ले लो|ok order it please|theek hai le leta hoon
    """),
)
def test_takes_it(text: str) -> None:
    assert takes_it(text)


@pytest.mark.parametrize(
    "text", phrases("buy it?|take me off your list|don't buy it|ok|yes|bye|stop|le lo 2 mug|take it back|no lo quiero")
)
def test_something_else(text: str) -> None:
    assert not takes_it(text)

"""What comes in is kept so that no reader of words takes minutes for it."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from flows.events import MessageReceived

NOW = datetime(2026, 1, 7, 21, 0, tzinfo=UTC)


def told(text: str) -> str:
    return MessageReceived("telegram", "77", "bot", "1", text, NOW).text


@pytest.mark.parametrize("noise", [" ", "\n", "! ", ", ", "- ", "=", ". . "])
def test_of_a_long_run_of_blanks_and_marks_twenty_are_kept(noise: str) -> None:
    assert told(f"yes{noise * 2_000}please") == f"yes{(noise * 20)[:20]}please"


@pytest.mark.parametrize("text", ["two lines\n\n- one\n- two", "wow!!!", "", "a" * 4_000, "------------------"])
def test_what_people_write_is_kept_as_it_is(text: str) -> None:
    assert told(text) == text

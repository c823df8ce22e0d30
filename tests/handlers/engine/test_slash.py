"""Words behind a slash, as chat apps send them."""

from __future__ import annotations

import pytest

from handlers.engine.slash_command import command, strip_bot, strip_slash
from tests.cases import each


@each(
    ("text", "name", "plain"),
    [
        ("/stats", "stats", "/stats"),
        (" /Why Dana", "why", "/Why Dana"),
        ("/why_0142@tigertees_bot now", "why_0142", "/why_0142 now"),
        ("/stop@tigertees_bot", "stop", "/stop"),
        ("/stop, please", None, "/stop, please"),
        ("/ help", None, "/ help"),
        ("/2 shirts", None, "/2 shirts"),
        ("//", None, "//"),
        ("stop /stats", None, "stop /stats"),
        ("dana@mail.example", None, "dana@mail.example"),
        ("", None, ""),
    ],
)
def test_a_command_is_the_word_behind_the_slash(text: str, name: str | None, plain: str) -> None:
    assert (command(text), strip_bot(text)) == (name, plain)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("/holiday@tigertees_bot till Monday", "holiday till Monday"),
        ("/stock", "stock"),
        ("/ stock", "/ stock"),
        ("1/2", "1/2"),
        ("stock", "stock"),
    ],
)
def test_a_command_as_plain_words(text: str, plain: str) -> None:
    assert strip_slash(text) == plain

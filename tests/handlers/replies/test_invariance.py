"""What must not change a reading does not: marks, courtesies, greetings, signs, capitals, a letter held down."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from tests.understanding.invariance import count, deeds, is_worse
from tests.understanding.lines import Line, own

EACH = 12  # of so many lines one is tried; `python -m tests.understanding.invariance` tries all
EXACT = ("a full stop", "no marks", "a courtesy", "a greeting", "a sign", "capitals", "a letter held down")
CHANGED, WORSE = 0.01, 0.002
SLIPPED, SLIPPED_WORSE = 0.03, 0.01
"""A slip in a long word can make another word."""
FEWEST = 200  # lines that a share is told of


@cache
def counted(kind: str) -> Counter[tuple[str, str, str]]:
    return count([line for at, line in enumerate(own(kind)) if at % EACH == 0])


@pytest.mark.parametrize("kind", ["customers", "yesno"])
@pytest.mark.parametrize(("ways", "changed", "worse"), [(EXACT, CHANGED, WORSE), (("a slip",), SLIPPED, SLIPPED_WORSE)])
def test_what_stands_around_a_line_changes_no_reading(
    kind: str, ways: tuple[str, ...], changed: float, worse: float
) -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for (reader, way, what), many in counted(kind).items():
        if way in ways:
            counts[reader, what] += many
    assert counts["opt-out", "read"] > FEWEST
    for reader in {reader for reader, what in counts if counts[reader, "read"] > FEWEST}:
        read = counts[reader, "read"]
        assert counts[reader, "changed"] <= changed * read, reader
        assert counts[reader, "worse"] <= worse * read, reader


@pytest.mark.parametrize(
    ("reader", "before", "after", "worse"),
    [
        ("opt-out", "none", "stop", True),
        ("opt-out", "ambiguous", "stop", True),
        ("opt-out", "stop", "ambiguous", False),
        ("answer", "neither", "yes", True),
        ("answer", "yes", "no", True),
        ("answer", "yes", "neither", False),
        ("stock", "yes", "no", True),
    ],
)
def test_which_change_does_more_harm(reader: str, before: str, after: str, *, worse: bool) -> None:
    assert is_worse(reader, before, after) is worse


@pytest.mark.parametrize(
    ("text", "other", "asked"),
    [
        ("send it", "don't send it", "Shall I send it now?"),
        ("भेज दो", "मत भेजना", "अभी भेज दूँ?"),
        ("apruébalo", "todavía no lo apruebes", "¿Lo apruebas?"),
        ("bhej do", "mat bhejo", "Abhi bhej doon?"),
        ("stop messaging me", "don't stop messaging me", None),
        ("message mat bhejo", "message bhejte raho", None),
    ],
)
def test_a_negation_does_change_it(text: str, other: str, asked: str | None) -> None:
    assert list(deeds(Line(text, "en", ("?",), asked))) != list(deeds(Line(other, "en", ("?",), asked)))

"""docs/setup-shopify.md names what the code asks of a Shopify app."""

from __future__ import annotations

import re
from pathlib import Path

from bot.stores.shopify_hooks import SCOPES, STEPS, TOPICS

PAGE = (Path(__file__).parents[3] / STEPS).read_text(encoding="utf-8")


def test_the_scopes_are_those_that_the_doctor_looks_for() -> None:
    assert tuple(re.findall(r"^\| `((?:read|write)_\w+)` \|", PAGE, re.M)) == SCOPES


def test_the_topics_are_counted() -> None:
    assert f"({len(TOPICS)} topics)" in PAGE

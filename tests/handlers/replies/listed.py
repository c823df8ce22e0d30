"""Phrases as a test lists them: many to a line."""

from __future__ import annotations


def phrases(text: str) -> list[str]:
    """Each of them; a bar or the end of a line stands between two."""
    return [said.strip() for line in text.strip().splitlines() for said in line.split("|")]

"""The refusal of an offer or a partner, in the reader's language."""

from __future__ import annotations

from typing import Any

from flows.phrase import Phrase, phrase


class PromotionRefused(Exception):
    """A refusal that stores nothing: ``field`` names the field, ``text`` what to do."""

    def __init__(self, field: str, text: Phrase) -> None:
        super().__init__(text.name)
        self.field, self.text = field, text


def refuse(field: str, name: str, /, **values: Any) -> PromotionRefused:
    """Return the refusal of a field with the phrase ``name``."""
    return PromotionRefused(field, phrase(name, **values))

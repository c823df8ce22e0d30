"""The values of a notice after a return: the brand, the goods, and the size that others kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from flows.events import ReturnedItem
from flows.name_folding import fold_name
from flows.promotions.size_evidence import is_size_reason, suggest_size
from handlers.engine.turn import Turn
from storage.promotions.size_counts import SizeCounts

MOST_ITEMS = 20
"""The goods that a notice names at most."""


async def load_notice(turn: Turn, brand: str, lines: Sequence[ReturnedItem], fewest: int) -> dict[str, Any]:
    """Return the notice of a prompt: the brand as written, the titles of the goods, and the size that most people kept
    (a ``SizeHint``) if at least ``fewest`` people are evidence for it.
    """
    written = next((one.brand for one in lines if fold_name(one.brand) == brand), "")
    notice: dict[str, Any] = {"brand": written, "items": [one.title for one in lines[:MOST_ITEMS]]}
    back = next((one for one in lines if one.size and is_size_reason(one.reason)), None)
    if back is None or not brand:
        return notice
    counts = await turn.unit.of(SizeCounts).count_kept(brand, fold_name(back.category), back.size, fewest)
    hint = suggest_size(counts, back.size, fewest)
    return notice | ({"size": asdict(hint)} if hint else {})

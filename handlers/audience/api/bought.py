"""What people bought, as the API shows it of all customers and of a segment."""

from __future__ import annotations

from typing import Any

from flows.money import written
from storage.audience.figures import Bought

_PLACES = 4  # of a share


def bought_shown(bought: Bought) -> dict[str, Any]:
    """How many people they are, who ordered, how often again, and for how much."""
    rate = None if bought.repeat_rate is None else round(bought.repeat_rate, _PLACES)
    money = {"revenue": written(bought.spend), "average_order": written(bought.average_order)}
    counted = {name: getattr(bought, name) for name in ("ordered", "repeated", "orders")}
    return {"customers": bought.people, **counted, "repeat_rate": rate, **money}

"""How long each kind of personal data is kept."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType


@dataclass(frozen=True, slots=True)
class DataKind:
    """A kind of data with a period of its own: ``least`` days, or 0 for ever. ``lasts``: for ever unless the business
    sets a period; other kinds go with ``PARLEY_RETENTION_DAYS``.
    """

    least: int
    lasts: bool = False


MESSAGES, EVENTS, DELIVERIES = "messages", "events", "deliveries"
CLICKS, VISITS, CARTS, PROMPTS = "clicks", "visits", "carts", "prompts"
LONGEST = 36_500
"""Days; 0 keeps for ever."""
DATA_KINDS: Mapping[str, DataKind] = MappingProxyType(
    {
        MESSAGES: DataKind(35),  # texts
        EVENTS: DataKind(35),  # what systems and channels sent
        DELIVERIES: DataKind(35),  # addresses of parcels
        CLICKS: DataKind(90, lasts=True),  # of people
        VISITS: DataKind(35, lasts=True),
        CARTS: DataKind(90, lasts=True),  # their goods
        PROMPTS: DataKind(400, lasts=True),  # the people of offers after a return: invoices rest on these
    }
)
"""The kinds of ``[retention]``. Months of an open attribution or an unanswered request are kept in any case."""

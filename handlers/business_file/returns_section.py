"""What follows a completed return: ``[returns]``."""

from __future__ import annotations

from flows.business import ReturnSettings
from handlers.business_file import address_values, file_values
from handlers.business_file.business_sections import LARGEST_HOLDOUT
from handlers.business_file.toml_table import Table

_FEWEST, _MOST = 10, 10_000  # people behind a suggestion: fewer would say something of each


def read_returns(table: Table) -> ReturnSettings:
    """Parse the links without an offer, the times, the control group, and the evidence for a size."""
    return table.fill(
        ReturnSettings(),
        exchange_url=address_values.page,
        donation_url=address_values.page,
        window=file_values.parse_distance,
        holdout=file_values.parse_number(0, LARGEST_HOLDOUT),
        seen_again=file_values.parse_distance,
        min_evidence=file_values.whole(_FEWEST, _MOST),
        conversion_days=file_values.whole(1, 90),
    )

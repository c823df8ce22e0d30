"""What the repositories have in common: each holds the rows of a noun of one business, within a transaction."""

from __future__ import annotations

from storage.transaction import Transaction


class Repository:
    """The rows of a noun of one business."""

    def __init__(self, transaction: Transaction) -> None:
        self._tx = transaction

"""The account that the stand-in knows and every contestant sends with; it opens nothing anywhere else."""

from __future__ import annotations

ACCOUNT = "AC00000000000000000000000000000001"
TOKEN = "12345678901234567890123456789012"  # noqa: S105 - of the stand-in alone
NUMBER = "+13145550100"

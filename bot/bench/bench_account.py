"""The account of the provider's stub and of every compared program; it is valid nowhere else."""

from __future__ import annotations

ACCOUNT = "AC00000000000000000000000000000001"
TOKEN = "12345678901234567890123456789012"  # noqa: S105 - for the stub only
NUMBER = "+13145550100"

"""Customers whose carts are reported: where they are written to."""

from __future__ import annotations

DANA, RAVI, LENA, OMAR = "+13145550123", "+13145550124", "+13145550125", "+13145550126"

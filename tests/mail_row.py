"""A table of channels with e-mail in it, for tests of what that changes: nothing about who somebody is."""

from __future__ import annotations

from dataclasses import replace

import pytest

from flows import channels
from flows.channels import SMS, Buttons, LineKind
from flows.mail_address import MAIL
from flows.policy import message_price

EMAIL = replace(
    SMS, name=MAIL, title="e-mail", field=MAIL, line=LineKind.TYPED, is_number=False, segmented=False, preference=4,
    buttons=Buttons.NEVER, receipts=False, answers=False, carriers=False, stop_ends_all=False, cancel_stops=False,
    double_opt_in=False, one_per_cart=False, pumped=False, registered=False,
)  # fmt: skip


@pytest.fixture(autouse=True)
def mail_row(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add e-mail to the tables of channels and prices during a test."""
    prices = {**message_price.load_prices(), MAIL: {}}
    monkeypatch.setitem(channels._ROWS, MAIL, EMAIL)
    monkeypatch.setattr(message_price, "load_prices", lambda: prices)

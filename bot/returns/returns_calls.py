"""The calls of returns: sponsors' invoices at the payment provider, and the links of offers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from bot.payments.payment_calls import pay
from bot.returns.link_probe import probe
from handlers.calls.call_names import CHECK_LINK
from handlers.returns import sponsor_invoice_calls

if TYPE_CHECKING:
    from bot.common_calls import Perform

PERFORMED: Mapping[str, Perform] = {
    **dict.fromkeys(sponsor_invoice_calls.KINDS, pay),
    CHECK_LINK: probe,
}

"""``POST /api/v1/conversions``: a sponsor tells of a purchase after a click, signed by Standard Webhooks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from flows.money import Money
from flows.promotions.conversion import Conversion
from handlers.api.api_refusals import ApiRefused, Code
from handlers.api.field_types import MOMENT, make_exact_line, must
from handlers.engine.checked_fields import CURRENCIES, CheckedField
from handlers.engine.turn import Turn
from handlers.returns.conversion_counting import ConversionRefused, ReportedPurchase, take_conversion
from handlers.returns.postback_signature import derive_secret, find_signature_fault
from storage.promotions.prompts import Prompts
from storage.promotions.sponsors import Sponsors

LONGEST = 16 * 1024
"""Bytes of a body."""


class Postback(BaseModel):
    """A purchase, or a reversal of one: then ``order_id`` is the purchase's, and ``reversal_id`` its own."""

    model_config = ConfigDict(frozen=True)

    prompt_id: UUID
    order_id: Annotated[str, *make_exact_line(1, 200)]
    type: Literal["purchase", "reversal"] = "purchase"
    amount: str = Field(pattern=r"^[0-9]{1,8}(\.[0-9]{1,6})?$")
    currency: str = Field(pattern="^[A-Z]{3}$")
    occurred_at: Annotated[datetime, *must(CheckedField.moment, MOMENT)]
    reversal_id: Annotated[str, *make_exact_line(0, 200)] = ""

    def report(self) -> ReportedPurchase:
        """Return the report. Raises ApiRefused for an amount of 0, an unknown currency, and a reversal without id."""
        amount = Money.parse(self.amount, self.currency)
        if amount.micros == 0:
            raise ApiRefused(Code.INVALID, "amount is above 0", "amount")
        if self.currency not in CURRENCIES:
            raise ApiRefused(Code.INVALID, "currency is a code of ISO 4217, such as USD", "currency")
        if self.type == "purchase":
            return ReportedPurchase(self.order_id, amount, self.occurred_at)
        if not self.reversal_id:
            raise ApiRefused(Code.INVALID, "a reversal needs an id of its own", "reversal_id")
        ref = f"{self.order_id}  {self.reversal_id}"  # no id has two blanks together
        return ReportedPurchase(ref, amount, self.occurred_at, self.order_id)


def read_postback(body: bytes) -> Postback:
    """Read a body. Raises ApiRefused that names the mistake: 400 for no JSON, 422 for a field."""
    try:
        return Postback.model_validate_json(body)
    except ValidationError as error:
        first = error.errors()[0]
        if first["type"] == "json_invalid":
            raise ApiRefused(Code.NOT_JSON, "the body is not JSON") from None
        field = ".".join(str(part) for part in first["loc"])
        raise ApiRefused(Code.INVALID, f"{field}: {first['msg']}", field) from None


async def take_postback(
    turn: Turn, body: bytes, headers: Mapping[str, str], at: datetime, told: Postback
) -> tuple[Conversion, bool]:
    """Check the signature of the exact body at its real time ``at``, and store the conversion that it tells; return it,
    and True for a repeat.

    Raises ApiRefused: 404 for an unknown prompt, 401 for a wrong signature, 422 for what cannot count at any time.
    """
    prompt = await turn.unit.of(Prompts).get(told.prompt_id)
    sponsor = await turn.unit.of(Sponsors).get(prompt.sponsor) if prompt is not None and prompt.sponsor else None
    if prompt is None or sponsor is None:
        raise refuse_unknown()
    fault = find_signature_fault(headers, body, derive_secret(turn, sponsor), at)
    if fault is not None:
        raise ApiRefused(Code.UNAUTHORIZED, fault.value)
    try:
        return await take_conversion(turn, sponsor, prompt, told.report())
    except ConversionRefused as refused:
        raise ApiRefused(Code.INVALID, str(refused)) from None


def refuse_unknown() -> ApiRefused:
    """Return the refusal of a prompt that nobody has."""
    return ApiRefused(Code.NOT_FOUND, "no offer was shown with this prompt_id", "prompt_id")

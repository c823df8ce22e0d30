"""The store of a sandbox takes a campaign's codes, step by step as a real one does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

import pytest

from bot.campaigns.campaign_code_calls import PERFORMED
from bot.stores.storefront import AddedCodes
from flows.channels import SIMULATED
from handlers.calls.call_lifecycle import CallRequest
from handlers.campaigns.codes.code_steps import KIND, PART, CodeStep
from tests.storage.world import NOW

if TYPE_CHECKING:
    from bot.vendor_accounts import VendorAccounts

NOBODY = cast("VendorAccounts", None)  # a sandbox asks for no account


@pytest.mark.parametrize("step", CodeStep)
async def test_a_sandbox_takes_all_codes_at_once(step: CodeStep) -> None:
    values: dict[str, Any] = {"step": step, "codes": ("SPRING-1",) * PART}
    answer = await PERFORMED[KIND](
        NOBODY, "tiger", SIMULATED, CallRequest(UUID(int=1), KIND, "", values, NOW, None, None)
    )
    assert (answer.failure, answer.provider_id) == (None, f"sim:{UUID(int=1)}")
    assert answer.values == (AddedCodes(True).values if step is CodeStep.LOOK else None)

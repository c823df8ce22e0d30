"""Warnings about recovery when a business file is applied."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from flows.channels import SMS
from flows.policy.rules import RuleKind, rules_for
from handlers.conversation import Applying

if TYPE_CHECKING:
    from handlers.business_file import BusinessFile


def _late_steps(file: BusinessFile, day: date) -> Iterator[str]:
    """A warning for each step that would go by SMS to numbers of the United States, and be refused."""
    business = file.business
    if SMS.name not in business.channels_order:
        return
    rule = next(iter(rules_for(RuleKind.WITHIN, ("US",), SMS.name, day)), None)
    if rule is None or rule.per is None:
        return
    one_alone = business.policy.one_sms_per_cart is not False
    for at, step in enumerate(business.recovery.steps, start=1):
        if step.after >= rule.per and (at == business.policy.sms_step or not one_alone):
            yield (
                f"step {at} of the recovery is {rule.hours} hours or more after the cart, and by then no SMS about it "
                f"leaves to a number of the United States ({rule.cited}): have it earlier"
                + (", or name an earlier step in policy.sms_step" if one_alone and at > 1 else "")
            )


APPLYING = Applying(warns=_late_steps)

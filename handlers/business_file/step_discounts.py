"""The discounts of recovery steps: parsed, spelled as in the file, and compared with the texts that name them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

from flows.business import DISCOUNT_TEXT, Business, Discount, Tier
from flows.channels import get_title
from flows.money import Money
from flows.shop_offers import ShopOffer
from handlers.business_file import file_values
from handlers.business_file.toml_lines import Path
from handlers.business_file.toml_table import Needed, Table
from templates.finished_message import TemplateRefused

FREE_SHIPPING = "free shipping"
_AMOUNT = re.compile(r"([0-9]{1,9}(?:\.[0-9]{1,3})?) ([A-Z]{3})")
_OVER = file_values.whole(0, 10**9)
_VALUES = ("percent", "off")
"""The values of a text that say the discount."""


def read_discount(step: Table) -> Discount | None:
    """Parse the discount of a step: its value alone, or a table with conditions on the person and the cart."""
    if not step.holds_table("discount"):
        return step.read("discount", parse_discount, None)
    table = step.section("discount")
    base = table.read("base", Needed(parse_discount, "10"), Discount(10))
    found = table.fill(
        replace(base, tiers=_tiers(table)),
        first_order=file_values.percent,
        returning=file_values.percent,
        valid_for=file_values.duration,
    )
    if found.percent is None and (found.first_order or found.returning or found.tiers):
        table.add_mistake("base", "must be a percentage next to first_order, returning or tiers")
    return found


def parse_discount(value: object) -> Discount:
    """Parse a discount: a whole percentage, an amount of money like ``"5 USD"``, or ``"free shipping"``."""
    if value == FREE_SHIPPING:
        return Discount(0)
    found = _AMOUNT.fullmatch(value) if isinstance(value, str) else None
    if found is not None:
        amount = Money.parse(found[1], file_values.currency(found[2]))
        return Discount(0, amount=ShopOffer.make_amount(amount, timedelta(days=1)).amount)
    if type(value) is int:
        return Discount(file_values.percent(value))
    forms = f'a whole number from 1 to 100, an amount like "5 USD", or "{FREE_SHIPPING}"'
    raise ValueError(f"must be {forms}, not {file_values.spell(value)}")


def spell_discount(discount: Discount) -> str:
    """Format a discount as the file would have it, without its conditions: ``10``, ``5.00 USD``, ``free shipping``."""
    if discount.amount is not None:
        return discount.amount.with_code
    return str(discount.base) if discount.base else FREE_SHIPPING


def list_misfits(business: Business) -> Iterator[tuple[Path, str]]:
    """Yield what does not go together: a discount in another currency, or a text that cannot say a discount. Each has
    its key in the file."""
    for at, step in enumerate(business.recovery.steps):
        for discount in (one.discount for one in (step, *step.arms) if one.discount is not None):
            path, offers = ("recovery", "steps", at, "discount"), f"step {at + 1} offers {spell_discount(discount)}"
            if discount.amount is not None and discount.amount.currency != business.currency:
                yield path, f"must be in the business's currency, {business.currency}: {offers}"
            if discount.ships_free and (channel := _find_registered(business)):
                registered = f"the text {DISCOUNT_TEXT}, registered for {get_title(channel)}, cannot say it"
                yield path, f"must be a percentage or an amount: {offers}, and {registered}"
            for name in _list_unsaid(business, discount):
                yield ("texts", DISCOUNT_TEXT), f"names {{{{ {name} }}}}, but {offers}"


def _find_registered(business: Business) -> str | None:
    """Return the channel where the text of a discount leaves only in its registered words; None if there is none."""
    return next(
        (one.channel for one in business.channels if one.dlt is not None and DISCOUNT_TEXT in one.dlt.templates), None
    )


def _list_unsaid(business: Business, discount: Discount) -> Iterator[str]:
    """Yield the values that the business's own text names, and that this discount does not have."""
    text = business.texts.get(DISCOUNT_TEXT)
    has = {"percent": discount.percent, "off": discount.amount}
    if text is not None:
        from templates.possible_texts import needs_value  # Jinja and what it speaks with are loaded with the first text

        with suppress(TemplateRefused):  # the check of texts tells of an invalid one
            yield from [name for name in _VALUES if has[name] is None and needs_value(text, name, _VALUES)]


def _tiers(table: Table) -> tuple[Tier, ...]:
    tiers: list[Tier] = []
    for row in table.tables("tiers") or ():
        tier = row.fill(Tier(-1, 1), over=Needed(_OVER, "100"), percent=Needed(file_values.percent, "15"))
        if tier.over >= 0 and tier.over in {other.over for other in tiers}:
            row.add_mistake("over", "has a tier already")
        tiers.append(tier)
    return tuple(sorted(tiers, key=lambda tier: tier.over))

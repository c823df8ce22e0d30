"""The settings of a business: ``[business]``, ``[recovery]``, ``[policy]``, ``[texts]`` and ``[[staff]]``."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flows.business import (
    Business,
    ConsentSettings,
    Discount,
    MarketingCap,
    PolicySettings,
    Recovery,
    RecoveryStep,
    Tier,
)
from flows.channels import CHANNELS
from flows.experiments.experiment_arm import MOST
from flows.policy.message_price import DAILY_SPEND, LIMITS_IN, load_rates
from handlers.business_file import address_values, file_values, hours_section
from handlers.business_file.business_wordings import CheckText, worded_names
from handlers.business_file.toml_table import Table, kind
from storage.people.people import Identity
from templates.wording_rules import WordingHouse

ROLES = ("owner", "manager", "agent")
LARGEST_HOLDOUT = 0.9
MOST_ASKS = 100_000  # an hour
_MOST_STEPS = 10
_KEEP = (1, 30)  # years
_DEFAULT_DISCOUNT = Discount(10)


@dataclass(frozen=True, slots=True)
class StaffEntry:
    """A member of the staff. Without an address a start link connects them; without a language they get the
    business's."""

    name: str
    role: str
    address: Identity | None = None
    language: str | None = None


def read_profile(table: Table) -> Business:
    """Return the profile of the business."""
    limit, currency = table.read("daily_spend", _limit, (DAILY_SPEND, LIMITS_IN))
    return Business(
        id=table.must("id", file_values.identifier, "", '"tiger"'),
        name=table.must("name", file_values.text(60), "", '"Tiger Tees"'),
        country=table.must("country", file_values.country, "", '"US"'),
        timezone=table.must("timezone", file_values.timezone, "", '"America/Chicago"'),
        currency=table.must("currency", file_values.currency, "", '"USD"'),
        locale=table.read("locale", file_values.locale, "en"),
        site=table.read("site", address_values.url, ""),
        support=table.read("support", file_values.text(200), ""),
        terms=table.read("terms", address_values.page, ""),
        privacy=table.read("privacy", address_values.page, ""),
        mailing_address=table.read("mailing_address", address_values.mailing, ""),
        link_domain=table.read("link_domain", address_values.url, ""),
        daily_spend=limit,
        spends_in=currency,
    )


def read_recovery(table: Table) -> Recovery:
    """Return the settings of cart recovery."""
    usual = Recovery()
    return Recovery(
        steps=_steps(table) or usual.steps,
        double_opt_in=table.read("double_opt_in", file_values.flag, None),
        holdout=table.read("holdout", file_values.number(0, LARGEST_HOLDOUT), usual.holdout),
        attribution_days=table.read("attribution_days", file_values.whole(1, 90), usual.attribution_days),
        channels=_channels(table) or usual.channels,
    )


def read_policy(table: Table, recovery: Recovery, country: str) -> PolicySettings:
    """Return the business's own rules. A step of its own for SMS must be one of the recovery's.

    Rules may be stricter than the law of its ``country``; a looser one is a mistake.
    """
    usual = PolicySettings()
    return PolicySettings(
        one_sms_per_cart=table.read("one_sms_per_cart", file_values.flag, None),
        sms_step=table.read("sms_step", file_values.whole(1, len(recovery.steps)), usual.sms_step),
        marketing_caps=_caps(table, usual.marketing_caps),
        marketing_distance=table.read("marketing_distance", file_values.distance, usual.marketing_distance),
        countries=table.each("countries", file_values.country) or usual.countries,
        asks_an_hour=table.read("asks_an_hour", file_values.whole(0, MOST_ASKS), usual.asks_an_hour),
        second_yes_above=table.read("second_yes_above", file_values.whole(0, 10**9), usual.second_yes_above),
        hours=hours_section.read_hours(table, country),
        closed_days=hours_section.read_closed_days(table),
        closed_states=hours_section.read_closed_states(table),
    )


def read_consent(table: Table) -> ConsentSettings:
    """Return how consents are shown, and for how long they can be."""
    usual = ConsentSettings()
    return ConsentSettings(
        checkout_text=table.read("checkout_text", file_values.text(2000), usual.checkout_text),
        keep=table.read("keep", file_values.years(*_KEEP), usual.keep),
        keep_erased=table.read("keep_erased", file_values.flag, usual.keep_erased),
    )


def read_texts(table: Table, check: CheckText, house: WordingHouse) -> dict[str, str]:
    """Return the business's own wordings, each one checked."""
    texts = table.entries(worded_names(), file_values.wording)
    for name, text in texts.items():
        for flaw in check(name, text, house):
            table.wrong(name, flaw)
    return texts


def read_staff(tables: Sequence[Table]) -> tuple[StaffEntry, ...]:
    """Return the staff: each address once, and each name, unless addresses tell its bearers apart."""
    staff: list[StaffEntry] = []
    for table in tables:
        entry = StaffEntry(
            table.must("name", file_values.text(60), "", '"Asha"'),
            table.must("role", file_values.one_of(*ROLES), "", '"owner"'),
            table.read("address", address_values.staff_address, None),
            table.read("language", file_values.locale, None),
        )
        if entry.name and any(entry.name == other.name and not (entry.address and other.address) for other in staff):
            table.wrong("name", f"{entry.name!r} is on the staff already; of one name each needs an address")
        if entry.address and entry.address in {other.address for other in staff}:
            table.wrong("address", "is somebody else's on the staff already")
        staff.append(entry)
    return tuple(staff)


def _limit(value: object) -> tuple[int | None, str]:
    """Return whole US dollars, ``"4000 INR"`` in another currency, or None for an explicit ``none``."""
    if value == "none":
        return None, LIMITS_IN
    amount, _, currency = value.partition(" ") if isinstance(value, str) else ("", "", "")
    if amount.isascii() and amount.isdigit() and currency in load_rates():
        return file_values.whole(0, 10**9)(int(amount)), currency
    try:
        return file_values.whole(0, 10**9)(value), LIMITS_IN
    except ValueError as wrong:
        raise ValueError(f'{wrong}; or with a currency, "4000 INR"; or "none", for no limit') from None


def _steps(table: Table) -> tuple[RecoveryStep, ...]:
    tables = table.tables("steps")
    if tables is None:
        return ()
    if not 1 <= len(tables) <= _MOST_STEPS:
        table.wrong("steps", f"must be 1 to {_MOST_STEPS} steps, not {len(tables)}")
    steps: list[RecoveryStep] = []
    latest = timedelta(0)
    for step in tables:
        after = step.must("after", file_values.duration, timedelta(0), '"30m"')
        if timedelta(0) < after <= latest:
            step.wrong("after", "must be later than the step before it")
        arms = _arms(step, after, latest)
        latest = max(latest, after, *(arm.after for arm in arms))
        steps.append(RecoveryStep(after, _discount(step), arms))
    return tuple(steps)


def _arms(step: Table, usual: timedelta, before: timedelta) -> tuple[RecoveryStep, ...]:
    """Return the reminders tested in place of a step, each at its own time or else the step's."""
    arms = []
    for arm in step.tables("arms", MOST - 1) or ():
        after = arm.read("after", file_values.duration, usual)
        if timedelta(0) < after <= before:
            arm.wrong("after", "must be later than the step before it")
        text = arm.read("text", file_values.one_of("cart_reminder", "cart_reminder_again"), "")
        arms.append(RecoveryStep(after, _discount(arm), text=text))
    return tuple(arms)


def _discount(step: Table) -> Discount | None:
    """Return whole percent, or a table with the terms by person and cart."""
    if step.holds_table("discount"):
        return _rich_discount(step.section("discount"))
    base = step.read("discount", _plain_percent, None)
    return None if base is None else Discount(base)


def _plain_percent(value: object) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"must be whole percent, like 10, or a table like {{ base = 10 }}, not {kind(value)}")
    return file_values.percent(value)


def _rich_discount(table: Table) -> Discount:
    return Discount(
        base=table.must("base", file_values.percent, _DEFAULT_DISCOUNT.base, "10"),
        first_order=table.read("first_order", file_values.percent, None),
        returning=table.read("returning", file_values.percent, None),
        tiers=_tiers(table),
        valid_for=table.read("valid_for", file_values.duration, _DEFAULT_DISCOUNT.valid_for),
    )


def _tiers(table: Table) -> tuple[Tier, ...]:
    tiers: list[Tier] = []
    for row in table.tables("tiers") or ():
        tier = Tier(
            row.must("over", file_values.whole(0, 10**9), -1, "100"), row.must("percent", file_values.percent, 1, "15")
        )
        if tier.over >= 0 and tier.over in {other.over for other in tiers}:
            row.wrong("over", "has a tier already")
        tiers.append(tier)
    return tuple(sorted(tiers, key=lambda tier: tier.over))


def _channels(table: Table) -> tuple[str, ...]:
    chosen = table.each("channels", file_values.one_of(*CHANNELS))
    if chosen is None:
        return ()
    if not chosen or len(set(chosen)) < len(chosen):
        table.wrong("channels", "must name at least one channel, and each of them once")
    return chosen


def _caps(table: Table, usual: tuple[MarketingCap, ...]) -> tuple[MarketingCap, ...]:
    tables = table.tables("marketing_caps")
    if tables is None:
        return usual
    caps = []
    for row in tables:
        count = row.must("count", file_values.whole(0, 10_000), 0, "3")
        caps.append(MarketingCap(count, row.must("per", file_values.duration, timedelta(0), '"7d"')))
    return tuple(caps)

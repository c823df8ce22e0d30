"""The settings of a business: ``[business]``, ``[recovery]``, ``[policy]``, ``[texts]`` and ``[[staff]]``."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from flows.business import (
    Business,
    ConsentSettings,
    MarketingCap,
    PolicySettings,
    Recovery,
    RecoveryStep,
)
from flows.channels import CHANNELS
from flows.experiments.experiment_arm import MOST
from flows.policy.message_price import DAILY_SPEND, LIMITS_IN, load_rates
from handlers.business_file import address_values, file_values, hours_section
from handlers.business_file.business_wordings import CheckText, list_wording_names
from handlers.business_file.step_discounts import read_discount
from handlers.business_file.toml_table import Needed, Parse, Table
from storage.people.people import Identity
from templates.wording_rules import WordingHouse

ROLES = ("owner", "manager", "agent")
LARGEST_HOLDOUT = 0.9
MOST_ASKS = 100_000  # an hour
_MOST_STEPS = 10
_KEEP = file_values.parse_years(1, 30)
_MONEY = file_values.whole(0, 10**9)
_ARM_TEXT = file_values.parse_one_of("cart_reminder", "cart_reminder_again")


@dataclass(frozen=True, slots=True)
class StaffEntry:
    """A staff member. If there is no address, a start link connects them; if there is no language, they get the
    business's."""

    name: str
    role: str
    address: Identity | None = None
    language: str | None = None


def read_profile(table: Table) -> Business:
    """Parse the profile of the business."""
    limit, currency = table.read("daily_spend", _limit, (DAILY_SPEND, LIMITS_IN))
    return table.fill(
        Business("", "", "", "", "", daily_spend=limit, spends_in=currency),
        id=Needed(file_values.parse_identifier("tiger"), '"tiger"'),
        name=Needed(file_values.text(60), '"Tiger Tees"'),
        country=Needed(file_values.parse_country, '"US"'),
        timezone=Needed(file_values.parse_timezone, '"America/Chicago"'),
        currency=Needed(file_values.currency, '"USD"'),
        locale=file_values.parse_locale,
        site=address_values.url,
        support=file_values.text(200),
        terms=address_values.page,
        privacy=address_values.page,
        mailing_address=address_values.read_postal_address,
        link_domain=address_values.url,
    )


def read_recovery(table: Table) -> Recovery:
    """Parse the settings of cart recovery."""
    usual = Recovery()
    return table.fill(
        Recovery(steps=_steps(table) or usual.steps, channels=_channels(table) or usual.channels),
        double_opt_in=file_values.flag,
        holdout=file_values.parse_number(0, LARGEST_HOLDOUT),
        attribution_days=file_values.whole(1, 90),
    )


def read_policy(table: Table, recovery: Recovery, country: str) -> PolicySettings:
    """Parse the business's own rules. A special step for SMS must be one of the recovery's steps.

    Rules may be stricter than the law of its ``country``; a looser one is a mistake.
    """
    own = PolicySettings(
        countries=table.parse_each("countries", file_values.parse_country) or (),
        hours=hours_section.read_hours(table, country),
        mail_hours=table.read("mail_hours", hours_section.parse_hours, None),
        closed_days=hours_section.read_closed_days(table),
        closed_states=hours_section.read_closed_states(table),
    )
    caps, partner_caps = table.tables("marketing_caps"), table.tables("partner_caps")
    own = own if caps is None else replace(own, marketing_caps=tuple(map(_cap, caps)))
    return table.fill(
        own if partner_caps is None else replace(own, partner_caps=tuple(map(_cap, partner_caps))),
        one_sms_per_cart=file_values.flag,
        sms_step=file_values.whole(1, len(recovery.steps)),
        marketing_distance=file_values.parse_distance,
        asks_an_hour=file_values.whole(0, MOST_ASKS),
        second_yes_above=_MONEY,
    )


def read_consent(table: Table) -> ConsentSettings:
    """Parse the text shown for consents, and how long they are stored."""
    return table.fill(ConsentSettings(), checkout_text=file_values.text(2000), keep=_KEEP, keep_erased=file_values.flag)


def read_texts(table: Table, check: CheckText, house: WordingHouse) -> dict[str, str]:
    """Parse the business's own wordings, each one checked."""
    texts = table.entries(list_wording_names(), file_values.read_wording)
    for name, text in texts.items():
        for flaw in check(name, text, house):
            table.add_mistake(name, flaw)
    return texts


def read_staff(tables: Sequence[Table]) -> tuple[StaffEntry, ...]:
    """Parse the staff: each address once, and each name once, unless addresses distinguish the people."""
    staff: list[StaffEntry] = []
    for table in tables:
        entry = table.fill(
            StaffEntry("", ""),
            name=Needed(file_values.text(60), '"Asha"'),
            role=Needed(file_values.parse_one_of(*ROLES), '"owner"'),
            address=address_values.parse_staff_address,
            language=file_values.parse_locale,
        )
        if entry.name and any(entry.name == other.name and not (entry.address and other.address) for other in staff):
            table.add_mistake("name", f"{entry.name!r} is already on the staff; with equal names each needs an address")
        if entry.address and entry.address in {other.address for other in staff}:
            table.add_mistake("address", "already belongs to another member of the staff")
        staff.append(entry)
    return tuple(staff)


def _limit(value: object) -> tuple[int | None, str]:
    """Parse whole US dollars, ``"4000 INR"`` in another currency, or ``none`` for no limit."""
    if value == "none":
        return None, LIMITS_IN
    amount, _, currency = value.partition(" ") if isinstance(value, str) else ("", "", "")
    if amount.isascii() and amount.isdigit() and currency in load_rates():
        return _MONEY(int(amount)), currency
    try:
        return _MONEY(value), LIMITS_IN
    except ValueError as wrong:
        raise ValueError(f'{wrong}; or with a currency, "4000 INR"; or "none", for no limit') from None


def _steps(table: Table) -> tuple[RecoveryStep, ...]:
    tables = table.tables("steps")
    if tables is None:
        return ()
    if not 1 <= len(tables) <= _MOST_STEPS:
        table.add_mistake("steps", f"must be 1 to {_MOST_STEPS} steps, not {len(tables)}")
    steps: list[RecoveryStep] = []
    latest = timedelta(0)
    for table in tables:
        step = _step(table, latest, timedelta(0), after=Needed(file_values.duration, '"30m"'))
        arms = tuple(
            _step(arm, latest, step.after, after=file_values.duration, text=_ARM_TEXT)
            for arm in table.tables("arms", MOST - 1) or ()
        )
        steps.append(replace(step, arms=arms))
        latest = max(latest, step.after, *(arm.after for arm in arms))
    return tuple(steps)


def _step(table: Table, before: timedelta, usual: timedelta, **fields: Parse[Any]) -> RecoveryStep:
    """Parse a reminder, or a tested alternative to one at the ``usual`` time."""
    step = table.fill(RecoveryStep(usual, read_discount(table)), **fields)
    if timedelta(0) < step.after <= before:
        table.add_mistake("after", "must be later than the step before it")
    return step


def _channels(table: Table) -> tuple[str, ...]:
    chosen = table.parse_each("channels", file_values.parse_one_of(*CHANNELS))
    if chosen is None:
        return ()
    if not chosen or len(set(chosen)) < len(chosen):
        table.add_mistake("channels", "must name at least one channel, and each of them once")
    return chosen


def _cap(table: Table) -> MarketingCap:
    count = Needed(file_values.whole(0, 10_000), "3")
    return table.fill(MarketingCap(0, timedelta(0)), count=count, per=Needed(file_values.duration, '"7d"'))

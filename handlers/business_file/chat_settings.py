"""The settings of a business file that can be changed in chat one by one, by path, in the file's spelling.

They are checked like the file, with the same mistakes.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from flows.business import DISCOUNT_TEXT, Business, Discount, MarketingCap, OpenHours, PolicySettings, RecoveryStep
from handlers.business_file import file_values, hours_section
from handlers.business_file.business_sections import LARGEST_HOLDOUT
from handlers.business_file.business_wordings import list_wording_names, make_house, make_text_check
from handlers.business_file.step_discounts import list_misfits, parse_discount, spell_discount
from handlers.business_file.toml_table import spell_path
from templates.message_library import Library

HOURS = "policy.hours"
"""The path of the hours; the paths of texts and steps (counted from 1) hold a name or a number."""

HOLDOUT, CAPS, DISTANCE = "recovery.holdout", "policy.marketing_caps", "policy.marketing_distance"
"""The paths of the control group (a share: 0.1), of the caps per person ("3/7d", joined by commas) and of the least
distance between two messages ("1d"; "0" is none)."""
_CAP = re.compile(r"(?P<count>\d{1,5})/(?P<per>\d+[smhd])")

_TEXT = re.compile(r"texts\.(\w+)")
_STEP = re.compile(r"recovery\.steps\[(\d{1,2})\]\.(after|discount)")
_UNITS = ((timedelta(days=1), "d"), (timedelta(hours=1), "h"), (timedelta(minutes=1), "m"), (timedelta(seconds=1), "s"))


def spell_value(business: Business, path: str) -> str | None:
    """Format a setting as the file would have it; None if it is missing. Raises LookupError for an unknown path."""
    text, step = _TEXT.fullmatch(path), _STEP.fullmatch(path)
    if text is not None:
        return business.texts.get(text[1])
    if step is not None:
        steps = business.recovery.steps
        return _spell_step(steps[int(step[1]) - 1], step[2]) if 1 <= int(step[1]) <= len(steps) else None
    if path == HOURS:
        return str(business.policy.hours) if business.policy.hours else None
    if path == HOLDOUT:
        return f"{business.recovery.holdout:g}" if business.recovery.holdout else None
    if path == CAPS:
        caps = business.policy.marketing_caps
        return ",".join(f"{one.count}/{spell_duration(one.per)}" for one in caps) or None
    if path == DISTANCE:
        return spell_duration(business.policy.marketing_distance) if business.policy.marketing_distance else "0"
    raise LookupError(f"{path!r} is not a setting that can be changed in chat")


def replace_value(business: Business, path: str, value: str | None) -> Business:
    """Return the business with a setting changed to a value in the file's spelling; None removes it.

    Raises ValueError with the mistake, in the words of the file's mistakes; LookupError for an unknown setting.
    """
    text, step = _TEXT.fullmatch(path), _STEP.fullmatch(path)
    if text is not None:
        return _check_misfits(replace(business, texts=_set_wording(business, text[1], value)), text[1] == DISCOUNT_TEXT)
    if step is not None:
        return _check_misfits(_set_step(business, int(step[1]), step[2], value), step[2] == "discount")
    if path == HOURS:
        return replace(business, policy=replace(business.policy, hours=_hours(business, value)))
    if path == HOLDOUT:
        share = file_values.parse_number(0, LARGEST_HOLDOUT)(float(value)) if value is not None else 0.0
        return replace(business, recovery=replace(business.recovery, holdout=share))
    if path == CAPS:
        return replace(business, policy=replace(business.policy, marketing_caps=_caps(value)))
    if path == DISTANCE:
        distance = PolicySettings().marketing_distance if value is None else file_values.parse_distance(value)
        return replace(business, policy=replace(business.policy, marketing_distance=distance))
    raise LookupError(f"{path!r} is not a setting that can be changed in chat")


def spell_duration(length: timedelta) -> str:
    """Format a length of time as the file would have it: ``90m``, ``24h``, ``2d``."""
    return next(f"{length // unit}{name}" for unit, name in _UNITS if not length % unit)


def _spell_step(step: RecoveryStep, what: str) -> str | None:
    if what == "after":
        return spell_duration(step.after)
    return spell_discount(step.discount) if step.discount else None


def _set_wording(business: Business, name: str, value: str | None) -> dict[str, str]:
    others = {one: text for one, text in business.texts.items() if one != name}
    if value is None:
        return others
    if name not in list_wording_names():
        raise ValueError(f"there is no rewordable text {name}")
    text = file_values.read_wording(value)
    flaws = make_text_check(Library.load())(name, text, make_house(business))
    if flaws:
        raise ValueError("; ".join(flaws))
    return {**others, name: text}


def _set_step(business: Business, number: int, what: str, value: str | None) -> Business:
    steps = list(business.recovery.steps)
    if not 1 <= number <= len(steps):
        raise ValueError(f"there is no step {number}; there are {len(steps)}")
    step = steps[number - 1]
    if what == "after":
        steps[number - 1] = replace(step, after=_get_delay(steps, number, value))
    else:
        steps[number - 1] = replace(step, discount=_discount(step, value))
    return replace(business, recovery=replace(business.recovery, steps=tuple(steps)))


def _get_delay(steps: list[RecoveryStep], number: int, value: str | None) -> timedelta:
    after = file_values.duration(value)
    if number > 1 and after <= steps[number - 2].after:
        raise ValueError("must be later than the step before it")
    if number < len(steps) and after >= steps[number].after:
        raise ValueError("must be earlier than the step after it")
    return after


def _discount(step: RecoveryStep, value: str | None) -> Discount | None:
    """Return the discount with another value and its other conditions unchanged; None to remove it."""
    if value is None:
        return None
    given = parse_discount(int(value) if value.isascii() and value.isdigit() else value)
    return replace(step.discount, base=given.base, amount=given.amount) if step.discount else given


def _check_misfits(business: Business, concerned: bool) -> Business:
    """Return the business if its discounts fit its text for them, or if neither changed. Raises ValueError."""
    if concerned and (misfits := list(list_misfits(business))):
        raise ValueError("; ".join(f"{spell_path(path)} {what}" for path, what in misfits))
    return business


def _caps(value: str | None) -> tuple[MarketingCap, ...]:
    """Parse the caps; if there is no value, return those of a file that sets none."""
    if value is None:
        return PolicySettings().marketing_caps
    found = [_CAP.fullmatch(one) for one in value.split(",")]
    if not all(found):
        raise ValueError('must be like "3/7d", a count and a duration')
    caps = [(file_values.whole(1, 10_000)(int(one["count"])), file_values.duration(one["per"])) for one in found if one]
    return tuple(MarketingCap(count, per) for count, per in caps)


def _hours(business: Business, value: str | None) -> OpenHours | None:
    if value is None:
        return None
    hours = hours_section.parse_hours(value)
    looser = hours_section.find_looser_hours(hours, business.country)
    if looser:
        raise ValueError("; ".join(looser))
    return hours

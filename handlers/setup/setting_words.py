"""Settings and their values as words for a chat."""

from __future__ import annotations

import re
from datetime import timedelta

from flows.phrase import Lines, Ours, Text, phrase
from handlers.business_file.chat_settings import CAPS, DISTANCE, HOLDOUT
from handlers.business_file.step_discounts import parse_discount
from handlers.offers.written_amounts import name_discount
from templates.message_values import one_line, shorten

_STEP = re.compile(r"recovery\.steps\[(\d+)\]\.(after|discount)")
_ENTRY = re.compile(r"(?:shops|products)\.(.+)\.(commission|hours|handover|low_water|price|own_stock)(?:\.(.*))?")
_VALUE = re.compile(r"\{\{\s*(\w+)\s*\}\}")
_NAMES = {HOLDOUT: "setting_holdout", CAPS: "setting_caps", DISTANCE: "setting_distance"}
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}
_HOUR, _DAY = 60, 24 * 60  # minutes
_LONGEST = 60  # characters of a value in a line


def setting(path: str) -> Text:
    """Name a setting by its path: "the discount of reminder 3"."""
    step = _STEP.fullmatch(path)
    if step is not None:
        return phrase(f"setting_{step[2]}", step=int(step[1]))
    entry = _ENTRY.fullmatch(path)
    if entry is not None:
        which = " ".join(part for part in (entry[1], entry[3]) if part)
        return phrase(f"setting_{entry[2]}_of", which=which)
    kind, _, name = path.partition(".")
    if kind == "answers":
        answer, _, locale = name.partition(".")
        return phrase("setting_answer_of", which=f"{answer} ({locale})")
    if kind in {"texts", "staff"}:
        return phrase(f"setting_{kind}", which=name)
    return phrase(_NAMES.get(path, "setting_hours"))


def say_value(path: str, value: str | None) -> Text:
    """Format a setting's value: "15%", "nothing"."""
    if path.startswith("staff."):
        return phrase(f"role_{value}") if value else phrase("setting_no_role")
    if path.endswith(".handover"):
        return phrase(f"handover_by_{value}") if value else phrase("setting_as_usual")
    if path == HOLDOUT and value is not None:
        return Ours(f"{round(100 * float(value))}%")
    if path == CAPS and value is not None:
        return spell_caps(value)
    if path == DISTANCE and value is not None:
        return phrase("setting_none") if value == "0" else describe_length(_length(value))
    if value is None:
        return phrase("setting_ours" if path.startswith("texts.") else "setting_none")
    if path.endswith(".after"):
        return phrase("duration_of", length=_length(value))
    if path.endswith("].discount"):
        given = parse_discount(int(value) if value.isdigit() else value)
        return Ours(f"{value}%") if given.percent else name_discount(given)
    return Ours(shorten(one_line(simply(value)), _LONGEST, "…"))


def simply(words: str) -> str:
    """Format the values in a text with single braces, as they are typed on a phone: {brand}."""
    return _VALUE.sub(r"{\1}", words)


def describe_length(long: timedelta) -> Text:
    """Format a length of time in whole words, for a sentence: "1 day", "1 day 12 hours"."""
    minutes = int(long.total_seconds()) // 60
    parts = {"days": minutes // _DAY, "hours": minutes % _DAY // _HOUR, "minutes": minutes % _HOUR}
    return phrase("length_in_words", **{name: many for name, many in parts.items() if many})


def spell_caps(value: str) -> Text:
    """Format caps in words: "3 in 7 days"."""
    parts = [one.partition("/") for one in value.split(",")]
    said = [phrase("cap_of", many=int(count), per=describe_length(_length(per))) for count, _, per in parts]
    return Lines(tuple(said), between=", ")


def _length(value: str) -> timedelta:
    return timedelta(**{_UNITS[value[-1]]: int(value[:-1])})

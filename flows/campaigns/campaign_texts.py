"""A campaign's texts by variant, language and channel, with placeholders for personal values.

A placeholder is ``{name}``, or ``{name|friend}`` with a fallback for people without a value. Words for some people only
are in a condition (flows/campaigns/text_conditions.py).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from flows.campaigns.text_conditions import join_sides, settle_text
from flows.greeting_name import FOREIGN_TAG

LONGEST_WORDS = 600
"""Maximum characters of one wording by ``measure_length``: at most ten segments of an SMS in any script. The sender's
name, the link and the opt-out are added to it."""
MOST_PLACES = 10
LONGEST_VALUE = 60
"""Maximum characters of a personal value. The maximum number of placeholders, each that long, fit into one message with
the text."""
MOST_VARIANTS = 5
ITEMS = ("bought", "cart", "together", "back")
"""The placeholders for items: those bought last, left in the cart, bought by others together with the last ones, and
requested while sold out and now available again."""
FACTS = ("city", "orders", "points", "goal", "reward")
"""The placeholders for facts about a person: their city, their number of orders, and in the last known loyalty
programme their progress, the goal, and the reward."""
PLACES = ("name", "brand", "link", "code", "offer", "until", *ITEMS, *FACTS)
"""The placeholders: the person's first name, the business, the campaign's link; of an offer the person's own code, the
discount, and its end."""
FIRST = "A"
WORDS = "words"
"""The name that ``find_lacking`` returns if no text is left."""
OF_SOME = frozenset({"name", *ITEMS, *FACTS})
"""The placeholders whose value a person may lack."""
OF_AN_OFFER = frozenset({"code", "offer", "until"})
"""The placeholders for an offer."""
_PLACE = re.compile(r"\{\{?\s*(?P<name>[^\W\d]\w*)\s*(?:\|(?P<otherwise>[^{}|]*))?\}?\}")


_OPEN = re.compile(r"\{+[^{}]{0,20}?[^\W\d][^{}]{0,20}")
_BRACE = re.compile(r"[{}]")


class UnknownPlace(ValueError):
    """A placeholder is unknown or malformed, or there are too many; the message says which, and lists the known
    ones."""


class LacksValue(ValueError):
    """A person has no value for a placeholder without a fallback; the message is the placeholder's name."""


@dataclass(frozen=True, slots=True)
class CampaignText:
    """The wording of a ``variant`` in a ``locale`` and on a ``channel``, "" for any. ``subject`` is for channels with
    subjects; "" is one derived from the words.

    ``conditions`` are the audiences named in its conditions: their phrases and their criteria as JSON, fixed when the
    text was saved.
    """

    text: str
    variant: str = FIRST
    locale: str = ""
    channel: str = ""
    conditions: tuple[tuple[str, str], ...] = ()
    subject: str = ""


def measure_length(text: str) -> int:
    """Return the length of a text in characters; an emoji counts as two, as in an SMS."""
    return len(text) + sum(letter > "\uffff" for letter in text)


def list_variants(texts: Iterable[CampaignText]) -> tuple[str, ...]:
    """Return the names of the variants in order; a message refers to its variant by the place in this list."""
    return tuple(sorted({one.variant for one in texts}))


def nearest(texts: Sequence[CampaignText], place: int, locale: str, channel: str) -> CampaignText:
    """Return the wording of the variant at ``place`` for a reader's locale and channel.

    A wording for the channel is preferred, then one in the languages that the person reads, then one for any language,
    else the first.
    """
    known = list_variants(texts)
    variant = known[place] if place < len(known) else known[0]  # a change may have taken it away
    fitting, spoken = {"": 0, channel: 5}, {"": 1, **_read_in(locale)}

    def near(one: CampaignText) -> int:
        return fitting.get(one.channel, -9) + spoken.get(one.locale, 0)

    return max((one for one in texts if one.variant == variant), key=near)


_READ: Mapping[str, tuple[str, ...]] = {"hi": ("hi", "en"), "hi-Latn": ("hi-Latn", "en")}
"""The languages that readers of Hindi get, the best first. Many read only one of its two scripts."""


def _read_in(locale: str) -> Mapping[str, int]:
    """Return a rank for each language that a reader of a locale understands; the highest is the best."""
    named = next((one for one in ("hi-Latn", "hi") if f"{locale}-".startswith(f"{one}-")), "")
    read = dict.fromkeys((locale, *_READ.get(named, (locale.partition("-")[0],))))
    return {one: 4 - at for at, one in enumerate(read)}


def list_places(text: str) -> Mapping[str, bool]:
    """Return the placeholders of a saved text, and whether each has a fallback."""
    found: dict[str, bool] = {}
    for place in _PLACE.finditer(join_sides(text)):
        name = place["name"].casefold()
        found[name] = found.get(name, True) and place["otherwise"] is not None
    return found


def list_new_places(text: str) -> Mapping[str, bool]:
    """Return the placeholders of a text to be saved, and whether each has a fallback. Raises UnknownPlace, also for a
    tag of another tool."""
    found, sides = list_places(text), join_sides(text)
    many = len(_PLACE.findall(sides))
    if many > MOST_PLACES:  # for somebody with long values it would be no message any more
        raise UnknownPlace(f"{many} places like {{name}} are too many: {MOST_PLACES} at most in one wording")
    unknown = next((name for name in found if name not in PLACES), None)
    if unknown is not None:
        there = ", ".join(f"{{{one}}}" for one in PLACES)
        raise UnknownPlace(f"{{{unknown}}} is not known; available: {there}")
    bare = _PLACE.sub(" ", sides)
    foreign = FOREIGN_TAG.search(bare)
    if foreign is not None:  # nobody would fill it in
        raise UnknownPlace(f"{foreign[0]} is a tag of another tool; write {{name}}, or {{name|friend}} with a fallback")
    left = _OPEN.search(bare)
    if left is None and sides != text:  # a brace too many ends a condition where it was not meant to
        left = _BRACE.search(bare)
    if left is not None:  # it would go out unchanged
        raise UnknownPlace(f"{left[0].strip()} is not a placeholder: {{name}}, {{name|friend}} or {{if vip: …|…}}")
    return found


def list_looked_up(texts: Iterable[CampaignText]) -> frozenset[str]:
    """Return the placeholders in these texts whose values must be looked up for each person: items and facts."""
    said = [part for one in texts for part in (one.text, one.subject)]
    return frozenset(place for part in said for place in list_places(part) if place in {*ITEMS, *FACTS})


def list_required(texts: Iterable[CampaignText]) -> frozenset[str]:
    """Return the placeholders without a fallback: people without a value for one get no message."""
    return frozenset(
        name for one in texts for name, spare in list_places(one.text).items() if name in OF_SOME and not spare
    )


def is_blank(text: str) -> bool:
    """Return True if a text shows nothing: spaces, direction marks and zero-width letters are invisible."""
    return all(unicodedata.category(letter)[0] in "ZC" for letter in text)


def says_nothing(text: str) -> bool:
    """Return True if a text is blank for people without values for its placeholders."""

    def poorest(place: re.Match[str]) -> str:
        otherwise: str | None = place["otherwise"]
        return otherwise if otherwise is not None and place["name"].casefold() in OF_SOME else "?"

    return is_blank(_PLACE.sub(poorest, join_sides(text)))


def find_lacking(text: str, values: Mapping[str, object]) -> str:
    """Return the first placeholder without a value or fallback for this person. Return ``WORDS`` if no text is left, ""
    if nothing is missing."""
    said = settle_text(text, values)
    gaps = (name for name, spare in list_places(said).items() if name in OF_SOME and not spare)
    if gap := next((name for name in gaps if not _read_value(values, name)), ""):
        return gap

    def fill_place(place: re.Match[str]) -> str:
        otherwise: str | None = place["otherwise"]
        return _read_value(values, place["name"].casefold()) or ("?" if otherwise is None else otherwise)

    return WORDS if is_blank(_PLACE.sub(fill_place, said)) else ""


def _read_value(values: Mapping[str, object], name: str) -> str:
    """Return the value of a placeholder, "" if there is none. A value with a brace, like "{first_name}" from an
    unfilled form, counts as none. A long personal value is cut."""
    known = str(values.get(name) or "")
    if _BRACE.search(known) is not None:
        return ""
    return known if name not in OF_SOME or len(known) <= LONGEST_VALUE else f"{known[: LONGEST_VALUE - 1].rstrip()}…"


def fill_text(text: str, values: Mapping[str, object]) -> str:
    """Return a text with its placeholders filled in. Raises LacksValue."""

    def fill(place: re.Match[str]) -> str:
        value = _read_value(values, place["name"].casefold()) or place["otherwise"]
        if value is None:
            raise LacksValue(place["name"].casefold())
        return str(value).strip()

    return _PLACE.sub(fill, settle_text(text, values))

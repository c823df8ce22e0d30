"""A forecast as text for a chat: who gets nothing and why, who waits and why, and other messages to come."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, timedelta

from flows.coming_messages import AlsoComing
from flows.phrase import At, Lines, Ours, Phrase, Text, phrase
from flows.policy.message_distance import DISTANCE_RULE
from handlers.actions.verdict_reasons import in_words

_RULES = 4  # reasons in a line
_BESIDE = 2  # other campaigns and plans in the text
_LATER = {"quiet": "quiet", "closed": "quiet", "cap": "cap"}
"""Reasons to wait, by the names of their rules."""
_DAY, _HOUR, _MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def describe_excluded(excluded: Mapping[str, int]) -> Text:
    """Format one line that counts the excluded people by reason; empty if there are none."""
    return _line("campaign_excluded", excluded, in_words)


def describe_later(later: Mapping[str, int], distance: timedelta) -> list[Text]:
    """Format a line for the people who wait for the minimum distance, and one for those who wait for other reasons."""
    spaced = later.get(DISTANCE_RULE, 0)
    others = {rule: many for rule, many in later.items() if rule != DISTANCE_RULE}
    lines = [phrase("forecast_spaced", many=spaced, within=_length(distance))] if spaced else []
    return [*lines, _line("campaign_later", others, _explain_delay)]


def describe_also_coming(beside: Sequence[AlsoComing], people: int) -> list[Text]:
    """Format a line for each other campaign and plan that reaches the same people, the earliest first."""
    lines: list[Text] = [
        phrase(
            "campaign_also_coming",
            name=other.name,
            many=other.people,
            people=people,
            offers=other.offers,
            at=At(other.at.astimezone(UTC)),  # a stored forecast has another object for it
        )
        for other in beside[:_BESIDE]
    ]
    more = len(beside) - len(lines)
    return [*lines, phrase("campaign_also_more", many=more)] if more > 0 else lines


def describe_reasons(found: Mapping[str, int], words: Callable[[str], Phrase]) -> Text:
    """Format people by reason, the most first; rules with the same name are one reason."""
    by_reason: dict[str, tuple[Phrase, int]] = {}
    for rule, many in found.items():
        why = words(rule)
        by_reason[repr(why)] = (why, by_reason.get(repr(why), (why, 0))[1] + many)
    named = sorted(by_reason.values(), key=lambda one: -one[1])[:_RULES]
    lines: list[Text] = [Lines((Ours(str(many)), why), " ") for why, many in named]
    rest = sum(found.values()) - sum(many for _, many in named)
    lines += [phrase("campaign_other_reasons", many=rest)] if rest else []
    return Lines(tuple(lines), ", ")


def _line(name: str, found: Mapping[str, int], words: Callable[[str], Phrase]) -> Text:
    return phrase(name, many=sum(found.values()), reasons=describe_reasons(found, words)) if found else ""


def _explain_delay(rule: str) -> Phrase:
    """Describe a rule that only delays, in an owner's words."""
    waits = next((name for begins, name in _LATER.items() if rule.startswith(begins)), None)
    return phrase(f"campaign_waits_{waits}") if waits else in_words(rule)


def _length(distance: timedelta) -> Text:
    parts = {"days": distance // _DAY, "hours": distance % _DAY // _HOUR, "minutes": distance % _HOUR // _MINUTE}
    return phrase("length_in_words", **{name: many for name, many in parts.items() if many})

"""The subjects of a campaign's mails: written for a variant, or derived from the words."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from flows.campaigns.campaign_texts import OF_SOME, CampaignText, UnknownPlace, list_new_places, list_variants
from flows.campaigns.text_conditions import join_sides
from flows.channels import CHANNELS

LONGEST_SUBJECT = 78
"""Characters of a line of a mail: https://www.rfc-editor.org/rfc/rfc5322#section-2.1.1"""
_LINK = re.compile(r"\s*\S+://\S+")
_SENTENCE = re.compile(r"(?<=[.!?।…])\s")
_BREAKS = ("Cc", "Zl", "Zp")


def has_subjects(channels: Collection[str]) -> bool:
    """Return True if messages on one of these channels have a subject."""
    return any(CHANNELS[one].subjects for one in channels)


def is_one_line(text: str) -> bool:
    """Return True if a text has neither line breaks nor control characters."""
    return not any(unicodedata.category(letter) in _BREAKS for letter in text)


def list_subject_places(subject: str) -> Collection[str]:
    """Return the placeholders of a subject to be saved. Raises UnknownPlace, also for a condition, and for a personal
    value without a fallback: nobody is left without a mail because of its subject."""
    if join_sides(subject) != subject:
        raise UnknownPlace("a subject has no conditions")
    places = list_new_places(subject)
    bare = next((name for name, spare in places.items() if name in OF_SOME and not spare), None)
    if bare is not None:
        raise UnknownPlace(f"{{{bare}}} needs a fallback in a subject: {{{bare}|…}}")
    return places


def derive_subject(words: str) -> str:
    """Return a subject for a mail without one: the first sentence of its first line, without links; "" if nothing is
    left."""
    for line in words.splitlines():
        sentence, *_ = _SENTENCE.split(" ".join(_LINK.sub("", line).split()), maxsplit=1)
        if said := sentence.lstrip(" :,;-–").rstrip(" .:,;-–।"):
            return cut_subject(said)
    return ""


def cut_subject(subject: str) -> str:
    """Return a subject of at most ``LONGEST_SUBJECT`` characters, cut between words where that is possible."""
    if len(subject) <= LONGEST_SUBJECT:
        return subject
    head = subject[:LONGEST_SUBJECT]
    whole = head[:-1].rpartition(" ")[0] or head[:-1]
    return f"{whole.rstrip(' .:,;-–')}…"


def list_subjects(texts: Sequence[CampaignText]) -> Mapping[str, str]:
    """Return the subject of each variant that has one in the texts for all languages, else in any text."""
    found: dict[str, str] = {}
    for one in sorted(texts, key=lambda one: (bool(one.locale), bool(one.channel))):
        if one.subject:
            found.setdefault(one.variant, one.subject)
    return found


def set_subjects(
    texts: Sequence[CampaignText], subjects: Mapping[str, str], locale: str = ""
) -> tuple[CampaignText, ...]:
    """Return the texts with the subjects of these variants: those in a language, else those for all languages, else all
    of them. A single variant is copied for each further subject, so that subjects alone can be compared."""
    known = list_variants(texts)
    if len(known) == 1 and len(subjects) > 1:
        texts = [replace(one, variant=variant) for variant in sorted(subjects) for one in texts]
    everybody = {one.locale for one in texts}
    meant = {locale} if locale or "" in everybody else everybody
    return tuple(
        replace(one, subject=subjects[one.variant]) if one.variant in subjects and one.locale in meant else one
        for one in texts
    )

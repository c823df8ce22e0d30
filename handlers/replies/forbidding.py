"""Does a text say that something is not to be done: "don't pause anything", "no la lances", "mat bhejo"?"""

from __future__ import annotations

import re

COLON = r":(?!\d\d)"
"""A colon that stands in no hour."""
_WORDS = re.compile(rf"{COLON}|[“\"«]")
_FORBIDS = re.compile(
    r"^\W*(?:(?:please|pls|plz|no|hey|ok|yes|por favor)\W+)*(?:don['’]?t\b|do not\b|nunca (?!compr|pid)"
    r"|never (?:launch|send|start|text|message|pause|resume|cancel|tell|write)\b|no (?:la|lo|las|los|les|le) )"
    r"|(?<!\w)(?:mat|मत)(?!\w)",
    re.IGNORECASE,
)
"""What begins a sentence by which nothing is to be done; in Hindi it stands before the verb."""


def forbids(text: str) -> bool:
    """Whether a text says that something is not to be done: "don't launch it to vip" is no change of its people. What
    stands behind a colon or in quotes is for customers."""
    return _FORBIDS.search(before_words(text)) is not None


def before_words(text: str) -> str:
    """A text up to the words for customers, which stand behind a colon, that of no hour, or in quotes."""
    return _WORDS.split(text, maxsplit=1)[0]

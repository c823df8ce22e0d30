"""A change of the campaign that was just shown, in words that do not name it: "to loyal instead", "7 baje kar do"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.channels import CHANNELS
from handlers.campaigns.drafts.due import read_due

_LED_BY = re.compile(
    r"^(?:(?:(?:launch|send|start) it|l[aá]nzala|env[ií]ala|bhej do|yes|s[ií]|haan|ok|no|nahi|wait|hold on|actually"
    r"|espera|ruko|rukiye|better|mejor|instead)(?:\s*[,.;:!-]+\s*|\s+(?=but\b|pero\b|lekin\b|magar\b|par\b)))+"
    r"|^(?=(?:but|pero|lekin|magar)\b)",
    re.IGNORECASE,
)
"""What a change begins with where it is the answer to what was shown: "no, at 7pm", "launch it but by sms"."""
_BUT = re.compile(r"^(?:but|pero|lekin|magar|par)\s+", re.IGNORECASE)
_TO_WORDS = re.compile(
    r"^(?:(?:please\s+|por favor\s+)?(?P<verb>change|edit|update|make|set|cambia|edita|modifica|pon)\s+)?"
    r"(?:the\s+|el\s+|la\s+|los\s+|las\s+|its\s+)?(?:new\s+|nuevo\s+)?"
    r"(?:text|texts|words|wording|message|texto|textos|mensaje|palabras|msg)"
    r"(?P<to>\s+(?:should\s+(?:be|say)|to|say|a|por|is|ko|badal\s?(?:do|o|kar)|badlo|change\s+kar(?:o|\s?do)))*"
    r"(?P<colon>\s*:)?\s+(?P<words>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_QUOTES = '“”"«»'
_ONLY = r"(?:only|just|solo|s[oó]lo|sirf|bas|सिर्फ़|सिर्फ|केवल)"
_DO = r"(?:bhejo|bhejna|bhej\s?do|bhejiye|karo|kar\s?do|kijiye|jaye|rakho|भेजो|भेज\s?दो|भेजिए|करो|कर\s?दो|कीजिए|रखो)"
_CHANNEL = f"(?:{'|'.join(CHANNELS)})"
_BY = re.compile(
    rf"^(?P<first>{_ONLY})?\s*(?P<by>by|on|via|por|through)?\s*"
    rf"(?P<channels>{_CHANNEL}(?:(?:\s*,\s*|\s+(?:and|y|aur|then|और)\s+){_CHANNEL})*)"
    rf"(?P<se>\s+(?:se|par|pe|से|पर))?(?P<last>\s+(?:only|hi|ही))?(?:\s+{_DO})?$",
    re.IGNORECASE,
)
_MOVED = re.compile(
    r"^(?:(?:make|move|change|set|put|do|send)\s+(?:it|this)\s+)?(?:to\s+|for\s+)?(?P<when>\S.*?)"
    rf"(?:\s+(?:ko|par|pe|को|पर))?(?:\s+{_DO})?$",
    re.IGNORECASE,
)
_PEOPLE = tuple(
    re.compile(one, re.IGNORECASE)
    for one in (
        rf"^{_ONLY}\s+(?:(?:to|for|a|para)\s+)?(?:the\s+|los\s+|las\s+)?(?P<people>\S.*?)"
        rf"(?:\s+(?:ko|को)(?:\s+(?:hi|ही))?)?(?:\s+{_DO})?$",
        r"^(?:to|for|para|a)\s+(?:the\s+|los\s+|las\s+)?(?P<people>\S.*?)(?:\s+(?:only|nada m[aá]s))?$",
        rf"^(?P<people>\S.*?)\s+(?:ko|को)(?:\s+(?:hi|ही))?\s+{_DO}$",
        r"^(?P<people>\S.*?)\s+only$",
    )
)
_COLON = re.compile(r":(?!\d\d)")  # which stands in no hour
_MOST = 12  # words of a change that is not of the words


@dataclass(frozen=True, slots=True)
class UnnamedChange:
    """What is said of a campaign behind its name, as /campaign edit takes it; ``people`` are words that have to mean
    some, or it is no change."""

    behind: str
    people: str = ""


def change_of(text: str, now: datetime, zone: ZoneInfo) -> UnnamedChange | None:
    """The one change that a text is, and nothing else: of the words, the channel, the moment or the people. None for
    any other text."""
    said = _BUT.sub("", _LED_BY.sub("", text.strip(), count=1)).strip()
    if (words := _words_of(said)) is not None:
        return UnnamedChange(f": {words}")
    said = said.rstrip(" .!")
    if "?" in said or _COLON.search(said) or not 0 < len(said.split()) <= _MOST:
        return None
    by = _BY.match(said)
    if by is not None and any(by[one] for one in ("first", "by", "se", "last")):
        return UnnamedChange(f" by {' and '.join(re.findall(_CHANNEL, by['channels'].lower()))} only")
    moved = _MOVED.match(said)
    due = read_due(moved["when"], now, zone) if moved is not None else None
    if moved is not None and due is not None and not due.now:
        return UnnamedChange(f" {moved['when']}")
    people = next((found["people"] for found in (one.match(said) for one in _PEOPLE) if found is not None), "")
    return UnnamedChange(f" to {people}", people) if people else None


def _words_of(said: str) -> str | None:
    """The new words for customers, where a text says that they are to be these."""
    found = _TO_WORDS.match(said)
    if found is None or not (found["colon"] or (found["verb"] and found["to"])):
        return None
    return found["words"].strip().strip(_QUOTES).strip() or None

"""A change of the campaign that was just shown, in words that do not name it: "to loyal instead", "7 baje kar do"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from flows.channels import CHANNELS
from flows.folding import folded
from handlers.campaigns.drafts.due import read_due
from handlers.campaigns.drafts.for_readers import TONGUES
from handlers.campaigns.sentences.changing import VERBS, WORDS, part_changed, terms_alone
from handlers.campaigns.sentences.latest import is_a_launch
from handlers.replies.bare_answers import bare_answer, refuses
from handlers.replies.forbidding import before_words

_JOINT = re.compile(r"\s*[,.;:!-]+\s+|\s+(?=(?:but|pero|lekin|magar|par)\b)", re.IGNORECASE)
_BUT = re.compile(r"^(?:but|pero|lekin|magar|par)\s+", re.IGNORECASE)
_TO_WORDS = re.compile(
    rf"^(?:(?:please\s+|por favor\s+)?(?P<verb>{VERBS})\s+)?(?:the\s+|el\s+|la\s+|los\s+|las\s+|its\s+)?"
    rf"(?P<new>new\s+|nuevo\s+)?(?:{'|'.join(sorted(WORDS, key=len, reverse=True))})"
    r"(?P<to>\s+(?:should\s+(?:be|say)|to|say|a|por|is|ko|badal\s?(?:do|o|kar)|badlo|change\s+kar(?:o|\s?do)))*"
    r"(?:\s*:\s+(?P<words>\S.*)|\s+[“\"«](?P<quoted>[^“”\"«»]+)[”\"»]\s*)$",
    re.IGNORECASE | re.DOTALL,
)
_FOLLOWS = re.compile(
    r"^(?:(?:and|y|aur)\s+)?(?:add\s+(?:a\s+)?)?(?:follow[\s-]?ups?|remind them(?: again)?|write (?:to them )?again)\s+"
    r"(?:after|in)\s+(?P<span>\d+\s?(?:days?|hours?|weeks?|h|d))"
    r"(?P<cold>[\s,]+[^:]{0,40}\b(?:not|n['’]t)\s+click(?:ed)?)?\s*:\s+(?P<words>\S.*)$",
    re.IGNORECASE | re.DOTALL,
)
_QUOTES = '“”"«»'
_GIVES = re.compile(r"^(?:add|with|con|give them|make it|put|dales)\s+|\s+(?:ke saath|de do)$", re.IGNORECASE)
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
    rf"^(?:{_ONLY}\s+)?(?:(?:make|move|change|set|put|do|send)\s+(?:it|this)\s+)?(?:to\s+|for\s+)?(?P<when>\S.*?)"
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
        rf"^(?P<people>sab|सब)(?:ko|को)\s+{_DO}$",
        r"^(?P<people>\S.*?)\s+only$",
    )
)
_PUT = r"translate|change|put|trad[uú]ce|c[aá]mbia|pon"
_TONGUE = re.compile(
    rf"^(?:(?P<put>{_PUT})|make|send|write|say|haz|escr[ií]be|env[ií]a|m[aá]nda)?(?:lo|la)?\s*"
    r"(?:(?:it|this|(?P<text>the\s+(?:text|message|words)|el\s+(?:texto|mensaje)))\s+)?"
    rf"(?:(?:in|en)\s+(?P<in>{TONGUES})|(?P<me>{TONGUES})\s+(?:me|mein|में)|(?(put)(?:to|into|al?)\s+(?P<to>{TONGUES})|$^))"
    rf"(?:\s+{_DO}|\s+(?:likho|लिखो|लिखिए))?$",
    re.IGNORECASE,
)
_TURNS = frozenset({"actually", "better", "instead", "mejor", "balki", "hmm"})
_LONGEST_ANSWER = 3  # words
_NOT_THEN = re.compile(
    r"(?<!\w)(?:not|never|before|after|until|till|except|antes|despu[eé]s|hasta|nunca|nahi|mat|pehle|baad)(?!\w)",
    re.IGNORECASE,
)
"""What says of a moment, or of people, that these are not meant: "not at 7pm"."""
_IN_PLACE = re.compile(r"^(?P<people>\S.*?)\s+(?:instead|mejor|ki jagah)$", re.IGNORECASE)
_MOST = 12  # words of a change that is not of the words


@dataclass(frozen=True, slots=True)
class UnnamedChange:
    """What is said of a campaign behind its name, as a command within /campaign takes it; ``people`` are words that
    have to mean some, or it is no change."""

    behind: str
    people: str = ""
    command: str = "edit"


def change_of(text: str, now: datetime, zone: ZoneInfo) -> UnnamedChange | None:
    """The one change that a text is, and nothing else: of the words, the channel, the moment, the people or a part that
    it names. None for any other text."""
    said = _behind_an_answer(text)
    if (words := _words_of(said)) is not None:
        return UnnamedChange(f": {words}")
    if (again := _FOLLOWS.match(said)) is not None:
        cold = ", not clicked" if again["cold"] else ""
        return UnnamedChange(f" after {again['span']}{cold}: {again['words']}", command="follow")
    head, _, words = said.partition(": ")
    if words.strip() and (tongue := _tongue_of(head)):
        return UnnamedChange(f"{tongue}: {words.strip()}")
    said = said.rstrip(" .!")
    if "?" in said or before_words(said) != said or not 0 < len(said.split()) <= _MOST or _NOT_THEN.match(said):
        return None
    if (part := part_changed(said, now, zone)) is not None:
        return UnnamedChange(part)
    if terms := terms_alone(_GIVES.sub("", said)):
        return UnnamedChange(f", {terms}")
    if tongue := _tongue_of(said):
        return UnnamedChange(tongue)
    by = _BY.match(said)
    if by is not None and any(by[one] for one in ("first", "by", "se", "last")):
        return UnnamedChange(f" by {' and '.join(re.findall(_CHANNEL, by['channels'].lower()))} only")
    moved = _MOVED.match(said)
    due = read_due(moved["when"], now, zone) if moved is not None else None
    if moved is not None and due is not None and not due.now and _NOT_THEN.search(said) is None:
        return UnnamedChange(f" {moved['when']}")
    people = next((found["people"] for found in (one.match(said) for one in _PEOPLE) if found is not None), "")
    return UnnamedChange(f" to {people}", people) if people else None


def in_place(text: str) -> UnnamedChange | None:
    """The people that are to get it in place of the others: "everyone instead"."""
    found = _IN_PLACE.match(_behind_an_answer(text))
    return UnnamedChange(f" to {found['people']}", found["people"]) if found is not None else None


def _behind_an_answer(text: str) -> str:
    """A text without an answer to what was shown that it begins with: "no, wait, at 7pm", "launch it but by sms"."""
    said = text.strip()
    while (joint := _JOINT.search(said)) is not None and _is_an_answer(said[: joint.start()]):
        said = said[joint.end() :]
    return _BUT.sub("", said).strip()


def _is_an_answer(said: str) -> bool:
    short = len(said.split()) <= _LONGEST_ANSWER
    return short and (bare_answer(said) is not None or is_a_launch(said) or refuses(said) or folded(said) in _TURNS)


def _tongue_of(said: str) -> str:
    """The language that new words are to have, as /campaign edit takes it: " in spanish"; "" for no language."""
    found = _TONGUE.match(said)
    return f" in {found['in'] or found['me'] or found['to']}" if found is not None else ""


def _words_of(said: str) -> str | None:
    """The new words for customers, where a text says that they are to be these, behind a colon or in quotes: none are
    told by "change the text to spanish"."""
    found = _TO_WORDS.match(said)
    if found is None or not (found["verb"] or found["new"] or found["to"]):
        return None  # "msg: see you at 7" may be for somebody
    return (found["words"] or found["quoted"]).strip().strip(_QUOTES).strip() or None

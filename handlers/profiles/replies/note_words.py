"""How people say that something is to be noted: the words around a name, and the sentences that name it first."""

from __future__ import annotations

import re
from collections.abc import Sequence

from handlers.replies.text import normalise
from handlers.replies.word_lists import read_sets

_LISTED = read_sets("profiles:notes")
_BEFORE, _NO_NAME = _LISTED["before a name"], _LISTED["no name"]
# "asha ke liye note: laal pasand hai", "for asha a note: likes red", "आशा के लिए नोट करो: लाल पसंद है"
_NAME_FIRST = re.compile(
    r"(?:for |of |on |para |sobre )?(?P<who>[^:?\n]{1,60}?),?"
    r" (?:ke liye |ke baare mein |ke bare me |ka |ki |par |pe |ko |a |una |one |के लिए |के बारे में |का |की |पर |को )?"
    r"(?:note|nota|नोट)(?: (?:karo|kar lo|karein|kar do|likho|kijiye|करो|कर लो|करें|लिखो|लिख लो|कीजिए))?"
    r"\s*[:–—-]\s*(?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


# "remember that nikhil likes tea", "recuerda que nikhil prefiere té", "yaad rakhna nikhil ko chai pasand hai"
_REMEMBERS = re.compile(
    r"(?:please |pls )?(?:remember|keep in mind|don'?t forget|recuerda|recuerden|ten en cuenta"
    r"|yaad rakh(?:na|o|iye|ein)?|याद रख(?:ना|ो|िए|ें)?)(?: that| que| ki| कि|,|:)? (?P<who>\S+) (?P<text>\S.*)",
    re.IGNORECASE | re.DOTALL,
)


def told(words: Sequence[str]) -> tuple[str, ...]:
    """The words without those that lead up to the name: "on", "for the customer", "karo"."""
    said = list(words)
    while len(said) > 1 and normalise(said[0]) in _BEFORE:
        del said[0]
    return tuple(said)


def heard(text: str) -> Sequence[str] | None:
    """The name, with a colon behind it, and the note of a sentence that says first of whom; None for others."""
    found = _NAME_FIRST.fullmatch(text.strip()) or _REMEMBERS.fullmatch(text.strip())
    if found is None or text.startswith("/") or normalise(found["who"]) in _NO_NAME | _BEFORE:
        return None
    *names, last = found["who"].split()
    return [*names, f"{last}:", *found["text"].split()]

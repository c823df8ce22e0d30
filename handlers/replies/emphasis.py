"""What looks like a no and is said for its tone alone: "kar do na", "no problem order it".

Whoever reads an answer by its words reads it without: each of them is a negation, or holds one, in any other place.
"""

import re

from handlers.replies.text import words
from handlers.replies.word_lists import read_sets, read_words

_LISTED = read_words("emphasis")
_LEAVING = read_sets("emphasis")["leaving"]
_ACCENTED = str.maketrans({"a": "[aá]", "e": "[eé]", "i": "[ií]", "o": "[oó]", "u": "[uú]"})


def _any(meaning: str) -> str:
    """A pattern for any of these words, with accents or without; the longest first."""
    said = sorted(_LISTED[meaning], key=len, reverse=True)
    return "|".join(re.escape(one).replace(r"\ ", r"\s+").translate(_ACCENTED) for one in said)


_PAUSE = r"[,.;!।\n–—-]"
_ENDS = rf"(?:\s*(?:{_PAUSE}|$))"
_NA = re.compile(
    rf"(?<!\S)(?P<deed>{_any('deeds')})\s+(?:{_any('na')})(?={_ENDS}|(?:\s+(?:{_any('behind')}))+{_ENDS})",
    re.IGNORECASE,
)
_NO_MATTER = re.compile(
    rf"(?<!\S)(?:{_any('no matter')})(?:\s*{_PAUSE}+\s*|\s+)(?:(?:{_any('between')})\s+)*"
    rf"(?=(?:{_any('begins')})(?:\s|{_PAUSE}|$))",
    re.IGNORECASE,
)


def without_emphasis(text: str) -> str:
    """The text without such a "na", and with "ok" for such a "no problem"; as it is where it has none.

    A question may doubt by them, and what lets a thing go ("rehne do na") is no deed: both keep them.
    """
    if "?" in text or not _LEAVING.isdisjoint(words(text)):
        return text
    return _NO_MATTER.sub("ok ", _NA.sub(r"\g<deed>", text))

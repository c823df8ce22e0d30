"""Written text made comparable: one spelling for what people write in many ways.

Python's `\\b` and `\\w` do not know that a Devanagari vowel sign belongs to its word, so nothing here relies on them:
a word is a run of letters, digits and combining marks.
"""

import re
import unicodedata

_QUOTES = {ord(c): "'" for c in "’‘‛`´ʼ＇"} | {ord(c): '"' for c in "“”„‟«»＂"}
_DROPPED = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)]
)
# Nukta is dropped and chandrabindu becomes anusvara, because keyboards differ (हाँ and हां).
_DEVANAGARI = {0x093C: None, 0x0901: 0x0902, **{0x0966 + digit: ord("0") + digit for digit in range(10)}}
_FOLDS = _QUOTES | _DROPPED

_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")
_ELISION = re.compile(r"(?<![^\W_])([cdjlmnst]|qu)'(?=[^\W\d_]{2})")
_SPELLED = re.compile(r"(?<![^\W_])(?:[a-z][ .\-*_]{1,2}){2,}[a-z](?![^\W_])")
_TOKEN = re.compile(
    r"(?:[^\W_]|[\u0300-\u036f\u0900-\u0963\u0970-\u097f])+"
    r"|[?!.,;:।\n\"…=/+]"
    r"|[\u2190-\u2bff\u3030\U0001f000-\U0001faff]"
)

# What ends a thought; a comma or colon is a weaker break.
SENTENCE_ENDS = frozenset("?!.;।\n…")
BREAKS = SENTENCE_ENDS | frozenset(',:"=/+')


def normalise(text: str) -> str:
    """Fold case, accents of Latin letters, curly quotes, skin tones, invisible characters, "yesss" and "S T O P".

    Devanagari keeps its vowel signs; its digits become ASCII. Line ends stay, other white space becomes one space.
    """
    folded = text.casefold() if text.isascii() else _fold_script(text)
    if "'" in folded:
        folded = _ELISION.sub(r"\1 ", folded).replace("'", "")
    folded = _ELONGATED.sub(r"\1", folded)
    folded = _SPELLED.sub(_join_letters, folded)
    return "\n".join(" ".join(line.split()) for line in folded.splitlines()).strip()


def _fold_script(text: str) -> str:
    compatible = unicodedata.normalize("NFKC", text.translate(_FOLDS)).casefold().translate(_FOLDS)
    bare = "".join(c for c in unicodedata.normalize("NFD", compatible) if not "\u0300" <= c <= "\u036f")
    return unicodedata.normalize("NFC", bare.translate(_DEVANAGARI))


def _join_letters(match: re.Match[str]) -> str:
    return re.sub(r"[^a-z]", "", match.group())


def tokens(text: str) -> list[str]:
    """Words, punctuation that separates thoughts, and emoji of a text, normalised, in order."""
    return _TOKEN.findall(normalise(text))


def words(text: str) -> list[str]:
    """The words and emoji of a text, normalised, without punctuation."""
    return [token for token in tokens(text) if token not in BREAKS]

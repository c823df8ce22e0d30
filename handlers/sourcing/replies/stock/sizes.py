"""Sizes that a shopkeeper names: "XL", "xxl", "2 XL", "size M", each under one name."""

import re
from functools import lru_cache

from handlers.replies.word_lists import read_words
from handlers.sourcing.replies.stock.measures import mark_measures, marked_measure, measure_in
from handlers.sourcing.replies.stock.values import Ask

_LETTERS = {word: size for size, words in read_words("sourcing:stock/sizes").items() for word in words}
# Not the end of "IT'S".
_SIZE = re.compile(
    r"(?<![^\W_])(?<![^\W_]['’])(?P<count>[2-7]\s?)?(?P<letters>x{2,4}[sl]|x[sl]|[sml])(?![^\W_])(?!['’])",
    re.IGNORECASE,
)
_NAMED = re.compile(
    r"(?<![^\W_])(?<!\d\s)(?:(?:sizes?|saiz|sz|talla|साइज)(?:\s*[:\-]\s*|\s+)(?:no\.?\s*)?|size(?=x))(?P<letters>x{0,4}[sl]|m|\d{1,3})(?![^\W_])",
    re.IGNORECASE,
)
# "40 size", "32 wali": a number before these is a size, where such sizes were asked for.
_NUMBERED = re.compile(
    r"(?<![^\W_])(?<![.,/-])(?P<digits>\d{1,3})\s*(?:sizes?|saiz|sz|number|nambar|wal[aie]"
    r"|no(?=\.\s*h)|no\.?(?=\s+(?:k[aei]|me|mein|wal[aei])\b)|साइज|नंबर|वाल[ाीे])(?![^\W_])",
    re.IGNORECASE,
)
# "m" and "s" in small letters are halves of other words ("stock m nahi h"): there they count beside a size alone.
_SMALL_LETTER_WORDS = frozenset("ms")
# Sizes in words, where one was asked for in letters: "large is over, medium there", but "a small hole".
_IN_WORDS = frozenset({"S", "M", "L", "XL", "2XL"})
_WORDED = re.compile(
    r"(?<![^\W_])(?:extra large|small|medium|large|extra ?grande|median[ao]s?|grandes?"
    r"|स्मॉल|मी?ि?डियम|एक्स्ट्रा लार्ज|लार्ज|एक्स ?एल)(?![^\W_])"
    r"(?!\s+(?:hole|stain|mark|tear|issue|problem|defect|qty|quantit|order|stock|number|amount))",
    re.IGNORECASE,
)
_MARK = "sizemark"
_IN_LETTERS = "w"  # ends the mark of a size whose X were counted by writing them
_SMALLEST_NUMERIC = 20
_NEAR, _NEAR_SMALL = 12, 3  # between two numeric sizes of one product
_OF_A_SIZE = re.compile(r"(?:sizes?|saiz|sz|number|nambar|साइज|नंबर)$", re.IGNORECASE)  # "8 number", of shoes
# A word of letters and digits would be parted, so digits of sizes are written with letters that no size has.
_AS_LETTERS = str.maketrans("0123456789", "zbcdghijkn")
_AS_DIGITS = str.maketrans("zbcdghijkn", "0123456789")


@lru_cache(maxsize=1024)
def canonical_size(size: str) -> str:
    """One name for each size: "XXL", "xxl" and "2XL" are "2XL"; other sizes ("42", "UK 8") in capitals."""
    plain = " ".join(size.split()).casefold()
    counted = re.fullmatch(r"([2-7])\s?x([sl])", plain)
    if counted:
        return f"{counted[1]}X{counted[2].upper()}"
    return _LETTERS.get(plain) or measure_in(plain) or plain.upper()


def asked_size(ask: Ask) -> str:
    """The size that was asked for, under its one name: that of the request, or the measure in the name of the goods."""
    return canonical_size(ask.size) or measure_in(ask.item) or ""


def mark_sizes(text: str, asked: frozenset[str]) -> str:
    """The text with its sizes written as words that `marked_size` reads; `asked` are the sizes that a reply may mean.

    A single small letter is a size where one was asked for in letters or another size stands in the text.
    """
    loose = any(size in _LETTERS.values() or size[1:] in ("XL", "XS") for size in asked) or _is_sized(text)
    numeric = any(size.isdigit() for size in asked)
    text = mark_measures(text, asked)
    if asked & _IN_WORDS:
        text = _WORDED.sub(lambda match: _written(match.group()), text)
    if numeric:
        text = _NUMBERED.sub(lambda match: _mark_numbered(match, asked), text)
    text = _NAMED.sub(lambda match: _mark_named(match, numeric=numeric), text)
    return _SIZE.sub(lambda match: _mark(match, text, loose=loose), text)


def marked_size(word: str) -> str | None:
    """The size that a word of a marked text stands for, as it was written: "XXL", "2XL"."""
    if not word.startswith(_MARK):
        return marked_measure(word)
    plain = word.removeprefix(_MARK)
    size = plain.removesuffix(_IN_LETTERS).translate(_AS_DIGITS).upper()
    return "X" * int(size[0]) + size[2:] if plain.endswith(_IN_LETTERS) else size


def _written(size: str) -> str:
    """The mark of a size. "XXXL" is counted in it: a letter that stands three times is folded into one."""
    canonical = canonical_size(size)
    spelled = _IN_LETTERS if canonical[:1].isdigit() and "X" in canonical and size[:1] in "xX" else ""
    return f" {_MARK}{canonical.casefold().translate(_AS_LETTERS)}{spelled} "


def _is_sized(text: str) -> bool:
    return any(match["letters"].casefold().startswith("x") for match in _SIZE.finditer(text))


def _mark_named(match: re.Match[str], *, numeric: bool) -> str:
    letters = match["letters"]
    if letters.isdigit() and not numeric and int(letters) < _SMALLEST_NUMERIC:
        return match.group()  # "L size 1": one of size L
    return _written(letters)


def _mark_numbered(match: re.Match[str], asked: frozenset[str]) -> str:
    digits = match["digits"]
    large = int(digits) >= _SMALLEST_NUMERIC
    reach = _NEAR if large else _NEAR_SMALL
    near = any(size.isdigit() and abs(int(size) - int(digits)) <= reach for size in asked) and (
        large or _OF_A_SIZE.search(match.group()) is not None
    )
    return _written(digits) if near or digits in asked else match.group()


def _mark(match: re.Match[str], text: str, *, loose: bool) -> str:
    letters = match["letters"]
    if (
        letters.islower()
        and len(letters) == 1
        and (not loose or (letters in _SMALL_LETTER_WORDS and not _is_alone(match)))
    ):
        return match.group()
    count = match["count"] or ""
    if count and letters.casefold() == "xl" and not count.endswith(" "):
        return _written(f"{count.strip()}XL")
    return count + _written(letters)


def _is_alone(match: re.Match[str]) -> bool:
    """Whether a small letter begins the text or a part of it: there it is no ending of another word."""
    before = match.string[: match.start()].rstrip()
    return not before or before[-1] in ",.;\n"

"""Normalisation of text: one spelling for the many ways that people write.

Python's `\\b` and `\\w` do not know that a Devanagari vowel sign belongs to its word, so nothing here relies on them. A
word is a run of letters, digits and combining marks. Scripts without spaces (Chinese characters, Japanese kana, Thai,
Lao, Khmer, Burmese) show no words. So each of their letters counts as a word, with its marks and the vowels around it:
readers find "停止" as two words next to each other.
"""

import re
import unicodedata
from collections.abc import Iterable

from handlers.replies.reading_effort import cache_reading

_QUOTES = {ord(c): "'" for c in "’‘‛`´ʼ＇"} | {ord(c): '"' for c in "“”„‟«»＂"}
_DROPPED = dict.fromkeys(
    [0xAD, 0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2060, 0xFEFF, 0xFE0E, 0xFE0F, *range(0x1F3FB, 0x1F400)]
)
# Signs for a whole word or phrase, such as a blessing: "ﷺ" would become 18 letters.
_SPELLED_OUT = (*range(0x3200, 0x3400), *range(0xFB00, 0xFE00))
_PHRASES = {code: " " for code in _SPELLED_OUT if len(unicodedata.normalize("NFKC", chr(code))) > 3}
_FOLDS = _QUOTES | _DROPPED | _PHRASES

# Without characters that have neither marks nor digits: Chinese characters, Korean syllables, surrogates, private ones.
_CHARACTERS = [chr(code) for code in (*range(0x80, 0x3400), *range(0xA620, 0xAC00), *range(0xF900, 0x10000))]
_MARKS = "".join(c for c in _CHARACTERS if unicodedata.category(c) in ("Mn", "Mc"))
_DIGITS = {ord(c): str(unicodedata.decimal(c)) for c in _CHARACTERS if unicodedata.category(c) == "Nd"}
del _CHARACTERS
# Keyboards differ: nukta is dropped and chandrabindu becomes anusvara (हाँ and हां). Malayalam chillu letters are
# written out. Arabic and Hebrew lose their vowel points, and Arabic letters take one form for Arabic, Persian and Urdu.
_INDIC = {0x093C: None, 0x09BC: None, 0x0A3C: None, 0x0901: 0x0902} | dict(
    zip(map(ord, "ൺൻർൽൾൿ"), ("ണ്", "ന്", "ര്", "ല്", "ള്", "ക്"), strict=True)
)
_POINTS = dict.fromkeys(
    [*range(0x0591, 0x05BE), 0x05BF, 0x05C1, 0x05C2, 0x05C7, 0x0640, *range(0x064B, 0x0660), 0x0670]
)
_ARABIC = str.maketrans("ىیکہةۃ", "ييكههه")
# Latin letters that Unicode does not split into base and accent, and that people in a hurry replace.
_LATIN = str.maketrans("ıłđø", "ildo")
# Small or boxed capitals, which people write for looks (ᴛ, 🆂) and Unicode keeps apart.
_DRAWN = {
    code: unicodedata.name(chr(code))[-1].lower()
    for code in (*range(0x1D00, 0x1D23), *range(0x0262, 0x02A0), *range(0xA730, 0xA7B0), *range(0x1F150, 0x1F18A))
    if re.search("(SMALL CAPITAL|LATIN CAPITAL LETTER) [A-Z]$", unicodedata.name(chr(code), ""))
}
# Small letters of other scripts, digits and signs that look like a Latin letter, for `look_latin` alone.
_LOOKS = {
    ord(look): latin
    for latin, looks in {
        "a": "аα@4", "b": "вβь", "c": "сϲ", "e": "еєε3", "i": "іїιɩ", "k": "кκ", "l": "ӏ1|", "m": "м", "n": "ոпη",
        "o": "оοօ0", "p": "рρ", "q": "ԛ", "r": "г", "s": "ѕꮪᔕ5$", "t": "тτ7+", "u": "υսц", "v": "ѵν", "x": "хχ",
        "y": "уγ",
    }.items()
    for look in looks
}  # fmt: skip
# The most frequent traditional characters in texts of customers, as their simplified ones.
_CHINESE = str.maketrans(
    "訊發傳刪號電話簡訂閱請別煩擾騷廣單絕聯繫從錯認識誰給問這個們還會過對時間東貨買賣錢價優運費謝嗎麼沒無為說讓後來幾樣顏藍紅換碼門"
    "車點當現進實開關長應兩條見聽覺總該將資註冊銷舉報鎖終結斷續復須許諾證護權離離遠動態種類頭髮熱線網頁訪購",
    "讯发传删号电话简订阅请别烦扰骚广单绝联系从错认识谁给问这个们还会过对时间东货买卖钱价优运费谢吗么没无为说让后来几样颜蓝红换码门"
    "车点当现进实开关长应两条见听觉总该将资注册销举报锁终结断续复须许诺证护权离离远动态种类头发热线网页访购",
)
_SIGNS = str.maketrans("、。؟،؛۔", ",.?,;.")
_SCRIPTS = _SIGNS | _DIGITS | _INDIC | _POINTS | _ARABIC | _LATIN | _DRAWN | _CHINESE

# Thai and Lao write some vowels before their letter and some after it.
_BEFORE, _BEHIND = "\u0e40-\u0e44\u0ec0-\u0ec4", "\u0e30\u0e32\u0e33\u0e45\u0eb0\u0eb2\u0eb3"
_SPACELESS = (
    "\u0e01-\u0e3a\u0e40-\u0e46\u0e81-\u0ec6\u0edc-\u0edf\u1000-\u103f\u1050-\u109f\u1780-\u17b3"
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\u3400-\u9fff\uf900-\ufaff"
)

_ACCENTS = re.compile("[\u0300-\u036f]+")
_ELONGATED = re.compile(r"([^\W\d_])\1{2,}")
_ELISION = re.compile(r"(?<![^\W_])([cdjlmnst]|qu)'(?=[^\W\d_]{2})")
_SPELLED = re.compile(r"(?<![^\W_])(?:[a-z][ .\-*_]{1,2}){2,}[a-z](?![^\W_])")
_TOKEN = re.compile(
    f"[{_BEFORE}]?[{_SPACELESS}][{_MARKS}{_BEHIND}]*"
    f"|(?:(?![{_SPACELESS}])[^\\W_]|[{_MARKS}])+"
    r"|[?!.,;:।\n\"…=/+]"
    r"|[\u2190-\u2bff\u3030\U0001f000-\U0001faff]"
)
_TOKEN_OF_ASCII = re.compile(r"[a-z0-9]+|[?!.,;:\n\"=/+]")  # the same, for text without other letters

_LETTER_WORD = re.compile(f"[{_SPACELESS}]")
_LONGEST = 4_096  # characters of a folded text if the text itself has no more: one sign may become four letters

# The ends of a thought; a comma or colon is a weaker break.
SENTENCE_ENDS = frozenset("?!.;।\n…")
BREAKS = SENTENCE_ENDS | frozenset(',:"=/+')


@cache_reading
def normalise(text: str) -> str:
    """Normalise case, accents of Latin letters, curly quotes, skin tones, invisible characters, "yesss" and "S T O P".

    Indic scripts keep their vowel signs; digits of every script become ASCII. Line ends stay, other white space becomes
    one space. A text that would grow beyond 4,096 characters is cut in the middle.
    """
    if text.isascii() and text.isalnum():  # one word: it has no apostrophe, blank or sign
        return _ELONGATED.sub(r"\1", text.casefold())
    folded = text.casefold() if text.isascii() else _fold_script(text)
    if "'" in folded:
        folded = _ELISION.sub(r"\1 ", folded).replace("'", "")
    folded = _ELONGATED.sub(r"\1", folded)
    folded = _SPELLED.sub(_join_letters, folded)
    return "\n".join(" ".join(line.split()) for line in folded.splitlines()).strip()


def _normalise_looks(text: str) -> str:
    """Normalise the appearance of letters (NFKC); a text that grows too long is cut in the middle."""
    folded, most = unicodedata.normalize("NFKC", text), max(_LONGEST, len(text))
    return folded if len(folded) <= most else f"{folded[: most // 2 - 1]}\n{folded[-(most // 2) :]}"


def _fold_script(text: str) -> str:
    folded = text.translate(_FOLDS)
    compatible = _normalise_looks(folded).casefold()
    if compatible != folded:
        compatible = compatible.translate(_FOLDS)
    bare = _ACCENTS.sub("", unicodedata.normalize("NFD", compatible))
    return unicodedata.normalize("NFC", bare.translate(_SCRIPTS))


def _join_letters(match: re.Match[str]) -> str:
    return re.sub(r"[^a-z]", "", match.group())


def look_latin(word: str) -> str:
    """Convert a word to the Latin word that it looks like: "ЅТОР" in Cyrillic, "5TOP" and "$top" become "stop"."""
    return normalise(word).translate(_LOOKS)


def is_letter_word(word: str) -> bool:
    """Return True if this word is a single letter of a script that has no spaces."""
    return not word.isascii() and _LETTER_WORD.match(word) is not None


def split_tokens(text: str) -> list[str]:
    """Return the normalised words, punctuation between thoughts, and emoji of a text, in order."""
    return list(_tokens(text))


@cache_reading
def _tokens(text: str) -> tuple[str, ...]:
    normal = normalise(text)
    return tuple((_TOKEN_OF_ASCII if normal.isascii() else _TOKEN).findall(normal))


def words(text: str) -> list[str]:
    """Return the normalised words and emoji of a text, but no punctuation."""
    return list(_words(text))


@cache_reading
def _words(text: str) -> tuple[str, ...]:
    return tuple([token for token in _tokens(text) if token not in BREAKS])


def says_any(said: Iterable[str], phrases: Iterable[str]) -> bool:
    """Return True if one of these phrases occurs among the words as whole words."""
    spoken = f" {' '.join(said)} "
    return any(f" {one} " in spoken for one in phrases)


_LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)


def replace_links(text: str) -> str:
    """Replace each link by a line end, since the letters of a link have no meaning.

    Only a certain link is removed: "stop.why/when" is words with missing spaces.
    """
    return _LINK.sub("\n", text) if "://" in text or "www." in text.casefold() else text

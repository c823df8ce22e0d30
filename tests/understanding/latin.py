"""Hindi in Latin letters, as people write it in chats: "मत भेजना" is "mat bhejna", "ऑर्डर" is "order".

Each spells in an own way: long vowels doubled or not ("haan", "han"), the last nasal written or not ("nahin", "nahi").
The inherent vowel falls at the end of a word, and between a vowel with its consonant and a consonant with its vowel,
read from the right (Ohala, Aspects of Hindi Phonology, 1983).
"""

import random
import re
import unicodedata

_CONSONANTS = {
    **dict(zip("कखगघङचछजझञटठडढण", "k kh g gh n ch chh j jh n t th d dh n".split(), strict=True)),  # noqa: SIM905
    **dict(zip("तथदधनपफबभमयरलवशषसह", "t th d dh n p f b bh m y r l v sh sh s h".split(), strict=True)),  # noqa: SIM905
}
_DOTTED = {"क": "q", "ज": "z", "फ": "f", "ड": "d", "ढ": "dh"}
_VOWELS = dict(zip("अआइईउऊऋएऐओऔऑऍ", "a aa i i u u ri e ai o au o e".split(), strict=True))  # noqa: SIM905
_SIGNS = dict(zip("ािीुूृेैोौॉॅ", "a i i u u ri e ai o au o e".split(), strict=True))  # noqa: SIM905
_DIGITS = dict(zip("०१२३४५६७८९।", "0123456789.", strict=True))
_LABIALS = frozenset("पफबभम")
_UNSAID = 0.6  # how often a nasal at the end of a word is not written
_DOUBLED = {"ा": ("aa", 0.3), "ी": ("ee", 0.15), "ू": ("oo", 0.2)}
"""How else a long vowel is written, and how often."""
_LOANS = {
    normalised: loan
    for loan, written in {
        "order": "ऑर्डर आर्डर ओर्डर", "message": "मैसेज मेसेज", "number": "नंबर नम्बर", "cancel": "कैंसिल कैंसल केंसल",
        "list": "लिस्ट", "phone": "फोन", "size": "साइज साइज़", "color": "कलर", "photo": "फोटो", "piece": "पीस",
        "stock": "स्टॉक", "please": "प्लीज", "delivery": "डिलीवरी डिलिवरी", "address": "एड्रेस", "parcel": "पार्सल",
        "offer": "ऑफर", "confirm": "कन्फर्म कंफर्म", "book": "बुक", "delete": "डिलीट", "block": "ब्लॉक", "sms": "एसएमएस",
        "whatsapp": "व्हाट्सएप व्हाट्सऐप वाट्सएप", "sir": "सर", "madam": "मैडम मैडमजी", "pack": "पैक", "card": "कार्ड",
        "cash": "कैश", "refund": "रिफंड", "payment": "पेमेंट", "link": "लिंक", "sale": "सेल", "code": "कोड",
        "check": "चेक", "time": "टाइम", "approve": "अप्रूव", "app": "ऐप एप", "stop": "स्टॉप", "ok": "ओके", "sorry": "सॉरी",
        "gift": "गिफ्ट", "blue": "ब्लू", "black": "ब्लैक", "red": "रेड", "white": "व्हाइट", "green": "ग्रीन", "navy": "नेवी",
        "large": "लार्ज", "medium": "मीडियम", "small": "स्मॉल", "discount": "डिस्काउंट", "shirt": "शर्ट", "change": "चेंज",
        "return": "रिटर्न", "exchange": "एक्सचेंज", "status": "स्टेटस", "problem": "प्रॉब्लम", "thank you": "थैंक्यू",
    }.items()
    for normalised in unicodedata.normalize("NFD", written).replace("़", "").split()
}  # fmt: skip
_NASAL, _SILENT, _DOT = "ंँ", "्", "़"
_INHERENT = "ə"
# Greedy: the last one that may fall.
_FALLS = re.compile(
    rf"(.*[aeiou{_INHERENT}][^aeiou{_INHERENT}]{{1,2}}){_INHERENT}([^aeiou{_INHERENT}]h?[aeiou{_INHERENT}].*)"
)
_WORD = re.compile(r"[\u0900-\u0963\u0966-\u097f]+")


def in_latin(text: str, chance: random.Random | None = None) -> str:
    """The text with its Devanagari in Latin letters, as somebody spells it; what else stands in it stays."""
    parted = unicodedata.normalize("NFD", text)
    return _WORD.sub(lambda match: _word(match.group(), chance or random.Random(0)), parted).replace("।", ".")


def _word(word: str, chance: random.Random) -> str:
    loan = _LOANS.get(word.replace(_DOT, ""))
    if loan:
        return loan
    sounds: list[str] = []
    for at, letter in enumerate(word):
        following = word[at + 1 : at + 2]
        if letter in _CONSONANTS:
            sounds += [
                _DOTTED.get(letter, _CONSONANTS[letter]) if following == _DOT else _CONSONANTS[letter],
                _INHERENT,
            ]
        elif letter in _SIGNS or letter == _SILENT:
            if sounds and sounds[-1] == _INHERENT:
                sounds[-1] = _long(letter, chance) or _SIGNS.get(letter, "")
        elif letter in _NASAL:
            last = at == len(word) - 1
            sounds.append(
                "m" if following and following in _LABIALS else "" if last and chance.random() < _UNSAID else "n"
            )
        elif letter != _DOT:
            sounds.append(_VOWELS.get(letter) or _DIGITS.get(letter, ""))
    return _without_inherent("".join(sounds))


def _long(sign: str, chance: random.Random) -> str | None:
    doubled, share = _DOUBLED.get(sign, ("", 0.0))
    return doubled if chance.random() < share else None


def _without_inherent(sounds: str) -> str:
    if sounds.endswith(_INHERENT) and len(sounds) > 2:
        sounds = sounds[:-1]
    first = re.match(rf"[^aeiou{_INHERENT}]*{_INHERENT}", sounds)
    if first:  # it never falls
        sounds = sounds.replace(_INHERENT, "a", 1)
    while falls := _FALLS.fullmatch(sounds):
        sounds = falls[1] + falls[2]
    return re.sub("i(?=[eo])", "iy", sounds.replace(_INHERENT, "a"))

"""The same lines as others would write them: greeted, polite, named, in other marks, misspelt, with second thoughts.

What must not change a reading is varied here by chance that is always the same, so that weights learned from lines do
not hang on what stands around them.
"""

import random
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace

from tests.understanding.latin import in_latin
from tests.understanding.lines import Line

SEED = 47
POLITE = {
    "en": ("please", "pls", "thanks", "thank you", "sir", "ok so", "hi", "hey", "hello", "dear", "ma'am", "bro"),
    "hi-Latn": ("bhai", "bhaiya", "ji", "please", "plz", "namaste", "yaar", "thanks", "sir", "madam", "dhanyawad"),
    "hi": ("जी", "भाई", "भैया", "प्लीज़", "धन्यवाद", "नमस्ते", "सर", "मैडम"),
    "es": ("gracias", "porfa", "por favor", "hola", "oye", "amigo", "buenas", "señorita", "joven"),
}
NAMES = {
    "en": (
        *("Maria", "John", "Dorothy", "- Sam", "Karen", "- Bill", "Tasha", "Uncle Joe", "Mrs Patel", "Megan", "Kyle"),
        *("- Linda", "Grace", "Priyanka", "Tom W", "Abby", "- The Hendersons", "Steve", "Wendy", "Oliver", "Mrs. Lee"),
    ),
    "hi-Latn": (
        *("Rahul", "Pooja", "- Amit", "Sharma ji", "Sunita", "Vikas", "Deepak bhai", "- Meena", "Kavita", "Gupta ji"),
        *("Imran", "Suresh", "- Rekha", "Anjali", "Mohit", "Verma ji", "Farhan", "Shalini", "Lata aunty", "Ramesh"),
    ),
    "hi": (
        *("राहुल", "पूजा", "शर्मा जी", "सुनीता", "विकास", "- मीना", "कविता", "गुप्ता जी", "इमरान", "सुरेश", "रेखा"),
        *("- अंजलि", "मोहित", "वर्मा जी", "फरहान", "शालिनी", "रमेश", "दीपक", "- सीमा", "अमित"),
    ),
    "es": (
        *("Lupita", "Carmen", "- Jorge", "doña Mari", "Paco", "Ximena", "- Toño", "Rosario", "Iker", "la Chayo"),
        *("Begoña", "don Beto", "Fernanda", "- Marisol", "Nacho", "Guadalupe", "Álvaro", "Conchi", "Memo", "Itziar"),
    ),
}
STRANGERS = {
    "en": ("Hannah", "- Greg", "Mrs Novak", "Deshawn"),
    "hi-Latn": ("Neha", "- Arjun", "Mishra ji", "Zoya"),
    "hi": ("नेहा", "- अर्जुन", "मिश्रा जी", "ज़ोया"),
    "es": ("Yolanda", "- Rubén", "don Chuy", "Aitana"),
}
"""Names that no weights were learned from."""
GREETINGS = {
    "en": ("hi", "hello", "hey"),
    "hi-Latn": ("namaste", "hello", "bhaiya"),
    "hi": ("नमस्ते", "भैया"),
    "es": ("hola", "buenas", "oye"),
}
THANKS = {
    "en": ("thanks", "thank you"),
    "hi-Latn": ("thanks", "dhanyawad", "shukriya"),
    "hi": ("धन्यवाद", "शुक्रिया"),
    "es": ("gracias", "muchas gracias"),
}
SMILES = ("🙏", "😊", "🙂")
_SIGNS = ("👍", "🙏", "😊", "😂", "!", "!!", ".", "...", "😅", "🙂", "..")
_TURNS = {
    "en": (" no wait, ", " wait, ", " sorry, ", " I mean ", ", actually ", " but ", "... ", " oh wait ", ", hmm "),
    "hi-Latn": (" arey ruko, ", " matlab ", " arre ", " sorry ", " lekin ", " par ", "... ", " ruko "),
    "hi": (" अरे रुको, ", " मतलब ", " अरे ", " लेकिन ", " पर ", " सॉरी ", "... "),
    "es": (" espera, ", " digo ", " perdón, ", " mejor dicho ", " pero ", "... ", " ay no, ", " bueno, "),
}
_LONG = 5  # letters of a word in which one slip leaves it known


def family(language: str) -> str:
    """The language whose polite words and second thoughts it uses."""
    return language if language in POLITE else language.partition("-")[0] if language[:2] in POLITE else "en"


def dressed(lines: Iterable[Line], times: int = 1) -> Iterator[Line]:
    """Each line some times, in other marks or beside a greeting, a courtesy, a name or a sign."""
    chance = random.Random(SEED)
    for line in lines:
        for _ in range(times):
            yield replace(line, text=_dress(line, chance))


def in_latin_letters(lines: Iterable[Line]) -> Iterator[Line]:
    """Each line in Devanagari as somebody writes it who types Latin letters."""
    chance = random.Random(SEED)
    for line in lines:
        text = in_latin(line.text, chance)
        if text != line.text:
            yield replace(line, text=text, language="hi-Latn")


def _dress(line: Line, chance: random.Random) -> str:
    polite, names = POLITE[family(line.language)], NAMES[family(line.language)]
    ways: tuple[Callable[[], str], ...] = (
        lambda: f"{chance.choice(polite)}{chance.choice((' ', ', '))}{line.text}",
        lambda: f"{line.text}{chance.choice((' ', ', '))}{chance.choice(polite)}",
        lambda: f"{line.text} {chance.choice(_SIGNS)}",
        lambda: f"{line.text}{chance.choice((' ', ', '))}{chance.choice(names)}",
        lambda: misspell(line.text, chance),
    )
    return chance.choice(ways)()


def misspell(text: str, chance: random.Random) -> str:
    """The text with one slip in a long word: two letters swapped, one left out or doubled."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) >= _LONG and word.isalpha()]
    if not long:
        return text
    at = chance.choice(long)
    word, place = words[at], chance.randrange(1, len(words[at]) - 2)
    words[at] = chance.choice(
        (
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
            word[:place] + word[place + 1 :],
            word[:place] + word[place] + word[place:],
        )
    )
    return " ".join(words)


def with_second_thoughts(lines: Sequence[Line], answers: frozenset[str], words: int = 6) -> Iterator[Line]:
    """Short answers to one question put together: two alike agree; of two that differ the later one counts."""
    chance = random.Random(SEED)
    groups: defaultdict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in lines:
        if line.label in answers and len(line.text.split()) <= words:
            groups[str(line.asked), family(line.language)].append(line)
    for (_, spoken), group in sorted(groups.items()):
        for line in group:
            for other in chance.sample(group, min(2, len(group))):
                if other.label == line.label:
                    yield replace(line, text=f"{line.text}{chance.choice((', ', '. ', ' '))}{other.text}")
                else:
                    yield replace(other, text=f"{line.text}{chance.choice(_TURNS[spoken])}{other.text}")

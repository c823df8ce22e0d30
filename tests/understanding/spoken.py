"""The words that people use in such chats, of the lines that teach: what `data/known.words` holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from handlers.replies import text_normalisation
from handlers.replies.data_compression import squeeze
from handlers.replies.known_words import ANYBODYS, CUSTOMERS
from tests import reply_figures as figures
from tests import stock_figures
from tests.understanding import saying_nothing
from tests.understanding.lines import ask_of, own

KNOWN = figures.ROOT / "handlers/replies/data/known.words"
_MOST_SHARED = 20  # letters that a word shares with the one before it in the list


def known_words() -> dict[str, bool]:
    """The words of two lines and more, and whether they name no goods: those of requests and of lists of goods do, and
    what customers alone write may. What nobody writes small is a name."""
    requests = [one for line in own("shops") for one in (line.asked if isinstance(line.asked, list) else [line.asked])]
    goods = {word for one in requests for word in text_normalisation.words(ask_of(one).item)}
    goods |= {word for name in saying_nothing.GOODS for word in saying_nothing.listed(name)}
    others = {"alternative", "question"}  # what other goods are called names goods
    answers = _spoken([line.text for line in (*own("shops"), *own("yesno")) if line.label not in others])
    answers += _spoken([said.text for said in stock_figures.read_phrases(held_out=False)])
    spoken = answers + _spoken([line.text for line in own("customers")])
    spoken += _spoken(
        [said.text for name in ("yes_no", "customer") for said in figures.read_phrases(name, held_out=False)]
    )
    lines = (line.text for kind in ("shops", "yesno", "customers") for line in own(kind))
    small = {
        word for said in lines for one in said.split() if not _is_capital(one) for word in text_normalisation.words(one)
    }
    often = {word for word, times in spoken.items() if times > 1}
    return {word: word in answers and word not in goods for word in often & small}


def pack(words: Mapping[str, bool]) -> bytes:
    """Return words, each with whether it names no goods, as `data/known.words` holds them.

    Each is without the letters that it shares with the one before, behind a letter that counts these.
    """
    rows, last = [], ""
    for word in sorted(words):
        shared = next(
            (at for at, (a, b) in enumerate(zip(last, word, strict=False)) if a != b), min(len(last), len(word))
        )
        shared = min(shared, _MOST_SHARED)
        rows.append(chr((ANYBODYS if words[word] else CUSTOMERS) + shared) + word[shared:])
        last = word
    return squeeze("\n".join(rows).encode())


def _is_capital(word: str) -> bool:
    return word.lstrip("¿¡\"'(-.,")[:1].isupper()


def _spoken(texts: Iterable[str]) -> Counter[str]:
    """In how many of these texts each word stands."""
    return Counter(word for said in texts for word in set(text_normalisation.words(said)) if word[0].isalpha())

"""The language of a text is told only where it shows plainly."""

import json
from itertools import chain

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.text_language import is_clear, language_of
from tests.cases import each
from tests.reply_figures import DATA

FILES = ("customers", "optout_lookalikes.en", "optout_lookalikes.hinglish", "shopkeepers")


@each(
    ("text", "language"),
    [
        ("is it cotton?", "en"), ("Where is my order", "en"), ("remind me tonight", "en"), ("anyone?", "en"),
        ("don’t text me anymore", "en"), ("ok great, i will take it", "en"),
        ("ya no quiero mensajes", "es"), ("no gracias", "es"), ("¿Es de algodón?", "es"), ("mañana", "es"),
        ("dónde está mi pedido", "es"), ("AYUDA", "es"), ("Hola, tienen talla M?", "es"),
        ("deja de molestar ya", "es"), ("déjame en paz", "es"), ("ya basta, no me escribas", "es"), ("bórrenme", "es"),
        ("no me manden nada", "es"), ("todavía no", "es"), ("me interesa otro color, después te digo", "es"),
        ("sí", "es"), ("SÍ!", "es"), ("si\u0301", "es"), ("sí, claro", "es"), ("si, claro", "es"), ("ok sí", "es"),
        ("sí porfa", "es"), ("por supuesto", "es"),
        ("kya ye size sahi hai?", "hi-Latn"), ("bilkul nahi", "hi-Latn"), ("mujhe message mat karo", "hi-Latn"),
        ("order kab aayega please", "hi-Latn"), ("Kal shaam ko yaad dilana", "hi-Latn"),
        ("theek hai 2 de do", "hi-Latn"), ("order kar do", "hi-Latn"), ("2 le lunga", "hi-Latn"),
        ("dost ko bulao", "hi-Latn"), ("doston ko invite", "hi-Latn"), ("apna code", "hi-Latn"),
        ("invitar a un amigo", "es"), ("recomendar a un amigo", "es"), ("mi código", "es"),
        ("क्या यह सूती है?", "hi"), ("STOP करो", "hi"), ("मेरा order कहाँ है", "hi"),
    ],
)  # fmt: skip
def test_a_language_that_shows(text: str, language: str) -> None:
    assert language_of(text) == language


@each(
    "text",
    [
        "", "ok", "yes", "STOP", "HELP", "no", "si", "hello?", "hotel", "M", "👍", "order 1234", "please", "size",
        "i do", "what to do", "please do", "my friends do",
        "hola, is it cotton?", "send karo", "quando chega o meu pedido", "onde está meu pedido?", "non merci",
        "où est ma commande", "basta", "pare de mandar isso", "bien sûr, c'est déjà payé", "para de me incomodar",
        "wo ist meine Bestellung", "dove è il mio ordine", "где мой заказ", "أين طلبي", "२ ३ !",
        "mon ami", "amigo", "recomendar a um amigo", "código", "sì", "si si", "claro", "per favore, sì", "thodi si bas",
        "grandma se pucho ki what time it is",
    ],
)  # fmt: skip
def test_nothing_is_guessed(text: str) -> None:
    assert language_of(text) is None


@each(
    ("text", "clear"),
    [
        ("is it cotton?", True), ("theek hai 2 de do", True), ("ya no quiero mensajes", True), ("हाँ", True),
        ("¿talla M?", True), ("mañana", True), ("haan", False), ("haan ji 👍", False), ("haan 2 hai", False),
        ("sí", False), ("ok sí", False), ("not now", False), ("", False), ("yes please ok", False),
        ("mug do", True), ("do mug", False), ("i do", False),
    ],
)  # fmt: skip
def test_whether_it_is_clear(text: str, clear: bool) -> None:
    assert is_clear(text) is clear


@given(st.text(max_size=200))
def test_any_text_has_one_of_four_or_none(text: str) -> None:
    assert language_of(text) in {None, "en", "es", "hi", "hi-Latn"}


@pytest.mark.skipif(not DATA.is_dir(), reason="no development data beside the repository")
def test_what_it_says_is_so() -> None:
    files = [(DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines() for name in FILES]
    lines = [json.loads(line) for line in chain.from_iterable(files)]
    told = [(line["lang"], language_of(line["text"])) for line in lines]
    sure = [pair for pair in told if pair[1] is not None]
    assert sum(meant == said for meant, said in sure) / len(sure) >= 0.99
    assert len(sure) / len(told) >= 0.6

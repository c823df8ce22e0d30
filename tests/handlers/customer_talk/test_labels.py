"""A typed label is its button: of every message, in every language, without its number and its punctuation."""

import re

from handlers.customer_talk.button_labels import find_button
from templates.message_library import Library
from tests.cases import each

LIBRARY = Library.load()
LABELS = [
    (name, one.id, text)
    for name in LIBRARY.names()
    for one in LIBRARY.message(name).buttons
    if one.link is None
    for text in one.texts.values()
    if "{" not in text
]


@each(("name", "button", "label"), LABELS)
def test_a_label_is_its_button(name: str, button: str, label: str) -> None:
    template = LIBRARY.message(name)
    bare = re.sub(r"^\d\s+", "", label)
    for typed in (label, bare, bare.lower(), f"{bare}!", re.sub(r"[,.!¿?¡]", "", bare)):
        assert find_button(template, typed) == button, typed


def test_other_words_are_no_button() -> None:
    quote = LIBRARY.message("quote")
    assert find_button(quote, "haan banaiye") == "yes"
    assert find_button(quote, "haan banaiye par chhota") is None
    assert find_button(LIBRARY.message("payment_link"), "Pay now") is None, "it is a link, and no answer"

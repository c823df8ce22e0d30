"""Who asks what is sold at all, in four languages; and who asks something else in nearly the same words."""

import pytest

from handlers.sourcing.replies.browsing import asks_what_is_sold
from tests.handlers.replies.listed import phrases

ASKS = """
    what do you sell?|wat u sell|whats for sale|what do you sell|what do you have?
    What all do you have here?|what can I buy?
    what can I order here?
    what things do you sell?|what do you guys sell?|which products do you have|hi, what do you sell please?
    what else do you have?|what is for sale?|show me what you have|tell me what you sell|menu|Menu?|menu please
    show me the menu
    can I see the menu?|can I have the catalogue?|do you have a catalogue?|¿qué venden?|qué vendes|¿Qué tienen?
    ¿qué productos tienen?|¿qué puedo comprar aquí?|¿qué hay a la venta?|muéstrame el catálogo|kya kya milta hai?
    kya kya hai aapke paas?|kya milta hai?|yahan kya milta hai|क्या मिलता है
    aap kya bechte ho?|kya kya milega|yahan kya milta hai?|main kya kya order kar sakta hoon?
    kya kya dikha do|क्या क्या मिलता है?|आप क्या बेचते हैं?|मेनू दिखाइए|आपके यहाँ क्या मिलता है
"""
ELSE = """
    what do I have?|what have I ordered?|what do you have in blue?|do you sell mugs?|do you sell?|what is it?|what?
    what size can I get?|what offers do you have?|what is the price?|kya hai|milega kya?|kya hua?
    shorts ka kya milta hai?
    which items can I return?|what did you sell me?|what do you sell it for?|¿qué es?|¿qué tal?|¿qué pasó?|क्या है?|
    what do you have to say about my order?|you have my order|I sell mugs|the shop is closed|ok|please|show me
    12|who are you?
    what time do you open?|I don't want the menu|stop the catalogue|mujhe kya milega?|what do I get?
"""


@pytest.mark.parametrize("text", phrases(ASKS))
def test_the_list_is_asked_for(text: str) -> None:
    assert asks_what_is_sold(text)


@pytest.mark.parametrize("text", phrases(ELSE))
def test_something_else_is_asked(text: str) -> None:
    assert not asks_what_is_sold(text)

"""What only nods or is pleased is told from what asks, answers or declines."""

from handlers.replies.nods import is_nod
from tests.cases import each
from tests.handlers.replies.listed import phrases

NODS = """
    wow|nice|👍|🙏|👍👍|❤️|ok|okay|k|thanks|great|ok thanks|great, thanks!|wow so nice|ok ji|love it|got it|sounds good
    very beautiful|thank you so much|that's great|this is lovely|haha|hmm|no problem|noted, thanks|nice 😍
    wah|badhiya|bahut accha|theek hai|theek hai ji|sahi hai|accha|mast|shukriya bhaiya|ठीक है|बहुत बढ़िया|वाह
    vale|genial|perfecto|muy bien|está bien|me encanta|gracias|jaja|listo, gracias|de acuerdo
"""
OTHERS = """
    yes|no|haan|sí|nahi|stop|ok stop|is it good|is this nice|nice?|ok?|ok cancel it|great but when|good price
    wow too expensive|ok 2|ok send me the link|no thanks|thanks but no|🛑|👎|🙄|not nice|nahi theek hai|no está bien
    hello|ok stop messages|accha kab milega|mast hai kya|nice and warm and soft and red and blue
"""


@each("text", phrases(NODS))
def test_a_nod_is_one(text: str) -> None:
    assert is_nod(text)


@each("text", phrases(OTHERS))
def test_what_says_more_is_none(text: str) -> None:
    assert not is_nod(text)

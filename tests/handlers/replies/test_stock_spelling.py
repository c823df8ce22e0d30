"""Misspelt and shortened words of shopkeepers: mended, and never from a no to a yes."""

import pytest

from handlers.sourcing.replies.stock.reading import Ask, Says
from handlers.sourcing.replies.stock.spelling import respell
from tests.handlers.replies.test_stock import answer, reading


def mended(text: str, *goods: str) -> str:
    return " ".join(respell(text.split(), frozenset(goods).__contains__))


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("onyl", "only"),
        ("yse", "yes"),
        ("mrng", "morning"),
        ("hav", "have"),
        ("lft", "left"),
        ("sld", "sold"),
        ("aajyga", "aajayega"),
        ("stockhai", "stock hai"),
        ("yessir", "yessir"),
        ("notavailable", "not available"),
        ("unavilable", "unavailable"),
        ("हे", "है"),
        ("मिल जायगा", "मिल जाएगा"),
        ("solid", "solid"),
        ("prooblem", "problem"),
        ("etsan", "estan"),
        ("zorvika", "zorvika"),
    ],
)
def test_words_are_mended(written: str, meant: str) -> None:
    assert mended(written) == meant


def test_words_that_name_goods_are_spared() -> None:
    assert mended("onyl onyl", "onyl") == "onyl onyl"
    assert mended("pices") != "pices"
    assert mended("pices", "pices") == "pices"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("yes thr r 2 pcs lft", Says.YES),
        ("avilable bro tke it", Says.YES),
        ("हा हे", Says.YES),
        ("nt avlbl", Says.NO),
        ("haan par khtm", Says.NO),
        ("onyl 1 ther", Says.PARTIAL),
        ("wil b redy by tmrw mrng", Says.LATER),
    ],
)
def test_misspelt_answers(text: str, says: Says) -> None:
    assert answer(text).says is says


@pytest.mark.parametrize("text", ["L naho hai", "haan tha, ab njhi hai", "sirf deen hai", "not avlbl", "yes but sld"])
def test_a_misspelt_denial_is_no_yes(text: str) -> None:
    assert all(found.says is not Says.YES for found in reading(text, Ask("Blue kurta", "L", 5, "1042")).answers)

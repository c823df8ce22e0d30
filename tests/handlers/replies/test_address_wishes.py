"""What is wanted of an address: to be told it, or none because the order is fetched; and what leads in one."""

import pytest

from handlers.sourcing.replies.address_asked import asks_which_address
from handlers.sourcing.replies.addresses import read_address
from handlers.sourcing.replies.collecting import wants_to_collect
from tests.handlers.replies.listed import phrases

ASKED = """
    what address do you have for my order?|which address is it going to|mera address kya hai
    mera pata kya likha hai aapne|qué dirección tienen?|a que direccion va|मेरा पता क्या है|address batao
    confirm my address please
"""
NOT_ASKED = """
    what is your address|aapka address kya hai|where is your shop address|can i change the address?|pata nahi kya
    change my address|what if the address is wrong|where is my order
"""
COLLECTED = """
    i'll pick up myself|i will collect it|main khud le jaunga|khud aake le lunga|paso a recogerlo|lo recojo yo
    self pickup|i'll come to the shop|मैं खुद ले जाऊँगा|recojo en tienda|no need to deliver, i will collect
"""
NOT_COLLECTED = (
    "pick up my order from my house|please pick up the phone|pick the red one|pick me a good one|le lunga|return pickup"
)


@pytest.mark.parametrize("text", phrases(ASKED))
def test_which_address_is_asked(text: str) -> None:
    assert asks_which_address(text)


@pytest.mark.parametrize("text", phrases(NOT_ASKED))
def test_another_address_or_wish_is_not(text: str) -> None:
    assert not asks_which_address(text)


@pytest.mark.parametrize("text", phrases(COLLECTED))
def test_an_order_is_fetched(text: str) -> None:
    assert wants_to_collect(text)


@pytest.mark.parametrize("text", phrases(NOT_COLLECTED))
def test_a_return_and_a_call_fetch_nothing(text: str) -> None:
    assert not wants_to_collect(text)


@pytest.mark.parametrize(
    "lead", ["ok then", "alright,", "theek hai toh", "fine deliver to", "so", "accha", "hmm ok", "vale pues"]
)
def test_words_that_lead_in_an_address_are_none_of_it(lead: str) -> None:
    found = read_address(f"{lead} 12 Link Road, Jangpura 110014")
    assert found is not None
    assert found.text == "12 Link Road, Jangpura 110014"


@pytest.mark.parametrize("address", ["K-12 Link Road Delhi 110014", "Good Earth 12 Link Road Delhi 110014"])
def test_a_house_or_a_name_that_sounds_like_them_stays(address: str) -> None:
    found = read_address(address)
    assert found is not None
    assert found.text == address

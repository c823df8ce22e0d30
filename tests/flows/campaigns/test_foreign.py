"""Which links in a campaign's words lead away from the shop."""

from __future__ import annotations

from flows.campaigns.foreign_links import find_foreign_hosts
from tests.cases import each

OWN = ("https://www.tiger.example/shop", "https://tigr.example/l", "")


@each(
    ("text", "hosts"),
    [
        ("Kites: https://bit.ly/kites", ["bit.ly"]),
        ("Kites: bit.ly/kites, or www.elsewhere.example.", ["bit.ly", "elsewhere.example"]),
        ("HTTPS://Bit.LY/a and https://bit.ly/b", ["bit.ly"]),
        ("Kites: https://tiger.example/kites", []),
        ("Kites: https://shop.tiger.example/kites?a=b", []),
        ("Kites: https://nottiger.example/kites", ["nottiger.example"]),
        ("Kites: {link}", []),
        ("Write to help@bit.ly/ or come at 5.30/6 pm, 1.5/2 m", []),
        ("Open 9.30-18.00. Come in", []),
    ],
)
def test_foreign_hosts(text: str, hosts: list[str]) -> None:
    assert find_foreign_hosts([text], OWN) == hosts


def test_without_a_site_of_ones_own_all_are_foreign() -> None:
    assert find_foreign_hosts(["https://tiger.example/a"], [""]) == ["tiger.example"]

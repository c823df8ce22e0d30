"""The page with which customers come in: a QR code for each chat, for nobody else's business, and without scripts."""

from __future__ import annotations

import re

from bot.setup.join_page import _page


def test_each_chat_has_its_code_and_its_link() -> None:
    ways = {"telegram": "https://t.me/tigertees_bot", "sms": "sms:+13145550100?&body=JOIN"}
    page = _page("Tiger & Tees", "en", ways)
    assert "<h1>Tiger &amp; Tees</h1>" in page
    assert page.count("<svg ") == 2
    assert re.findall(r'href="([^"]+)"', page) == ["https://t.me/tigertees_bot", "sms:+13145550100?&amp;body=JOIN"]
    assert "<script" not in page

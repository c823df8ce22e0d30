"""Who carries the goods: no text of a request or a hand-over, which shops that bring them get too, says "we come"."""

import re

import pytest

from templates.message_library import Library

_WE_COME = re.compile(r"fetch|recog|lene aa|le ja|लेने आ|ले जा", re.IGNORECASE)


@pytest.mark.parametrize(
    "name",
    [
        *("stock_request", "stock_requests", "stock_reminder", "stock_reminders", "stock_to_bring", "stock_outcome"),
        *("shop_handed", "stock_nothing_to_undo", "shop_orders", "stock_delayed"),
    ],
)
def test_a_shop_that_brings_is_not_told_that_we_come(name: str) -> None:
    message = Library.load().message(name)
    approved = message.approved
    texts = [*message.texts.values(), *(approved.bodies.values() if approved else ())]
    sources = [*texts, *(map(approved.source, approved.bodies) if approved else ())]
    assert [text for text in sources if _WE_COME.search(text)] == []

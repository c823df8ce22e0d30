"""The staff name an invoice that was paid elsewhere by its number, or by the partner if it owes one only."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import pytest

from flows.promotions.invoice import Invoice
from flows.sponsor_invoice_call import InvoiceState
from handlers.actions.action import Refused
from handlers.engine.turn import Turn
from handlers.returns import invoice_news
from handlers.returns.staff.invoice_payment import MARK, PaidInvoice, preview_payment
from handlers.staff_chat.command_arguments import FoundArgument, Missing
from handlers.staff_chat.staff_command import Reply
from storage.promotions.invoices import Invoices
from tests.handlers.returns.returned import Parcels
from tests.storage.promotions.promoted import BY, PAPER, sponsor

LEAF = UUID(int=30)


async def _bill(turn: Turn, boots: UUID) -> None:
    """Boots & Co owes two months, Leaf one and has paid another."""
    leaf = await sponsor(turn.unit, "Leaf", id=LEAF)
    of_leaf = replace(PAPER, buyer=("Leaf",))
    plain = Invoice(
        UUID(int=1), boots, "2026-01", "2026-01-001", 10**6, "USD", PAPER, InvoiceState.OPEN, turn.now, turn.now
    )
    for bill in (
        plain,
        replace(plain, id=UUID(int=2), period="2026-02", number="2026-02-001"),
        replace(plain, id=UUID(int=3), sponsor=leaf.id, number="2026-01-002", paper=of_leaf),
        replace(
            plain, id=UUID(int=4), sponsor=leaf.id, period="2026-02", number="2026-02-002", paper=of_leaf,
            status=InvoiceState.PAID,
        ),
    ):  # fmt: skip
        assert await turn.unit.of(Invoices).add(bill)


async def _read(parcels: Parcels, *words: str) -> Any:
    (argument,) = MARK.arguments
    asked: Any = SimpleNamespace()

    async def read(turn: Turn) -> Any:
        asked.turn = turn
        return await argument.read(asked, {}, words)

    return await parcels.act(read)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (("2026-02-001",), 2),
        (("2026", "02", "001"), 2),  # as a tapped command has it
        (("leaf",), 3),
        (("Leaf",), 3),
    ],
)
async def test_an_invoice_is_found_by_its_number_or_its_only_debtor(
    parcels: Parcels, words: tuple[str, ...], found: int
) -> None:
    await parcels.act(lambda turn: _bill(turn, parcels.sponsor.id))
    read = await _read(parcels, *words)
    assert isinstance(read, FoundArgument)
    assert read.value == UUID(int=found)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        (("boots",), ["2026_01_001", "2026_02_001"]),
        (("nobody",), ["2026_01_001", "2026_01_002", "2026_02_001"]),
        (("2026-02-002",), ["2026_01_001", "2026_01_002", "2026_02_001"]),  # it is paid
    ],
)
async def test_an_unclear_name_asks_among_the_unpaid(
    parcels: Parcels, words: tuple[str, ...], offered: list[str]
) -> None:
    await parcels.act(lambda turn: _bill(turn, parcels.sponsor.id))
    reply = await _read(parcels, *words)
    assert isinstance(reply, Reply)
    assert sorted(command.removeprefix("/partners_paid_") for command, _ in reply.buttons) == offered
    assert isinstance(await _read(parcels), Missing)


async def test_an_invoice_that_is_paid_meanwhile_is_refused(parcels: Parcels) -> None:
    await parcels.act(lambda turn: _bill(turn, parcels.sponsor.id))
    bill = await parcels.act(lambda turn: turn.unit.of(Invoices).get(UUID(int=3)))
    assert bill is not None
    await parcels.act(lambda turn: invoice_news.mark_paid(turn, bill, BY))
    with pytest.raises(Refused):
        await parcels.act(lambda turn: preview_payment(turn, PaidInvoice(bill.id)))

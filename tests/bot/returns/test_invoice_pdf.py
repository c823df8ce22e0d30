"""Invoices as PDF: all that is to be read, in each language, and the same bytes whenever they are made."""

from __future__ import annotations

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from pypdf import PdfReader

from bot.returns.invoice_pdf import render_invoice
from flows.promotions.invoice import Invoice, InvoiceItem, InvoicePaper
from flows.sponsor_invoice_call import InvoiceState
from templates.private_pages import get_words, list_locales

ROOT = Path(__file__).parents[3]
URL = "https://invoice.stripe.com/i/acct_1/in_1?s=ap"
CLICKS = InvoiceItem("Clicks on “Échange gratuit”", 413, 250_000, 103_250_000)
CREDIT = InvoiceItem("Credit: clicks by machines", 3, -250_000, -750_000)
PAPER = InvoicePaper(
    "en", "America/Chicago", ("Señor Tees", "12 Main St", "GSTIN 07AAAAA0000A1Z5"), ("Nike नाइकी", "ads@nike.example"),
    (CLICKS, CREDIT),
)  # fmt: skip
INVOICE = Invoice(
    UUID(int=1), UUID(int=2), "2026-02", "A1B2-0007", 102_500_000, "USD", PAPER, InvoiceState.OPEN,
    datetime(2026, 3, 2, 5, 59, tzinfo=UTC), datetime(2026, 3, 16, 4, 59, tzinfo=UTC), url=URL,
)  # fmt: skip


def say(**said: Any) -> Invoice:
    """The invoice with another paper."""
    return replace(INVOICE, paper=replace(PAPER, **said))


def read(invoice: Invoice) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in PdfReader(BytesIO(render_invoice(invoice))).pages]


def test_an_invoice_says_who_owes_whom_what_for_what_and_until_when() -> None:
    (text,) = read(INVOICE)
    assert text.split("\n")[:-1] == [
        "Invoice A1B2-0007",
        "From",
        "Señor Tees",
        "12 Main St",
        "GSTIN 07AAAAA0000A1Z5",
        "Bill to",
        "Nike नाइकी",
        "ads@nike.example",
        "Issued: Mar 1, 2026",
        "Period: February 2026",
        "Due: Mar 15, 2026",
        "Item Quantity Price Amount",
        "Clicks on “Échange gratuit” 413 $0.25 $103.25",
        "Credit: clicks by machines 3 -$0.25 -$0.75",
        "Total $102.50",
        "Pay this invoice online",
        URL,
    ]
    assert text.split("\n")[-1].strip() == "A1B2-0007 · Page 1 of 1"


def test_the_way_to_pay_is_a_link() -> None:
    page = PdfReader(BytesIO(render_invoice(INVOICE))).pages[0]
    assert {note.get_object()["/A"]["/URI"] for note in page.annotations or ()} == {URL}
    assert "/Annots" not in PdfReader(BytesIO(render_invoice(replace(INVOICE, url=None)))).pages[0]


def test_made_again_it_has_the_same_bytes() -> None:
    """Also in another process, another time, with another order of sets."""
    script = (
        "import hashlib; from tests.bot.returns.test_invoice_pdf import INVOICE, render_invoice as make; "
        "print(hashlib.sha256(make(INVOICE)).hexdigest())"
    )
    told = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env={"PYTHONHASHSEED": "7", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert told.stdout.strip() == hashlib.sha256(render_invoice(INVOICE)).hexdigest()
    assert PdfReader(BytesIO(render_invoice(INVOICE))).metadata["/CreationDate"] == "D:20260302055900Z"  # type: ignore[index]


@pytest.mark.parametrize("locale", list_locales("invoice"))
def test_it_is_in_the_language_of_the_partner(locale: str) -> None:
    words = get_words("invoice", locale)["sheet"]
    assert words.keys() == get_words("invoice", "en")["sheet"].keys()
    (text,) = read(say(locale=locale))
    plain = [word for word in words.values() if "{" not in word and word.isascii()]
    assert [word for word in plain if word not in text] == []
    if locale == "hi":
        assert all(word in text for word in ("संख्या", "पेज 1 / 1", "कुल $102.50"))


def test_letters_of_devanagari_join_also_beside_latin_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """HarfBuzz takes a piece of text for one script: in another its letters neither join nor change places."""
    from fpdf.fonts import TTFFont

    shape, shaped = TTFFont.shape_text, set()

    def record(font: TTFFont, text: str, *rest: Any) -> Any:
        shaped.add("".join(text).strip())
        return shape(font, text, *rest)

    monkeypatch.setattr(TTFFont, "shape_text", record)
    read(say(locale="hi", buyer=("Nike हिन्दी क्\u200dष",)))
    assert {"हिन्दी", "क्\u200dष", "बिल"} <= shaped
    mixed = [text for text in shaped if re.search("[\u0900-\u097f]", text) and re.search("[A-Za-z]", text)]
    assert mixed == []


def test_a_long_invoice_goes_on_with_its_head_on_each_page() -> None:
    items = tuple(replace(CLICKS, text=f"Offer {at}: {'long ' * 30}") for at in range(60))
    pages = read(say(items=items))
    assert len(pages) > 2
    assert all("Item Quantity Price Amount" in page for page in pages[:-1])
    assert all(f"Offer {at}:" in "".join(pages) for at in range(60))
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]


STRANGE = {
    "endless words": "W" * 400,
    "lines": "two\nlines\tand\x00more",
    "letters of no font": "耐克 🎽 نايكي",
    "marks": "**bold** {page} {nb} <b>x</b> \\u0041 (x) %s",
    "nothing": "",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE)
def test_no_text_keeps_an_invoice_from_being_made(text: str) -> None:
    strange = say(seller=(text,), buyer=(text, text), items=(replace(CLICKS, text=text),))
    assert "Total $102.50" in "".join(read(strange))


def test_a_price_below_a_cent_is_shown_in_full_and_yen_have_no_decimals() -> None:
    cheap = replace(CLICKS, price=2500)
    assert "0.0025 USD" in read(say(items=(cheap,)))[0]
    yen = replace(say(items=(InvoiceItem("Flat", 1, 5_000_000_000, 5_000_000_000),)), currency="JPY")
    assert "Flat 1 ¥5,000 ¥5,000" in read(yen)[0]


def test_the_library_is_loaded_by_the_first_invoice_alone() -> None:
    script = (
        "import bot.returns.invoice_pdf, sys; print(sorted({'fpdf', 'fontTools', 'uharfbuzz'} & sys.modules.keys()))"
    )
    told = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert told.stdout == "[]\n"

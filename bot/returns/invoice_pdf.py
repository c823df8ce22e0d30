"""A partner's invoice as PDF, in the partner's language. Made again by the same release, it has the same bytes.

The letters are those of the charts (bot/charts/fonts): Latin, Greek, Cyrillic and Devanagari. Others are boxes.
"""

from __future__ import annotations

import logging
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flows.money import MICROS, Money, count_decimals
from flows.promotions.invoice import Invoice, InvoicePaper
from templates import formats
from templates.message_values import one_line, shorten
from templates.private_pages import choose_language, get_words

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.fonts import FontFace

_PAGE = "invoice"
_FONTS = Path(__file__).parents[1] / "charts" / "fonts"
# Devanagari has a font of its own, from the same file: a piece of text in one font is shaped as one script. The joiners
# of its letters belong to it.
_LETTERS, _JOINED = "Noto", "NotoJoined"
_DEVANAGARI, _OTHERS = "U+0900-097F, U+200C-200D", "U+0020-08FF, U+0980-200B, U+200E-FFFF"
_MARGIN, _WIDTH = 18, 174  # mm of a page of A4
_COLUMNS = (92, 22, 28, 32)
_TEXT, _SMALL, _TITLE = 10, 9, 20  # points
_LINE = 5.5  # mm
_LONGEST = 300  # characters of a text
_GREY, _RULE = 110, 200
_LINK = (0, 80, 160)


def render_invoice(invoice: Invoice) -> bytes:
    """Return the invoice as PDF, with a link to pay it once there is one. It takes tenths of a second of processor
    time: call it in a thread.
    """
    words = get_words(_PAGE, choose_language(_PAGE, invoice.paper.locale))["sheet"]
    pdf = _open(invoice, words)
    _write_head(pdf, invoice, words)
    _write_lines(pdf, invoice, words)
    _write_end(pdf, invoice, words)
    return bytes(pdf.output())


def _open(invoice: Invoice, words: dict[str, str]) -> FPDF:
    """Return a document with its first page; nothing in it depends on the moment or on chance."""
    from fpdf import FPDF  # its import takes a third of a second, and few processes make an invoice

    class Paper(FPDF):
        def footer(self) -> None:
            self.set_y(-_MARGIN + 4)
            self.set_font(_LETTERS, "", _SMALL)
            self.set_text_color(_GREY)
            told = words["page"].format(page=self.page_no(), pages=self.str_alias_nb_pages)
            self.cell(0, _LINE, f"{_clean(invoice.number)} · {told}", align="R")

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it reports each table that it leaves out
    pdf = Paper(format="A4")
    pdf.set_creation_date(invoice.issued_at)
    pdf.set_title(words["title"].format(number=_clean(invoice.number)))
    pdf.set_lang(invoice.paper.locale)
    pdf.set_margin(_MARGIN)
    pdf.set_auto_page_break(auto=True, margin=_MARGIN + _LINE)
    for style, file in (("", "NotoSans-Medium.ttf"), ("B", "NotoSans-Bold.ttf")):
        pdf.add_font(_LETTERS, style, _FONTS / file, unicode_range=_OTHERS)
        pdf.add_font(_JOINED, style, _FONTS / file, unicode_range=_DEVANAGARI)
    pdf.set_fallback_fonts([_JOINED])
    pdf.set_text_shaping(use_shaping_engine=True)  # letters of Devanagari join and change places
    pdf.add_page()
    return pdf


def _write_head(pdf: FPDF, invoice: Invoice, words: dict[str, str]) -> None:
    """Write the title, both parties side by side, and the dates."""
    pdf.set_font(_LETTERS, "B", _TITLE)
    pdf.multi_cell(_WIDTH, 10, words["title"].format(number=_clean(invoice.number)), new_x="LMARGIN", new_y="NEXT")
    top = pdf.get_y() + 4
    ends = []
    paper = invoice.paper
    for at, (label, (name, *details)) in enumerate(((words["from"], paper.seller), (words["to"], paper.buyer))):
        left = _MARGIN + at * _WIDTH / 2
        pdf.set_xy(left, top)
        write = partial(pdf.multi_cell, _WIDTH / 2 - 4, _LINE, align="L", new_x="LEFT", new_y="NEXT")
        _set(pdf, "", _SMALL, _GREY)
        write(label)
        _set(pdf, "B", _TEXT)
        write(_clean(name))
        _set(pdf, "", _TEXT)
        for detail in details:
            write(_clean(detail))
        ends.append(pdf.get_y())
    pdf.set_xy(_MARGIN, max(ends) + 4)
    for label, value in (
        (words["issued"], _format_day(invoice.issued_at, paper)),
        (words["period"], formats.format_period(invoice.period, paper.locale)),
        (words["due"], _format_day(invoice.due_at, paper)),
    ):
        _set(pdf, "", _TEXT)
        pdf.multi_cell(_WIDTH, _LINE, f"{label}: {value}", align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)


def _write_lines(pdf: FPDF, invoice: Invoice, words: dict[str, str]) -> None:
    """Write the table of the lines, with its head on each page, and the total."""
    from fpdf.enums import TableBordersLayout
    from fpdf.fonts import FontFace

    _set(pdf, "", _TEXT)
    pdf.set_draw_color(_RULE)
    table: dict[str, Any] = {
        "col_widths": _COLUMNS, "width": _WIDTH, "text_align": ("LEFT", "RIGHT", "RIGHT", "RIGHT"),
        "borders_layout": TableBordersLayout.HORIZONTAL_LINES, "line_height": _LINE, "padding": (1.2, 1),
    }  # fmt: skip
    bold: FontFace = FontFace(emphasis="BOLD")
    with pdf.table(headings_style=bold, **table) as rows:
        rows.row([words[name] for name in ("item", "quantity", "price", "amount")])
        locale, currency = invoice.paper.locale, invoice.currency
        for item in invoice.paper.items:
            amounts = [_format(Money(micros, currency), locale) for micros in (item.price, item.amount)]
            rows.row([_clean(item.text), formats.number(item.quantity, locale), *amounts])
        rows.row([words["total"], "", "", _format(Money(invoice.micros, currency), locale)], style=bold)


def _write_end(pdf: FPDF, invoice: Invoice, words: dict[str, str]) -> None:
    if invoice.url:
        pdf.ln(6)
        _set(pdf, "B", _TEXT)
        pdf.set_text_color(*_LINK)
        pdf.cell(0, _LINE, words["pay"], link=invoice.url, new_x="LMARGIN", new_y="NEXT")
        _set(pdf, "", _SMALL, _GREY)
        pdf.multi_cell(_WIDTH, _LINE, invoice.url, align="L", link=invoice.url)


def _set(pdf: FPDF, style: str, size: int, grey: int = 0) -> None:
    pdf.set_font(_LETTERS, style, size)
    pdf.set_text_color(grey)


def _format_day(at: datetime, paper: InvoicePaper) -> str:
    return formats.format_date_of_year(at.astimezone(ZoneInfo(paper.zone)).date(), paper.locale)


def _format(amount: Money, locale: str) -> str:
    """Format an amount; one below the smallest unit, as the price of one click may be, with all its decimals."""
    if amount.micros % (MICROS // 10 ** count_decimals(amount.currency)):
        return amount.with_code
    return formats.format_money(amount.decimal, amount.currency, locale)


def _clean(text: str) -> str:
    return shorten(one_line(text), _LONGEST, "…")

"""A partner's invoice as PDF. Made again from the same sheet by the same release, it has the same bytes.

The letters are those of the charts (bot/charts/fonts): Latin, Greek, Cyrillic and Devanagari. Others are boxes.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flows.money import MICROS, Money, count_decimals
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


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A line of an invoice. ``unit_price`` is exact, ``amount`` rounded (flows/money_rounding.py)."""

    description: str
    quantity: int
    unit_price: Money
    amount: Money


@dataclass(frozen=True, slots=True)
class InvoiceSheet:
    """All that an invoice shows, in the language ``locale``.

    ``seller`` and ``sponsor`` are names; their details, such as address and tax number, are lines below them.
    ``period`` is a text. Without a ``pay_url`` ("") there is no link.
    """

    locale: str
    seller: str
    seller_details: tuple[str, ...]
    sponsor: str
    sponsor_details: tuple[str, ...]
    number: str
    issued_on: date
    due_on: date
    period: str
    lines: tuple[SheetLine, ...]
    total: Money
    pay_url: str = ""


def render_invoice(sheet: InvoiceSheet) -> bytes:
    """Return the invoice as PDF. It takes tenths of a second of processor time: call it in a thread."""
    words = get_words(_PAGE, choose_language(_PAGE, sheet.locale))["sheet"]
    pdf = _open(sheet, words)
    _write_head(pdf, sheet, words)
    _write_lines(pdf, sheet, words)
    _write_end(pdf, sheet, words)
    return bytes(pdf.output())


def _open(sheet: InvoiceSheet, words: dict[str, str]) -> FPDF:
    """Return a document with its first page; nothing in it depends on the moment or on chance."""
    from fpdf import FPDF  # its import takes a third of a second, and few processes make an invoice

    class Paper(FPDF):
        def footer(self) -> None:
            self.set_y(-_MARGIN + 4)
            self.set_font(_LETTERS, "", _SMALL)
            self.set_text_color(_GREY)
            told = words["page"].format(page=self.page_no(), pages=self.str_alias_nb_pages)
            self.cell(0, _LINE, f"{_clean(sheet.number)} · {told}", align="R")

    logging.getLogger("fontTools").setLevel(logging.ERROR)  # it reports each table that it leaves out
    pdf = Paper(format="A4")
    pdf.set_creation_date(datetime.combine(sheet.issued_on, time(), UTC))
    pdf.set_title(words["title"].format(number=_clean(sheet.number)))
    pdf.set_lang(sheet.locale)
    pdf.set_margin(_MARGIN)
    pdf.set_auto_page_break(auto=True, margin=_MARGIN + _LINE)
    for style, file in (("", "NotoSans-Medium.ttf"), ("B", "NotoSans-Bold.ttf")):
        pdf.add_font(_LETTERS, style, _FONTS / file, unicode_range=_OTHERS)
        pdf.add_font(_JOINED, style, _FONTS / file, unicode_range=_DEVANAGARI)
    pdf.set_fallback_fonts([_JOINED])
    pdf.set_text_shaping(use_shaping_engine=True)  # letters of Devanagari join and change places
    pdf.add_page()
    return pdf


def _write_head(pdf: FPDF, sheet: InvoiceSheet, words: dict[str, str]) -> None:
    """Write the title, both parties side by side, and the dates."""
    pdf.set_font(_LETTERS, "B", _TITLE)
    pdf.multi_cell(_WIDTH, 10, words["title"].format(number=_clean(sheet.number)), new_x="LMARGIN", new_y="NEXT")
    top = pdf.get_y() + 4
    ends = []
    for at, (label, name, details) in enumerate((
        (words["from"], sheet.seller, sheet.seller_details),
        (words["to"], sheet.sponsor, sheet.sponsor_details),
    )):  # fmt: skip
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
        (words["issued"], formats.format_date_of_year(sheet.issued_on, sheet.locale)),
        (words["period"], _clean(sheet.period)),
        (words["due"], formats.format_date_of_year(sheet.due_on, sheet.locale)),
    ):
        _set(pdf, "", _TEXT)
        pdf.multi_cell(_WIDTH, _LINE, f"{label}: {value}", align="L", new_x="LMARGIN", new_y="NEXT")
    pdf.ln(4)


def _write_lines(pdf: FPDF, sheet: InvoiceSheet, words: dict[str, str]) -> None:
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
        for line in sheet.lines:
            price, amount = _format(line.unit_price, sheet.locale), _format(line.amount, sheet.locale)
            rows.row([_clean(line.description), formats.number(line.quantity, sheet.locale), price, amount])
        rows.row([words["total"], "", "", _format(sheet.total, sheet.locale)], style=bold)


def _write_end(pdf: FPDF, sheet: InvoiceSheet, words: dict[str, str]) -> None:
    if sheet.pay_url:
        pdf.ln(6)
        _set(pdf, "B", _TEXT)
        pdf.set_text_color(*_LINK)
        pdf.cell(0, _LINE, words["pay"], link=sheet.pay_url, new_x="LMARGIN", new_y="NEXT")
        _set(pdf, "", _SMALL, _GREY)
        pdf.multi_cell(_WIDTH, _LINE, sheet.pay_url, align="L", link=sheet.pay_url)


def _set(pdf: FPDF, style: str, size: int, grey: int = 0) -> None:
    pdf.set_font(_LETTERS, style, size)
    pdf.set_text_color(grey)


def _format(amount: Money, locale: str) -> str:
    """Format an amount; one below the smallest unit, as the price of one click may be, with all its decimals."""
    if amount.micros % (MICROS // 10 ** count_decimals(amount.currency)):
        return amount.with_code
    return formats.format_money(amount.decimal, amount.currency, locale)


def _clean(text: str) -> str:
    return shorten(one_line(text), _LONGEST, "…")

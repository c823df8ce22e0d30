"""Lists of stock as spreadsheets write them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handlers.sourcing.replies.stock.stock_list_file import (
    MOST_ROWS,
    Listed,
    NoList,
    name_figures,
    name_rows,
    read_stock_list,
)

SHORTS = Listed(2, "SHORTS", "", "L", 5, Decimal("250.00"))


@pytest.mark.parametrize(
    "text",
    [
        "sku,size,quantity,price\nSHORTS,L,5,250",
        "\ufeffSKU;Size;Qty;Rate\r\nSHORTS;L;5;250,00\r\n",
        "Item Code\tSaiz\tPcs\tMRP\nSHORTS\tL\t5 pcs\t₹250",
        "price|quantity|sku|size|remark\nRs. 250|5|SHORTS|L|new, blue",
        ' "sku" , "size" , "QTY." , "price" \n"SHORTS","L","5","250.00"\n\n,,,\n',
        "CODIGO,Talla,Cantidad,Precio\nSHORTS,L,5,$250",
    ],
)
def test_a_list_whatever_its_columns_are_called(text: str) -> None:
    read = read_stock_list(text)
    assert [(one.sku, one.size, one.quantity, one.price) for one in read.rows] == [("SHORTS", "L", 5, Decimal(250))]
    assert read.mistakes == ()


def test_size_and_price_may_be_missing_and_a_heading_may_stand_above() -> None:
    read = read_stock_list("Connaught Souvenirs,,\nStock of March,,\nItem,Stock\nTaj Mug,7\n")
    assert read.rows == (Listed(4, "", "Taj Mug", "", 7),)


def test_rows_that_cannot_be_read_are_named() -> None:
    read = read_stock_list("sku,size,qty,price\nSHORTS,L,many,\n,M,3,\nMUG,,1.5,\nMUG,,-2,\nMUG,,3,cheap\nMUG,,4,\n")
    assert [one.quantity for one in read.rows] == [4]
    assert [(one.line, one.why) for one in read.mistakes] == [
        (2, "no number of pieces"),
        (3, "no sku and no title"),
        (4, "no number of pieces"),
        (5, "no number of pieces"),
        (6, "the price is not an amount"),
    ]
    assert name_rows(read.mistakes) == ("M (row 3)", "MUG (row 6)")
    assert name_figures(read.mistakes) == ("SHORTS L: many (row 2)", "MUG: 1.5 (row 4)", "MUG: -2 (row 5)")


def test_a_figure_that_a_comma_cuts_is_refused_and_not_read_as_its_beginning() -> None:
    read = read_stock_list('sku,size,qty\nMUG,,1,000\nSHORTS,L,"1,000"\nHAT,,100001\nCAP,,3,,\n')
    assert [(one.sku, one.quantity) for one in read.rows] == [("SHORTS", 1000), ("CAP", 3)]
    assert name_figures(read.mistakes) == ("MUG: 1,000 (row 2)", "HAT: 100001 (row 4)")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "header"),
        ("just some words", "header"),
        ("sku,size\nSHORTS,L", "header"),
        ("sku,qty\n", "no rows"),
        ("sku,qty\n" + "MUG,1\n" * (MOST_ROWS + 1), "more than 5000"),
        ("sku,qty\nMUG," + "1" * 1_000_001, "larger than 1 MB"),
        ('sku,qty\nMUG,"' + "x" * 200_000, "cannot be read"),
    ],
    ids=["empty", "words", "no figures", "no rows", "too many", "too large", "broken"],
)
def test_what_is_no_list_says_what_it_lacks(text: str, why: str) -> None:
    with pytest.raises(NoList, match=why):
        read_stock_list(text)


@given(st.text(max_size=400))
def test_whatever_a_file_holds_it_is_read_or_refused(text: str) -> None:
    try:
        read = read_stock_list(f"sku,qty\n{text}")
    except NoList:
        return
    assert all(one.quantity >= 0 for one in read.rows)

"""Which column of a file holds what: guessed, and corrected."""

from __future__ import annotations

import pytest

from flows.importing.column_fields import ORDERS, STOPS, Field
from flows.importing.column_heads import load_heads
from flows.importing.file_columns import Columns, WrongColumns, match_columns
from tests.cases import each

SHOPIFY = (
    "Customer ID", "First Name", "Last Name", "Email", "Accepts Email Marketing", "Default Address Company",
    "Default Address Address1", "Default Address City", "Default Address Province Code",
    "Default Address Country Code", "Default Address Zip", "Default Address Phone", "Phone", "Accepts SMS Marketing",
    "Total Spent", "Total Orders", "Note", "Tax Exempt", "Tags",
)  # fmt: skip


def shown(columns: Columns) -> dict[str, list[str]]:
    """The heads of each field."""
    return {field.value: [columns.heads[at] for at in places] for field, places in columns.at.items()}


def test_an_export_of_a_store_is_known_by_its_heads() -> None:
    assert shown(match_columns(SHOPIFY)) == {
        "id": ["Customer ID"],
        "first_name": ["First Name"],
        "last_name": ["Last Name"],
        "phone": ["Phone", "Default Address Phone"],
        "email": ["Email"],
        "country": ["Default Address Country Code"],
        "region": ["Default Address Province Code"],
        "city": ["Default Address City"],
        "postal_code": ["Default Address Zip"],
        "tags": ["Tags"],
        "orders": ["Total Orders"],
        "sms_consent": ["Accepts SMS Marketing"],
        "email_consent": ["Accepts Email Marketing"],
    }


@each(
    ("head", "field"),
    [
        ("Teléfono móvil", "phone"),
        ("Móvil", "phone"),
        ("CORREO ELECTRÓNICO", "email"),
        ("Fecha de nacimiento", "birthday"),
        ("मोबाइल नंबर", "phone"),
        ("जन्मदिन", "birthday"),
        ("  e-mail\u200b ", "email"),
        ("pin_code", "postal_code"),
        ("WhatsApp", "whatsapp"),
        ("Customer since", "since"),
        ("created_at", "since"),
        ("Date Added", "since"),
        ("Sign-up date", "since"),
        ("date_registered", "since"),
        ("Registriert am", "since"),
        ("Cliente desde", "since"),
        ("Fecha de alta", "since"),
        ("ग्राहक कब से", "since"),
        ("Favourite colour", None),
        ("parley_reason", None),
    ],
)
def test_heads_are_known_in_the_languages_of_shops(head: str, field: str | None) -> None:
    found = match_columns([head, "Customer ID"]).get_field(0)
    assert (found.value if found else None) == field


@each(
    ("cells", "field"),
    [
        (["Nina Volk", "", "Sam Reyes"], "name"),
        (["Nina", "Sam"], "name"),
        (["नीना वोल्क"], "name"),
        (["José"], "name"),
        (["1001", "1002"], "id"),
        (["CUST-A", "CUST-B"], "id"),
        (["abcdef", "ghijkl"], "id"),
        (["nina@mail.example"], "id"),
        (["Nina Volk", "c-2", "c-3"], "id"),
        ([], "id"),
    ],
)
@each("head", ["Customer", "CLIENTE"])
def test_a_column_of_customers_holds_names_where_it_does(head: str, cells: list[str], field: str) -> None:
    rows = [[cell, "+13145550142"] for cell in cells]
    assert shown(match_columns([head, "Phone"], rows=rows)) == {field: [head], "phone": ["Phone"]}
    order = "customer" if field == "id" else field
    of_orders = match_columns([head, "Order", "Date", "Total"], kind=ORDERS, rows=rows)
    assert shown(of_orders)[order] == [head]


def test_every_head_is_of_a_field() -> None:
    assert {name for name, _ in load_heads().values()} == set(Field) - set(STOPS), (
        "opt-outs are found by parts of a head"
    )


def test_of_three_phones_the_likeliest_comes_first_and_the_others_behind_it() -> None:
    found = match_columns(["Home phone", "Phone", "Mobile"])
    assert shown(found) == {"phone": ["Mobile", "Phone", "Home phone"]}
    assert shown(match_columns(found.heads, [("home phone", "phone")]))["phone"] == ["Home phone", "Mobile", "Phone"]
    assert shown(match_columns(found.heads, [("Mobile", "-")])) == {"phone": ["Phone", "Home phone"]}


def test_a_column_is_said_by_its_head_or_its_number() -> None:
    names = ["A", "B", "A"]
    assert shown(match_columns(names, [("3", "phone"), ("B", "name")])) == {"name": ["B"], "phone": ["A"]}
    assert match_columns(names, [("3", "phone")]).at[Field.PHONE] == (2,)


@pytest.mark.parametrize(
    ("chosen", "mistake"),
    [
        ([("Mobil", "phone")], "there is no column 'Mobil'; there are 'Name', 'Mobile', 'Notes'"),
        ([("Notes", "fone")], "'fone' is not a known field; did you mean phone?"),
        ([("Notes", "shoe size")], "use one of id, name"),
        ([("Notes", "name"), ("Name", "name")], "two columns are mapped to name; skip one of them: --map Name=-"),
        ([("Mobile", "-")], "no column holds a phone, an e-mail or an id"),
        ([("Mobil", "phone"), ("Notes", "fone")], "there is no column 'Mobil'.*; 'fone' is not a known field"),
    ],
    ids=["head", "field", "far", "twice", "nobody", "all at once"],
)
def test_what_cannot_be_meant_says_what_to_do(chosen: list[tuple[str, str]], mistake: str) -> None:
    with pytest.raises(WrongColumns, match=mistake):
        match_columns(["Name", "Mobile", "Notes"], chosen)


def test_a_file_without_heads_is_told_so() -> None:
    with pytest.raises(WrongColumns, match="add a header line above it"):
        match_columns(["Dana", "dana@mail.example"])

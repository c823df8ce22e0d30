"""What the asks for a consent tell of the business: its terms, its privacy page and where it gets its mail."""

from __future__ import annotations

import pytest

from handlers.actions.business_file_changes import list_differences
from handlers.business_file import WrongBusinessFile, make_text_check, read_business_file
from templates.message_library import Library
from tests.cases import each
from tests.handlers.business_file.business_files import SMALLEST, mistakes_of, read

TERMS, PRIVACY = "https://tigertees.example/terms/", "https://tigertees.example/privacy?lang=en"
CHECK = make_text_check(Library.load())
STREET = "12 Main St, Newark, NJ 07102"


def test_what_is_said_and_what_is_not() -> None:
    said = read(f'terms = "{TERMS}"\nprivacy = "{PRIVACY}"\nmailing_address = "{STREET}."\n').business
    assert (said.terms, said.privacy, said.mailing_address) == (TERMS, PRIVACY, STREET)
    silent = read("").business
    assert (silent.terms, silent.privacy, silent.mailing_address) == ("", "", "")


def test_a_change_of_them_is_told() -> None:
    said = read(f'terms = "{TERMS}"\n').business
    assert list_differences(read("").business, said) == [f"terms: {TERMS}"]


@each(
    ("line", "path"),
    [
        ('terms = "tigertees.example/terms"', "business.terms"),
        ('terms = "http://tigertees.example/terms"', "business.terms"),
        ('privacy = "https://someone@tigertees.example/privacy"', "business.privacy"),
        ('privacy = "https://tigertees.example/a page"', "business.privacy"),
        (f'privacy = "https://tigertees.example/{"p" * 75}"', "business.privacy"),
        ("privacy = 1", "business.privacy"),
        ('mailing_address = "12 Main St\\nNewark, NJ 07102"', "business.mailing_address"),
        (f'mailing_address = "{"x" * 121}"', "business.mailing_address"),
        ('mailing_address = " "', "business.mailing_address"),
        ('mailing_address = "..."', "business.mailing_address"),
        ('mail_address = "12 Main St"', "business.mail_address"),
    ],
)
def test_what_cannot_be_used_is_named(line: str, path: str) -> None:
    ((number, wrong, _),) = mistakes_of(f"{SMALLEST}{line}\n")
    assert (number, wrong) == (7, path)


def test_an_ask_of_their_own_that_leaves_them_out_is_refused() -> None:
    said = f'terms = "{TERMS}"\nprivacy = "{PRIVACY}"\nmailing_address = "{STREET}"\n'
    ask = "Reply YES for offers, 4 a month. Not required to buy. Rates may apply. HELP, STOP. {{ terms }}"
    with pytest.raises(WrongBusinessFile) as caught:
        read_business_file(f'{SMALLEST}{said}[texts]\nopt_in_ask = "{{{{ brand }}}}: {ask}"\n', {}, CHECK)
    (mistake,) = caught.value.mistakes
    assert (mistake.line, mistake.path) == (11, "texts.opt_in_ask")
    assert "{{ privacy }}" in mistake.message
    assert "{{ mailing_address }}" in mistake.message
    assert "{{ terms }}" not in mistake.message

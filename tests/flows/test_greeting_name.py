"""The first name in a greeting: a placeholder of another system is none."""

import pytest

from flows.greeting_name import FOREIGN_TAG, get_first_name


@pytest.mark.parametrize(
    "name",
    [
        *(
            "null",
            "Null Null",
            "undefined",
            "NONE",
            "n/a",
            "N/A.",
            "(none)",
            "nan",
            "Guest",
            "guest user",
            "Customer 12",
        ),
        *("dana@mail.example", "@dana", "12055550110", "+1 205 555 0110", "-", "✨", "", "  ", None),
        *(
            "{{first_name}}",
            "{first_name} Reyes",
            "*|FNAME|*",
            "%name%",
            "%FIRSTNAME% %LASTNAME%",
            "[first name]",
            "[name]",
        ),
        "<<First Name>>",
    ],
)
def test_what_is_no_name_greets_nobody(name: str | None) -> None:
    assert get_first_name(name) == ""


@pytest.mark.parametrize(
    ("name", "first"),
    [
        *(("Dana Reyes", "Dana"), ("  Noor  ", "Noor"), ("Christopher Guest", "Christopher"), ("O'Neil", "O'Neil")),
        *(("Nona", "Nona"), ("Nullah Khan", "Nullah"), ("रवि कुमार", "रवि"), ("J. R.", "J."), ("李雷", "李雷")),
        *(("✨Priya✨", "✨Priya✨"), ("*Star* Singh", "*Star*"), ("[VIP] Dana", "[VIP]")),
    ],
)
def test_a_name_greets(name: str, first: str) -> None:
    assert get_first_name(name) == first


@pytest.mark.parametrize("text", ["[SALE] 20% off", "50% off or 60% more", "<3 *only* today*", "a | b", "100% [new]"])
def test_marks_of_a_text_are_no_tags(text: str) -> None:
    assert FOREIGN_TAG.search(text) is None

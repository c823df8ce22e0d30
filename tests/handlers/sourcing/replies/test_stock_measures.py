"""Sizes that are measures, in a size or in the name of the goods: another one is another size, and never sold as it."""

from handlers.sourcing.replies.stock.size_names import measure_in
from tests.cases import each


@each(
    ("text", "measure"),
    [
        ("5 L", "5 l"),
        ("5 litre", "5 l"),
        ("Pressure Cooker 5L", "5 l"),
        ("16 inch", "16 inch"),
        ("6-7Y", "6-7 year"),
        ("6 – 7 years", "6-7 year"),
        ("0.5 kg", "0.5 kg"),
        ("Scented candles, pack of 6", "6 pack"),
        ("L", None),
        ("42", None),
        ("iPhone 15", None),
    ],
)
def test_each_has_one_name(text: str, measure: str | None) -> None:
    assert measure_in(text) == measure

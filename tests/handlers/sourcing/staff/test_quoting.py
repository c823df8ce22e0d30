"""/quote: how the days are read from what the staff wrote."""

from handlers.sourcing.staff.price_commands import read_days
from tests.cases import each


@each(
    ("text", "what", "days"),
    [
        ("hand-painted box, 5 days", "hand-painted box", 5),
        ("box in 10 days", "box", 10),
        ("bottle lamp (2 weeks)", "bottle lamp", 14),
        ("lakdi ka dabba, 3 din", "lakdi ka dabba", 3),
        ("caja pintada, 4 días", "caja pintada", 4),
        ("brass tiger", "brass tiger", None),
        ("5 days", "5 days", 5),
        ("a calendar of 365 days", "a calendar of", None),
        ("3 boxes within 1 week, blue", "3 boxes , blue", 7),
    ],
)
def test_the_days(text: str, what: str, days: int | None) -> None:
    assert read_days(text) == (what, days)

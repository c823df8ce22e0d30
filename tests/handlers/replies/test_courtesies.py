"""What stands around what somebody says is left out, and nothing else is."""

from handlers.replies.courtesies import strip_courtesies
from handlers.replies.text_normalisation import split_tokens
from tests.cases import each


@each(
    ("text", "left"),
    [
        ("hi, yes please, thank you bhai 🙏", ["yes"]),
        ("Good morning! mat bhejna ji.", ["mat", "bhejna"]),
        ("no thanks", ["no"]),
        ("buenas tardes señorita, ¿ya llegó?", ["ya", "llego", "?"]),
        ("thank you", ["thank", "you"]),
        ("thank", ["thank"]),
        ("you thank good", ["you", "thank", "good"]),
        ("please do thank him for me", ["do", "thank", "him", "for", "me"]),
        ("", []),
        ("...", [".", ".", "."]),
    ],
)
def test_courtesies_at_the_edges_are_left_out(text: str, left: list[str]) -> None:
    assert strip_courtesies(split_tokens(text)) == left

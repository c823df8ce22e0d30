"""Commands: tolerant of spelling and order, never of danger."""

from hypothesis import given
from hypothesis import strategies as st

from handlers.replies.typed_commands import Suggestion, TypedCommand, read_command
from tests.cases import each

KNOWN: dict[str, tuple[str, ...]] = {
    "stats": ("report", "estadisticas"),
    "why": (),
    "pause": ("hold",),
    "resume": (),
    "help": ("menu", "ayuda"),
    "launch": (),
    "count": ("how many",),
}
DANGEROUS = ("pause", "launch")


@each(
    ("text", "read"),
    [
        ("/stats 30d", TypedCommand("stats", ("30d",))),
        ("/stats@tiger_bot 30d", TypedCommand("stats", ("30d",))),
        ("stats", TypedCommand("stats", ())),
        ("Statz 7d", TypedCommand("stats", ("7d",))),
        ("show me the stats please", None),
        ("30d stats", None),
        ("how many in vip", TypedCommand("count", ("in", "vip"))),
        ("why Asha", TypedCommand("why", ("Asha",))),
        ("estadísticas", TypedCommand("stats", ())),
        ('/launch "Big sale" vip', TypedCommand("launch", ("Big sale", "vip"))),
        ("pause", TypedCommand("pause", ())),
        ("pauze", Suggestion("pause")),
        ("/pauze", Suggestion("pause")),
        ("lauch diwali", Suggestion("launch")),
        ("diwali pause", None),
        ("lunch at 1?", None),
        ("thanks team", None),
        ("is the refund policy 30 days?", None),
        ("the pause button is broken on my phone", None),
        ("/nothing", None),
        ("", None),
        ("/", None),
    ],
)
def test_command(text: str, read: TypedCommand | Suggestion | None) -> None:
    assert read_command(text, KNOWN, dangerous=DANGEROUS) == read


@given(st.text(max_size=80))
def test_a_dangerous_command_runs_only_when_spelt_out(text: str) -> None:
    read = read_command(text, KNOWN, dangerous=DANGEROUS)
    if isinstance(read, TypedCommand) and read.name in DANGEROUS:
        assert any(spelling in text.casefold() for spelling in (read.name, *KNOWN[read.name]))

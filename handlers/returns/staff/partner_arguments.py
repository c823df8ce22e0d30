"""How the staff names a partner in a command: by its name, a part of it, or the reference of a button."""

from __future__ import annotations

from collections.abc import Sequence

from flows.name_folding import fold_name
from flows.phrase import Lines, Text, phrase, tap
from flows.promotions.sponsor import Sponsor
from handlers.staff_chat.argument_questions import quote_unread
from handlers.staff_chat.command_arguments import Argument, FoundArgument, Known, Missing
from handlers.staff_chat.staff_command import IssuedCommand, Reply, list_buttons
from storage.promotions.sponsors import Sponsors
from templates.message_values import one_line

COMMAND = "partners"
"""The command of partners."""
MOST_BUTTONS = 8
_REF = 12  # hexadecimal digits at the end of an id


def get_ref(sponsor: Sponsor) -> str:
    """Return the partner's reference in the commands of buttons: names may hold signs that a command cannot."""
    return sponsor.id.hex[-_REF:]


def list_partner_buttons(some: Sequence[Sponsor], *verb: str) -> tuple[tuple[str, Text], ...]:
    """Return a button for each of the first partners; without a ``verb`` it shows the partner."""
    return list_buttons((tap(COMMAND, *verb, get_ref(one)), one_line(one.name)) for one in some[:MOST_BUTTONS])


def make_partner_argument(verb: str) -> Argument:
    """Make the argument for the partner of a subcommand; it asks back for the ``verb``. "": an optional partner."""
    verbs = (verb,) if verb else ()

    async def find(asked: IssuedCommand, _known: Known, words: tuple[str, ...]) -> FoundArgument | Missing | Reply:
        every = await asked.turn.unit.of(Sponsors).all()
        said = fold_name(" ".join(words))
        if not words or not every:
            return Missing()
        exact = [one for one in every if said in {get_ref(one), fold_name(one.name)}]
        found = exact or [one for one in every if said in fold_name(one.name)]
        if len(found) == 1:
            return FoundArgument(found[0].id, (), found[0])
        unknown = phrase("partner_unknown", unread=quote_unread(words))
        buttons = list_partner_buttons(found or every, *verbs)
        return Reply(Lines((unknown, phrase("which_partner"))), buttons, understood=False, asks=())

    async def ask(asked: IssuedCommand, _known: Known) -> Reply:
        every = await asked.turn.unit.of(Sponsors).all()
        text = phrase("which_partner") if every else phrase("no_partner_yet")
        return Reply(text, list_partner_buttons(every, *verbs))

    return Argument("sponsor", "NAME" if verb else "", find, ask if verb else None)

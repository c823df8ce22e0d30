"""``parley export contact`` and ``parley erase contact``: a person's data, exported or erased for good."""

from __future__ import annotations

import asyncio
import json as json_text
from typing import TYPE_CHECKING, Annotated

import typer

from bot.commands import options

if TYPE_CHECKING:
    from uuid import UUID

    from bot.config import Settings
    from handlers.engine.turn import Turn
    from storage.people.people import Contact

Named = Annotated[str, typer.Argument(metavar="CONTACT", help="An id, a number or a name.")]


class NobodyMeant(LookupError):
    """The input matches no person, or several."""


class NotErased(Exception):
    """The person cannot be erased; the message says why."""


def export(
    business: options.Business,
    contact: Named,
    html: Annotated[bool, typer.Option("--html", help="Print a page to read instead of JSON.")] = False,
) -> None:
    """Print all data of a person as JSON, to answer their request or to move it elsewhere.

    docs/privacy.md explains the JSON. The export closes an open request of the person.

    \b
    Example:
      parley export contact +13145550142 --business tiger > dana.json
      parley export contact +13145550142 --business tiger --html > dana.html
    """
    typer.echo(asyncio.run(_export(options.load_settings(), business, contact, html=html)))


def erase(
    business: options.Business,
    contact: Named,
    yes: Annotated[bool, typer.Option("--yes", help="Erase; without --yes only show what would be erased.")] = False,
    cancel_orders: Annotated[
        bool, typer.Option("--cancel-orders", help="Cancel the person's open orders and refund them.")
    ] = False,
    json: options.Json = False,
) -> None:
    """Erase the personal data of a person for good, as the law requires; ledgers keep only ids.

    Without --yes nothing is deleted: the command shows what would be, and the exit code is 0, as with --dry-run. The
    exit code is 1 if no person or several match, or if open orders must be cancelled first (--cancel-orders).

    \b
    Example:
      parley erase contact +13145550142 --business tiger
      parley erase contact +13145550142 --business tiger --yes
    """
    who, told = asyncio.run(_erase(options.load_settings(), business, contact, yes=yes, cancel_orders=cancel_orders))
    text = told if yes else f"{told}\nnothing is deleted yet: run it again with --yes"
    options.tell({"business": business, "contact": str(who), "erased": yes}, text, as_json=json)


async def _export(settings: Settings, business: str, contact: str, *, html: bool) -> str:
    """Return the record of a person as JSON or as a page, and close their request. Raises NobodyMeant."""
    from bot.conversations import CONVERSATIONS
    from bot.database import open_database
    from flows.actor import COMMAND_LINE
    from flows.engine import Subject
    from handlers.engine import person_language
    from handlers.privacy import data_requests
    from handlers.privacy.person_record import load_record, make_document, make_page
    from storage.erasure.personal_record import ANSWERED
    from templates.record_page import render_record

    async def work(turn: Turn) -> str:
        person = await _find_contact(turn, contact)
        record = await load_record(turn, person.id)
        await turn.unit.access.log(COMMAND_LINE, ANSWERED, turn.now, Subject("contact", person.id))
        await data_requests.close(turn, person.id, "export", COMMAND_LINE)
        if html:
            return render_record(make_page(turn, record, person_language.of(person, turn.business)))
        return json_text.dumps(make_document(turn, record), ensure_ascii=False, indent=2)

    async with open_database(settings) as database:
        return await database.turns(settings, CONVERSATIONS).act(business, work)


async def _erase(
    settings: Settings, business: str, contact: str, *, yes: bool, cancel_orders: bool
) -> tuple[UUID, str]:
    """Erase the person if ``yes``; return the person and a description of the erased data. Raises NobodyMeant,
    NotErased."""
    from bot.conversations import CONVERSATIONS
    from bot.database import open_database
    from flows.actor import COMMAND_LINE
    from handlers.actions.action import Origin, Refused
    from handlers.engine.person_language import make_english
    from handlers.privacy.person_erasure import Erase, erase, list_lost, would_erase

    async def work(turn: Turn) -> tuple[UUID, str]:
        person = await _find_contact(turn, contact)
        command = Erase(person.id)
        try:
            preview = await would_erase(turn, command)
        except Refused as refused:
            raise NotErased(make_english(turn).say(refused.text)) from None
        told = make_english(turn).say(preview.text)
        if yes and not cancel_orders and await list_lost(turn, person.id):
            raise NotErased(f"other things end with them; --cancel-orders erases them anyway. {told}")
        if yes:
            await erase(turn, Origin(COMMAND_LINE, f"erase:{person.id}"), command)
        return person.id, told

    async with open_database(settings) as database:
        return await database.turns(settings, CONVERSATIONS).act(business, work)


async def _find_contact(turn: Turn, contact: str) -> Contact:
    """Return the one person who matches the input. Raises NobodyMeant."""
    from handlers.actions import message_explanation, person_story
    from handlers.engine.person_language import ENGLISH

    found = [one for one in await message_explanation.find(turn, contact) if one.erased_at is None]
    if not found:
        raise NobodyMeant(f"no person of {turn.business.id} matches {contact!r}")
    if len(found) > 1:
        several = ", ".join([f"{ENGLISH.say(await person_story.get_name(turn, one))} is {one.id}" for one in found])
        raise NobodyMeant(f"several people match {contact!r}; name one of them: {several}")
    return found[0]

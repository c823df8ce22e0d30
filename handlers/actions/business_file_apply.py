"""The application of a business file: the business and everything that belongs to it, in one transaction."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import TYPE_CHECKING

from flows.actor import COMMAND_LINE, Actor
from flows.business import Business
from flows.channels import CHANNELS, PROVEN_SECTIONS, PROVEN_TITLES, SIMULATED, Provider
from flows.connections import CONNECTIONS, PROPOSER, PROPOSER_RATE, UNDERSTANDING
from flows.policy.rule_exceptions import list_loosened
from handlers.actions.business_file_changes import list_differences
from handlers.actions.secret_vault import SecretVault
from handlers.actions.setting_precedence import describe_precedence, settle, tell_overtaken
from handlers.actions.staff_members import StartLink, has_staff_chat, make_links, put_staff
from handlers.business_file import BusinessFile, FileMistake, WrongBusinessFile
from handlers.business_file.toml_lines import find_line
from handlers.business_file.toml_table import spell_path
from handlers.calls.call_names import CHECK_LINK, MENU, PLANNER
from handlers.engine import nightly_ranks
from storage.businesses.businesses import bump
from storage.database.stores import Database
from storage.events.recurring_events import fire_now
from storage.sending.senders import UNPACED
from storage.unit import Unit

if TYPE_CHECKING:
    from handlers.conversation import Conversations

_PLACEHOLDER = re.compile(r"what-botfather|your[-_]|change-?me|placeholder|x{6}|<.+>|\.\.\.|…", re.IGNORECASE)
ONE_SMS_RULE = "one-sms-per-cart"
LOOSENED, TIGHTENED = "loosened", "kept again"
"""The audit's names of a change of a default rule of the law or the carriers."""

_TAKEN = (
    "{} is what the business {} sends from, and everybody who writes there would be its customer alone: send from "
    "another one here, or take it out of that business's file and apply that first"
)


@dataclass(frozen=True, slots=True)
class Applied:
    """The result of applying a file.

    ``changes`` is empty if nothing changed; ``links`` are for all staff members and shops that are not linked;
    ``warnings`` are hints for the business about its settings. ``refused`` counts the messages refused so far by the
    rule of one SMS per cart; ``later`` names the sections that this version does not use. ``chosen`` says for each
    setting changed in chat whether it stays (handlers/actions/setting_precedence.py).
    """

    business: str
    changes: tuple[str, ...]
    links: tuple[StartLink, ...]
    warnings: tuple[str, ...]
    refused: int
    later: tuple[str, ...]
    chosen: tuple[str, ...] = ()


class _Undo(Exception):
    """Raised to roll back a dry run; it carries the result."""

    def __init__(self, applied: Applied) -> None:
        super().__init__("nothing is to be changed")
        self.applied = applied


async def apply_file(
    conversations: Conversations,
    store: Database,
    file: BusinessFile,
    vault: SecretVault,
    now: datetime,
    elapsed: datetime,
    *,
    dry_run: bool = False,
    actor: Actor = COMMAND_LINE,
) -> Applied:
    """Apply a file, or with ``dry_run`` only report the changes: then no link is made.

    Raises DatabaseAway; WrongBusinessFile if it names a sender of another business. ``actor`` is recorded in the audit.
    """

    async def work(unit: Unit) -> Applied:
        applied = await apply(conversations, unit, file, vault, now, elapsed, actor)
        if dry_run:
            raise _Undo(applied)
        return applied

    try:
        return await store.write(file.business.id, work)
    except _Undo as undone:
        links = tuple(StartLink(link.name, "") for link in undone.applied.links)
        return replace(undone.applied, links=links)


async def apply(
    conversations: Conversations,
    unit: Unit,
    file: BusinessFile,
    vault: SecretVault,
    now: datetime,
    elapsed: datetime,
    actor: Actor = COMMAND_LINE,
) -> Applied:
    """Change the business of this unit to match its file; repeating it changes nothing, but makes new links.

    Running processes see it within a second. Raises ValueError if the unit is another business's.
    """
    if file.business.id != unit.business:
        raise ValueError(f"the file is for {file.business.id!r}, not for {unit.business!r}")
    settled = await settle(unit, file, now)
    file, business = settled.file, settled.file.business
    tenant = await unit.businesses.get()
    changes = await _put_business(unit, tenant.business if tenant else None, business, now)
    mended = await _put_secrets(unit, _secrets(file, vault), vault, now)
    sending = await _put_senders(unit, business, elapsed)
    if mended or sending:
        await unit.senders.resume()  # the change may have fixed their fault
    changes += mended + await put_staff(unit, file.staff, now)
    words = list(settled.words)
    for one in conversations.applying:
        words += await one.words(unit, file)
        changes += await one.put(unit, file, now)
    await tell_overtaken(unit, words, now)
    await _note_looser(unit, tenant.business if tenant else None, business, actor, now)
    if changes or sending:
        await unit.access.log(actor, "applied", now, changes=len(changes))
        if tenant is not None:  # a new business gets them from its first day's job
            await _renew_menus(unit, business, now)
            await _count_anew(unit, tenant.business, business, now)
        await bump(unit)  # of two concurrent applications one waits here, and sees the other's senders
    await _refuse_taken(unit, file)
    links = await make_links(unit, business, vault, now)
    for one in conversations.applying:
        links += await one.links(unit, business, vault, now)
    refused = await unit.messages.count(status="refused", code=ONE_SMS_RULE)
    warnings = tuple(_warnings(conversations, file, now.date()))
    return Applied(business.id, tuple(changes), links, warnings, refused, file.later, describe_precedence(words))


async def _renew_menus(unit: Unit, business: Business, now: datetime) -> None:
    """Update the command menus, which depend on the staff, their roles and languages, and the goods."""
    if any(CHANNELS[one.channel].has_menu and one.provider != SIMULATED for one in business.channels):
        await fire_now(unit, MENU, now)


async def _count_anew(unit: Unit, before: Business, after: Business, now: datetime) -> None:
    """Recompute the customers' spending if the business's currency has changed."""
    if before.currency != after.currency:
        await fire_now(unit, nightly_ranks.JOB, now)


def _warnings(conversations: Conversations, file: BusinessFile, day: date) -> Iterator[str]:
    """Yield warnings about settings that are allowed but that the owner should know about."""
    yield from map(str, list_loosened(file.business))
    if not any(entry.role == "owner" for entry in file.staff):
        yield 'this business has no owner: add [[staff]] with role = "owner" to get questions of customers'
    if file.staff and not has_staff_chat(file.business):
        yield (
            f"the staff's chat needs {PROVEN_TITLES}: without {PROVEN_SECTIONS} the staff gets no messages, "
            "and there is no start link"
        )
    for one in conversations.applying:
        yield from one.warns(file, day)
    for name in sorted(one for one, secret in file.secrets.items() if _PLACEHOLDER.search(secret)):
        yield f"{name} looks like an example, not your own secret: it can neither send nor receive"
    for path in file.plain:
        yield f'{path} is in the file itself: write "env:NAME" there, and put the secret into the environment or .env'


async def _put_business(unit: Unit, before: Business | None, after: Business, now: datetime) -> list[str]:
    changed = await unit.businesses.put(after, now)
    if before is None:
        return [f"new business {after.id}: {after.name}"]
    return (list_differences(before, after) or ["settings are kept in the form of this version"]) if changed else []


def _secrets(file: BusinessFile, vault: SecretVault) -> dict[str, str]:
    """Return the file's secrets; a bot with no webhook secret gets one that is always the same."""
    bots = [one.channel for one in file.business.channels if one.provider == Provider.TELEGRAM]
    made = {name: vault.fingerprint(f"{name} of {file.business.id}") for name in (f"{bot}.secret" for bot in bots)}
    return {**file.secrets, **{name: secret for name, secret in made.items() if name not in file.secrets}}


async def _put_secrets(unit: Unit, secrets: dict[str, str], vault: SecretVault, now: datetime) -> list[str]:
    known = await unit.businesses.secrets()
    changes = []
    for name, secret in secrets.items():
        if await unit.businesses.put_secret(name, vault.encrypt(secret), vault.fingerprint(secret), now):
            changes.append(f"secret {name}: {'another one' if name in known else 'stored'}")
    for name in known:
        if name not in secrets:
            await unit.businesses.drop_secrets(name)
            changes.append(f"secret {name}: forgotten")
    return changes


async def _refuse_taken(unit: Unit, file: BusinessFile) -> None:
    """Refuse senders that belong to other businesses, because messages to a sender have one receiver. Raises
    WrongBusinessFile."""
    mistakes = []
    for one in file.business.channels:
        other = await unit.senders.find_elsewhere(one.channel, one.address) if one.provider != SIMULATED else None
        if other is not None:
            at = ("channels", one.channel)
            mistakes.append(FileMistake(find_line(file.lines, at), spell_path(at), _TAKEN.format(one.address, other)))
    if mistakes:
        raise WrongBusinessFile(mistakes)


async def _put_senders(unit: Unit, business: Business, elapsed: datetime) -> bool:
    """Store a sender for every channel and store, and delete the others; return True if any changed."""
    wanted = _senders(business)
    known = {sender.channel: sender for sender in await unit.senders.all()}
    for channel, (provider, address, rate) in wanted.items():
        sender = known.get(channel)
        if sender is None or (sender.provider, sender.address, sender.rate) != (provider, address, rate):
            await unit.senders.put(channel, provider, address, rate, elapsed)
            known.pop(channel, None)
    gone = [sender.id for channel, sender in known.items() if channel not in wanted and channel not in _STAYING]
    await unit.senders.retire(gone, elapsed)
    return bool(gone) or not wanted.keys() <= known.keys()


_STAYING = frozenset({PLANNER, CHECK_LINK, UNDERSTANDING})
"""Our senders whose queue needs no account: a waiting proposal gets an answer without it."""


def _senders(business: Business) -> dict[str, tuple[str, str, float]]:
    """Return provider, address and rate by channel; stores and payment accounts count as channels named like their
    systems.

    All simulated systems are one channel.
    """
    channels = {channel.channel: (channel.provider, channel.address, channel.rate) for channel in business.channels}
    for store in business.stores:
        channels[store.provider] = (store.provider, store.domain or store.provider, _rate(store.provider))
    for account in business.payments:
        asked = (account.provider, account.account or account.provider, _rate(account.provider))
        channels.setdefault(account.provider, asked)
    if business.second is not None:
        channels[UNDERSTANDING] = (PROPOSER, business.second.url, PROPOSER_RATE)
    return channels


def _rate(provider: str) -> float:
    return UNPACED if provider == SIMULATED else CONNECTIONS[provider].rate


async def _note_looser(unit: Unit, before: Business | None, after: Business, actor: Actor, now: datetime) -> None:
    """Record in the audit who loosened a rule of policy or restored it."""
    was = {one.rule for one in list_loosened(before)} if before is not None else set()
    is_now = {one.rule for one in list_loosened(after)}
    for rule in sorted(is_now - was):
        await unit.access.log(actor, rule, now, rule=LOOSENED)
    for rule in sorted(was - is_now):
        await unit.access.log(actor, rule, now, rule=TIGHTENED)

"""``bench mails``: mails, each judged, from the outbox to a mail server on loopback; and pages while mails leave.

The same run measures a bare loop of aiosmtplib with the same texts, the same number of connections and the same server.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bot.bench import bench_people, bench_shop, child_process
from bot.bench.bench_people import CrowdMember
from bot.bench.bench_sheet import Sheet, at_least, at_most
from bot.bench.bench_shop import BUSINESS, SHOP
from bot.bench.campaign_bench import make_pages
from bot.bench.child_process import Child
from bot.bench.delivery_bench import LostDelivery, count_statuses
from bot.bench.outbox_drain import wait_until_empty
from bot.bench.request_load import ask_until
from bot.channels.email.mail_layout import write_html
from bot.channels.email.smtp_connections import MOST_CONNECTIONS
from bot.clock import SystemClock
from bot.config import load
from bot.ids import Ids
from bot.vault import Vault
from flows.business import Business, ChannelSettings, MailServer, MailTls
from flows.channels import EMAIL
from flows.delivery import MessageStatus
from flows.policy.departure_facts import Programme
from handlers.actions.api_keys import create_key
from storage.sending.senders import UNPACED
from templates.message_library import Library

OURS, BARE = "Parley", "bare aiosmtplib"
ALONE, QUIET, BUSY, PACED = "alone", "quiet", "meanwhile", "meanwhile, at the usual rate"
RATE, PAGE = "mails", "page, p99"
SENDER = "hello@bench.example"
SERVER = MailServer("127.0.0.1", 25, MailTls.NONE, name=SHOP.name)  # PARLEY_SMTP_URL leads to the stub
HOUSE = replace(
    SHOP,
    mailing_address="12 Main St, Newark, NJ 07102",
    channels=(ChannelSettings(EMAIL.name, "smtp", SENDER, rate=UNPACED, mail=SERVER),),
)
SLOW_HOUSE = replace(HOUSE, channels=(replace(HOUSE.channels[0], rate=EMAIL.rate),))
"""A business whose mails leave at the rate of a business that sets none."""


@dataclass(frozen=True, slots=True)
class MailsPlan:
    """The measurement: ``messages`` in the outbox, seconds of page requests without mails, and the messages of the
    case that is ``paced``."""

    runs: int = 5
    messages: int = 5_000
    quiet: float = 5.0
    paced: int = 200
    database_url: str | None = None


async def measure_mails(plan: MailsPlan) -> Sheet:
    """Run the benchmark and return its sheet. Raises LostDelivery, RequestFailed, Lived, Died (without aiosmtpd)."""
    settings = {"runs": plan.runs, "messages": plan.messages, "connections": MOST_CONNECTIONS}
    sheet = Sheet("mails", {**bench_shop.describe_database(plan.database_url), **settings})
    with bench_shop.make_folder() as folder:
        async with child_process.running("mail server", child_process.module("bot.bench.mail_stub"), folder) as server:
            port = (await server.read_message())["port"]
            for run in range(plan.runs):
                place = folder / str(run)
                place.mkdir()
                url = plan.database_url or f"sqlite:///{place}/parley.db"
                await _send_ours(sheet, plan, url, server, port, place)
                await _send_bare(sheet, plan, server, port, place)
                await _ask_pages(sheet, plan, url, server, port, place)
                await _ask_pages(sheet, plan, url, server, port, place, paced=True)
    ours, bare = (OURS, ALONE, RATE), (BARE, ALONE, RATE)
    sheet.compare("Parley / bare aiosmtplib", ours, bare, at_least(0.5))
    for case in (BUSY, PACED):
        sheet.compare(f"{PAGE}: {case} / {QUIET}", (OURS, case, PAGE), (OURS, QUIET, PAGE), at_most(3))
    return sheet


async def _prepare(url: str, many: int, house: Business = HOUSE) -> str:
    """Fill a fresh database, whose outbox holds ``many`` mails that may leave; return an API key."""
    await bench_shop.prepare_business(url, house)
    clock = SystemClock()
    ids, now, people = Ids(clock), clock.now(), _list_people(many)
    vault = Vault(load(bench_shop.make_environment(url)).require_secret())
    async with bench_shop.open_store(url) as store:
        await bench_people.settle_in(store, people, Programme.REMINDERS, now, EMAIL.name)
        sender = await bench_shop.find_sender(store, EMAIL.name)
        await bench_people.queue(store, people, sender, ids, now, EMAIL.name)
        key = await store.write(BUSINESS, lambda unit: create_key(unit, ("read",), now, vault))
    await bench_shop.settle_down(url, counted=True)
    return key


def _list_people(many: int) -> list[CrowdMember]:
    members = bench_people.generate_members(Ids(SystemClock()), many, bench_people.load_homes()[:50])
    return [replace(one, number=f"ann{index}@mail.example") for index, one in enumerate(members)]


def _make_environment(url: str, port: int) -> dict[str, str]:
    return bench_shop.make_environment(url, PARLEY_SMTP_URL=f"smtp://127.0.0.1:{port}")


async def _send_ours(sheet: Sheet, plan: MailsPlan, url: str, server: Child, port: int, folder: Path) -> None:
    await _prepare(url, plan.messages)
    command = child_process.module("bot.bench.outbox_drain", EMAIL.name)
    async with child_process.running("worker", command, folder, _make_environment(url, port)) as process:
        await process.read_message()
        told = await process.ask(go=True)
    await _check(url, server, plan.messages)
    sheet.note(OURS, ALONE, RATE, "/s", plan.messages / (told["ended"] - told["began"]))


async def _check(url: str, server: Child, many: int) -> None:
    """Check that each mail arrived once. Raises LostDelivery."""
    taken = await server.ask(totals=True)
    async with bench_shop.open_store(url) as store:
        standing = await count_statuses(store)
    if taken != {"many": many, "people": many} or standing.get(MessageStatus.SENT.value) != many:
        raise LostDelivery(f"of {many} mails the server took {taken}; ours: {standing}")


async def _send_bare(sheet: Sheet, plan: MailsPlan, server: Child, port: int, folder: Path) -> None:
    mails = _write_mails(folder, _list_people(plan.messages))
    command = child_process.module("bot.bench.bare_mail_client", str(port), str(mails), str(MOST_CONNECTIONS))
    async with child_process.running("bare", command, folder) as process:
        await process.read_message()
        told = await process.ask(go=True)
    if (taken := await server.ask(totals=True)) != {"many": plan.messages, "people": plan.messages}:
        raise LostDelivery(f"of {plan.messages} mails of the bare loop the server took {taken}")
    sheet.note(BARE, ALONE, RATE, "/s", plan.messages / (told["ended"] - told["began"]))


def _write_mails(folder: Path, people: Sequence[CrowdMember]) -> Path:
    """Write the same texts as mails, one per line, and return the file."""
    library, file, subject = Library.load(), folder / "mails", "You left Tiger Print Shorts in your cart"
    with file.open("w", encoding="utf-8") as lines:
        for one in people:
            text = bench_people.render_reminder(library, one, EMAIL.name)
            page = write_html(subject, "en", text, (), HOUSE.mailing_address, None)
            told = {"From": SENDER, "To": one.number, "Subject": subject, "text": text, "html": page}
            lines.write(json.dumps(told) + "\n")
    return file


async def _ask_pages(
    sheet: Sheet, plan: MailsPlan, url: str, server: Child, port: int, folder: Path, *, paced: bool = False
) -> None:
    """Request pages of a serving process before its workers send the mails, and meanwhile."""
    many = plan.paced if paced else plan.messages
    key = await _prepare(url, many, SLOW_HOUSE if paced else HOUSE)
    command = child_process.module("bot.bench.web_process")
    async with child_process.running("web", command, folder, _make_environment(url, port)) as process:
        here, pages = (await process.read_message())["port"], make_pages(key)
        await ask_until(asyncio.sleep(1), here, pages)
        (quiet,), _ = await ask_until(asyncio.sleep(plan.quiet), here, pages)
        async with bench_shop.open_store(url) as store:
            await process.ask(do="act")
            (busy,), _ = await ask_until(wait_until_empty(store, BUSINESS), here, pages)
    await _check(url, server, many)
    for case, load_ in [(PACED, busy)] if paced else [(QUIET, quiet), (BUSY, busy)]:
        sheet.note(OURS, case, PAGE, "ms", load_.slowest(0.99) * 1000)

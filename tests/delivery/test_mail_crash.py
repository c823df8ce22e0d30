"""The power is cut after a mail server took a mail, and before anybody stored that: the mail is never sent twice."""

from __future__ import annotations

from pathlib import Path

from flows.delivery import MessageStatus
from flows.mail_address import MAIL
from tests.delivery import mailing
from tests.delivery.test_crash import world_of
from tests.processes.place import Starter
from tests.providers.smtp import DATA, SmtpStand

ADDRESS = "ann@mail.example"


async def test_a_mail_whose_answer_nobody_read_is_not_sent_again(
    database: str, tmp_path: Path, launcher: Starter
) -> None:
    async with SmtpStand() as provider, world_of(database, tmp_path, launcher, mailing.file()) as world:
        world.served.environ["PARLEY_SMTP_URL"] = provider.url
        provider.fail(at=DATA, slow=True, stored=True)
        await world.served.start()
        await world.remind(MAIL)
        await world.killed_while_it_waits_for(provider.gate, lambda: len(provider.messages))
        await world.served.start()
        await world.calm()
        assert (len(provider.messages), (await world.reminder()).status) == (1, MessageStatus.UNKNOWN)
        assert provider.messages[0].to == ADDRESS

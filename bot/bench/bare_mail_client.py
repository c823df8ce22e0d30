"""The bare loop: mails by aiosmtplib over a few connections, without any check or storage.

``python -m bot.bench.bare_mail_client PORT FILE CONNECTIONS`` reads one mail a line, as JSON. It builds each mail from
its text and its HTML, as every sender must.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Iterator
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from pathlib import Path

from aiosmtplib import SMTP

from bot.bench import child_process, stopwatch


async def _send_all(port: int, mails: list[dict[str, str]], connections: int) -> None:
    clients = [SMTP(hostname="127.0.0.1", port=port, start_tls=False) for _ in range(connections)]
    await asyncio.gather(*(client.connect() for client in clients))
    child_process.say(ready=True)
    await child_process.receive_message()
    began, waiting = stopwatch.read_stopwatch(), iter(mails)
    await asyncio.gather(*(_send(client, waiting) for client in clients))
    child_process.say(began=began, ended=stopwatch.read_stopwatch())
    await asyncio.gather(*(client.quit() for client in clients))


async def _send(client: SMTP, waiting: Iterator[dict[str, str]]) -> None:
    for told in waiting:
        mail = EmailMessage(policy=SMTP_POLICY)
        for name in ("From", "To", "Subject"):
            mail[name] = told[name]
        mail.set_content(told["text"])
        mail.add_alternative(told["html"], subtype="html")
        await client.send_message(mail)


if __name__ == "__main__":
    lines = Path(sys.argv[2]).read_text(encoding="utf-8").splitlines()
    asyncio.run(_send_all(int(sys.argv[1]), [json.loads(line) for line in lines], int(sys.argv[3])))

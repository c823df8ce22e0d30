"""Mails as a mail program shows them: on a phone and a laptop, light and dark, with the picture that they carry.

With SHOTS, the pictures in docs/ are taken.
"""

from __future__ import annotations

import base64
import os
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from io import BytesIO
from typing import Literal
from uuid import UUID

import pytest
from PIL import Image, ImageDraw
from playwright.async_api import Browser, Page, ViewportSize

from bot.channels.email.mail_message import write_mail
from flows.business import MailServer
from flows.delivery import Key, Outgoing
from flows.message_files import Attachment
from tests.browser.phones import DOCS
from tests.browser.test_track import _FAINT, _LOW, _WIDE

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="package")]

NARROW, WIDE = ViewportSize(width=375, height=720), ViewportSize(width=1024, height=720)
SCHEMES: tuple[Literal["light", "dark"], ...] = ("light", "dark")
TEXT = """Hi Ann, you left the Blue kurta in your cart at Tiger Tees.

It is kept for you until Friday, in size M. How it is washed: https://shop.example/care/blue-kurta?size=M

If something is unclear, just answer this mail."""
HINDI = """नमस्ते अंजलि, नीला कुर्ता अभी भी आपकी कार्ट में है।

https://shop.example/एक-बहुत-लंबा-पता/जिसे-कहीं-तोड़ा-नहीं-जा-सकता/क्योंकि-उसमें-कोई-खाली-जगह-नहीं"""


def draw_picture() -> Attachment:
    """A picture of 1120 × 420, as a shop has."""
    image = Image.new("RGB", (1120, 420), "#dbe7ff")
    draw = ImageDraw.Draw(image)
    draw.polygon([(400, 90), (500, 60), (620, 60), (720, 90), (690, 170), (650, 155), (650, 370), (470, 370),
                  (470, 155), (430, 170)], fill="#1d4ed8")  # fmt: skip
    written = BytesIO()
    image.save(written, "PNG", optimize=True)
    return Attachment("kurta.png", "image/png", written.getvalue())


LETTER = Outgoing(
    UUID(int=1),
    "ann@mail.example",
    TEXT,
    keys=(Key("open", "Open my cart", "https://shop.example/l/1"),),
    file=draw_picture(),
    shown=True,
    marketing=True,
    subject="You left Blue kurta in your cart",
    end=Key("end", "Unsubscribe", "https://shop.example/u/tiger.abc"),
    footer="Tiger Tees, 12 Main St, Newark, NJ 07102",
)
HINDI_LETTER = Outgoing(UUID(int=2), "a@mail.example", HINDI, subject="नीला कुर्ता", footer="Tiger Tees", locale="hi")


def show_mail(outgoing: Outgoing) -> str:
    """The page of a mail, with the picture that it carries."""
    written = write_mail(outgoing, MailServer("mail.example", 25), "hello@tigertees.example", datetime.now(UTC))
    mail = message_from_bytes(written, policy=default)
    assert isinstance(mail, EmailMessage)
    html = mail.get_body(("related", "html"))
    assert isinstance(html, EmailMessage)
    pictures = list(html.iter_attachments()) if html.is_multipart() else []
    body = html.get_body(("html",))
    assert body is not None
    page = str(body.get_content())
    for picture in pictures:
        data = base64.b64encode(picture.get_content()).decode()
        page = page.replace(f"cid:{picture['Content-ID'].strip('<>')}", f"data:image/png;base64,{data}")
    return page


async def open_mail(page: Page, outgoing: Outgoing, scheme: Literal["light", "dark"]) -> None:
    await page.emulate_media(color_scheme=scheme)
    await page.set_content(show_mail(outgoing))
    await page.add_style_tag(content=":root { background: Canvas }")  # so that the page's colour can be asked for


@pytest.mark.parametrize(
    "outgoing", [pytest.param(LETTER, id="with a picture"), pytest.param(HINDI_LETTER, id="hi", marks=pytest.mark.long)]
)
async def test_a_mail_is_read_on_each_screen_light_and_dark(browser: Browser, outgoing: Outgoing) -> None:
    async with await browser.new_context() as context:
        page = await context.new_page()
        for size in (NARROW, WIDE):
            await page.set_viewport_size(size)
            for scheme in SCHEMES:
                await open_mail(page, outgoing, scheme)
                assert [await page.evaluate(one) for one in (_FAINT, _WIDE, _LOW)] == [[], 0, []], (size, scheme)
                shown = await page.evaluate("() => [...document.images].map((one) => [one.naturalWidth, one.width])")
                assert all(natural == 1120 and 300 < width <= 560 for natural, width in shown)
                assert len(shown) == outgoing.shown


@pytest.mark.skipif(not os.environ.get("SHOTS"), reason="takes the pictures in docs/; run with SHOTS=1")
@pytest.mark.long
async def test_pictures_of_a_mail(browser: Browser) -> None:
    async with await browser.new_context(viewport=ViewportSize(width=375, height=500)) as context:
        page = await context.new_page()
        for scheme in SCHEMES:
            await open_mail(page, LETTER, scheme)
            await page.screenshot(path=str(DOCS / f"mail-{scheme}.png"), full_page=True)

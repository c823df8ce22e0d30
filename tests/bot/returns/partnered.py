"""A partner on its pages: a real server with the sign-in, the session's cookie and its forms."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO

from aiohttp import FormData, web
from aiohttp.test_utils import TestClient
from PIL import Image

from bot.app import Service
from bot.proxies import Proxies
from bot.returns.offer_image_route import OfferImages
from bot.returns.sponsor_offer_pages import LARGEST_FILE, SponsorOfferPages
from bot.returns.sponsor_pages import KIND, SponsorPages
from bot.web.session_pages import PageLogin, SessionPages
from bot.web.web_server import build
from flows.promotions.promotion import Promotion
from flows.promotions.sponsor import Sponsor
from handlers.engine.page_login import make_login_link
from handlers.engine.turn import Turn
from storage.promotions.promotions import Promotions
from storage.promotions.sponsors import Sponsors

OURS = "https://parley.example"
HOME = "/page/partner"
RETURNS = """
[channels.sms]
provider = "simulator"
from = "+13145550100"

[channels.telegram]
provider = "simulator"
token = "1:a"
username = "tiger_bot"
"""
TYPED = {
    "brand": "boots & co", "title": "Autumn sale", "text": "20 % off all boots", "url": "https://boots.example/sale",
    "ends": "2026-12-24", "once": "form-1", "do": "save",
}  # fmt: skip


def make_pages(service: Service) -> web.Application:
    """The pages as the service serves them."""
    pages = SessionPages(service.turns, Proxies(), KIND, LARGEST_FILE)
    images = OfferImages(service.turns, service.accounts.photographs)
    parts = (SponsorPages(pages), SponsorOfferPages(pages, images.keep), PageLogin(service.turns, Proxies(), (KIND,)))
    return build(*(part.add_to for part in parts))


def draw(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    """A picture."""
    body = BytesIO()
    Image.new("RGB", size, "#0b5f4b").save(body, kind)
    return body.getvalue()


@dataclass(slots=True)
class Partner:
    """A partner's browser, which sends its cookie and follows no redirect."""

    client: TestClient[web.Request, web.Application]
    service: Service
    sponsor: Sponsor
    cookie: str = ""
    token: str = ""
    location: str = ""

    async def get(self, path: str = "") -> tuple[int, str]:
        """The status and text of a page."""
        async with self.client.get(HOME + path, headers={"Cookie": self.cookie}, allow_redirects=False) as answer:
            return answer.status, await answer.text()

    async def post(self, path: str, typed: Mapping[str, str], image: bytes | None = None) -> tuple[int, str]:
        """The status and text that answer a form; where it leads is the ``location`` below the start page."""
        form = FormData([("csrf", self.token), *typed.items()])
        if image is not None:
            form.add_field("image", BytesIO(image), filename="a.png", content_type="image/png")
        headers = {"Cookie": self.cookie, "Origin": OURS}
        async with self.client.post(HOME + path, data=form, headers=headers, allow_redirects=False) as answer:
            self.location = answer.headers.get("Location", "").removeprefix(HOME)
            return answer.status, await answer.text()

    async def sign_in(self) -> None:
        """Open the link from the chat and press its button."""

        async def make(turn: Turn) -> str:
            return await make_login_link(turn, "sponsor", self.sponsor.id)

        link = (await self.service.turns.act("tiger", make)).removeprefix(OURS)
        async with self.client.post(link, headers={"Origin": OURS}, allow_redirects=False) as answer:
            assert (answer.status, answer.headers["Location"]) == (303, HOME)
            self.cookie = answer.headers["Set-Cookie"].partition(";")[0]
        found = re.search(r'name="csrf" value="([0-9a-f]+)"', (await self.get())[1])
        assert found is not None
        self.token = found[1]

    async def list_offers(self) -> list[Promotion]:
        """The partner's offers, newest first."""
        return list(await self.service.turns.look("tiger", lambda turn: turn.unit.of(Promotions).of(self.sponsor.id)))

    async def read(self) -> Sponsor:
        """The partner as it is stored."""
        found = await self.service.turns.look("tiger", lambda turn: turn.unit.of(Sponsors).get(self.sponsor.id))
        assert found is not None
        return found

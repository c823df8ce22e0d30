"""An installation for the doctor to look at, and the parts of its business file."""

from __future__ import annotations

from pydantic import SecretStr

from bot.clock import SystemClock
from bot.config import Settings
from bot.conversations import CONVERSATIONS
from bot.doctor import examine
from bot.examination.doctor_finding import Finding
from bot.vault import Vault
from handlers.actions.business_file_apply import apply_file
from handlers.business_file import read_business_file
from storage.database.stores import Database
from tests.bot.installed import HEAD
from tests.providers.twilio import ACCOUNT, NUMBER, TOKEN, WHATSAPP

KEY = "k" * 40
PUBLIC = "https://parley.example"
TERMS, PRIVACY = (f'{page} = "https://tigertees.example/{page}"\n' for page in ("terms", "privacy"))  # of [business]
SIMULATED = '\n[channels.sms]\nprovider = "simulator"\n'
SMS = f'\n[channels.sms]\nprovider = "twilio"\naccount_sid = "{ACCOUNT}"\nauth_token = "{TOKEN}"\nfrom = "{NUMBER}"\n'
CHAT = SMS.replace("channels.sms", "channels.whatsapp").replace(NUMBER, WHATSAPP)
SID = f"HX{1:032}"
SHOPIFY = """
[stores.shopify]
domain = "parley-dev.myshopify.com"
webhook_secret = "w"
access_token = "shpat_test"
"""
BOT = '\n[channels.telegram]\nprovider = "simulator"\n'
OWNER = '\n[[staff]]\nname = "Asha"\nrole = "owner"\naddress = "telegram:99"\n'


class Installation:
    """A database with a business, and where its vendors stand."""

    def __init__(self, url: str, store: Database) -> None:
        self.store = store
        self.clock = SystemClock()
        self.settings = Settings(database_url=url, secret_key=SecretStr(KEY), public_url=PUBLIC)

    async def apply(self, more: str, key: str = KEY) -> None:
        file = read_business_file(HEAD + more, {})
        await apply_file(CONVERSATIONS, self.store, file, Vault(key), self.clock.now(), self.clock.get_real_time())

    def reach(self, **settings: object) -> None:
        self.settings = self.settings.model_copy(update=settings)

    async def examine(self, *, fix: bool = False, business: str | None = None) -> list[Finding]:
        return await examine(self.settings, business, fix)

    async def to_do(self, *, fix: bool = False) -> list[str]:
        return [found.text for found in await self.examine(fix=fix) if not found.ok]

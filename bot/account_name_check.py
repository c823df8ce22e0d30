"""A check at start-up that the link to each account opens the account itself, not another one."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import structlog

from bot.channels.channel import NamedChannel
from bot.channels.channel_vendors import VENDORS
from bot.open_turns import OpenTurns
from flows.channels import SIMULATED
from handlers.engine.turn import UnknownBusiness
from storage.database.stores import DatabaseAway

log = structlog.get_logger()


async def warn_of_other_names(turns: OpenTurns, account_of: Callable[[str, str], Awaitable[Any | None]]) -> None:
    """Log a warning for each business whose links open another account, so that its customers' messages never
    arrive."""
    with suppress(DatabaseAway, UnknownBusiness):  # one that is taken out meanwhile needs no warning
        for business, tenant in (await turns.tenants()).items():
            for settings in tenant.business.channels:
                named = settings.provider != SIMULATED and VENDORS[settings.provider].named
                account = await account_of(business, settings.channel) if named else None
                wrong = await account.check_name() if isinstance(account, NamedChannel) else None
                if wrong is not None:
                    log.warning("another account", business=business, what=wrong)

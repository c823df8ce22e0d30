"""Messages of paused or ended campaigns: a condition for the moment that marks messages as sending."""

from flows.campaigns.campaign import STOPPED
from storage.sql import bulk_statements

_ITS = "SELECT 1 FROM campaigns WHERE campaigns.business = messages.business AND campaigns.id = messages.campaign"
IS_STOPPED = f"EXISTS ({_ITS} AND {bulk_statements.among('campaigns.status', STOPPED)})"
"""The SQL condition on messages of halted campaigns, which do not leave."""

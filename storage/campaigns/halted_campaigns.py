"""Messages of campaigns that were paused or are over: a condition for the moment at which messages are marked."""

from flows.campaigns.campaign import STOPPED
from storage.sql import bulk_statements

_ITS = "SELECT 1 FROM campaigns WHERE campaigns.business = messages.business AND campaigns.id = messages.campaign"
IS_STOPPED = f"EXISTS ({_ITS} AND {bulk_statements.among('campaigns.status', STOPPED)})"
"""In words of the schema: nothing of a message's campaign leaves."""

"""Messages of campaigns that were paused or ended: a condition for the moment at which messages are marked."""

from flows.campaigns.campaign import HELD
from storage import bulk

_ITS = "SELECT 1 FROM campaigns WHERE campaigns.business = messages.business AND campaigns.id = messages.campaign"
HELD_BACK = f"EXISTS ({_ITS} AND {bulk.among('campaigns.status', HELD)})"
"""In words of the schema: nothing of its campaign leaves."""

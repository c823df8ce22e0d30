"""The endpoints of campaigns, loaded on demand: their models take longer to load than to use."""

from handlers.campaigns.api.campaign_crud import (
    change_campaign,
    delete_campaign,
    list_campaigns,
    make_campaign,
    show_one_campaign,
)
from handlers.campaigns.api.launch_endpoints import (
    cancel_campaign,
    launch_campaign,
    pause_campaign,
    preview_campaign,
    resume_campaign,
)
from handlers.campaigns.api.result_endpoints import report_campaigns, show_campaign_results

ENDPOINTS = (
    list_campaigns, make_campaign, show_one_campaign, change_campaign, delete_campaign, preview_campaign,
    launch_campaign, pause_campaign, resume_campaign, cancel_campaign, show_campaign_results, report_campaigns,
)  # fmt: skip

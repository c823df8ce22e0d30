"""The routes of campaigns."""

from handlers.api.routes import ApiRoute

LIST_CAMPAIGNS = ApiRoute("GET", "/api/notifications/campaigns")
MAKE_CAMPAIGN = ApiRoute("POST", "/api/notifications/campaigns")
SHOW_CAMPAIGN = ApiRoute("GET", "/api/notifications/campaigns/{id}")
CHANGE_CAMPAIGN = ApiRoute("PUT", "/api/notifications/campaigns/{id}")
DELETE_CAMPAIGN = ApiRoute("DELETE", "/api/notifications/campaigns/{id}")
PREVIEW_CAMPAIGN = ApiRoute("POST", "/api/notifications/campaigns/{id}/preview", bare=True)
LAUNCH_CAMPAIGN = ApiRoute("POST", "/api/notifications/campaigns/{id}/launch")
PAUSE_CAMPAIGN = ApiRoute("POST", "/api/notifications/campaigns/{id}/pause", bare=True)
RESUME_CAMPAIGN = ApiRoute("POST", "/api/notifications/campaigns/{id}/resume", bare=True)
CANCEL_CAMPAIGN = ApiRoute("POST", "/api/notifications/campaigns/{id}/cancel", bare=True)
SHOW_CAMPAIGN_RESULTS = ApiRoute("GET", "/api/notifications/campaigns/{id}/results")
REPORT_CAMPAIGNS = ApiRoute("GET", "/api/v1/reports/campaigns")

ROUTES = (
    LIST_CAMPAIGNS, MAKE_CAMPAIGN, SHOW_CAMPAIGN, CHANGE_CAMPAIGN, DELETE_CAMPAIGN, PREVIEW_CAMPAIGN, LAUNCH_CAMPAIGN,
    PAUSE_CAMPAIGN, RESUME_CAMPAIGN, CANCEL_CAMPAIGN, SHOW_CAMPAIGN_RESULTS, REPORT_CAMPAIGNS,
)  # fmt: skip

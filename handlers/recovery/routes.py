"""Where recovery's report is reached."""

from handlers.api.routes import Route

REPORT_RECOVERY = Route("GET", "/api/v1/reports/recovery")

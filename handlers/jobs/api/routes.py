"""Where jobs are reached; each is asked for where what it does is reached."""

from handlers.api.routes import Route

LIST_JOBS = Route("GET", "/api/jobs")
SHOW_JOB = Route("GET", "/api/jobs/{id}")
CANCEL_JOB = Route("DELETE", "/api/jobs/{id}")

ROUTES = (LIST_JOBS, SHOW_JOB, CANCEL_JOB)
"""All of them."""

"""Where segments are reached."""

from handlers.api.routes import Route

LIST_SEGMENTS = Route("GET", "/api/segments")
MAKE_SEGMENT = Route("POST", "/api/segments")
SHOW_SEGMENT = Route("GET", "/api/segments/{id}")
CHANGE_SEGMENT = Route("PUT", "/api/segments/{id}")
DELETE_SEGMENT = Route("DELETE", "/api/segments/{id}")
SHOW_SEGMENT_FIGURES = Route("GET", "/api/segments/{id}/analytics")

ROUTES = (LIST_SEGMENTS, MAKE_SEGMENT, SHOW_SEGMENT, CHANGE_SEGMENT, DELETE_SEGMENT, SHOW_SEGMENT_FIGURES)
"""All of them; a segment's customers are listed where customers are."""

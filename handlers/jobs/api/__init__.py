"""Jobs by the REST API: list, show, cancel."""

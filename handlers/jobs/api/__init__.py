"""Jobs by the REST API: listed, shown, cancelled."""

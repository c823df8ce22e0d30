"""Plans stored as data: created, run by the sequence engine, worded, judged, and turned on and off in chat."""

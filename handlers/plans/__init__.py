"""Plans stored as data: entered, run by the sequence engine, worded, judged, turned on and off in chat."""

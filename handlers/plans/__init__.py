"""Plans that are kept as data: entered, run by the engine of sequences, worded, judged, turned on and off in chat."""

"""Readers of people's texts: pure functions from a text to its meaning, with neither a clock nor a database.

A text becomes words (`text_normalisation`), words become classes (`word_grammar`, `word_lists`), and rules match
classes (`moment_phrases`, `commands`, `yes_no`). Learned signs (`text_signs`, `text_evidence`) weigh what rules cannot
express: `opt_out_recognition`, `weighed_answer` and `customer_concerns`. `harm_thresholds` has the confidence that each
deed needs. handlers/sourcing reads the answers of shops. docs/understanding.md has the readers' accuracy.
"""

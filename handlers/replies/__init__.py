"""Readers of people's texts: pure functions from a text to its meaning, without a clock or a database.

A text becomes words (`text`), words become classes (`grammar`, `word_lists`), and rules match classes (`moments`,
`commands`, `yes_no`). Learned signs (`signs`, `evidence`) weigh what rules cannot express: `optout`, `answering` and
`concerns`. `harm` has the confidence that each deed needs. handlers/sourcing reads the answers of shops.
docs/understanding.md has the readers' accuracy.
"""

"""Reading what people write: pure functions from a text to what it says, without a clock or a database.

A text becomes words (`text`), words become classes (`grammar`, `word_lists`), and rules speak of classes (`moments`,
`commands`, `yes_no`). What cannot be said by rules is weighed by learned signs (`signs`, `evidence`): `optout`,
`answering` and `concerns`; `harm` says what each deed needs of that. What shops answer is read in handlers/sourcing.
docs/understanding.md says how well they read.
"""

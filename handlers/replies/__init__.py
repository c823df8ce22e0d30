"""Reading what people write: pure functions from a text to what it says, without a clock or a database.

A text becomes words (`text`), words become classes (`grammar` and the `*_words` modules), and each reader's rules speak
of classes: `optout`, `yes_no`, `intents`, `moments`, `commands`, and `stock` for what shops answer.
docs/understanding.md says how well they read.
"""

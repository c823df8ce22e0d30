"""Readers of people's texts: pure functions from a text to its meaning, with neither a clock nor a database.

A text becomes words (text_normalisation.py), words become classes (word_grammar.py, word_lists.py), and rules match
classes (moment_phrases.py, typed_commands.py, yes_no.py). Learned weights (text_signs.py, text_evidence.py) read what
rules cannot express: opt_out_recognition.py, weighed_answer.py and customer_concerns.py. harm_thresholds.py has the
probability that each action needs. handlers/sourcing reads the answers of shops.
docs/understanding.md has the readers' accuracy.
"""

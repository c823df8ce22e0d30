"""Use cases: what people, commands and programs can have done; one function each."""

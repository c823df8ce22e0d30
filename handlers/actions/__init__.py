"""Use cases: the actions of people, commands and programs, one function each."""

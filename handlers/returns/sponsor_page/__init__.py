"""The pages of a sponsor without HTTP: the form of an offer, and previews of it."""

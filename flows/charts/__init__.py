"""Charts as values: what is compared, with which numbers; how one is drawn stands in bot/charts."""

"""An oracle: what holds of marketing, asks to agree and nudges, written a second time, from the statutes.

It knows nothing of `flows/policy` but the shapes of a planned send and of a verdict. `python -m tests.oracle` draws
persons with several addresses and numbers at random moments, walks every area code through the days on which clocks
change and the law rests, asks both, and prints where they differ.

What it forbids is of two grades (`Grade`): what the law's text says beyond doubt, and what a careful reading would
rather not do, where either verdict is right. Three promises that no law asks are of the first grade as well: the hours
of nudges, the shop's limits on asks, and that nothing is sent first to premium numbers.
"""

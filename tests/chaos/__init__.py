"""Chaos: the service in four processes, a database and a provider that fail at random, and a checker that knows none
of the service's code and says what was broken.

By itself each part is short. ``make chaos`` gives them ten minutes and ten thousand people; ``SECONDS``, ``PEOPLE``
and ``SEED`` change that.
"""

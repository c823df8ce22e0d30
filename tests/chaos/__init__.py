"""Chaos: the service in four processes, a database and a provider that fail at random, and a checker that knows none
of the service's code and says what was broken.

By itself a run of the tests sees one short storm, with every deed in it. ``make chaos`` gives a storm and a soak ten
minutes each, ten thousand people a race of STOPs, and takes the database away for a minute; ``SECONDS``, ``PEOPLE`` and
``SEED`` change that. ``make soak`` is the soak alone, and draws its curve.
"""

"""The parts of step 0002, which brings a database of release 0.1.0 to the tables of 0.2.0.

The step does not import ``storage.schema``: the schema goes on changing after the release, and this step does not.
"""

"""The same work by other people's means, for `parley bench`; their packages stand in the extra `peers`.

They run with a Python that has those packages; the tests import none of them.
"""

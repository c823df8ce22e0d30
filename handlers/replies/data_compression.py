"""Compression of small data files: LZMA without a frame, for bytes that repeat in rows and planes."""

import lzma

_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9, "lc": 0, "pb": 0}]


def squeeze(body: bytes) -> bytes:
    """Return the bytes compressed."""
    return lzma.compress(body, format=lzma.FORMAT_RAW, filters=_FILTERS)


def decompress(squeezed: bytes) -> bytes:
    """Return the uncompressed bytes. Raises ValueError for incomplete input."""
    try:
        return lzma.decompress(squeezed, format=lzma.FORMAT_RAW, filters=_FILTERS)
    except lzma.LZMAError as wrong:
        raise ValueError(f"not whole ({wrong}): make them anew with make learn") from wrong

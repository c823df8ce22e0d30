"""Compression of small data files: LZMA with no header, for bytes that repeat in rows and planes."""

import lzma

_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9, "lc": 0, "pb": 0}]


def squeeze(body: bytes) -> bytes:
    """Compress the bytes."""
    return lzma.compress(body, format=lzma.FORMAT_RAW, filters=_FILTERS)


def decompress(squeezed: bytes) -> bytes:
    """Decompress the bytes. Raises ValueError if the input is incomplete."""
    try:
        return lzma.decompress(squeezed, format=lzma.FORMAT_RAW, filters=_FILTERS)
    except lzma.LZMAError as wrong:
        raise ValueError(f"not whole ({wrong}): make them anew with make learn") from wrong

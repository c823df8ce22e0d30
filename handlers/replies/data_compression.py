"""Small files of data squeezed as far as they go: LZMA without a frame, for bytes that repeat in rows and planes."""

import lzma

_FILTERS = [{"id": lzma.FILTER_LZMA2, "preset": 9, "lc": 0, "pb": 0}]


def squeeze(body: bytes) -> bytes:
    """These bytes in fewer."""
    return lzma.compress(body, format=lzma.FORMAT_RAW, filters=_FILTERS)


def unsqueeze(squeezed: bytes) -> bytes:
    """The bytes that were squeezed. Raises ValueError where they are not whole."""
    try:
        return lzma.decompress(squeezed, format=lzma.FORMAT_RAW, filters=_FILTERS)
    except lzma.LZMAError as wrong:
        raise ValueError(f"not whole ({wrong}): make them anew with make learn") from wrong

"""How much is imported, whatever the file says or hides."""

MOST_RECORDS = 2_000_000
MOST_BYTES = 4 * 2**30
"""Of all content together, decompressed."""
MOST_PIXELS = 50_000_000
"""Of one image: a camera of 50 megapixels."""
MOST_RATIO = 200
"""By which a file in an archive may grow: what is text or image grows by less, what is a trap by more."""

"""Counts with their nouns in English texts: `1 entry`, `20 entries`."""


def counted(count: int, one: str, many: str = "") -> str:
    """The count and its noun; `many` is the plural where an s alone does not make it."""
    return f"{count} {one if count == 1 else many or f'{one}s'}"

"""The values of a row of an answer, whatever shape the row has."""

from typing import Any

Row = dict[str, Any]


def text_in(row: Row, column: str) -> str | None:
    """The text in a column; null where it holds none."""
    value = row.get(column)
    return value if isinstance(value, str) else None


def parent_in(row: Row, relationship: str) -> Row:
    """The row that a lookup leads to; an empty one where it leads to none."""
    value = row.get(relationship)
    return value if isinstance(value, dict) else {}


def children_in(row: Row, relationship: str) -> list[Row]:
    """The rows of a subquery."""
    records = parent_in(row, relationship).get("records")
    return records if isinstance(records, list) else []


def value_at(row: Row, path: str) -> Any:
    """The value at a path such as `EntityDefinition.QualifiedApiName`; null where the path leads nowhere."""
    value: Any = row
    for step in path.split("."):
        value = value.get(step) if isinstance(value, dict) else None
    return value

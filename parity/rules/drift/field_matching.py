"""What the rules on fields share: matching a field's attribute, and where in Setup a field is changed."""

from collections.abc import Callable
from typing import Any

from parity.compare.difference import Difference, Kind

SETUP = "Setup > Object Manager > {object} > Fields & Relationships"
METADATA = "metadata: CustomField {object}.{component}"


def attribute_in(
    attributes: frozenset[str], test: Callable[[Any, Any], bool] = lambda _s, _p: True
) -> Callable[..., bool]:
    """Fires on a field's attribute in the set whose two values pass the test (sandbox, production)."""

    def fires(difference: Difference) -> bool:
        return (
            difference.kind is Kind.FIELD
            and difference.attribute in attributes
            and test(difference.sandbox, difference.production)
        )

    return fires


def attribute_is(*names: str) -> Callable[..., bool]:
    """Fires on a field's attribute of one of these names."""
    return attribute_in(frozenset(names))

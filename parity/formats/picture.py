"""The API budget as a small bar chart: plain numbers on one scale, for a template to draw."""

from msgspec import Struct

from parity.languages.speech import _
from parity.marketo_measure.api_budget import ApiBudget

WIDTH = 600
_LEAST = 2


class Bar(Struct, frozen=True):
    """One bar: what it shows, its credits, its length in the picture, its place from the top, its look."""

    label: str
    credits: int
    length: int
    top: int
    look: str


def budget_bars(budget: ApiBudget) -> tuple[Bar, ...]:
    """What production has a day and has left, what the tenant may spend a day, and what the first sync takes."""
    wanted = [
        (_("Production's API requests a day"), budget.org_max, "has"),
        (_("Left when this was collected"), budget.org_remaining, "left"),
        (_("The tenant's daily limit"), budget.daily_limit, "limit"),
        (_("First sync in all (estimate)"), budget.credits, "sync"),
    ]
    known = [(label, number, look) for label, number, look in wanted if number is not None]
    longest = max((number for _, number, _ in known), default=1) or 1
    return tuple(
        Bar(label, number, max(_LEAST, round(WIDTH * number / longest)), 44 * place, look)
        for place, (label, number, look) in enumerate(known)
    )

"""The report on paper: the page of html, printed by the Chromium that is installed."""

from parity.formats.chromium import printed
from parity.formats.html import page_of
from parity.verdict.result import Result, judged_at


def render(result: Result) -> bytes:
    """The report as a PDF whose dates are those of the judgement: the same Chromium gives the same bytes."""
    return printed(page_of(result, paper=True), judged_at(result))


def with_appendix(result: Result) -> bytes:
    """The same, with the findings that causes explain at the end."""
    return printed(page_of(result, paper=True, appendix=True), judged_at(result))

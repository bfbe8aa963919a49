"""How fast and how large the report is, as ratios of a plain loop over the same rows in the same run.

    python -m benchmarks.report

10,000 findings of every sort that the scenario `drifted` has, on objects of 900 components.
"""

import time
from collections.abc import Callable
from typing import Any

from jinja2 import Environment

from parity.config.policy import Policy
from parity.formats.html import page_of, render
from parity.formats.report_view.view import report_view
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.many_findings import with_findings
from tests.simulated import NOON, collected

_NUMBER = 10_000
_ROUNDS = 7
_TARGET_TIME, _TARGET_SIZE = 2.0, 6e6
#: What one would write first: everything that a finding says, in a loop.
_PLAIN = """<!doctype html><title>plain</title>
{% for one in findings %}
<article id="f-{{ one.fingerprint }}" class="{{ one.severity.value }}">
<h4>{{ one.severity.value }} <code>{{ one.object }}.{{ one.component }}</code> {{ one.attribute }}</h4>
<p>{{ one.message }}</p>
{% for item in one.items or [one] %}
<dl><dt>Production</dt><dd>{{ item.production }}</dd><dt>Sandbox</dt><dd>{{ item.sandbox }}</dd></dl>
{% endfor %}
<p>Fix: {{ one.fix }}</p>
<p>{{ one.rule }} {{ one.fingerprint }}</p>
</article>
{% endfor %}
"""


def plain(result: Result) -> bytes:
    """The same rows by a plain Jinja2 loop."""
    template = Environment(autoescape=True).from_string(_PLAIN)
    return template.render(findings=result.findings).encode()


def side_by_side(*works: Callable[[], Any]) -> list[float]:
    """The least processor time of each piece of work, in seconds. All take turns, so that what else the machine does
    is the same for all."""
    rounds = [[_spent(work) for work in works] for _ in range(_ROUNDS)]
    return [min(times) for times in zip(*rounds, strict=True)]


def _spent(work: Callable[[], Any]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def main() -> None:
    """Measure and print."""
    small = judge(*collected("drifted"), Policy(), tenant="Benchmark", judged_at=NOON)
    result = with_findings(small, _NUMBER)
    page, loop = render(result), plain(result)
    looped, viewed, rendered, sealed = side_by_side(
        lambda: plain(result), lambda: report_view(result), lambda: page_of(result), lambda: render(result)
    )
    print(f"report of {len(result.findings):,} findings")
    print(f"  plain Jinja2 loop      {looped:8.3f} s    1.0    {len(loop) / 1e6:5.2f} MB")
    print(f"  what the report says   {viewed:8.3f} s  {viewed / looped:5.1f}")
    print(f"  the page               {rendered:8.3f} s  {rendered / looped:5.1f}", end="")
    print(f"  (target: within {_TARGET_TIME:.0f} times)  {_verdict(rendered / looped <= _TARGET_TIME)}")
    print(f"  and the result in it   {sealed:8.3f} s  {sealed / looped:5.1f}    {len(page) / 1e6:5.2f} MB", end="")
    print(f"  (target: under {_TARGET_SIZE / 1e6:.0f} MB)  {_verdict(len(page) < _TARGET_SIZE)}")


def _verdict(reached: bool) -> str:
    return "reached" if reached else "NOT REACHED"


if __name__ == "__main__":
    main()

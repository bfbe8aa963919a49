"""How quick the first filter of a large report is, as a ratio of a plain loop over the same page in the same run.

    python -m benchmarks.report_filter

10,000 findings in the installed Chromium. Every round opens the page anew, for the first filter is the slow one.
"""

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from parity.config.policy import Policy
from parity.formats.html import render
from parity.verdict.judge import judge
from tests.browser import CHROMIUM, QUIET
from tests.many_findings import with_findings
from tests.simulated import NOON, collected

_NUMBER = 10_000
_ROUNDS = 5
#: Seconds; and how many times as long as the plain loop, which neither counts nor opens causes nor keeps the address.
_TARGET, _TARGET_RATIO = 0.2, 2.0
_FILTERS = {"by object": ("filter-object", "Lead"), "by a word": ("filter-text", "component_00")}
_TIMED = """([work, id, value]) => {
  const begun = performance.now();
  if (work === "plain") {
    for (const one of document.querySelectorAll(".finding")) {
      one.hidden = !one.textContent.toLowerCase().includes(value.toLowerCase());
    }
  } else {
    const box = document.getElementById(id);
    box.value = value;
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }
  document.body.getBoundingClientRect();
  return (performance.now() - begun) / 1000;
}"""


def measured(browser: Browser, path: Path, work: str, filtered: tuple[str, str]) -> float:
    """The least time in seconds of the first filter of a page that was just opened."""
    return min(_once(browser.new_page(), path, work, filtered) for _ in range(_ROUNDS))


def _once(page: Page, path: Path, work: str, filtered: tuple[str, str]) -> float:
    page.goto(path.as_uri())
    seconds = float(page.evaluate(_TIMED, [work, *filtered]))
    page.close()
    return seconds


def main() -> None:
    """Measure and print."""
    small = judge(*collected("drifted"), Policy(), tenant="Benchmark", judged_at=NOON)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        path = Path(folder, "report.html")
        path.write_bytes(render(with_findings(small, _NUMBER)))
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        print(f"the first filter of {_NUMBER:,} findings, in Chromium")
        for name, filtered in _FILTERS.items():
            plain, own = (measured(browser, path, work, filtered) for work in ("plain", "report"))
            reached = own < _TARGET and own / plain <= _TARGET_RATIO
            print(f"  {name:10} plain loop {plain:6.3f} s    report {own:6.3f} s  {own / plain:4.1f}", end="")
            print(f"  (target: within {_TARGET_RATIO:.0f} times, under {_TARGET} s)", end="  ")
            print("reached" if reached else "NOT REACHED")
        browser.close()


if __name__ == "__main__":
    main()

"""Pictures of the report's first screen: four verdicts, light, dark, on a phone and on paper. To be looked at.

python -m tests.screens build/screens
python -m tests.screens build/screens docs/images/report.png    # and the one of the README
"""

import shutil
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Literal

from msgspec import Struct
from playwright.sync_api import Browser, sync_playwright

from parity.config.policy import Policy, Waiver
from parity.formats.html import render
from parity.formats.registry import all_formats
from parity.languages.language import LANGUAGES
from parity.languages.speech import speaking
from parity.rules.finding import Severity
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.browser import CHROMIUM, QUIET
from tests.simulated import NOON, collected

_PEOPLE = ("Dana Hill", "Min-jun Park")


class Look(Struct, frozen=True):
    """How a page is looked at."""

    name: str
    width: int
    height: int
    scheme: Literal["light", "dark"] = "light"


_LOOKS = (
    Look("light", 1280, 800),
    Look("dark", 1280, 800, "dark"),
    Look("phone", 390, 844),
    Look("narrow", 320, 640),
)


def results() -> dict[str, Result]:
    """A result of each verdict, by the name of its pictures."""
    accepted = judge(*collected("triggers-off"), Policy(), tenant="Northwind", judged_at=NOON)
    waivers = tuple(
        Waiver(
            fingerprint=one.fingerprint,
            seen=one.seen,
            items=tuple(item.name for item in one.items),
            by=_PEOPLE[at % len(_PEOPLE)],
            reason="Switched on in the sandbox with the release of next week",
            expires=NOON.date() + timedelta(days=60),
        )
        for at, one in enumerate(accepted.findings)
        if one.severity is not Severity.INFO
    )
    made = {
        "go": ("identical", Policy()),
        "go-with-waivers": ("triggers-off", Policy(waivers=waivers)),
        "no-go": ("drifted", Policy()),
        "inconclusive": ("no-tooling", Policy()),
    }
    return {
        name: judge(*collected(scenario), policy, tenant="Northwind", judged_at=NOON)
        for name, (scenario, policy) in made.items()
    }


def take(browser: Browser, name: str, page: Path, out: Path) -> None:
    """All pictures of one page."""
    for look in _LOOKS:
        context = browser.new_context(
            viewport={"width": look.width, "height": look.height}, color_scheme=look.scheme, reduced_motion="reduce"
        )
        shown = context.new_page()
        shown.goto(page.as_uri())
        shown.screenshot(path=out / f"{name}-{look.name}.png")
        context.close()


def paper(name: str, result: Result, out: Path) -> None:
    """The PDF, and its first page as a picture where poppler is installed."""
    (out / f"{name}.pdf").write_bytes(all_formats()["pdf"].render(result))
    if shutil.which("pdftoppm"):
        subprocess.run(
            ["pdftoppm", "-r", "80", "-f", "1", "-l", "1", "-singlefile", "-png", f"{name}.pdf", f"{name}-paper"],
            cwd=out,
            check=True,
        )


def main(out: Path, readme: Path | None) -> None:
    """Write the pictures into `out`, and the README's where it is asked for."""
    out.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        for name, result in results().items():
            page = (out / f"{name}.html").resolve()
            page.write_bytes(render(result))
            take(browser, name, page, out)
            paper(name, result, out)
        for language in LANGUAGES[1:]:
            page = (out / f"no-go-{language.code}.html").resolve()
            with speaking(language):
                page.write_bytes(render(results()["no-go"]))
            take(browser, f"no-go-{language.code}", page, out)
        if readme is not None:
            readme.write_bytes((out / "no-go-light.png").read_bytes())
        browser.close()
    print(f"Wrote {len(list(out.iterdir()))} files into {out}")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else None)

"""A report in a real browser: fixtures for every test that opens one."""

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Dialog, Page, Request, expect, sync_playwright

from parity.config.policy import Policy
from parity.formats.html import render
from parity.snapshot.records import Snapshot
from parity.verdict.judge import judge
from parity.verdict.result import Result
from tests.simulated import NOON

Pair = Callable[[str], tuple[Snapshot, Snapshot]]
#: In milliseconds: a big report on a busy machine.
_LONGEST = 120_000
#: What a page does after a click or a key comes when it comes: `expect` waits for it.
expect.set_options(timeout=_LONGEST)
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-dev-shm-usage",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        there = CHROMIUM or Path(playwright.chromium.executable_path).exists()
        if not there and not os.environ.get("CI"):
            pytest.skip("no browser on this machine, and none could be installed")
        running = playwright.chromium.launch(executable_path=CHROMIUM, args=QUIET, timeout=_LONGEST)
        yield running
        running.close()


@pytest.fixture
def result_of(snapshots: Pair) -> Callable[..., Result]:
    return lambda scenario, policy=None: judge(*snapshots(scenario), policy or Policy(), tenant="Tests", judged_at=NOON)


class Opened:
    """A report in the browser, with everything that it did on its own."""

    def __init__(self, page: Page, path: Path) -> None:
        self.page = page
        self.requests: list[str] = []
        self.dialogs: list[str] = []
        self.complaints: list[str] = []
        page.set_default_timeout(_LONGEST)
        page.on("request", self._requested)
        page.on("dialog", self._asked)
        page.on("console", lambda message: self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(path.as_uri())

    def _asked(self, dialog: Dialog) -> None:
        self.dialogs.append(dialog.message)
        dialog.dismiss()

    def _requested(self, request: Request) -> None:
        if not request.is_navigation_request():
            self.requests.append(request.url)


Open = Callable[[Result], Opened]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Open]:
    context = browser.new_context()

    def open_report(result: Result) -> Opened:
        path = tmp_path / "report.html"
        path.write_bytes(render(result))
        return Opened(context.new_page(), path)

    yield open_report
    context.close()

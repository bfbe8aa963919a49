"""Lines in a terminal: broken between words, below the text that they belong to, and only where a person reads them."""

from collections.abc import Callable

import click
import pytest

from parity.cli.terminal import fit
from parity.cli.terminal.fit import fitted

Terminal = Callable[[int], None]
LABELLED = "  blocker     Two fields hold less in production than in the sandbox"


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setattr(fit, "is_terminal", lambda: True)
    return lambda columns: monkeypatch.setenv("COLUMNS", str(columns))


def test_a_long_line_goes_on_below_its_own_text(terminal: Terminal) -> None:
    terminal(44)
    assert fitted(LABELLED).split("\n") == [
        "  blocker     Two fields hold less in",
        "              production than in the sandbox",
    ]
    assert fitted("  The switch cannot be undone: there is no way back.").split("\n") == [
        "  The switch cannot be undone: there is no",
        "    way back.",
    ]
    assert fitted("before  channels       Settings > Channels: recorded").split("\n") == [
        "before  channels       Settings > Channels:",
        "                       recorded",
    ]
    assert fitted("  - Nobody works as that user through a proxy.").split("\n") == [
        "  - Nobody works as that user through a",
        "    proxy.",
    ]
    assert fitted(f"Do it in a private window, {'please ' * 4}").split("\n")[1].startswith("please")


def test_what_fits_and_what_a_person_copies_stays_as_it_is(terminal: Terminal) -> None:
    terminal(44)
    command = "       parity checklist authorize-user --note 'who looked, where, what was seen'"
    short = "NO-GO  Northwind"
    assert fitted(f"{short}\n{command}") == f"{short}\n{command}"
    whole = "`ledger: {key_file: parity-ledger.key}`"
    named = "Lead.Customer_Number__c bcab8989c9abb379,"
    assert fitted(f"  Account.ERP_Id__c 1b1bb77ed5081691, {named}").split("\n")[1:] == [f"    {named}"]
    assert whole in fitted(f"  Add to parity.yaml at the end of the file: {whole} and then again")


def test_colours_take_no_room_and_wide_letters_take_two_columns(terminal: Terminal) -> None:
    terminal(44)
    painted = LABELLED.replace("blocker", click.style("blocker", fg="red"))
    assert click.unstyle(fitted(painted)) == fitted(LABELLED)
    assert len(fitted("  차단     " + "프로덕션에서만 필수 " * 4).split("\n")) == 4


def test_a_pipe_and_a_very_narrow_terminal_get_the_lines_whole(
    terminal: Terminal, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal(30)
    assert fitted(LABELLED) == LABELLED
    monkeypatch.setattr(fit, "is_terminal", lambda: False)
    terminal(44)
    assert fitted(LABELLED) == LABELLED

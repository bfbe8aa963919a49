"""--quiet and --verbose, before and after each command, and what they ask for."""

from collections.abc import Iterator

import click
import pytest

from parity.cli.main import COMMANDS, cli
from parity.cli.terminal.context import console_of


def every_command() -> Iterator[tuple[str, ...]]:
    root = click.Context(cli, info_name="parity")
    for name in COMMANDS:
        command = cli.get_command(root, name)
        yield (name,)
        for inner in command.commands if isinstance(command, click.Group) else ():
            yield name, inner


@pytest.mark.parametrize("words", list(every_command()), ids=" ".join)
def test_every_command_and_subcommand_offers_both(words: tuple[str, ...]) -> None:
    command: click.Command = cli
    context = click.Context(cli, info_name="parity")
    for word in words:
        assert isinstance(command, click.Group)
        found = command.get_command(context, word)
        assert found is not None
        command = found
    text = command.get_help(context)
    assert text.count("--quiet") == 1
    assert text.count("--verbose") == 1


@pytest.mark.parametrize(
    ("words", "quiet", "verbose"),
    [
        ([], False, False),
        (["-q"], True, False),
        (["@", "--quiet"], True, False),
        (["@", "@", "-q"], True, False),
        (["-v", "@", "-q"], True, True),
        (["@", "-v", "@"], False, True),
        (["-q", "@", "@", "-v"], True, True),
    ],
)
def test_what_is_asked_at_any_level_holds(
    monkeypatch: pytest.MonkeyPatch, words: list[str], quiet: bool, verbose: bool
) -> None:
    seen = []

    @click.group()
    def outer() -> None:
        """A command with one inside."""

    @outer.command("log")
    @click.pass_context
    def inner(ctx: click.Context) -> None:
        seen.append(console_of(ctx))

    module = type("module", (), {"command": outer})
    monkeypatch.setattr("parity.cli.main.importlib.import_module", lambda _: module)
    places = iter(["audit", "log"])
    typed = [next(places) if word == "@" else word for word in words] + list(places)
    cli.main(args=typed, prog_name="parity", standalone_mode=False)
    assert (seen[0].quiet, seen[0].verbose) == (quiet, verbose)

"""Every file and folder that a command line names: empty, a dash, a folder without a name of its own."""

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from parity.cli.main import COMMANDS, cli
from tests.program import parity

#: Where `-` is standard output (docs/formats.md).
_TAKE_A_DASH = {("check", "output"), ("report", "output")}
_SIGN_IN = "{method: sf-cli, alias: acme}"
_SETTINGS = (
    f"tenant: {{name: Acme}}\norgs:\n  sandbox: {{sign_in: {_SIGN_IN}}}\n  production: {{sign_in: {_SIGN_IN}}}\n"
)


def paths_of(command: click.Command, name: str) -> Iterator[tuple[str, click.Parameter]]:
    for one in command.params:
        if isinstance(one.type, click.Path):
            yield name, one
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        yield from paths_of(inner, f"{name} {inner.name}")


def all_paths() -> list[tuple[str, click.Parameter]]:
    context = click.Context(cli)
    commands = [(cli.get_command(context, name), name) for name in COMMANDS]
    return [found for command, name in commands if command for found in paths_of(command, name)]


@pytest.mark.parametrize(("command", "parameter"), all_paths(), ids=lambda one: getattr(one, "name", one))
def test_what_is_no_name_is_refused(command: str, parameter: click.Parameter) -> None:
    with pytest.raises(click.BadParameter, match="is a variable of your shell not set"):
        parameter.type.convert("", parameter, None)
    if (command, parameter.name) in _TAKE_A_DASH:
        assert parameter.type.convert("-", parameter, None) == Path("-")
    else:
        with pytest.raises(click.BadParameter, match=r"a file called so is \./-"):
            parameter.type.convert("-", parameter, None)


def test_an_empty_variable_writes_nothing_into_the_folder_at_hand(tmp_path: Path) -> None:
    assert parity("check", "--out", "", cwd=tmp_path).code == 2
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("place", [".", "/"])
@pytest.mark.parametrize(
    "command",
    [("audit", "verify"), ("policy", "explain"), ("waive", "1b1b"), ("report",), ("repair", "--explain"), ("digest",)],
)
def test_a_folder_in_the_place_of_a_file_is_told(command: tuple[str, ...], place: str, tmp_path: Path) -> None:
    (tmp_path / "parity.yaml").write_text(_SETTINGS)
    words = [*command, place] if command[0] != "waive" else ["waive", place, *command[1:]]
    done = parity(*words, cwd=tmp_path)
    assert (done.code, "this is a folder, and a file is wanted" in done.err) == (2, True), done.err

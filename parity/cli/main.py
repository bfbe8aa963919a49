"""The command line: finds the command, and turns a refusal into one message and the right exit code."""

import importlib
import os
import sys
from typing import Any, NamedTuple

import click

from parity import __version__
from parity.cli.terminal.path_names import refuse_no_names
from parity.cli.terminal.settings_file import about_settings, settings_of
from parity.cli.terminal.streams import not_told, pass_over, take_any_text, tell, write_commands


class CommandEntry(NamedTuple):
    """A command: its module in parity.cli.commands, what it does in one line, and the page that tells more."""

    module: str
    does: str
    page: str | None = None


#: Here, and nowhere else, so that `parity --help` imports none of the modules.
COMMANDS = {
    "init": CommandEntry("init", "Write a commented parity.yaml to start from."),
    "doctor": CommandEntry("doctor", "Ask each org whether parity can sign in and read what it needs."),
    "check": CommandEntry(
        "check", "Collect both orgs, compare, report; the exit code is the verdict's.", page="docs/ci.md"
    ),
    "collect": CommandEntry("collect", "Write the snapshot of one org."),
    "replay": CommandEntry(
        "replay", "Run a recorded check, collect or doctor again, offline.", page="docs/real-orgs.md"
    ),
    "import": CommandEntry(
        "import_files", "Make a snapshot from files that somebody else produced.", page="docs/importing.md"
    ),
    "compare": CommandEntry("compare", "Compare two snapshots, offline."),
    "report": CommandEntry("report", "Render a result again in other formats.", page="docs/formats.md"),
    "history": CommandEntry("history", "Verdicts and counts over time, as a table and as a picture."),
    "digest": CommandEntry("digest", "Print the digest of the metadata alone: a key for a cache."),
    "repair": CommandEntry(
        "repair", "Write a project that brings the sandbox to production's shape.", page="docs/repair.md"
    ),
    "waive": CommandEntry("waive", "Accept findings by name: write waivers into the policy.", page="docs/policy.md"),
    "policy": CommandEntry("policy", "What each line of the policy changed on a result.", page="docs/policy.md"),
    "rules": CommandEntry("rules", "List the rules, or show one in full.", page="docs/rules.md"),
    "approve": CommandEntry("approve", "Sign a result: a named person approves it for the switch."),
    "checklist": CommandEntry("checklist", "Record what people do before and after the switch."),
    "switch": CommandEntry(
        "switch", "Repoint the tenant to production, once and for ever, through the gate.", page="docs/switch.md"
    ),
    "status": CommandEntry("status", "Where the tenant points, since when, by whom, and what is still to do."),
    "audit": CommandEntry("audit", "Read the ledger, verify it, and export the evidence.", page="docs/evidence.md"),
    "simulate": CommandEntry(
        "simulate", "Run simulated orgs for training, tests and the demo.", page="docs/simulated-orgs.md"
    ),
}

_EPILOG = (
    "Exit codes: 0 GO or GO WITH WAIVERS, 1 NO-GO, 2 usage or input error, 3 INCONCLUSIVE or could not look.\n\n"
    "Example: parity init && parity doctor && parity check"
)


def _note(ctx: click.Context, option: click.Parameter, asked: bool) -> None:
    """Keep what any level of the command line asks for: before the command, after it, after a subcommand."""
    wanted = ctx.find_root().ensure_object(dict)
    wanted[option.name] = asked or wanted.get(option.name, False)


def _volume_options() -> list[click.Option]:
    """--quiet and --verbose, which every level of the command line takes."""
    texts = {
        ("--quiet", "-q"): "Only results, warnings and errors.",
        ("--verbose", "-v"): "A line for each request, and tracebacks of bugs.",
    }
    return [
        click.Option(names, is_flag=True, help=text, expose_value=False, callback=_note)
        for names, text in texts.items()
    ]


def _take_volume_options(command: click.Command) -> None:
    """Give --quiet and --verbose to a command and to all commands inside of it, once."""
    if not any(one.name == "quiet" for one in command.params):
        command.params += _volume_options()
    for inner in command.commands.values() if isinstance(command, click.Group) else ():
        _take_volume_options(inner)


class _Commands(click.Group):
    """Imports a command when it is called, not before."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"parity.cli.commands.{COMMANDS[cmd_name].module}")
        command: click.Command = module.command
        _take_volume_options(command)
        refuse_no_names(command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.does) for name, one in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        from difflib import get_close_matches

        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], COMMANDS, n=1)
            ctx.fail(f"there is no command {args[0]!r}.{f' Did you mean {near[0]!r}?' if near else ''}")
        return super().resolve_command(ctx, args)


@click.group(cls=_Commands, epilog=_EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="parity")
def cli() -> None:
    """Is the Salesforce sandbox an honest rehearsal of production?

    parity compares both orgs before Marketo Measure is repointed to production, which can never be undone,
    and says GO or NO-GO with the evidence.
    """


cli.params += _volume_options()


def main(arguments: list[str] | None = None) -> None:
    """Run the command line and exit with the code of docs/exit-codes.md."""
    words = sys.argv[1:] if arguments is None else arguments
    take_any_text()
    asked: dict[str, object] = {}
    try:
        code: Any = cli.main(args=words, prog_name="parity", standalone_mode=False, obj=asked)
    except click.exceptions.Abort:
        _print_error("stopped; nothing more is done")
        sys.exit(2)
    except click.ClickException as usage:
        _show(usage)
        _annotate(usage.format_message(), 2)
        sys.exit(2)
    except SystemExit:
        # So click ends where a reader has gone away: with 1, a verdict's code. None of parity's own texts comes here.
        sys.exit(0 if _asks_for_help(words) else 2)
    except Exception as problem:  # noqa: BLE001 (the last resort: a bug must not look like a verdict)
        told = not_told(problem) if isinstance(problem, OSError) and _asks_for_help(words) else problem
        sys.exit(_refusal(told, "--verbose" in words or "-v" in words, settings_of(asked)))
    sys.exit(code if isinstance(code, int) else 0)


def _show(usage: click.ClickException) -> None:
    """The words of click itself; that nobody takes them is no reason for another exit code."""
    try:
        usage.show()
    except OSError:
        pass_over(sys.stderr)


def _asks_for_help(words: list[str]) -> bool:
    """Whether click writes a text itself and does nothing else."""
    return not {"--help", "-h", "--version"}.isdisjoint(words)


def _refusal(problem: Exception, verbose: bool, settings: str) -> int:
    from parity.errors import ParityError
    from parity.integrity.printable import printable

    if isinstance(problem, ParityError):
        told = about_settings(str(problem), settings)
        _print_error("\n".join(printable(line) for line in told.splitlines()))
        _annotate(told, problem.exit_code)
        return problem.exit_code
    if verbose:
        import traceback

        traceback.print_exception(problem)
    told = (
        f"this is a bug in parity ({type(problem).__name__}); nothing was decided\n"
        "  Run it again with `parity --verbose ...` and report what it prints."
    )
    _print_error(told)
    _annotate(told, 3)
    return 3


def _annotate(text: str, code: int) -> None:
    """Where GitHub Actions runs the command, why it ended: else the page of the job shows a number alone."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        from parity.formats.annotations import command

        write_commands([command("error", text, title=f"parity: exit code {code}")], to_stderr=True)


def _print_error(text: str) -> None:
    tell(f"{click.style('error:', fg='red', bold=True)} {text}")

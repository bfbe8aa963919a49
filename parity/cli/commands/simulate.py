"""`parity simulate`."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from parity.simulator import RunningOrg


@click.command("simulate")
@click.option("--scenario", default="drifted", show_default=True, help="Which pair of orgs; --list shows all.")
@click.option("--list", "show_list", is_flag=True, help="List the scenarios.")
@click.option("--port", type=click.IntRange(0, 65534), default=0, help="Sandbox here, production on the next; 0: any.")
@click.option("--demo", is_flag=True, help="Tell the whole story, from drift to the switch, then stop.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("parity-out"), show_default=True, help="For --demo."
)
@click.pass_context
def command(ctx: click.Context, scenario: str, show_list: bool, port: int, demo: bool, out: Path) -> int:  # noqa: PLR0913, PLR0917
    """Run a sandbox and its production on this machine; they speak Salesforce's own protocol.

    Prints ready-made sign-in settings and runs until Ctrl+C. No real org is touched.

    \b
    Example: parity simulate --scenario drifted --port 8800
    """
    from contextlib import ExitStack

    from parity.cli.terminal.context import console_of
    from parity.errors import InputError
    from parity.simulator import load_scenario, scenario_names, serve

    console = console_of(ctx)
    if show_list:
        for name in scenario_names():
            console.result(f"{name:<18} {load_scenario(name).summary}")
        return 0
    pair = load_scenario(_known(scenario, scenario_names()))
    both = ExitStack()
    try:
        sandbox = both.enter_context(serve(pair.sandbox, port=port, seed=scenario))
        production = both.enter_context(serve(pair.production, port=port + 1 if port else 0, seed=scenario))
    except OSError as problem:
        both.close()
        raise InputError(
            f"port {port} or {port + 1} of this machine cannot be used: {problem.strerror}",
            fix="Take another with --port, or leave it out for any that is free.",
        ) from None
    with both:
        if demo:
            from parity.cli.workflows.demo import run_demo

            return run_demo(console, sandbox, production, out)
        console.result(_settings(scenario, sandbox, production))
        console.info("Running until Ctrl+C.")
        _wait()
    return 0


def _known(scenario: str, names: tuple[str, ...]) -> str:
    if scenario not in names:
        raise click.UsageError(f"there is no scenario {scenario!r}; there are: {', '.join(names)}")
    return scenario


def _wait() -> None:
    import threading
    from contextlib import suppress

    with suppress(KeyboardInterrupt):
        threading.Event().wait()


def _settings(scenario: str, sandbox: "RunningOrg", production: "RunningOrg") -> str:
    """Everything to copy: two exports and a parity.yaml."""
    return "\n".join(
        [
            f"# Scenario {scenario}. The secrets of these orgs are worth nothing.",
            f"export PARITY_SANDBOX_SESSION_ID='{sandbox.credentials.session_id}'",
            f"export PARITY_PRODUCTION_SESSION_ID='{production.credentials.session_id}'",
            "cat > parity.yaml <<'END'",
            _project(sandbox.url, production.url).rstrip(),
            "END",
            "parity check",
        ]
    )


def _project(sandbox_url: str, production_url: str) -> str:
    return f"""tenant: {{name: Training}}
orgs:
  sandbox:
    sign_in: {{method: session, instance_url: "{sandbox_url}", session_id_env: PARITY_SANDBOX_SESSION_ID}}
    integration_user: me
  production:
    sign_in: {{method: session, instance_url: "{production_url}", session_id_env: PARITY_PRODUCTION_SESSION_ID}}
    integration_user: me
"""

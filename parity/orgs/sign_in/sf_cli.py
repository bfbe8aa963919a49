"""Signs in with the Salesforce CLI: instance URL from `org display`, token from `org auth show-access-token`.

Since 27 May 2026 `org display` no longer shows the token (https://github.com/forcedotcom/cli/issues/3560); older CLIs
lack the second command and still show it in the first.
"""

import json
import re
import shutil
import subprocess
from typing import Any

from msgspec import Struct

from parity.config.orgs import SfCliSignIn
from parity.errors import SignInError
from parity.integrity.secret import Secret, scrubbed
from parity.orgs.sf_output import InTheWay, json_text, without_colours
from parity.orgs.sign_in.connection import Connection, SignInContext, SignInMethod

_SECONDS_TO_ANSWER = 120
_HIDDEN = "[REDACTED]"
_LONGEST_QUOTED = 240
#: Refresh tokens and the CLI's own sign-in addresses, which hold one.
_MORE_SECRETS = re.compile(r"force://\S+|\b5Aep[\w.]{20,}|(?<=token=)[^\s&]+")
_ERROR_LINE = re.compile(r"^\s*(?:\w*Error\b|error:|Error:|ERROR\b|.*is not a sf command).*", re.MULTILINE)
_NODE = re.compile(r"^Node\.js v[\d.]+", re.MULTILINE)
_CONNECTED = ("Connected", "Unknown", "")


class _Told(Struct, frozen=True, kw_only=True):
    """What a CLI command answered under `result`, and its own words where it failed."""

    result: dict[str, Any]
    problem: str = ""


def sign_in(settings: SfCliSignIn, context: SignInContext) -> Connection:
    """Ask the CLI for the org behind `settings.alias`."""
    program = shutil.which("sf", path=context.environment.get("PATH"))
    if program is None:
        raise SignInError(
            "the Salesforce CLI `sf` is not on the PATH",
            where=f"orgs.{context.role}",
            fix="Install it (npm install --global @salesforce/cli), or choose another sign-in method.",
        )
    shown = _ask(program, ["org", "display"], settings.alias, context)
    instance_url = shown.result.get("instanceUrl")
    if not isinstance(instance_url, str):
        raise _refused(settings.alias, context, shown.problem or "`sf org display` told no address of the org")
    gave = _ask(program, ["org", "auth", "show-access-token", "--no-prompt"], settings.alias, context)
    token = _token(gave.result) or _token(shown.result)
    status = shown.result.get("connectedStatus")
    not_connected = quoted(status) if isinstance(status, str) and status not in _CONNECTED else ""
    if token is None:
        why = not_connected or gave.problem or "`sf org auth show-access-token` showed no token"
        raise _refused(settings.alias, context, f"it gave no access token: {why}")
    username = shown.result.get("username")
    said = f"{context.role}: the Salesforce CLI says of the alias {settings.alias!r}: {not_connected}"
    return Connection(
        instance_url=instance_url.rstrip("/"),
        session_id=token,
        how=f"sf CLI alias {settings.alias}",
        username=username if isinstance(username, str) else None,
        warnings=(f"{said}. {_fix(not_connected, settings.alias)}",) if not_connected else (),
    )


def quoted(said: str) -> str:
    """The CLI's own words on one line, cut short, without colours and without anything that looks like a secret."""
    one_line = " ".join(_MORE_SECRETS.sub("(a secret, not shown)", scrubbed(without_colours(said))).split())
    return one_line if len(one_line) <= _LONGEST_QUOTED else f"{one_line[:_LONGEST_QUOTED]} ..."


def _ask(program: str, words: list[str], alias: str, context: SignInContext) -> _Told:
    """What a CLI command answers, or how it failed; a command that this CLI does not know has failed too."""
    environment = {**context.environment, "NO_COLOR": "1", "FORCE_COLOR": "0", "SF_DISABLE_TELEMETRY": "true"}
    try:
        done = subprocess.run(  # noqa: S603 (a list, no shell; the alias is one argument)
            [program, *words, "--target-org", alias, "--json"],
            capture_output=True,
            timeout=_SECONDS_TO_ANSWER,
            env=environment,
            stdin=subprocess.DEVNULL,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _refused(alias, context, f"it did not answer in {_SECONDS_TO_ANSWER} seconds") from None
    except OSError as problem:
        raise _refused(alias, context, f"it could not be started ({problem.strerror})") from None
    printed, complained = (stream.decode("utf-8", "replace") for stream in (done.stdout, done.stderr))
    command = f"`sf {' '.join(words[:3])}`"
    answer = _document(printed) or _document(complained)
    if answer is None:
        return _Told(result={}, problem=_crash(command, done.returncode, complained or printed))
    found = answer.get("result")
    if answer.get("status") not in (0, None) or not isinstance(found, dict):
        return _Told(result={}, problem=_error(command, done.returncode, answer))
    return _Told(result=found)


def _document(written: str) -> dict[str, Any] | None:
    try:
        answer = json.loads(json_text(written))
    except (InTheWay, ValueError, RecursionError):
        return None
    return answer if isinstance(answer, dict) else None


def _error(command: str, exit_code: int, answer: dict[str, Any]) -> str:
    name, message = answer.get("name"), answer.get("message")
    words = ": ".join(str(one) for one in (name, message) if isinstance(one, str) and one)
    return f"{command} ended with exit code {exit_code}: {quoted(words) or 'it gave no reason'}"


def _crash(command: str, exit_code: int, complained: str) -> str:
    """A CLI that wrote no JSON at all has fallen over: the line with the error, and Node's version where it is told."""
    plain = without_colours(complained)
    error, node = _ERROR_LINE.search(plain), _NODE.search(plain)
    lines = [line for line in plain.splitlines() if line.strip()]
    said = error.group() if error else lines[-1] if lines else "it wrote nothing"
    version = f" ({node.group()})" if node else ""
    return f"{command} ended with exit code {exit_code} and no JSON: {quoted(said)}{version}"


def _token(answer: dict[str, Any]) -> Secret | None:
    token = answer.get("accessToken")
    return Secret(token) if isinstance(token, str) and token and not token.startswith(_HIDDEN) else None


_INACTIVE = (
    "The org is gone or was made anew: a sandbox gets another org id when it is refreshed. Sign in again with "
    "`sf org login web --alias {alias} --instance-url https://test.salesforce.com`."
)
_AGAIN = (
    "Sign in again with `sf org login web --alias {alias}`; "
    "`sf org display --target-org {alias}` shows whether it holds."
)
#: What the CLI says, in lower case -> what to do.
_FIXES = (
    ("inactive org", _INACTIVE),
    ("domainnotfound", _INACTIVE),
    ("the org cannot be found", _INACTIVE),
    ("node.js v", "Update Node.js to the version that the Salesforce CLI asks for (`node --version`), then the CLI."),
    ("unsupported engine", "Update Node.js to the version that the Salesforce CLI asks for (`node --version`)."),
    ("namedorgnotfound", "`sf org list` shows the aliases there are; sign in with `sf org login web --alias {alias}`."),
    (
        "no authorization information",
        "`sf org list` shows the aliases; sign in with `sf org login web --alias {alias}`.",
    ),
)


def _fix(why: str, alias: str) -> str:
    told = why.casefold()
    return next((fix for sign, fix in _FIXES if sign in told), _AGAIN).format(alias=alias)


def _refused(alias: str, context: SignInContext, why: str) -> SignInError:
    return SignInError(
        f"{context.role}: the Salesforce CLI could not be used for the alias {alias!r}: {why}",
        where=f"orgs.{context.role}",
        fix=_fix(why, alias),
    )


METHOD = SignInMethod(settings=SfCliSignIn, sign_in=sign_in)

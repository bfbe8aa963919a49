"""The Salesforce CLI's own sign-in: instance URL from `org display`, token from `org auth show-access-token`.

Since 27 May 2026 `org display` shows the token no more (https://github.com/forcedotcom/cli/issues/3560); older
CLIs do not know the second command and still show it in the first.
"""

import json
import shutil
import subprocess
from typing import Any

from parity.config.orgs import SfCliSignIn
from parity.errors import SignInError
from parity.integrity.secret import Secret
from parity.orgs.sign_in.connection import Connection, SignInContext, SignInMethod

_SECONDS_TO_ANSWER = 120
_HIDDEN = "[REDACTED]"


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
    instance_url = shown.get("instanceUrl")
    if not isinstance(instance_url, str):
        raise _refused(settings.alias, context, "it does not know the org")
    token = _token(_ask(program, ["org", "auth", "show-access-token", "--no-prompt"], settings.alias, context))
    token = token or _token(shown)
    if token is None:
        raise _refused(settings.alias, context, "it gave no access token")
    username = shown.get("username")
    return Connection(
        instance_url=instance_url.rstrip("/"),
        session_id=token,
        how=f"sf CLI alias {settings.alias}",
        username=username if isinstance(username, str) else None,
    )


def _ask(program: str, words: list[str], alias: str, context: SignInContext) -> dict[str, Any]:
    """What a CLI command answers under `result`; empty where it failed or is not known to this CLI."""
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
        answer = json.loads(done.stdout)
    except subprocess.TimeoutExpired:
        raise _refused(alias, context, "it did not answer in time") from None
    except (OSError, ValueError):
        return {}
    found = answer.get("result") if isinstance(answer, dict) else None
    return found if isinstance(found, dict) else {}


def _token(answer: dict[str, Any]) -> Secret | None:
    token = answer.get("accessToken")
    return Secret(token) if isinstance(token, str) and token and not token.startswith(_HIDDEN) else None


def _refused(alias: str, context: SignInContext, why: str) -> SignInError:
    return SignInError(
        f"{context.role}: the Salesforce CLI could not be used for the alias {alias!r}: {why}",
        where=f"orgs.{context.role}",
        fix=f"Try `sf org display --target-org {alias}`; sign in again with `sf org login web --alias {alias}`.",
    )


METHOD = SignInMethod(settings=SfCliSignIn, sign_in=sign_in)

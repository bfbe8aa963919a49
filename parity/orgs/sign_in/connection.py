"""What every way of signing in gives, and what it may ask of its surroundings."""

import os
import time
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

from parity.errors import ConfigError, SignInError
from parity.identity import full_id
from parity.orgs.transport import OrgSession
from parity.secret import Secret
from parity.snapshot import Role


class Surroundings(Struct, frozen=True, kw_only=True):
    """Where a sign-in looks things up: the environment (secrets), the session, the clock, the role."""

    role: Role
    session: OrgSession
    environment: Mapping[str, str] = field(default_factory=lambda: os.environ)
    now: Callable[[], float] = time.time

    def secret(self, variable: str) -> Secret:
        """The secret in that environment variable; raises ConfigError where it is not set."""
        value = self.environment.get(variable, "").strip()
        if not value:
            raise ConfigError(
                f"the environment variable {variable} is not set",
                where=f"orgs.{self.role}",
                remedy=f"Put the secret there before you start parity: export {variable}=...",
            )
        return Secret(value)


class Connection(Struct, frozen=True, kw_only=True):
    """A signed-in org. `user_id` and `username` are null where the way of signing in does not tell."""

    instance_url: str
    session_id: Secret
    how: str
    user_id: str | None = None
    username: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def org_id(self) -> str | None:
        """The org id that Salesforce puts before the `!` of a session id; null for tokens of another make."""
        head, mark, _ = self.session_id.reveal().partition("!")
        return full_id(head) if mark and head.startswith("00D") else None


def post_for_token(around: Surroundings, login_url: str, form: dict[str, str], how: str) -> Connection:
    """Ask the OAuth token endpoint; raises SignInError with Salesforce's own code where it refuses.

    https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flows.htm
    """
    url = f"{login_url.rstrip('/')}/services/oauth2/token"
    response = around.session.request("POST", url, data=form, headers={"Accept": "application/json"})
    answer = json_object(response)
    if response.status_code != 200 or not isinstance(answer.get("access_token"), str):
        code = str(answer.get("error", f"HTTP {response.status_code}"))
        raise SignInError(
            f"{around.role}: signing in with {how} was refused ({code[:80]})",
            where=login_url,
            remedy=OAUTH_REMEDIES.get(code, "Check the connected app, its policies and the user in Setup."),
        )
    identity = str(answer.get("id", ""))
    return Connection(
        instance_url=str(answer.get("instance_url") or login_url).rstrip("/"),
        session_id=Secret(answer["access_token"]),
        how=how,
        user_id=identity.rpartition("/")[2] or None,
    )


OAUTH_REMEDIES = {
    "invalid_client_id": "Check `client_id` (the consumer key) and that `login_url` is the org that has the app.",
    "invalid_client": "Check the client secret in the environment variable that parity.yaml names.",
    "invalid_grant": "Check the username, that the app is approved for the user, the certificate and the clock.",
    "unsupported_grant_type": "Enable this OAuth flow in the connected app.",
}


def json_object(response: Any) -> dict[str, Any]:
    """The body of an answer as a JSON object, or an empty one where it is none."""
    try:
        body = response.json()
    except ValueError:
        return {}
    return body if isinstance(body, dict) else {}

"""What every sign-in method returns, and what it is given."""

import os
import re
import time
from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct, field

from parity.errors import ConfigError, SignInError
from parity.integrity.secret import Secret
from parity.orgs.sign_in.refusals import fix_for_refusal, json_object, told_of_refusal
from parity.orgs.transport import OrgSession
from parity.snapshot.ids import full_id
from parity.snapshot.records import Role


class SignInContext(Struct, frozen=True, kw_only=True):
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
                f"the environment variable {_named(variable)} is not set",
                where=f"orgs.{self.role}",
                fix=f"Put the secret there before you start parity: export {_named(variable, 'NAME')}=...",
            )
        if not value.isascii() or not value.replace("\n", "").replace("\r", "").isprintable():
            raise ConfigError(
                f"the environment variable {_named(variable)} holds characters that no secret of Salesforce has",
                where=f"orgs.{self.role}",
                fix="Copy the secret again; mind quotation marks and line ends.",
            )
        return Secret(value)


def _named(variable: str, otherwise: str = "that parity.yaml names") -> str:
    """The variable's name, unless somebody may have written the secret itself in its place."""
    return variable if _USUAL_NAME.fullmatch(variable) else otherwise


_USUAL_NAME = re.compile(r"[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+", re.ASCII)


class Connection(Struct, frozen=True, kw_only=True):
    """A signed-in org. `stated_org_id`, `user_id` and `username` are null where signing in did not reveal them."""

    instance_url: str
    session_id: Secret
    how: str
    stated_org_id: str | None = None
    user_id: str | None = None
    username: str | None = None
    warnings: tuple[str, ...] = ()

    @property
    def org_id(self) -> str | None:
        """The org's id as stated at sign-in, or the part before the `!` of a session id; null without either."""
        if self.stated_org_id is not None:
            return full_id(self.stated_org_id)
        head, mark, _ = self.session_id.reveal().partition("!")
        return full_id(head) if mark and head.startswith("00D") else None


class SignInMethod(Struct, frozen=True, kw_only=True):
    """A way to sign in: the settings that ask for it, and what carries it out. Each file next to this declares one."""

    settings: type[Struct]
    sign_in: Callable[[Any, SignInContext], Connection]


def post_for_token(
    context: SignInContext, login_url: str, form: dict[str, str], how: str, fixes: Mapping[str, str] | None = None
) -> Connection:
    """Ask the OAuth token endpoint, again where it fails in passing; raises SignInError with Salesforce's own code
    where it refuses. `fixes` are what a code means for this way of signing in.

    https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_flows.htm
    """
    url = f"{login_url.rstrip('/')}/services/oauth2/token"
    # A request for a token changes nothing, and a wrong secret is not answered with a passing fault: no user is locked.
    response = context.session.request("POST", url, idempotent=True, data=form, headers={"Accept": "application/json"})
    answer = json_object(response)
    if response.status_code != 200 or not isinstance(answer.get("access_token"), str):
        raise SignInError(
            f"{context.role}: {told_of_refusal(how, answer, response)}",
            where=login_url,
            fix=fix_for_refusal(answer, response, fixes or {}),
        )
    *_, org_id, user_id = ["", "", *str(answer.get("id", "")).split("/")]
    return Connection(
        instance_url=str(answer.get("instance_url") or login_url).rstrip("/"),
        session_id=Secret(answer["access_token"]),
        how=how,
        stated_org_id=org_id or None,
        user_id=user_id or None,
    )

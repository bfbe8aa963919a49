"""Settings in, a signed-in org out."""

import importlib
from collections.abc import Callable, Mapping

from parity.config.orgs import (
    ApiSettings,
    ClientCredentialsSignIn,
    JwtSignIn,
    PasswordSignIn,
    SessionSignIn,
    SfCliSignIn,
    SignIn,
)
from parity.errors import WrongOrgError
from parity.orgs.client import OrgClient
from parity.orgs.sign_in.connection import Connection, SignInContext
from parity.orgs.transport import OrgSession
from parity.snapshot.ids import same_org
from parity.snapshot.records import Role

_WAYS: dict[type[SignIn], str] = {
    SessionSignIn: "session",
    SfCliSignIn: "sf_cli",
    ClientCredentialsSignIn: "client_credentials",
    JwtSignIn: "jwt_bearer",
    PasswordSignIn: "password",
}


def connect(
    role: Role,
    settings: SignIn,
    api: ApiSettings,
    environment: Mapping[str, str],
    tell: Callable[[str], None] = lambda _line: None,
) -> OrgClient:
    """Sign in to an org. `tell` gets a line for each request, without any secret in it.

    Raises ConfigError where a variable is missing, SignInError where the org refuses, OrgUnreachable.
    """
    session = OrgSession(api, tell=lambda line: tell(f"{role}: {line}"))
    around = SignInContext(role=role, session=session, environment=environment)
    way = importlib.import_module(f"parity.orgs.sign_in.{_WAYS[type(settings)]}")

    def sign_in() -> Connection:
        connection: Connection = way.sign_in(settings, around)
        return connection

    return OrgClient(role, session, sign_in)


def refuse_same_session(sandbox: OrgClient, production: OrgClient) -> None:
    """Raise WrongOrgError, before a call is spent, where both sessions are of one and the same org."""
    if same_org(sandbox.connection.org_id, production.connection.org_id):
        raise WrongOrgError(
            f"sandbox and production are the same org ({production.connection.org_id})",
            fix="Point `orgs.sandbox` and `orgs.production` in parity.yaml at two different orgs.",
        )

"""Signs in to an org, as the settings say."""

from collections.abc import Callable, Mapping
from functools import cache
from typing import Protocol

from msgspec import Struct
from requests import Response

from parity.config.orgs import ApiSettings, SignIn
from parity.discover import discover
from parity.errors import WrongOrgError
from parity.orgs import sign_in as package
from parity.orgs.client import OrgClient
from parity.orgs.sign_in.connection import SignInContext, SignInMethod
from parity.orgs.transport import OrgSession
from parity.snapshot.ids import same_org
from parity.snapshot.records import Role


class Reach(Protocol):
    """How an org is reached: `connect` over the network, or out of a recording."""

    def __call__(
        self,
        role: Role,
        settings: SignIn,
        api: ApiSettings,
        environment: Mapping[str, str],
        tell: Callable[[str], None],
        /,
    ) -> OrgClient: ...


def connect(  # noqa: PLR0913 (an org, how to sign in to it, and who is told)
    role: Role,
    settings: SignIn,
    api: ApiSettings,
    environment: Mapping[str, str],
    tell: Callable[[str], None] = lambda _line: None,
    *,
    witness: Callable[[Response], None] = lambda _response: None,
) -> OrgClient:
    """Sign in to an org. `tell` is called with a line for each request, which holds no secret; `witness` with every
    answer.

    Raises ConfigError where a variable is missing, SignInError where the org refuses, OrgUnreachable.
    """
    session = OrgSession(api, tell=lambda line: tell(f"{role}: {line}"), witness=witness)
    context = SignInContext(role=role, session=session, environment=environment)
    method = _methods()[type(settings)]
    return OrgClient(role, session, lambda: method.sign_in(settings, context))


@cache
def _methods() -> dict[type[Struct], SignInMethod]:
    return {one.settings: one for one in discover(package, "METHOD", SignInMethod).values()}


def refuse_same_session(sandbox: OrgClient, production: OrgClient) -> None:
    """Raise WrongOrgError, before a call is spent, where both sessions are of one and the same org."""
    if same_org(sandbox.connection.org_id, production.connection.org_id):
        raise WrongOrgError(
            f"sandbox and production are the same org ({production.connection.org_id})",
            fix="Point `orgs.sandbox` and `orgs.production` in parity.yaml at two different orgs.",
        )

"""How to sign in to an org, as parity.yaml states it. Secrets are named, never held."""

from typing import Annotated

from msgspec import Meta, Struct


class SessionSignIn(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="method", tag="session"):
    """A session id or access token that somebody already has."""

    instance_url: str
    session_id_env: str


class SfCliSignIn(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="method", tag="sf-cli"):
    """An org that the Salesforce CLI is signed in to."""

    alias: str


class ClientCredentialsSignIn(
    Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="method", tag="client-credentials"
):
    """OAuth 2.0 client credentials flow; `login_url` is the org's My Domain."""

    login_url: str
    client_id: str
    client_secret_env: str


class JwtSignIn(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="method", tag="jwt"):
    """OAuth 2.0 JWT bearer flow, with the private key in a variable or in a file of its own."""

    login_url: str
    client_id: str
    username: str
    private_key_env: str | None = None
    private_key_file: str | None = None
    audience: str | None = None


class PasswordSignIn(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, tag_field="method", tag="password"):
    """SOAP login() with username, password and security token: being retired by Salesforce."""

    login_url: str
    username: str
    password_env: str
    security_token_env: str | None = None


SignIn = SessionSignIn | SfCliSignIn | ClientCredentialsSignIn | JwtSignIn | PasswordSignIn


class ApiSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """How to talk to both orgs. Times in seconds; `reserve` is the credits that are never spent: with so many left, or
    fewer, no request is sent, and the gate of the switch does not open.

    `read_timeout` is for one whole answer, `total_timeout` for all that one org is asked in a run. An answer larger
    than `max_answer_mb` megabytes, unpacked, is not read.

    `depth_calls` is how many calls an org may be asked for what automation and fields hold; 0: none.

    `version` fixes the API version, null for the highest that both orgs offer and parity was tested with.
    """

    version: str | None = None
    reserve: Annotated[int, Meta(ge=0)] = 100
    connect_timeout: Annotated[float, Meta(gt=0, le=600)] = 10.0
    read_timeout: Annotated[float, Meta(gt=0, le=3600)] = 120.0
    total_timeout: Annotated[float, Meta(gt=0, le=86_400)] = 300.0
    max_answer_mb: Annotated[int, Meta(ge=1, le=1024)] = 64
    attempts: Annotated[int, Meta(ge=1, le=10)] = 4
    depth_calls: Annotated[int, Meta(ge=0)] = 10

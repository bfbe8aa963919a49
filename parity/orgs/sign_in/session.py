"""A session id or access token that somebody already has."""

from parity.config.orgs import SessionSignIn
from parity.orgs.sign_in.connection import Connection, SignInContext, SignInMethod


def sign_in(settings: SessionSignIn, context: SignInContext) -> Connection:
    """Take the session id from its variable; whether it is still good shows at the first request."""
    return Connection(
        instance_url=settings.instance_url.rstrip("/"),
        session_id=context.secret(settings.session_id_env),
        how="session id",
    )


METHOD = SignInMethod(settings=SessionSignIn, sign_in=sign_in)

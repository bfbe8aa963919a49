"""OAuth 2.0 JWT bearer: https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_jwt_flow.htm"""

import jwt

from parity.config.orgs import JwtSignIn
from parity.errors import ConfigError
from parity.integrity.files import at_home
from parity.integrity.secret import Secret
from parity.orgs.sign_in.connection import Connection, SignInContext, SignInMethod, post_for_token
from parity.snapshot.records import Role

_GRANT = "urn:ietf:params:oauth:grant-type:jwt-bearer"
_LIFETIME_SECONDS = 180


def sign_in(settings: JwtSignIn, context: SignInContext) -> Connection:
    """Sign an assertion with the private key and trade it for a token of `settings.username`."""
    default = "https://test.salesforce.com" if context.role is Role.SANDBOX else "https://login.salesforce.com"
    claims = {
        "iss": settings.client_id,
        "sub": settings.username,
        "aud": settings.audience or default,
        "exp": int(context.now()) + _LIFETIME_SECONDS,
    }
    try:
        assertion = jwt.encode(claims, _private_key(settings, context).reveal(), algorithm="RS256")
    except (ValueError, TypeError, jwt.PyJWTError):
        raise ConfigError(
            "the private key is not an RSA key in PEM form",
            where=f"orgs.{context.role}.sign_in",
            fix="Give the whole, unencrypted key that belongs to the connected app's certificate.",
        ) from None
    form = {"grant_type": _GRANT, "assertion": assertion}
    return post_for_token(context, settings.login_url, form, "OAuth JWT bearer")


def _private_key(settings: JwtSignIn, context: SignInContext) -> Secret:
    if settings.private_key_env:
        # CI systems keep multi-line secrets with the line breaks written out.
        return Secret(context.secret(settings.private_key_env).reveal().replace("\\n", "\n"))
    if settings.private_key_file:
        try:
            return Secret(at_home(settings.private_key_file).read_text("utf-8"))
        except (OSError, UnicodeDecodeError) as problem:
            raise ConfigError(
                f"the private key file cannot be read: {getattr(problem, 'strerror', None) or 'not text'}",
                where=settings.private_key_file,
                fix="Check the path in `private_key_file` and who may read it.",
            ) from None
    raise ConfigError(
        "signing in with jwt needs `private_key_env` or `private_key_file`", where=f"orgs.{context.role}.sign_in"
    )


METHOD = SignInMethod(settings=JwtSignIn, sign_in=sign_in)

"""OAuth 2.0 client credentials: https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_client_credentials_flow.htm"""

from parity.config.orgs import ClientCredentialsSignIn
from parity.orgs.sign_in.connection import Connection, SignInContext, SignInMethod, post_for_token

_FIXES = {
    "invalid_grant": "Two causes are usual. The app has no user to run as: Setup > the app > OAuth policies > Client "
    "Credentials Flow > Run As. Or `login_url` is login.salesforce.com or test.salesforce.com: this flow needs the "
    "org's My Domain (Setup > My Domain)."
}


def sign_in(settings: ClientCredentialsSignIn, context: SignInContext) -> Connection:
    """Trade the app's id and secret for a token of its run-as user."""
    form = {
        "grant_type": "client_credentials",
        "client_id": settings.client_id,
        "client_secret": context.secret(settings.client_secret_env).reveal(),
    }
    return post_for_token(context, settings.login_url, form, "OAuth client credentials", _FIXES)


METHOD = SignInMethod(settings=ClientCredentialsSignIn, sign_in=sign_in)

"""Looks in production for a trace of the new authorisation: a token of the connected app, or a login through it."""

from collections.abc import Callable
from datetime import datetime

from parity.config.project import ME
from parity.errors import CouldNotLook, ParityError
from parity.integrity.clocks import CLOCKS_MAY_DIFFER
from parity.ledger.records import utc_moment
from parity.orgs.after_switch import logins_of_user, tokens_of_app
from parity.orgs.api_version import choose_version
from parity.orgs.client import OrgClient
from parity.orgs.parts.organization import ORGANIZATION
from parity.orgs.parts.user import user_named
from parity.orgs.question import Answer, query
from parity.snapshot.ids import same_org
from parity.switch.drivers.interface import Instruction, Trace, Verification


def look_for_trace(
    production: Callable[[], OrgClient], order: Instruction, username: str | None, app: str, since: datetime
) -> Verification:
    """Whether production shows an authorisation of `app` by the integration user that is newer than `since` (UTC)."""
    if not username:
        return _blind("orgs.production.integration_user is not set in parity.yaml.")
    try:
        return _looked(production(), order, username, app, since)
    except ParityError as problem:
        return _blind(str(problem.what))


def _looked(client: OrgClient, order: Instruction, username: str, app: str, since: datetime) -> Verification:
    version = choose_version([client.versions()])
    if username == ME:
        username = str(client.user_info().get("preferred_username"))
    answers = client.ask_together(
        version,
        [
            query("Organization", ORGANIZATION),
            query("User", user_named(username)),
        ],
    )
    organizations = answers["Organization"].records
    if not organizations or not same_org(str(organizations[0].get("Id")), order.production_org):
        raise CouldNotLook("the production sign-in is not of the org that was authorised")
    users = answers["User"].records
    if not users:
        return _blind(f"The user {username} is not to be seen in production.")
    user_id = str(users[0].get("Id"))
    traces = client.ask_together(
        version,
        [
            query("OAuthToken", tokens_of_app(app, user_id)),
            query("LoginHistory", logins_of_user(user_id)),
        ],
    )
    return verification(traces["OAuthToken"], traces["LoginHistory"], f"{app} by {username}", app, since)


def verification(tokens: Answer, logins: Answer, what: str, app: str, since: datetime) -> Verification:
    """What the tokens of the app and the logins of the user prove. Only a token MADE since then is a new
    authorisation: an old one is used on and on. Where old tokens are to be seen, a login may be one of theirs, and
    proves nothing.
    """
    begun = since - CLOCKS_MAY_DIFFER
    if any(_is_after(row.get("CreatedDate"), begun) for row in tokens.records):
        return Verification(trace=Trace.FOUND, detail=f"production shows a new token of {what}.")
    fresh = [
        row
        for row in logins.records
        if row.get("Application") == app and row.get("Status") == "Success" and _is_after(row.get("LoginTime"), begun)
    ]
    if fresh and not tokens.records:
        return Verification(
            trace=Trace.FOUND, detail=f"production shows a login through {what} at {fresh[0].get('LoginTime')}."
        )
    if tokens.is_good and logins.is_good:
        old = f" Older tokens prove nothing; it shows {len(tokens.records)}." if tokens.records else ""
        return Verification(
            trace=Trace.NOT_FOUND,
            detail=f"production shows neither a new token of {what} nor a login since {since:%Y-%m-%d %H:%M} UTC.{old}",
        )
    errors = ", ".join(one.error for one in (tokens, logins) if not one.is_good)
    return _blind(f"OAuthToken and LoginHistory could not both be read ({errors}).")


def _is_after(text: object, moment: datetime) -> bool:
    try:
        return utc_moment(str(text)) >= moment
    except ValueError:
        return False


def _blind(why: str) -> Verification:
    return Verification(trace=Trace.COULD_NOT_LOOK, detail=why)

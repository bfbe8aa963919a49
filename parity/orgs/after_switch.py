"""What production is asked after the switch: does Marketo Measure sign in, and has it written a touchpoint?"""

from parity.marketo_measure.catalogue import TOUCHPOINT
from parity.orgs.soql import quoted


def tokens_of_app(app: str, user_id: str) -> str:
    """The OAuth tokens that a user gave to an app: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_oauthtoken.htm"""
    return (
        "SELECT AppName, CreatedDate, LastUsedDate FROM OAuthToken "
        f"WHERE AppName = {quoted(app)} AND UserId = {quoted(user_id)}"
    )


def logins_of_user(user_id: str) -> str:
    """The newest logins of a user: https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_loginhistory.htm"""
    return (
        "SELECT Application, LoginTime, Status FROM LoginHistory "
        f"WHERE UserId = {quoted(user_id)} ORDER BY LoginTime DESC LIMIT 200"
    )


FIRST_TOUCHPOINT = f"SELECT Id, CreatedDate FROM {TOUCHPOINT} ORDER BY CreatedDate ASC LIMIT 1"

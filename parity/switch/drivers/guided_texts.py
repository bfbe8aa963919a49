"""The texts that a guided switch shows to the operator, and its questions.

From Adobe's pages "Salesforce sandbox to production migration", "Connect Marketo Measure to Salesforce", "Single
sign-on" and "Online custom channel setup", and Salesforce's articles 005321563 (phishing-resistant MFA), 005132365
(uninstalled connected apps) and 005318944 (anonymising VPNs).
"""

from parity.switch.drivers.interface import Phase

PATH = "My Account > Settings > Integrations > Connections"

OPEN_THE_PAGE = f"""
First of all: open a PRIVATE (incognito) window, signed out of every Salesforce org. With a live session of \
another org, Authorize would connect that org. In it, open {{page}}
and go to {PATH}: the table "CRM / MAP"."""

BEFORE_ALL = """
Before you begin:
  - Somebody who is User AND Admin in Adobe's Admin Console has signed in to Marketo Measure once with an Adobe ID. \
Old tenants sign in with CRM credentials, and that may end with the sandbox connection.
  - Nobody pressed "Save and Process" in the last seven days: it locks pages and processes data anew for seven days.
  - Somebody holds the security key (or built-in authenticator) that is registered in PRODUCTION for the integration \
user, and somebody reads that user's mailbox: a private window asks for both.
  - Nobody works as that user through an anonymising VPN: Salesforce freezes the user and revokes its tokens.
  - Do not touch the key icon ("Reauthorize with Production"). In notes of before 2026 it was the way to switch.
  - Tabs called "Production" in the app mean published settings, not Salesforce.
To each yes you may add a screenshot, whose digest goes into the ledger: yes picture.png"""

SHOWN = {
    Phase.SANDBOX: "Does the CRM's row show the SANDBOX's ORG ID, {org_id}, and no 'Deletion in progress'?",
    Phase.DELETING: "Does the CRM's row show ORG ID {org_id} and STATUS 'Deletion in progress'?",
    Phase.NOT_CONNECTED: "Is the CRM's row gone from the table?",
    Phase.PRODUCTION: "Does the CRM's row show PRODUCTION's ORG ID, {org_id}?",
}

BEFORE_THE_BIN = """
Before the bin, compare the row:
  PLATFORM      Salesforce: it is the CRM's row, not that of Marketo Engage
  ORG ID        {org_id}
  ACCOUNT NAME  {name}
  USERNAME      {user}"""
TYPE_THE_END = "Type the last six characters of the ORG ID that the page shows (of its first 15 characters)"
RIGHT_ROW = "Is it the CRM's row, not Marketo Engage's, and is its USERNAME {user}?"
THE_BIN = """
Delete the sandbox connection:
  1. Press the bin icon of that row.
  2. The confirmation is headed with the account name. Type it: {name}
     If it is headed with another name, leave with Ctrl+C.
  3. Confirm, and wait until the row shows 'Deletion in progress'. It generally takes up to 3 days."""
IS_DELETING = "Does the row show 'Deletion in progress' now, or is it gone already?"

AUTHORISE = """
Connect production, in the private window:
  1. Press 'Set up New CRM connection' and choose Salesforce.
  2. Choose Production, not Sandbox, and sign in as the integration user: {user}
     Have its security key and its mailbox at hand.
  3. Press Authorize, and wait until the row shows.
     'app must be installed into org' or OAUTH_APP_BLOCKED: the user needs the permission "Approve Uninstalled \
Connected Apps" (or, with API Access Control, the app installed); grant it and authorise again. Each refusal that \
Salesforce shows, and what to do: docs/authorize.md. Do not click again and again: the oldest of five tokens is revoked.
  4. Compare the row: PLATFORM Salesforce, ORG ID {org_id}, ACCOUNT NAME {name}, USERNAME {user}
The key icon ('Reauthorize with Production') is something else: do not touch it."""
IS_AUTHORISED = "Does the CRM's row show STATUS Connected and USERNAME {user}?"

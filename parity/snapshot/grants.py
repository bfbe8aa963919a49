"""What to grant to the signed-in user, worded once."""

READ_SETUP = "Grant View Setup and Configuration to the signed-in user (Permission Set > System Permissions)."


READ_APEX = (
    "Grant View Setup and Configuration and Author Apex to the signed-in user (Permission Set > System Permissions)."
)

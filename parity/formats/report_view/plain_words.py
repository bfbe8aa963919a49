"""What a rule comes to, in words for somebody who decides: for one component, and for several at once.

A rule without an entry uses its own message or title, so a new rule needs no line here. {name} is the component,
{number} how many, {items} the first items of it. PLAIN_ONLY_IN says it where one org, always the same, has what the
other lacks.
"""

from parity.snapshot.records import Role

PLAIN: dict[str, tuple[str, str]] = {
    "field-missing-in-sandbox": ("{name} is missing in the sandbox", "{number} fields are missing in the sandbox"),
    "field-only-in-sandbox": ("{name} is missing in production", "{number} fields are missing in production"),
    "standard-field-only-in-sandbox": (
        "{name} is missing in production",
        "{number} standard fields are missing in production",
    ),
    "field-type-changed": ("{name} has another type in production", "{number} fields have another type in production"),
    "field-narrower-in-production": ("{name} holds less in production", "{number} fields hold less in production"),
    "field-rounded-in-production": (
        "{name} has fewer decimals in production",
        "{number} fields have fewer decimals in production",
    ),
    "field-wider-in-production": ("{name} holds more in production", "{number} fields hold more in production"),
    "field-required-in-production": (
        "{name} must be filled in production only",
        "{number} fields must be filled in production only",
    ),
    "field-required-in-sandbox-only": (
        "{name} must be filled in the sandbox only",
        "{number} fields must be filled in the sandbox only",
    ),
    "field-unique-in-production": (
        "{name} must be unique in production only",
        "{number} fields must be unique in production only",
    ),
    "field-formula-changed": ("{name} has another formula", "{number} fields have another formula"),
    "field-reference-changed": ("{name} points elsewhere in production", "{number} lookups point elsewhere"),
    "field-encryption-changed": (
        "{name} is encrypted or masked in one org only",
        "{number} fields are encrypted or masked in one org only",
    ),
    "field-external-id-changed": (
        "{name} is an external id in one org only",
        "{number} fields are external ids in one org only",
    ),
    "field-default-changed": ("{name} has another default", "{number} fields have another default"),
    "field-not-visible": (
        "{name} is hidden from one org's user",
        "{number} fields are hidden from one org's user",
    ),
    "field-missing-or-not-visible": (
        "{name} is missing or hidden in one org",
        "{number} fields are missing or hidden in one org",
    ),
    "picklist-value-missing-in-sandbox": (
        "{name} lacks {items} in the sandbox",
        "{number} picklists lack values in the sandbox",
    ),
    "picklist-value-only-in-sandbox": (
        "{name} lacks {items} in production",
        "{number} picklists lack values in production",
    ),
    "picklist-value-inactive-in-sandbox": (
        "{name}: {items} is off in the sandbox",
        "{number} picklists have values that are off in the sandbox",
    ),
    "picklist-value-inactive-in-production": (
        "{name}: {items} is off in production",
        "{number} picklists have values that are off in production",
    ),
    "picklist-dependency-changed": (
        "{name} depends otherwise in production",
        "{number} dependent picklists depend otherwise in production",
    ),
    "picklist-restricted-in-production": (
        "{name} refuses unknown values in production only",
        "{number} picklists refuse unknown values in production only",
    ),
    "record-type-missing-in-sandbox": (
        "The record type {name} is missing in the sandbox",
        "{number} record types are missing in the sandbox",
    ),
    "record-type-only-in-sandbox": (
        "The record type {name} is missing in production",
        "{number} record types are missing in production",
    ),
    "record-type-inactive-in-sandbox": (
        "The record type {name} is off in the sandbox",
        "{number} record types are off in the sandbox",
    ),
    "trigger-missing-in-sandbox": (
        "The trigger {name} is missing in the sandbox",
        "{number} triggers are missing in the sandbox",
    ),
    "trigger-missing-in-sandbox-not-on-update": (
        "The trigger {name} is missing in the sandbox",
        "{number} triggers are missing in the sandbox",
    ),
    "trigger-only-in-sandbox": (
        "The trigger {name} is missing in production",
        "{number} triggers are missing in production",
    ),
    "trigger-inactive-in-sandbox": ("{name} is off in the sandbox", "{number} triggers are off in the sandbox"),
    "trigger-inactive-in-sandbox-not-on-update": (
        "{name}, which does not run on updates, is off in the sandbox",
        "{number} triggers that do not run on updates are off in the sandbox",
    ),
    "trigger-active-only-in-sandbox": ("{name} is off in production", "{number} triggers are off in production"),
    "trigger-update-events-changed": (
        "{name} runs on other updates in production",
        "{number} triggers run on other updates in production",
    ),
    "trigger-body-changed": ("{name} has other code in production", "{number} triggers have other code in production"),
    "automation-only-in-production": (
        "{name} is active in production only",
        "{number} rules or flows are active in production only",
    ),
    "automation-only-in-sandbox": (
        "{name} is active in the sandbox only",
        "{number} rules or flows are active in the sandbox only",
    ),
    "automation-changed": (
        "{name} behaves otherwise in production",
        "{number} rules or flows behave otherwise in production",
    ),
    "cause-package-missing": (
        "The package {name} is in one org only",
        "{number} packages are in one org only",
    ),
    "cause-package-version": (
        "The package {name} has another version",
        "{number} packages have another version",
    ),
    "cause-person-accounts": ("Person Accounts are on in one org only", ""),
    "cause-multi-currency": ("Several currencies are on in one org only", ""),
    "cause-release": ("One org is on a newer Salesforce release", ""),
    "cause-record-types": (
        "{name} has record types in one org only",
        "{number} objects have record types in one org only",
    ),
    "cause-fields-hidden": ("Fields are hidden from {name}", ""),
}

PLAIN_ONLY_IN: dict[tuple[str, Role], tuple[str, str]] = {
    ("cause-package-missing", Role.PRODUCTION): (
        "The package {name} is missing in the sandbox",
        "{number} packages are missing in the sandbox",
    ),
    ("cause-package-missing", Role.SANDBOX): (
        "The package {name} is missing in production",
        "{number} packages are missing in production",
    ),
    ("cause-person-accounts", Role.PRODUCTION): ("Person Accounts are on in production, and off in the sandbox", ""),
    ("cause-person-accounts", Role.SANDBOX): ("Person Accounts are on in the sandbox, and off in production", ""),
    ("cause-multi-currency", Role.PRODUCTION): ("Several currencies are on in production, and off in the sandbox", ""),
    ("cause-multi-currency", Role.SANDBOX): ("Several currencies are on in the sandbox, and off in production", ""),
    ("cause-record-types", Role.PRODUCTION): (
        "{name} has record types in production only",
        "{number} objects have record types in production only",
    ),
    ("cause-record-types", Role.SANDBOX): (
        "{name} has record types in the sandbox only",
        "{number} objects have record types in the sandbox only",
    ),
}

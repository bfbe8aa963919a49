"""Cases of the rules on record types and triggers."""

from tests.rules.drift.edits import (
    Case,
    drops_trigger,
    drops_type,
    in_both,
    in_production,
    in_sandbox,
    sandbox_then_production,
    sets_class,
    sets_lines,
    sets_source,
    sets_trigger,
    sets_type,
)

CASES_OF_COMPONENTS: dict[str, Case] = {
    "record-type-missing-in-sandbox": Case(
        in_sandbox(drops_type("Lead", "Agent")), in_production(drops_type("Lead", "Agent"))
    ),
    "record-type-only-in-sandbox": Case(
        in_production(drops_type("Lead", "Agent")), in_sandbox(drops_type("Lead", "Agent"))
    ),
    "record-type-inactive-in-sandbox": Case(
        in_sandbox(sets_type("Lead", "Agent", active=False)), in_production(sets_type("Lead", "Agent", active=False))
    ),
    "record-type-inactive-in-production": Case(
        in_production(sets_type("Lead", "Agent", active=False)), in_sandbox(sets_type("Lead", "Agent", active=False))
    ),
    "record-type-label-changed": Case(
        in_sandbox(sets_type("Lead", "Agent", name="Broker")),
        in_sandbox(sets_type("Lead", "Agent", recordTypeId="012x")),
    ),
    "record-type-property-changed": Case(
        sandbox_then_production(
            sets_type("Lead", "Agent", other={"new": 1}), sets_type("Lead", "Agent", other={"new": 2})
        ),
        in_both(sets_type("Lead", "Agent", other={"new": 1})),
    ),
    "trigger-missing-in-sandbox": Case(
        in_sandbox(drops_trigger("LeadRouting")), in_sandbox(drops_trigger("LeadCleanup"))
    ),
    "trigger-missing-in-sandbox-not-on-update": Case(
        in_sandbox(drops_trigger("LeadCleanup")), in_sandbox(drops_trigger("LeadRouting"))
    ),
    "trigger-only-in-sandbox": Case(in_production(drops_trigger("LeadRouting")), in_both(drops_trigger("LeadRouting"))),
    "trigger-inactive-in-sandbox": Case(
        in_sandbox(sets_trigger("LeadRouting", Status="Inactive")),
        in_sandbox(sets_trigger("LeadCleanup", Status="Inactive")),
    ),
    "trigger-inactive-in-sandbox-not-on-update": Case(
        in_sandbox(sets_trigger("LeadCleanup", Status="Inactive")),
        in_sandbox(sets_trigger("LeadRouting", Status="Inactive")),
    ),
    "trigger-active-only-in-sandbox": Case(
        in_production(sets_trigger("LeadRouting", Status="Inactive")),
        in_both(sets_trigger("LeadRouting", Status="Inactive")),
    ),
    "trigger-update-events-changed": Case(
        in_sandbox(sets_trigger("LeadRouting", UsageAfterUpdate=True)),
        in_sandbox(sets_trigger("LeadRouting", UsageAfterDelete=True)),
    ),
    "trigger-events-changed": Case(
        in_sandbox(sets_trigger("LeadRouting", UsageAfterDelete=True)),
        in_sandbox(sets_trigger("LeadRouting", UsageAfterUpdate=True)),
    ),
    "trigger-object-changed": Case(
        in_sandbox(sets_trigger("LeadRouting", TableEnumOrId="Contact")),
        in_both(sets_trigger("LeadRouting", TableEnumOrId="Contact")),
    ),
    "trigger-body-changed": Case(
        in_sandbox(sets_source("LeadRouting", "sha256:other")),
        in_sandbox(sets_trigger("LeadRouting", LengthWithoutComments=7)),
    ),
    "trigger-comments-changed": Case(
        # The checksum alone: other line ends.
        in_sandbox(sets_lines("LeadRouting", "sha256:other")),
        in_sandbox(sets_trigger("LeadRouting", BodyCrc=7.0)),
    ),
    "trigger-class-changed": Case(
        in_sandbox(sets_class("LeadRouter", BodyCrc=7.0)), in_sandbox(sets_class("CurrencyRates", BodyCrc=7.0))
    ),
    "trigger-property-changed": Case(
        in_sandbox(sets_trigger("LeadRouting", Name="leadrouting")),
        in_both(sets_trigger("LeadRouting", Name="leadrouting")),
    ),
    "trigger-api-version-changed": Case(
        in_sandbox(sets_trigger("LeadRouting", ApiVersion=60.0)), in_both(sets_trigger("LeadRouting", ApiVersion=60.0))
    ),
}

"""What a project accepts: its profile, the bar for warnings, the fields it names, and its waivers."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import Meta, Struct

from parity.integrity.canonical import canonical_bytes, digest


class Profile(StrEnum):
    """`strict`: an exact replica, as Adobe recommends.

    `integration`: what Marketo Measure uses blocks, the rest warns.
    """

    STRICT = "strict"
    INTEGRATION = "integration"


class Waiver(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A named person accepts one finding, or fields that could not be compared, up to and including a day (UTC).

    The finding is named by `fingerprint`, or by `rule`, `object` (empty where the finding has none) and `component`.
    `seen` is the digest of production's side, and `items` are the names of what the finding is about, as the report
    lists them: the waiver holds as long as production has the same, for those items or fewer.
    With `gap`, `object` and `fields` take the place of all that names a finding. `ticket` is where it was decided.
    """

    fingerprint: str = ""
    rule: str = ""
    object: str = ""
    component: str = ""
    seen: str = ""
    items: tuple[str, ...] = ()
    gap: Literal["field-not-compared"] | None = None
    fields: tuple[str, ...] = ()
    by: str
    reason: str
    ticket: str = ""
    expires: date


class SeverityOverride(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The project gives findings another severity than their rule does: all that `rule`, `object` and `field` select.

    `field` is an `Object.Field` name in which `*` stands for any letters. `raise_to` never lowers, and needs a reason;
    `lower_to` never raises, and needs a person and a last day (UTC) too.
    """

    rule: str = ""
    object: str = ""
    field: str = ""
    raise_to: Literal["blocker", "warning"] | None = None
    lower_to: Literal["warning", "info"] | None = None
    by: str = ""
    reason: str
    ticket: str = ""
    expires: date | None = None


class Signer(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A person whose signature counts: an approver, or an operator who states what was seen.

    `public_key` is the line of a .pub file, `ssh-ed25519 AAAA...`.
    """

    name: str
    role: str
    public_key: str


#: Adobe, "How Marketo Measure and Salesforce interact": the default, and the least that can be set.
DEFAULT_DAILY_API_LIMIT = 100_000


class ReadinessPolicy(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What the tenant is set to, as far as readiness depends on it.

    `daily_api_limit` and `export_batch_size` are the tenant's own settings (My Account > Settings > CRM > General);
    `stage_fields` are `Object.Field` names that custom stages use; `custom_revenue_automation` is the API name of the
    flow or workflow rule that fills bizible2__Bizible_Opportunity_Amount__c, null where no custom amount is used.
    A limit that is not stated counts as Adobe's default; the switch wants it stated.
    """

    daily_api_limit: Annotated[int, Meta(ge=DEFAULT_DAILY_API_LIMIT)] | None = None
    export_batch_size: Literal[25, 50, 100, 200] = 200
    stage_fields: tuple[str, ...] = ()
    custom_revenue_automation: str | None = None

    @property
    def daily_limit(self) -> int:
        """The limit that is stated, or Adobe's default."""
        return DEFAULT_DAILY_API_LIMIT if self.daily_api_limit is None else self.daily_api_limit


class Policy(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """`max_warnings`: how many unaccepted warnings a GO may carry, null for any number.

    `fields`: `Object.Field` names that the tenant's own rules use (profile `integration`).
    `waivers_file`: a file, beside parity.yaml, with further waivers; a project that is loaded has them in `waivers`.
    `waiver_max_days`: how far from the check the last day of a waiver, or of a lowered severity, may be.
    For the switch: how old a result may be, how many of the `signers` must have approved it.
    """

    profile: Profile = Profile.STRICT
    max_warnings: Annotated[int, Meta(ge=0)] | None = None
    fields: tuple[str, ...] = ()
    readiness: ReadinessPolicy = ReadinessPolicy()
    waivers: tuple[Waiver, ...] = ()
    waivers_file: Annotated[str, Meta(min_length=1)] | None = None
    waiver_max_days: Annotated[int, Meta(ge=1, le=366)] = 90
    severities: tuple[SeverityOverride, ...] = ()
    result_max_age_hours: Annotated[int, Meta(ge=1, le=720)] = 24
    approvals: Annotated[int, Meta(ge=0, le=2)] = 0
    signers: tuple[Signer, ...] = ()

    @property
    def fields_in_use(self) -> tuple[str, ...]:
        """Every `Object.Field` name that the tenant's own rules use: those of custom stages are used as the others."""
        return tuple(dict.fromkeys((*self.fields, *self.readiness.stage_fields)))

    @property
    def digest(self) -> str:
        """SHA-256 over the policy's canonical bytes, the waivers of a file of their own among them."""
        return digest(canonical_bytes(self))

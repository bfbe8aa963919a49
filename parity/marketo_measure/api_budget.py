"""What the first sync costs production in API credits: a stated estimate, with its formula.

Documented: an export sends `batch size` records a credit (200, 100, 50 or 25), and a value of at least 100,000 credits
a day is set in My Account > Settings > CRM > General. A query gives 2,000 records a call. How many touchpoints a tenant
will have is not known beforehand, so the estimate takes one for each lead, contact, campaign member and opportunity.
https://experienceleague.adobe.com/en/docs/marketo-measure/using/configuration-and-setup/marketo-measure-and-salesforce/how-marketo-measure-and-salesforce-interact
"""

from math import ceil

from msgspec import Struct

from parity.config.policy import ReadinessPolicy
from parity.snapshot.records import Snapshot

_RECORDS_A_QUERY = 2000
#: How many records are written for each record of an object, in the estimate.
_WRITTEN = {"Lead": 2, "Contact": 2, "CampaignMember": 1, "Opportunity": 1, "Account": 1, "Campaign": 1}
_FORMULA = (
    "read: records / 2,000 for each object; write: (2 x leads + 2 x contacts + campaign members + opportunities + "
    "accounts + campaigns) / batch size: a person and a touchpoint for each lead and contact, one record for each of "
    "the others; days: both together / the smaller of the tenant's daily limit and the org's daily maximum"
)


class ApiBudget(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """An estimate of what the first sync costs production, in API credits, and how long that takes.

    `records` are production's, by object; `formula` says how the numbers are calculated. `org_max` and `org_remaining`
    are DailyApiRequests; null where they are not known.
    """

    daily_limit: int
    batch_size: int
    org_max: int | None
    org_remaining: int | None
    records: dict[str, int]
    read_credits: int
    write_credits: int
    days: float
    formula: str = _FORMULA

    @property
    def credits(self) -> int:
        """All credits of the first sync."""
        return self.read_credits + self.write_credits


def estimate(production: Snapshot, policy: ReadinessPolicy) -> ApiBudget | None:
    """The estimate for production; null where its records were not counted."""
    records = production.record_counts
    if records is None:
        return None
    read = sum(ceil(one / _RECORDS_A_QUERY) for one in records.values())
    write = sum(ceil(records.get(name, 0) * times / policy.export_batch_size) for name, times in _WRITTEN.items())
    maximum = production.api.daily_max
    a_day = min(policy.daily_limit, maximum) if maximum else policy.daily_limit
    return ApiBudget(
        daily_limit=policy.daily_limit,
        batch_size=policy.export_batch_size,
        org_max=maximum,
        org_remaining=production.api.daily_remaining,
        records=dict(sorted(records.items())),
        read_credits=read,
        write_credits=write,
        days=round((read + write) / max(a_day, 1), 2),
    )

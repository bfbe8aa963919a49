"""The policy of a recorded project with stand-ins: what decides a verdict stays, who decided it and why does not.

A waiver's fingerprint is a digest of names, which could be tried out: it is replaced as well (waivers.py gives it the
fingerprint that its finding has in the recording).
"""

from msgspec import structs

from parity.config.policy import Policy, Waiver
from parity.orgs.recording.texts import Texts
from parity.orgs.recording.vocabulary import CODE, TEXT

#: No finding has it.
NO_FINDING = "0" * 16


def without_names(policy: Policy, texts: Texts) -> Policy:
    """The policy in the stand-ins of a recording, without signers."""
    readiness = policy.readiness
    automation = readiness.custom_revenue_automation
    return structs.replace(
        policy,
        fields=tuple(texts.scrubbed(one, CODE) for one in policy.fields),
        readiness=structs.replace(
            readiness,
            stage_fields=tuple(texts.scrubbed(one, CODE) for one in readiness.stage_fields),
            custom_revenue_automation=None if automation is None else texts.scrubbed(automation, TEXT),
        ),
        waivers=tuple(_waiver(one, texts) for one in policy.waivers),
        signers=(),
        approvals=policy.approvals,
    )


def _waiver(waiver: Waiver, texts: Texts) -> Waiver:
    return structs.replace(
        waiver,
        fingerprint=NO_FINDING if waiver.fingerprint else "",
        items=(),
        object=texts.scrubbed(waiver.object, CODE),
        fields=tuple(texts.scrubbed(one, CODE) for one in waiver.fields),
        by="somebody",
        reason="not told in a recording",
    )

"""The record of a drift rule."""

from collections.abc import Callable

from msgspec import Struct

from parity.compare.difference import Difference
from parity.config.policy import Profile
from parity.rules.finding import Severity
from parity.rules.sources import Source


class Rule(Struct, frozen=True, kw_only=True):
    """One thing that can be wrong.

    `fires` says whether the rule matches a difference; exactly one rule matches each. `message` and `fix` may use
    {object}, {component}, {attribute}, {item}, {items}, {sandbox}, {production}, {page} (where Setup shows a piece of
    automation) and {blind} (the org that shows nothing). `many` replaces `message` where the finding has several items,
    and may use {number} too. `unused` is the severity in the profile `integration` for components that Marketo Measure
    does not use. `fallback` rules match only where no other does. `guards`: what the rule finds guards the switch
    itself, so that no policy lowers it.
    """

    id: str
    family: str
    title: str
    severity: Severity
    fires: Callable[[Difference], bool]
    message: str
    why: str
    fix: str
    source: Source = Source.REPLICA
    unused: Severity | None = None
    undecided: bool = False
    fallback: bool = False
    guards: bool = False
    many: str = ""

    def severity_in(self, profile: Profile, used: bool) -> Severity:
        """The severity of a finding under a profile, given whether the integration uses the component."""
        if profile is Profile.STRICT or used or self.unused is None:
            return self.severity
        return self.unused

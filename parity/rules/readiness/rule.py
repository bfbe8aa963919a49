"""The records of a readiness rule: it looks at two snapshots as they are, not at what differs between them."""

from collections.abc import Callable, Iterable
from typing import Any

from msgspec import Struct

from parity.rules.finding import Severity
from parity.rules.readiness.situation import Situation
from parity.rules.sources import Source
from parity.snapshot.org_setup import Part


class Risk(Struct, frozen=True, kw_only=True):
    """One thing that would go wrong. `sandbox` and `production` are the evidence found in each org; a list of names is
    one risk, not many. `detail` is said in the message and left out of the fingerprint, because it changes by the day.
    `severity` takes the place of the rule's own where this case is another matter."""

    component: str
    production: Any
    sandbox: Any = None
    object: str = ""
    detail: str = ""
    severity: Severity | None = None


class NotEvaluated(Exception):
    """The rule cannot be evaluated with what was read. `part` says what is lacking, `fix` what to do."""

    def __init__(self, subject: str, reason: str, fix: str) -> None:
        super().__init__(reason)
        self.subject = subject
        self.reason = reason
        self.fix = fix


class ReadinessRule(Struct, frozen=True, kw_only=True):
    """One thing that can go wrong after go-live, or that makes the rehearsal worthless.

    `needs` are the parts of production's snapshot without which the rule is not evaluated, `needs_sandbox` the
    sandbox's. `message` and `fix` may use {object}, {component}, {sandbox}, {production}, {names} (of a list)
    and {detail}. `guards`: what it finds guards the switch itself, so that no policy lowers it.
    """

    id: str
    family: str
    title: str
    severity: Severity
    message: str
    why: str
    fix: str
    source: Source
    evaluate: Callable[[Situation], Iterable[Risk]]
    needs: tuple[Part, ...] = ()
    needs_sandbox: tuple[Part, ...] = ()
    guards: bool = False

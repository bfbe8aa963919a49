"""Projects that point at running simulated orgs, and snapshots collected from them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

from msgspec import Struct

from parity.config.orgs import ApiSettings, SessionSignIn
from parity.config.policy import Policy
from parity.config.project import Orgs, OrgSettings, Project, Tenant
from parity.orgs.api_version import NEWEST_TESTED
from parity.orgs.collect_pair import Progress, collect_pair
from parity.simulator import RunningOrg, Scenario, SimulatedOrg, load_scenario, serve
from parity.simulator.definition import read_definition
from parity.snapshot.records import Snapshot

NOON = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)
SANDBOX_VARIABLE = "PARITY_SANDBOX_SESSION_ID"
PRODUCTION_VARIABLE = "PARITY_PRODUCTION_SESSION_ID"
#: The newest API version that simulated orgs offer, the one at which they are read, and the one of the next release.
OFFERED = f"{read_definition('org.yaml')['versions']['newest']}.0"
READ_AT = min(OFFERED, NEWEST_TESTED, key=float)
NEXT_RELEASE = f"{float(OFFERED) + 1:.1f}"


class RunningPair(Struct, frozen=True, kw_only=True):
    """Two running orgs, the project that points at them, and the environment with its secrets."""

    sandbox: RunningOrg
    production: RunningOrg
    project: Project
    environment: dict[str, str]


@contextmanager
def running(
    scenario: Scenario | str,
    policy: Policy | None = None,
    api: ApiSettings | None = None,
    integration: str | None = "me",
    now: datetime = NOON,
) -> Iterator[RunningPair]:
    """Both orgs of a scenario on loopback ports.

    `integration` names the key of the integration user in both; `me`: the one that signs in; null: nobody.

    `now` is the time from which the scenario's ages count back, and by which commands run in the environment.
    """
    pair = load_scenario(scenario, now.date()) if isinstance(scenario, str) else scenario
    with serve(pair.sandbox, seed="tests") as sandbox, serve(pair.production, seed="tests") as production:
        project = Project(
            tenant=Tenant(name="Tests"),
            orgs=Orgs(
                sandbox=OrgSettings(
                    sign_in=SessionSignIn(instance_url=sandbox.url, session_id_env=SANDBOX_VARIABLE),
                    integration_user=_named(pair.sandbox, integration),
                ),
                production=OrgSettings(
                    sign_in=SessionSignIn(instance_url=production.url, session_id_env=PRODUCTION_VARIABLE),
                    integration_user=_named(pair.production, integration),
                ),
            ),
            policy=policy or Policy(),
            api=api or ApiSettings(),
        )
        environment = {
            **os.environ,
            "TESTS_CLOCK": now.isoformat(),
            SANDBOX_VARIABLE: sandbox.credentials.session_id,
            PRODUCTION_VARIABLE: production.credentials.session_id,
        }
        yield RunningPair(sandbox=sandbox, production=production, project=project, environment=environment)


def _named(org: SimulatedOrg, integration: str | None) -> str | None:
    """The integration user as parity.yaml would name it: by default the one that signs in."""
    return integration if integration in {None, "me"} else org.users[integration].username


def collected(
    scenario: Scenario | str, policy: Policy | None = None, integration: str | None = "me"
) -> tuple[Snapshot, Snapshot]:
    """Sandbox and production of a scenario, as the product collects them."""
    with running(scenario, policy, integration=integration) as pair:
        return collect_pair(pair.project, pair.environment, lambda: NOON, Progress())


def yaml_for(pair: RunningPair) -> str:
    """A parity.yaml for two running orgs."""
    return f"""
tenant: {{name: Tests}}
orgs:
  sandbox:
    sign_in: {{method: session, instance_url: "{pair.sandbox.url}", session_id_env: {SANDBOX_VARIABLE}}}
    integration_user: me
  production:
    sign_in: {{method: session, instance_url: "{pair.production.url}", session_id_env: {PRODUCTION_VARIABLE}}}
    integration_user: me
"""

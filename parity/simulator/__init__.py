"""Simulated Salesforce orgs over real HTTP, for training, tests and the demo. The product knows nothing of them."""

from parity.simulator.records import Credentials, Drift, Fault, Request, Scenario, SimulatedOrg, User
from parity.simulator.scenarios import (
    ScenarioError,
    authorize_variations,
    load_scenario,
    readiness_variations,
    scenario_from,
    scenario_names,
)
from parity.simulator.server import RunningOrg, serve

__all__ = [
    "Credentials",
    "Drift",
    "Fault",
    "Request",
    "RunningOrg",
    "Scenario",
    "ScenarioError",
    "SimulatedOrg",
    "User",
    "authorize_variations",
    "load_scenario",
    "readiness_variations",
    "scenario_from",
    "scenario_names",
    "serve",
]

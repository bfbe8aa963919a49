"""A running simulated org, asked over real HTTP by a client that knows nothing of parity."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

import requests

from parity.simulator import RunningOrg, scenario_from, serve
from parity.simulator.definition import read_definition
from parity.simulator.records import SimulatedOrg

DAY = date(2026, 11, 24)
NEWEST = f"{read_definition('org.yaml')['versions']['newest']}.0"


def org_with(changes: dict[str, Any] | None = None, side: str = "production") -> SimulatedOrg:
    """One org of the honest pair with changes, in the notation of a scenario file."""
    scenario = scenario_from("asked", {"both": changes or {}}, DAY)
    return scenario.sandbox if side == "sandbox" else scenario.production


class Client:
    """Asks one running org as its signed-in user."""

    def __init__(self, org: RunningOrg) -> None:
        self.org = org

    def get(self, path: str, version: str = NEWEST, **parameters: str) -> requests.Response:
        """GET of anything below /services/data/vXX.X/, or of a whole path."""
        url = self.org.url + (path if path.startswith("/") else f"/services/data/v{version}/{path}")
        headers = {"Authorization": f"Bearer {self.org.credentials.session_id}"}
        return requests.get(url, params=parameters, headers=headers, timeout=60)

    def query(self, soql: str, *, tooling: bool = False, version: str = NEWEST) -> requests.Response:
        """A query through one of the two APIs."""
        return self.get("tooling/query" if tooling else "query", version, q=soql)

    def rows(self, soql: str, *, tooling: bool = False, version: str = NEWEST) -> list[dict[str, Any]]:
        """The rows of a query that must be answered."""
        answer = self.query(soql, tooling=tooling, version=version)
        assert answer.status_code == 200, answer.text
        found: list[dict[str, Any]] = answer.json()["records"]
        return found

    def refusal(self, soql: str, *, tooling: bool = False, version: str = NEWEST) -> tuple[str, str]:
        """Error code and last line of the message of a query that must be refused."""
        answer = self.query(soql, tooling=tooling, version=version)
        assert answer.status_code == 400, answer.text
        error = answer.json()[0]
        return error["errorCode"], error["message"].rpartition("\n")[2]


@contextmanager
def asking(changes: dict[str, Any] | None = None, side: str = "production") -> Iterator[Client]:
    """A client of a running org of the honest pair, with changes."""
    with serve(org_with(changes, side), seed="asking") as running:
        yield Client(running)

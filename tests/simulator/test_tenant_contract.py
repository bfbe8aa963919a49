"""The simulated tenant answers as docs/tenant-api.openapi.yaml says."""

from pathlib import Path
from typing import Any

import jsonschema
import requests
import yaml

from parity.simulator.tenant import SimulatedTenant
from parity.simulator.tenant_server import serve_tenant
from tests.tenants import TENANT, TOKEN

DOCS = Path(__file__).parents[2] / "docs"


def _schemas() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DOCS / "tenant-api.openapi.yaml").read_text("utf-8"))
    return found


def test_the_simulated_tenant_answers_by_the_published_contract() -> None:
    contract = _schemas()
    tenant = SimulatedTenant(TENANT, "00D8F0000008NwSUAU", deletion_looks=1)
    with serve_tenant(tenant, TOKEN) as running:

        def ask(method: str, path: str, body: dict[str, str] | None = None, token: str = TOKEN) -> int:
            answer = requests.request(
                method,
                f"{running.url}/v1/tenants/{TENANT}{path}",
                json=body,
                headers={"Authorization": f"Bearer {token}", "Idempotency-Key": "0" * 31 + str(len(tenant.done))},
                timeout=60,
            )
            described = contract["paths"][f"/v1/tenants/{{tenant}}{path}"][method.lower()]["responses"]
            kind = described[str(answer.status_code)]["$ref"].rpartition("/")[2]
            schema = {"$ref": f"#/components/schemas/{kind}", "components": contract["components"]}
            jsonschema.Draft202012Validator(schema).validate(answer.json())
            return answer.status_code

        delete = {"org_id": "00D8F0000008NwSUAU", "business_name": TENANT}
        connect = {"environment": "production", "org_id": "00D300000001NwhEAE"}
        assert ask("GET", "", token="wrong") == 401
        assert ask("POST", "/connection", connect) == 409
        assert ask("POST", "/connection/deletion", {**delete, "business_name": "x"}) == 409
        assert ask("POST", "/connection/deletion", delete) == 202
        assert ask("POST", "/connection/deletion", delete) == 409
        assert [ask("GET", "") for _ in range(3)] == [200] * 3
        assert ask("POST", "/connection", {**connect, "environment": "moon"}) == 400
        assert ask("POST", "/connection", connect) == 201
        assert ask("POST", "/connection", {**connect, "org_id": "00D300000009ZZZ"}) == 409
        assert ask("GET", "") == 200


def test_the_same_key_is_answered_once() -> None:
    tenant = SimulatedTenant(TENANT, None)
    body = {"environment": "production", "org_id": "00D300000001NwhEAE"}
    first, second = (tenant.act("connection", body, "key") for _ in range(2))
    assert first == second
    assert first.status == 201

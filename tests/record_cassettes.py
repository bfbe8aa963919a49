"""Records tests/cassettes/ anew from the simulated orgs; no real org is asked.

    python -m tests.record_cassettes

The orgs are those of the scenario `drifted`, cut to a few fields an object so that a person can read a cassette.
Addresses become *.simulated, and tokens and secrets are taken out before anything is written.
"""

import json
import re
from pathlib import Path
from typing import Any

import vcr
import yaml
from msgspec import structs

from parity.config.collect_options import CollectOptions
from parity.config.orgs import ApiSettings, ClientCredentialsSignIn, SessionSignIn, SignIn
from parity.orgs.collect import collect, in_turn
from parity.orgs.sign_in.connect import connect
from parity.simulator import Fault, RunningOrg, load_scenario, serve
from parity.simulator.records import SimulatedOrg
from parity.snapshot.records import OBJECTS, Role
from tests.simulated import NOON

CASSETTES = Path(__file__).parent / "cassettes"
HEADER = """\
# Recorded from parity's simulated orgs (scenario drifted, cut to a few fields an object), not from a real org, by
# python -m tests.record_cassettes. Addresses, tokens and secrets are scrubbed.
"""
#: Their own, so that they stay as they are where parity is tested with a newer one.
RECORDED_AT = "68.0"
SCRUBBED = "scrubbed"
_KEPT_FIELDS = 6
_ADDRESS = re.compile(r"https?://(127\.0\.0\.1:\d+|org\.simulated)")
_TOKEN = re.compile(r"00D\w{12}![\w.]+")
_VOLATILE = {"signature", "issued_at"}


class _Text(str):
    """A text that YAML writes line by line."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    pass


_Dumper.add_representer(_Text, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|"))


class Readable:
    """Cassettes as YAML with JSON bodies written out, under a header that says where they come from."""

    @staticmethod
    def serialize(cassette: dict[str, Any]) -> str:
        for one in cassette["interactions"]:
            response = one["response"]
            response["headers"] = {"Content-Type": response["headers"]["Content-Type"], **_limit_info(response)}
            response["body"]["string"] = _Text(_written_out(response["body"]["string"]))
            one["request"]["headers"] = {}
            one["request"]["body"] = one["request"]["body"] and _Text(_written_out(one["request"]["body"]))
        return HEADER + yaml.dump(cassette, Dumper=_Dumper, sort_keys=True, width=120, allow_unicode=True)

    @staticmethod
    def deserialize(text: str) -> Any:
        return yaml.safe_load(text)


def _limit_info(response: dict[str, Any]) -> dict[str, Any]:
    name = "Sforce-Limit-Info"
    return {name: response["headers"][name]} if name in response["headers"] else {}


def _written_out(body: bytes | str) -> str:
    text = body.decode() if isinstance(body, bytes) else body
    text = _TOKEN.sub(SCRUBBED, _ADDRESS.sub("https://org.simulated", text))
    try:
        answer = json.loads(text)
    except ValueError:
        return re.sub(r"(client_secret|assertion)=[^&]+", rf"\1={SCRUBBED}", text)
    if isinstance(answer, dict):
        answer.update(dict.fromkeys(_VOLATILE & set(answer), SCRUBBED))
    return json.dumps(answer, indent=1, ensure_ascii=False) + "\n"


def _anywhere(request: Any) -> Any:
    request.uri = _ADDRESS.sub("https://org.simulated", request.uri)
    return request


def recorder() -> vcr.VCR:
    """The recorder, and in `record_mode="none"` the player, of these cassettes."""
    machine = vcr.VCR(
        cassette_library_dir=str(CASSETTES),
        before_record_request=_anywhere,
        decode_compressed_response=True,
        match_on=("method", "uri"),
        serializer="readable",
    )
    machine.register_serializer("readable", Readable)
    return machine


#: Columns of the package's objects that are queried.
_ASKED_FOR = frozenset({"CreatedDate", "bizible2__Bizible_Person__c", "bizible2__Opportunity__c"})


def cut(org: SimulatedOrg, drifted: frozenset[tuple[str, str]]) -> SimulatedOrg:
    """The org with the first few fields of each object, and those that drift."""
    describes = {
        name: {
            **describe,
            "fields": [
                field
                for index, field in enumerate(sorted(describe["fields"], key=lambda one: str(one["name"])))
                if index < (_KEPT_FIELDS if name in OBJECTS else 1)
                or (name, field["name"]) in drifted
                or (name not in OBJECTS and field["name"] in _ASKED_FOR)
            ],
        }
        for name, describe in org.describes.items()
    }
    return structs.replace(
        org, describes=describes, setup={**org.setup, "touchpoints": {"people": 2, "opportunities": 1}}
    )


def cut_pair() -> tuple[SimulatedOrg, SimulatedOrg]:
    """Sandbox and production of `drifted`, cut; the dependent picklist keeps its controlling field."""
    scenario = load_scenario("drifted", NOON.date())
    drifted = {(one.object, one.field) for one in scenario.drift if one.field} | {("Lead", "Region__c")}
    kept = frozenset((name, field) for name, field in drifted if field is not None)
    return cut(scenario.sandbox, kept), cut(scenario.production, kept)


def session(url: str) -> SignIn:
    """Sign in with a session id; a cassette is played with any."""
    return SessionSignIn(instance_url=url, session_id_env="SESSION")


def client_credentials(url: str, client_id: str) -> SignIn:
    """Sign in with OAuth client credentials; a cassette is played with any."""
    return ClientCredentialsSignIn(login_url=url, client_id=client_id, client_secret_env="SECRET")


def read_org(role: Role, settings: SignIn, environment: dict[str, str]) -> Any:
    """Sign in and collect, as the commands do."""
    client = connect(role, settings, ApiSettings(), environment)
    return collect(client, RECORDED_AT, client.versions(), NOON, CollectOptions(me=True), in_turn)


def _record(name: str, role: Role, org: RunningOrg, *, oauth: bool = False) -> None:
    (CASSETTES / name).unlink(missing_ok=True)
    known = org.credentials
    settings = client_credentials(org.url, known.client_id) if oauth else session(org.url)
    with recorder().use_cassette(name, record_mode="once"):
        read_org(role, settings, {"SESSION": known.session_id, "SECRET": known.client_secret})
    print(f"{name}: {(CASSETTES / name).stat().st_size // 1000} kB, {len(org.requests)} requests")


def main() -> None:
    """Record every cassette."""
    sandbox, production = cut_pair()
    with serve(sandbox, seed="cassettes") as org:
        _record("sandbox.yaml", Role.SANDBOX, org)
    with serve(production, seed="cassettes") as org:
        _record("production-oauth.yaml", Role.PRODUCTION, org, oauth=True)
    with serve(sandbox, seed="cassettes") as org:
        org.fail(Fault(match="composite", status=403, error_code="FUNCTIONALITY_NOT_ENABLED"))
        _record("sandbox-without-composite.yaml", Role.SANDBOX, org)


if __name__ == "__main__":
    main()

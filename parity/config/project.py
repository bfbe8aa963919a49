"""parity.yaml -> Project: strict, with the line of what is wrong and the nearest right key."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, TypeVar

import msgspec
import yaml
from msgspec import Meta, Struct

from parity.config.address import may_carry_secrets
from parity.config.collect_options import CollectOptions
from parity.config.drivers import DriverSettings, HttpDriver
from parity.config.ledger import LedgerSettings
from parity.config.orgs import ApiSettings, SignIn
from parity.config.policy import Policy, Waiver
from parity.config.policy_refusals import PolicyPlaces, refuse_wrong_policy
from parity.config.refusals import refuse_secrets, refuse_sign_in_urls, refuse_unknown_keys
from parity.config.report import ReportSettings
from parity.config.values import refuse_wrong_values
from parity.config.yaml_lines import Items, LineLoader, Lines
from parity.errors import ConfigError
from parity.integrity.file_kind import FileKind, refuse_misplaced, where_from
from parity.integrity.names import name_problem
from parity.integrity.printable import printable
from parity.snapshot.ids import full_id
from parity.snapshot.records import BothOrgs, Role

#: The tenant's name in the parity.yaml that `parity init` writes.
TEMPLATE_TENANT = "Example Inc."
_NAME_ADVICE = "Write the business name of the tenant, as its settings page shows it. Example: `name: Acme`."


class Tenant(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The Marketo Measure tenant: its business name, as the settings page shows it. The rest is for the switch.

    `sandbox_org` and `production_org` are the ids of its two orgs, 15 or 18 characters.
    """

    name: Annotated[str, Meta(min_length=1)]
    sandbox_org: str | None = None
    production_org: str | None = None
    driver: DriverSettings | None = None

    def org_id(self, role: Role) -> str | None:
        """The id of the org of that role, as it was given."""
        return self.sandbox_org if role is Role.SANDBOX else self.production_org


#: `integration_user: me`: parity signs in as the user that Marketo Measure connects with.
ME = "me"


class OrgSettings(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One org: how to sign in, and whom Marketo Measure connects with there.

    `integration_user` is a username, or `me` where parity signs in as that very user; `integration_permission_set` is
    an API name, for a preview. Both null: nobody's access is looked at, and the verdict is INCONCLUSIVE.
    """

    sign_in: SignIn
    integration_user: str | None = None
    integration_permission_set: str | None = None


class Orgs(BothOrgs[OrgSettings], frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Both orgs."""


class WaiversFile(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that the file of `policy.waivers_file` says."""

    waivers: tuple[Waiver, ...]


class Project(Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that parity.yaml says."""

    tenant: Tenant
    orgs: Orgs
    policy: Policy = Policy()
    api: ApiSettings = ApiSettings()
    ledger: LedgerSettings | None = None
    report: ReportSettings = ReportSettings()

    def sign_in(self, role: Role) -> SignIn:
        """How to sign in to the org of that role."""
        return self.orgs.of(role).sign_in

    def collect_options(self, role: Role, *, who: bool = False) -> CollectOptions:
        """What to ask the org of that role besides its metadata. `who`: who changed what, and when."""
        org = self.orgs.of(role)
        return CollectOptions(
            integration_user=None if org.integration_user == ME else org.integration_user,
            me=org.integration_user == ME,
            permission_set=org.integration_permission_set,
            fields=tuple(sorted({*self.policy.fields, *self.policy.readiness.stage_fields})),
            depth_calls=self.api.depth_calls,
            who=who,
        )


def load_project(path: Path, environment: Mapping[str, str] = os.environ) -> Project:
    """The project that a parity.yaml describes; raises ConfigError with place and advice."""
    return load_with_places(path, environment)[0]


def load_with_places(path: Path, environment: Mapping[str, str] = os.environ) -> tuple[Project, PolicyPlaces]:
    """The project, and where in the file each part of its policy is."""
    text = _text_of(path, FileKind.PROJECT)
    return _parsed(text, str(path), environment, path.parent)


def _text_of(path: Path, wanted: FileKind) -> str:
    """The text of a file of settings; raises ConfigError where there is none, or another file of ours."""
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise ConfigError("there is no such file", where=str(path), fix=where_from(wanted)) from None
    except IsADirectoryError:
        raise ConfigError(
            f"this is a folder, and {wanted} is wanted", where=str(path), fix="Name the file that is in it."
        ) from None
    except OSError as problem:
        raise ConfigError(
            f"the file cannot be read: {problem.strerror}", where=str(path), fix="Check the path."
        ) from None
    refuse_misplaced(data, wanted, where=str(path), error=ConfigError)
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise ConfigError("the file is not UTF-8 text", where=str(path), fix="Save it again as UTF-8.") from None


def parse_project(text: str, where: str, environment: Mapping[str, str] = os.environ) -> Project:
    """The project in the text of a parity.yaml. `where` names it in messages; files it names are beside it."""
    return _parsed(text, where, environment, Path(where).parent)[0]


def _parsed(text: str, where: str, environment: Mapping[str, str], folder: Path) -> tuple[Project, PolicyPlaces]:
    project, data = _read(text, where, environment, Project)
    _refuse_plain_http(project, data, where)
    _refuse_wrong_tenant(project, data, where)
    places = _places_of(data, where)
    if project.policy.waivers_file is not None:
        path = folder / project.policy.waivers_file
        more = _text_of(path, FileKind.WAIVERS)
        held, lines = _read(more, str(path), environment, WaiversFile)
        policy = msgspec.structs.replace(project.policy, waivers=(*project.policy.waivers, *held.waivers))
        project = msgspec.structs.replace(project, policy=policy)
        others = _entry_places(lines, "waivers", str(path))
        places = msgspec.structs.replace(places, waivers=(*places.waivers, *others))
    refuse_wrong_policy(project.policy, places)
    return project, places


_Record = TypeVar("_Record", bound=Struct)


def _read(text: str, where: str, environment: Mapping[str, str], kind: type[_Record]) -> tuple[_Record, Lines]:
    """A record out of the text of a file of settings, and the text with its lines."""
    refuse_sign_in_urls(text, where)
    try:
        data = yaml.load(text, Loader=LineLoader)  # noqa: S506 (LineLoader is a SafeLoader)
    except (yaml.YAMLError, RecursionError, ValueError, AttributeError, TypeError) as problem:
        raise ConfigError(
            f"this is not YAML: {_first_line(problem)}", where=_place(where, problem), fix=_advice(text, problem)
        ) from None
    if not isinstance(data, Lines):
        fix = "See `parity init` for a start."
        if kind is WaiversFile:
            fix = "Begin it with the line `waivers:` and list them below it; where there are none, write `waivers: []`."
        raise ConfigError("the file is empty or not a mapping", where=where, fix=fix)
    refuse_secrets(data, where, environment)
    refuse_unknown_keys(data, kind, where)
    refuse_wrong_values(data, kind, where)
    return msgspec.convert(data, kind), data


def _places_of(data: Lines, where: str) -> PolicyPlaces:
    """Where each part of the policy stands."""
    policy = data.get("policy")
    if not isinstance(policy, Lines):
        return PolicyPlaces()
    keys = {key: f"{where}, line {line}" for key, line in policy.lines.items()}
    for name, inner in policy.items():
        if isinstance(inner, Lines):
            keys |= {f"{name}.{key}": f"{where}, line {line}" for key, line in inner.lines.items()}
    return PolicyPlaces(
        keys=keys,
        waivers=_entry_places(policy, "waivers", where),
        severities=_entry_places(policy, "severities", where),
    )


def _entry_places(mapping: Lines, key: str, where: str) -> tuple[str, ...]:
    found = mapping.get(key)
    return tuple(f"{where}, line {line}" for line in found.lines) if isinstance(found, Items) else ()


def _refuse_plain_http(project: Project, data: Lines, where: str) -> None:
    for role in Role:
        settings = project.sign_in(role)
        for key in ("instance_url", "login_url"):
            url: Any = getattr(settings, key, None)
            if url is not None:
                _refuse_plain_address(
                    url, f"orgs.{role}.sign_in.{key}", _line(where, data["orgs"][str(role)]["sign_in"], key)
                )
    if isinstance(project.tenant.driver, HttpDriver):
        _refuse_plain_address(
            project.tenant.driver.url, "tenant.driver.url", _line(where, data["tenant"]["driver"], "url")
        )


def _refuse_plain_address(url: str, key: str, where: str) -> None:
    if not may_carry_secrets(url):
        raise ConfigError(
            f"{key} is not an https address of a host alone",
            where=where,
            fix="Secrets are sent there: write https://HOST without user, path or query (plain http: this "
            "machine only).",
        )


def _refuse_wrong_tenant(project: Project, data: Lines, where: str) -> None:
    for role in Role:
        key, org_id = f"{role}_org", project.tenant.org_id(role)
        if org_id is not None and not (len(full_id(org_id)) == 18 and org_id.startswith("00D")):
            raise ConfigError(
                f"tenant.{key} is `{org_id}`, which is not the id of an org",
                where=_line(where, data["tenant"], key),
                fix="Write its 15 or 18 characters, 00D... (Setup > Company Information > Organization ID).",
            )
    problem = name_problem(project.tenant.name)
    if problem:
        raise ConfigError(
            f"tenant.name is `{printable(project.tenant.name)}`: {problem}",
            where=_line(where, data["tenant"], "name"),
            fix=_NAME_ADVICE,
        )
    if " ".join(project.tenant.name.split()).casefold() == TEMPLATE_TENANT.casefold():
        raise ConfigError(
            f"tenant.name is `{TEMPLATE_TENANT}`, which is the example that `parity init` writes",
            where=_line(where, data["tenant"], "name"),
            fix=_NAME_ADVICE,
        )


def _line(where: str, mapping: Lines, key: str) -> str:
    return f"{where}, line {mapping.lines.get(key, min(mapping.lines.values()))}"


def _first_line(problem: Exception) -> str:
    return str(getattr(problem, "problem", None) or problem).splitlines()[0]


def _advice(text: str, problem: Exception) -> str:
    mark = getattr(problem, "problem_mark", None)
    line = text.splitlines()[mark.line : mark.line + 1] if mark is not None else []
    said = _first_line(problem)
    if "stands twice" in said:
        return "Put what belongs to it under the first, and take the second out."
    if "aliases" in said:
        return "Write out what it stands for."
    return "Indent with blanks: YAML takes no tabs." if any("\t" in one for one in line) else "Mind the indentation."


def _place(where: str, problem: Exception) -> str:
    mark = getattr(problem, "problem_mark", None)
    return f"{where}, line {mark.line + 1}" if mark is not None else where

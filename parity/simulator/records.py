"""The records of simulated orgs: what an org is, what a scenario changes, and how requests can fail."""

from typing import Any

from msgspec import Struct

Row = dict[str, Any]


class User(Struct, frozen=True, kw_only=True):
    """Somebody who can sign in. `hidden_fields`: by object, what field-level security keeps from them.

    `profile_reads` false: the profile lets read no object and no field that can be permitted; permission sets may.
    """

    id: str
    username: str
    name: str
    profile: str
    permissions: tuple[str, ...]
    language: str = "en_US"
    active: bool = True
    marketing_user: bool = True
    permission_sets: tuple[str, ...] = ()
    hidden_fields: dict[str, tuple[str, ...]] = {}
    hidden_objects: tuple[str, ...] = ()
    frozen: bool = False
    license: str = "SFDC"
    profile_reads: bool = True

    def may(self, permission: str) -> bool:
        """Whether the user's profile has a system permission; rights.may takes the permission sets into account too."""
        return permission in self.permissions


class SimulatedOrg(Struct, frozen=True, kw_only=True):
    """One org. `describes` are full describe answers by object, `tables` the rows that SOQL can ask for.

    `preferences` and `features` are what is switched on and licensed, which brings columns; `without` takes away a
    table (`LeadStatus`) or one column of it (`OpportunityStage.ApiName`).
    `signs_in` names the user whose credentials are handed out. `daily_max` and `used` count API requests. `setup` is
    what Setup holds, in the notation of definitions/setup.yaml.
    """

    organization: Row
    versions: tuple[str, ...]
    users: dict[str, User]
    signs_in: str
    describes: dict[str, Row]
    triggers: tuple[Row, ...]
    packages: tuple[Row, ...] = ()
    tables: dict[str, tuple[Row, ...]] = {}
    setup: Row = {}
    preferences: frozenset[str] = frozenset()
    features: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()
    daily_max: int = 100_000
    used: int = 0

    @property
    def user(self) -> User:
        """The user whose credentials are handed out."""
        return self.users[self.signs_in]


class Drift(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One difference between the two orgs. `attribute` is Salesforce's own name of the property."""

    object: str
    field: str | None = None
    trigger: str | None = None
    record_type: str | None = None
    picklist_value: str | None = None
    attribute: str | None = None
    only_in: str | None = None
    sandbox: Any = None
    production: Any = None
    note: str | None = None
    expect: dict[str, str] | None = None


class Expected(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A cause that a scenario must be explained by: its rule, what it is about, and how many findings it explains."""

    rule: str
    component: str = ""
    explains: int


class Scenario(Struct, frozen=True, kw_only=True):
    """A pair of orgs, everything in which they differ, the causes of that, and the readiness rules that must speak."""

    name: str
    summary: str
    sandbox: SimulatedOrg
    production: SimulatedOrg
    drift: tuple[Drift, ...]
    causes: tuple[Expected, ...] = ()
    readiness: tuple[str, ...] = ()


class Credentials(Struct, frozen=True, kw_only=True):
    """Every way to sign in to a running org as its user."""

    username: str
    password: str
    security_token: str
    session_id: str
    client_id: str
    client_secret: str
    jwt_client_id: str
    jwt_private_key: str


class Fault(Struct, frozen=True, kw_only=True):
    """What goes wrong, for requests or composite parts whose "METHOD /path " contains `match`. `times` null: for ever.

    In the org's place: an error of `status`, `error_code`, `message`, with `retry_after` and other `headers`; or the
    very bytes `body` (in a composite their JSON is the part's body, whatever `status` says); or `packed_mb` megabytes
    of blanks that travel as a few kilobytes; or `endless_pages`: one record, and always a further page. `drop` closes
    the connection.
    What the org itself answers is altered by `instead` (it is asked for that path, not for the one it was asked for),
    `edit` (these bytes of the answer become those), `reference_id` (a part has this one), `truncate` (cut in the
    middle), `delay_seconds` (late), `trickle_seconds` (so long between two bytes).
    """

    match: str
    status: int = 500
    error_code: str = "UNKNOWN_EXCEPTION"
    message: str = "a simulated fault"
    times: int | None = None
    retry_after: int | str | None = None
    headers: dict[str, str] = {}
    delay_seconds: float = 0.0
    trickle_seconds: float = 0.0
    drop: bool = False
    truncate: bool = False
    body: bytes | None = None
    packed_mb: int = 0
    endless_pages: bool = False
    instead: str | None = None
    edit: tuple[bytes, bytes] | None = None
    reference_id: str | None = None

    @property
    def alters(self) -> bool:
        """Whether the org answers, but not as it should; else the fault answers in its place."""
        slow = self.delay_seconds > 0 and self.status == 500 and self.body is None
        return bool(self.truncate or self.instead or self.edit or self.reference_id or self.trickle_seconds or slow)


class Request(Struct, frozen=True, kw_only=True):
    """A request that a running org got. `subrequests` counts the parts of a composite, `parts` are their addresses."""

    method: str
    path: str
    status: int
    subrequests: int = 0
    parts: tuple[str, ...] = ()

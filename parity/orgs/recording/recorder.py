"""Records what the orgs are asked and answer while a command runs: scrubbed at once, so that nothing else is kept."""

import threading
from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from requests import Response

from parity import __version__
from parity.config.orgs import ApiSettings, SignIn
from parity.config.project import ME, Project
from parity.errors import InputError
from parity.integrity.canonical import digest
from parity.integrity.counted import counted
from parity.integrity.files import write_all
from parity.orgs.client import OrgClient
from parity.orgs.recording.cassette import Exchange, cassette_bytes, refuse_without_vcrpy
from parity.orgs.recording.manifest import MANIFEST, Manifest, RecordedOrg, RecordedOutcome, manifest_bytes, names_of
from parity.orgs.recording.policy import without_names
from parity.orgs.recording.scrubber import Scrubber
from parity.orgs.recording.self_check import leaks_in
from parity.orgs.recording.stand_in import StandIns
from parity.orgs.recording.texts import Texts
from parity.orgs.recording.vocabulary import PRODUCT_WORDS, TEXT, kept_words
from parity.orgs.sign_in.connect import connect
from parity.orgs.sign_in.connection import Connection
from parity.snapshot.records import Role

#: What is recorded. All other paths are those of signing in, which hold secrets on both ways.
_RECORDED = ("/services/data", "/services/oauth2/userinfo")
_VERSION_PLACE = 3


def cassette_name(role: Role) -> str:
    """The name of an org's cassette."""
    return f"{role}.cassette.json"


class Recorder:
    """Takes down one run of a command. `key`: 32 random bytes that nobody keeps; `clock` gives UTC."""

    def __init__(self, command: str, key: bytes, clock: Callable[[], datetime], *, keep_names: bool = False) -> None:
        refuse_without_vcrpy()
        self.texts = Texts(StandIns(key, kept_words(), PRODUCT_WORDS), keep_names=keep_names)
        self.scrubber = Scrubber(self.texts)
        self.started = clock()
        self._clock = clock
        self._command = command
        self._keep_names = keep_names
        self._exchanges: dict[Role, list[Exchange]] = {}
        self._left_out: dict[Role, int] = {}
        self._connections: dict[Role, tuple[str, Connection]] = {}
        self._lock = threading.Lock()

    def reach(
        self,
        role: Role,
        settings: SignIn,
        api: ApiSettings,
        environment: Mapping[str, str],
        tell: Callable[[str], None] = lambda _line: None,
    ) -> OrgClient:
        """Sign in as always, and take down what follows."""
        with self._lock:
            self._exchanges[role], self._left_out[role] = [], 0
        client = connect(role, settings, api, environment, tell, witness=partial(self._note, role))
        with self._lock:
            self._connections[role] = (_method(settings), client.connection)
        return client

    def _note(self, role: Role, response: Response) -> None:
        request = response.request
        path = urlsplit(request.url or "").path
        with self._lock:
            if not path.startswith(_RECORDED):
                self._left_out[role] += 1
                return
            self._exchanges[role].append(
                Exchange(
                    method=str(request.method),
                    url=self.scrubber.url(str(request.url)),
                    asked=self.scrubber.request(request.body),
                    status=response.status_code,
                    headers=self.scrubber.headers(response.headers),
                    body=self.scrubber.answer(response.content),
                )
            )

    def cassettes(self) -> dict[Role, bytes]:
        """The cassette of each org that was reached, in an order that does not depend on threads."""
        with self._lock:
            return {
                role: cassette_bytes(sorted(self._exchanges[role], key=lambda one: (one.url, one.asked or "")))
                for role in self._connections
            }

    def manifest(self, project: Project, cassettes: Mapping[Role, bytes], outcome: RecordedOutcome) -> Manifest:
        """What the recording says of itself."""
        versions = {_version(one.url) for role in cassettes for one in self._exchanges[role]} - {""}
        return Manifest(
            tool=f"parity {__version__}",
            command=self._command,
            started=_written(self.started),
            ended=_written(self._clock()),
            api_versions=tuple(sorted(versions, key=float)),
            names_kept=self._keep_names,
            replaced=self._replaced(),
            orgs={role: self._org(project, role, data) for role, data in cassettes.items()},
            policy=without_names(project.policy, self.texts),
            api=project.api,
            outcome=outcome,
        )

    def _replaced(self) -> dict[str, int]:
        counts = {f"texts: {kind}": number for kind, number in self.texts.counts.items() if number}
        distinct = {f"{kind}, each once": number for kind, number in self.texts.stand_ins.counts.items()}
        return {**counts, **distinct, "sign-in requests, left out": sum(self._left_out.values())}

    def _org(self, project: Project, role: Role, data: bytes) -> RecordedOrg:
        method, connection = self._connections[role]
        settings = project.orgs.of(role)
        texts = self.texts
        name = settings.integration_user
        return RecordedOrg(
            cassette=cassette_name(role),
            digest=digest(data),
            requests=len(self._exchanges[role]),
            sign_in_requests=self._left_out[role],
            sign_in=method,
            instance_url=self.scrubber.instance(connection.instance_url),
            org_id=_or_none(texts.code, connection.org_id),
            user_id=_or_none(texts.code, connection.user_id),
            username=_or_none(partial(texts.scrubbed, kind=TEXT), connection.username),
            integration_user=name if name == ME else _or_none(partial(texts.scrubbed, kind=TEXT), name),
            integration_permission_set=_or_none(texts.code, settings.integration_permission_set),
        )

    def write(self, folder: Path, manifest: Manifest, cassettes: Mapping[Role, bytes]) -> list[Path]:
        """Look for names in what is to be written, and write it in place of an earlier recording.

        Raises InputError for any name: nothing is written then, so that no moment has a recording that leaks.
        """
        files = {folder / cassette_name(role): data for role, data in cassettes.items()}
        made, kept = self.texts.stand_ins.made, self.texts.kept_names
        for path, data in {**files, folder / MANIFEST: names_of(manifest)}.items():
            found = leaks_in(data, made, kept)
            if found:
                keys = ", ".join(sorted({f"`{leak.key}`" for leak in found})[:5])
                raise InputError(
                    f"nothing was recorded: the self-check found {counted(len(found), 'word')}, neither known nor "
                    f"stand-ins, under {keys}",
                    where=str(path),
                    fix="This is a bug in parity: report it with these keys.",
                )
        write_all({**files, folder / MANIFEST: manifest_bytes(manifest)})
        for name in {cassette_name(role) for role in Role} - {path.name for path in files}:
            (folder / name).unlink(missing_ok=True)
        return [*files, folder / MANIFEST]


def refuse_other_files(folder: Path) -> None:
    """Raise InputError where a folder holds anything but an earlier recording: asked before an org is."""
    ours = {MANIFEST, *(cassette_name(role) for role in Role)}
    if folder.is_dir() and (other := sorted(one.name for one in folder.iterdir() if one.name not in ours)):
        raise InputError(
            f"the folder holds other files ({other[0]})", where=f"--record {folder}", fix="Name a new or empty folder."
        )


def _or_none(scrubbed: Callable[[str], str], text: str | None) -> str | None:
    return None if text is None else scrubbed(text)


def _method(settings: Any) -> str:
    return str(settings.__struct_config__.tag)


def _version(url: str) -> str:
    parts = urlsplit(url).path.split("/")
    return parts[_VERSION_PLACE].removeprefix("v") if len(parts) > _VERSION_PLACE and parts[2] == "data" else ""


def _written(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

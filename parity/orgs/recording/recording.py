"""Reads a recording back from its folder: complete, unchanged, and as the project that it was made of."""

from datetime import datetime
from pathlib import Path

from msgspec import Struct

from parity.config.orgs import SessionSignIn
from parity.config.project import Orgs, OrgSettings, Project, Tenant
from parity.errors import InputError
from parity.integrity.canonical import digest
from parity.integrity.files import read_whole
from parity.orgs.recording.cassette import Exchange, read_cassette
from parity.orgs.recording.manifest import MANIFEST, Manifest, RecordedOrg, moment_of, read_manifest
from parity.orgs.recording.tape import Tape, reach_recorded
from parity.orgs.sign_in.connect import Reach
from parity.snapshot.records import Role

_NOBODY = OrgSettings(sign_in=SessionSignIn(instance_url="https://recorded.invalid", session_id_env="RECORDED"))


class Recording(Struct, frozen=True, kw_only=True):
    """A manifest and what its cassettes hold."""

    manifest: Manifest
    exchanges: dict[Role, list[Exchange]]

    @property
    def project(self) -> Project:
        """The settings that matter, with the stand-ins of the recording."""
        settings = {role: _settings(one) for role, one in self.manifest.orgs.items()}
        return Project(
            tenant=Tenant(name="a recording"),
            orgs=Orgs(sandbox=settings.get(Role.SANDBOX, _NOBODY), production=settings.get(Role.PRODUCTION, _NOBODY)),
            policy=self.manifest.policy,
            api=self.manifest.api,
        )

    def reach(self) -> Reach:
        """A new way to its orgs: each answers again from the beginning."""
        return reach_recorded({role: (self.manifest.orgs[role], Tape(found)) for role, found in self.exchanges.items()})

    def clock(self) -> datetime:
        """The time of the recording, which does not move."""
        return moment_of(self.manifest.started)


def read_recording(folder: Path) -> Recording:
    """The recording in a folder; raises InputError where it is incomplete, edited, of another version, or none."""
    if not (folder / MANIFEST).is_file():
        raise InputError(
            f"there is no recording: it has no {MANIFEST}",
            where=str(folder),
            fix="Name the folder that `--record DIR` wrote, with all its files.",
        )
    manifest = read_manifest(read_whole(folder / MANIFEST), str(folder / MANIFEST))
    return Recording(
        manifest=manifest, exchanges={role: _exchanges(folder, one) for role, one in manifest.orgs.items()}
    )


def _exchanges(folder: Path, org: RecordedOrg) -> list[Exchange]:
    path = folder / org.cassette
    if "/" in org.cassette or "\\" in org.cassette:
        raise InputError("a cassette's name is a path", where=str(folder / MANIFEST), fix="Record it again.")
    data = read_whole(path)
    if digest(data) != org.digest:
        raise InputError(
            "the cassette is not the one that was recorded: it was cut off, edited, or is of another recording",
            where=str(path),
            fix="Take all files of the folder as they were recorded.",
        )
    return read_cassette(data, str(path))


def _settings(org: RecordedOrg) -> OrgSettings:
    return OrgSettings(
        sign_in=SessionSignIn(instance_url=org.instance_url, session_id_env="RECORDED"),
        integration_user=org.integration_user,
        integration_permission_set=org.integration_permission_set,
    )

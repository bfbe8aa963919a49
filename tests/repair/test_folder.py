"""The folder of a repair is written whole or not at all, and never over what somebody else put there."""

from pathlib import Path

import pytest

from parity.errors import InputError
from parity.repair.folder import refuse_foreign, write_repair

FILES = {"README.md": b"# parity repair\n", "1-objects/package.xml": b"<Package/>\n"}


def written(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_a_repair_is_written_and_an_untouched_one_gives_way(tmp_path: Path) -> None:
    folder = tmp_path / "not/there/yet"
    write_repair(folder, FILES, {"result": "a"})
    assert set(written(folder)) == {*FILES, "repair.json"}
    assert write_repair(folder, {"README.md": b"# other\n"}, {"result": "b"}), "it says that one gave way"
    assert set(written(folder)) == {"README.md", "repair.json"}
    assert [path.name for path in folder.parent.iterdir()] == ["yet"], "nothing is left beside it"


def test_an_empty_folder_is_taken(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir(parents=True)
    assert write_repair(tmp_path / "empty", FILES, {}) is False
    assert set(written(tmp_path / "empty")) == {*FILES, "repair.json"}


@pytest.mark.parametrize(
    ("touch", "why"),
    [
        (lambda folder: (folder / "mine.txt").write_text("x"), "mine.txt"),
        (lambda folder: (folder / "README.md").write_text("edited"), "README.md"),
        (lambda folder: (folder / "repair.json").write_text("{}"), "no manifest"),
        (lambda folder: (folder / "repair.json").unlink(), "which no repair wrote"),
        (lambda folder: (folder / "link").symlink_to("/etc"), "link"),
        (lambda folder: (folder / "1-objects/mine").mkdir(), "1-objects/mine"),
        (
            lambda folder: (folder / "README.md").rename(folder / "x") and (folder / "README.md").symlink_to("x"),
            "README",
        ),
    ],
)
def test_a_folder_that_somebody_touched_is_refused_and_stays(touch: object, why: str, tmp_path: Path) -> None:
    folder = tmp_path / "repair"
    write_repair(folder, FILES, {})
    touch(folder)  # type: ignore[operator]
    before = written(folder)
    with pytest.raises(InputError, match=why):
        write_repair(folder, {"README.md": b"new"}, {})
    assert written(folder) == before


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "repair").write_text("x")
    with pytest.raises(InputError, match="something else than a folder"):
        refuse_foreign(tmp_path / "repair")


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "repair"
    write_repair(folder, FILES, {})
    before = written(folder)
    rename = Path.rename

    def fails(path: Path, target: Path) -> Path:
        if Path(target) == folder.resolve() and not path.name.endswith(".before"):
            raise OSError(28, "No space left on device")
        return rename(path, target)

    monkeypatch.setattr(Path, "rename", fails)
    with pytest.raises(InputError, match="No space left"):
        write_repair(folder, {"README.md": b"new"}, {})
    monkeypatch.undo()
    assert written(folder) == before
    assert [path.name for path in tmp_path.iterdir()] == ["repair"]

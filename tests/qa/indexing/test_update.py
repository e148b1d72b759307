"""Folders followed into an index: what is new, gone, moved, equal, refused, damaged or left half done."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from corpus.errors import CorpusError
from index.errors import IndexVersionError
from index.folder.health import verify
from index.folder.reader import PassageIndex
from index.stores import store_at
from qa.indexing.build import BuildProgress, update
from qa.indexing.watch import watch
from qa.model import BuildReport
from qa.settings import Settings

FACTS = "# Country factsheet: {country} (2023)\n\n## 1. Policy\n\n{country} funds {count} clusters.\n"

Run = Callable[..., BuildReport]


@pytest.fixture
def settings() -> Settings:
    return Settings(embedder="bge-small-en-v1.5", threads=1)


@pytest.fixture
def files(tmp_path: Path) -> Path:
    folder = tmp_path / "files"
    for country, count in (("Sylvania", 3), ("Ruritania", 5)):
        write(folder, country, count)
    return folder


@pytest.fixture
def run(tmp_path: Path, settings: Settings) -> Run:
    """Updates the index and sees that it is whole and clean."""

    def update_once(*paths: Path, progress: Callable[[BuildProgress], None] | None = None) -> BuildReport:
        report = update(store_at(tmp_path / "index"), paths, settings, progress)
        found = verify(tmp_path / "index")
        assert not found.faults
        assert not found.left_over
        return report

    return update_once


def test_a_pipe_is_refused_at_once(files: Path, run: Run) -> None:
    os.mkfifo(files / "pipe.md")
    report = run(files, files / "pipe.md")
    assert [(problem.name, "pipe" in problem.reason) for problem in report.refused] == [("pipe.md", True)]
    assert len(report.indexed) == 2


def write(folder: Path, country: str, count: int, name: str = "") -> Path:
    path = folder / (name or f"{country.lower()}.md")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(FACTS.format(country=country, count=count))
    return path


def texts(tmp_path: Path) -> dict[str, str]:
    """The text of each document by its name."""
    index = PassageIndex.open(tmp_path / "index")
    return {
        document.name: " ".join(passage.text for passage in index.document_passages(document.id))
        for document in index.documents
    }


def test_what_is_gone_from_a_folder_goes_and_what_came_from_elsewhere_stays(
    run: Run, files: Path, tmp_path: Path
) -> None:
    elsewhere = write(tmp_path / "elsewhere", "Freedonia", 2)
    assert run(files, elsewhere).removed == ()
    elsewhere.unlink()
    (files / "ruritania.md").unlink()
    report = run(files)
    assert report.removed == ("ruritania.md",)
    assert report.unchanged == ("sylvania.md",)
    assert set(texts(tmp_path)) == {"freedonia.md", "sylvania.md"}
    assert not any(b"Ruritania" in file.read_bytes() for file in (tmp_path / "index").rglob("*") if file.is_file())


def test_a_folder_without_files_takes_nothing_out(run: Run, files: Path, tmp_path: Path) -> None:
    run(files)
    for file in files.iterdir():
        file.unlink()
    with pytest.raises(CorpusError, match="no file"):
        run(files)
    assert len(texts(tmp_path)) == 2


def test_giving_one_file_takes_no_other_out(run: Run, files: Path, tmp_path: Path) -> None:
    run(files)
    (files / "ruritania.md").unlink()
    assert run(files / "sylvania.md").removed == ()
    assert len(texts(tmp_path)) == 2


def test_a_renamed_file_is_one_document(run: Run, files: Path, tmp_path: Path) -> None:
    run(files)
    (files / "sylvania.md").rename(files / "transylvania.md")
    report = run(files)
    assert (report.indexed, report.removed) == (("transylvania.md",), ("sylvania.md",))
    assert set(texts(tmp_path)) == {"ruritania.md", "transylvania.md"}


def test_a_moved_folder_stays_as_it_is_and_is_followed(run: Run, files: Path, tmp_path: Path) -> None:
    run(files)
    moved = files.rename(tmp_path / "moved")
    assert run(moved) == BuildReport(unchanged=("ruritania.md", "sylvania.md"))
    (moved / "ruritania.md").unlink()
    assert run(moved).removed == ("ruritania.md",)


def test_of_equal_files_one_stands_for_both_and_it_is_said(run: Run, files: Path, tmp_path: Path) -> None:
    write(files, "Sylvania", 3, "a_copy.md")
    first = run(files)
    assert first.indexed == ("a_copy.md", "ruritania.md")
    assert [warning.name for warning in first.warnings] == ["sylvania.md"]
    assert "same bytes as a_copy.md" in first.warnings[0].reason
    again = run(files)
    assert (again.unchanged, again.warnings) == (("a_copy.md", "ruritania.md"), first.warnings)
    (files / "a_copy.md").unlink()
    last = run(files)
    assert (last.indexed, last.removed, last.warnings) == (("sylvania.md",), ("a_copy.md",), ())


def test_of_different_files_of_one_name_the_second_is_refused(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "2022", "Sylvania", 3, "facts.md")
    second = write(tmp_path / "2023", "Sylvania", 4, "facts.md")
    report = run(tmp_path / "2022", tmp_path / "2023")
    assert report.indexed == ("facts.md",)
    assert "2022/facts.md" in report.refused[0].reason
    assert run(second).refused[0].name == "facts.md"
    assert "3 clusters" in texts(tmp_path)["facts.md"]
    (tmp_path / "2022" / "facts.md").unlink()
    assert run(second).indexed == ("facts.md",)
    assert "4 clusters" in texts(tmp_path)["facts.md"]


def test_a_file_that_cannot_be_read_any_more_keeps_its_earlier_version(run: Run, files: Path, tmp_path: Path) -> None:
    run(files)
    (files / "sylvania.md").write_bytes(b"")
    report = run(files)
    assert "earlier version stays" in report.refused[0].reason
    assert "3 clusters" in texts(tmp_path)["sylvania.md"]


def test_a_file_that_changes_during_the_build_is_refused_and_the_others_indexed(
    run: Run, files: Path, tmp_path: Path
) -> None:
    def change(standing: BuildProgress) -> None:
        if standing.files == 0:
            write(files, "Sylvania", 99)
            (files / "ruritania.md").unlink(missing_ok=True)

    write(files, "Freedonia", 2)
    report = run(files, progress=change)
    refused = {refusal.name for refusal in report.refused}
    assert "ruritania.md" in refused
    assert "freedonia.md" in report.indexed
    assert "sylvania.md" in refused or "99 clusters" in texts(tmp_path)["sylvania.md"]


def test_patterns_stand_for_their_files(run: Run, files: Path, tmp_path: Path) -> None:
    write(files / "deep" / "deeper", "Freedonia", 2)
    assert run(files / "**" / "f*.md").indexed == ("freedonia.md",)
    with pytest.raises(CorpusError, match="no such"):
        run(files / "*.pdf")


def test_files_of_the_index_itself_are_no_factsheets(run: Run, files: Path, tmp_path: Path) -> None:
    run(files)
    assert run(tmp_path).unchanged == ("ruritania.md", "sylvania.md")


def test_what_is_damaged_is_made_good_from_the_index_s_own_copy(run: Run, files: Path, tmp_path: Path) -> None:
    run(files)
    before = texts(tmp_path)
    other = write(tmp_path / "elsewhere", "Freedonia", 2)
    for file in files.iterdir():
        file.unlink()
    for vectors in (tmp_path / "index").glob("documents/*/tokens.npy"):
        vectors.write_bytes(vectors.read_bytes()[:-1])
    assert set(run(other).indexed) == {"freedonia.md", "ruritania.md", "sylvania.md"}
    assert {name: text for name, text in texts(tmp_path).items() if name != "freedonia.md"} == before


def test_a_document_whose_copy_is_damaged_too_must_be_given(run: Run, files: Path, tmp_path: Path) -> None:
    run(files)
    copy = max((tmp_path / "index" / "sources").iterdir())
    copy.write_bytes(b"something else")
    with pytest.raises(IndexVersionError, match="give these files too"):
        update(
            store_at(tmp_path / "index"),
            [write(tmp_path / "elsewhere", "Freedonia", 2)],
            Settings(threads=1, embedder="bge-small-en-v1.5"),
        )
    assert run(files).refused == ()


def test_another_model_embeds_everything_anew_from_the_copies(run: Run, files: Path, tmp_path: Path) -> None:
    run(files)
    other = write(tmp_path / "elsewhere", "Freedonia", 2)
    update(store_at(tmp_path / "index"), [other], Settings(embedder="multilingual-e5-small", threads=1))
    assert PassageIndex.open(tmp_path / "index", ["multilingual-e5-small"]).embedder_names == ("multilingual-e5-small",)
    assert len(texts(tmp_path)) == 3


class Interrupted(Exception):
    pass


def test_an_interrupted_build_is_taken_up_without_reading_again(run: Run, files: Path, tmp_path: Path) -> None:
    def interrupt(standing: BuildProgress) -> None:
        if standing.files == 1:
            raise Interrupted

    with pytest.raises(Interrupted):
        run(files, progress=interrupt)
    told: list[BuildProgress] = []
    report = run(files, progress=told.append)
    assert report.indexed == ("ruritania.md", "sylvania.md")
    assert sum(standing.all_texts > 0 and standing.texts == 0 for standing in told) == 1
    assert len(texts(tmp_path)) == 2


def test_progress_counts_files_pages_and_passages_and_the_share_of_the_work(
    run: Run, files: Path, tmp_path: Path
) -> None:
    told: list[BuildProgress] = []
    run(files, progress=told.append)
    assert [standing.files for standing in told] == sorted(standing.files for standing in told)
    assert [standing.share for standing in told] == sorted(standing.share for standing in told)
    assert (told[0].share, told[-1].share) == (0, 1)
    assert (told[-1].files, told[-1].all_files) == (2, 2)
    assert told[-1].passages == sum(len(PassageIndex.open(tmp_path / "index").passages) for _ in [0])


def test_names_that_are_no_text_do_no_harm(run: Run, files: Path, tmp_path: Path) -> None:
    (files / "sylvania.md").rename(files / os.fsdecode(b"caf\xe9.md"))
    assert "caf?.md" in run(files).indexed
    assert "caf?.md" in run(files).unchanged


def test_a_watched_folder_is_followed(files: Path, tmp_path: Path, settings: Settings) -> None:
    update(store_at(tmp_path / "index"), [files], settings)
    stop, outcomes = threading.Event(), []
    thread = threading.Thread(
        target=lambda: outcomes.extend(watch(store_at(tmp_path / "index"), [files], settings, stop)), daemon=True
    )
    thread.start()
    deadline = time.monotonic() + 90
    write(files, "Freedonia", 2)
    (files / "ruritania.md").unlink()
    while set(texts(tmp_path)) != {"freedonia.md", "sylvania.md"} and time.monotonic() < deadline:
        time.sleep(0.2)
    stop.set()
    thread.join(30)
    assert set(texts(tmp_path)) == {"freedonia.md", "sylvania.md"}
    assert any("freedonia.md" in report.indexed for report in outcomes)

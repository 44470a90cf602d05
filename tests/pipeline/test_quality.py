"""A week's replies are drawn into files once, no mark is overwritten, and what reviewers wrote is read back."""

from __future__ import annotations

import errno
import json
import re
import shutil
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from deflect.cleaning.pseudonym import agent_by_id
from deflect.cli import deflect
from deflect.errors import UsageError, WorkspaceError, WorkspaceLockedError
from deflect.pipeline import run
from deflect.pipeline.erase import erase
from deflect.pipeline.figures import load_report
from deflect.pipeline.quality import DrawnWeek, draw_week, measured_quality, quality
from deflect.pipeline.quality_folder import kept_samples, write_form
from deflect.pipeline.scorecard import scorecard
from deflect.store import Store
from deflect.testing import HashEncoder
from deflect.types import Message, Requester, Ticket
from deflect.workspace import Workspace

pytestmark = pytest.mark.usefixtures("hash_encoder")

NOW = datetime(2026, 3, 20, 12, tzinfo=UTC)  # a Friday of week 12
MONDAY = datetime(2026, 3, 2, 9, tzinfo=UTC)  # of week 10
AGENTS = {"quilla": "Quilla Farnsworth", "bramwell": "Bramwell Tessaly", "oswin": "Oswin Dreckley"}
WRITTEN = "quality/2026-W11"


def ticket(number: int, week: int) -> Ticket:
    """Asked and answered in a week, by an agent who signs with their name."""
    agent = list(AGENTS)[number % 3]
    at = MONDAY + timedelta(weeks=week, hours=3 * number)
    first = AGENTS[agent].split()[0]
    return Ticket(
        f"{week}-{number}", "desk", at, subject=f"Export number {number}", status="solved", rating="bad",
        requester=Requester(f"c{number}", None, f"c{number}@example.org"),
        messages=(
            Message("customer", f"Dear {first},\n\nthe export of booking {number} is empty since Monday.", at),
            Message("agent", f"Hello,\n\nOpen Bookings > Export and choose CSV number {number}. {first} was here.\n\n"
                    f"Kind regards,\n{AGENTS[agent]}", at + timedelta(hours=1), agent_id=agent),
        ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace of two weeks that was run."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr("deflect.pipeline.memory.load_encoder", lambda *_, **__: HashEncoder())
        workspace = Workspace.create(
            tmp_path_factory.mktemp("quality") / "desk", '[desk]\ntime_zone = "Europe/Berlin"\n'
        )
        with Store.open(workspace.database) as store:
            store.put([ticket(number, week) for week in (0, 1) for number in range(30)])
        run(workspace)
    return workspace.root


@pytest.fixture
def ready(template: Path, tmp_path: Path) -> Workspace:
    return Workspace.open(shutil.copytree(template, tmp_path / "desk"))


def drawn(workspace: Workspace, *reviewers: str, week: str = "", size: int = 9, shared: int = 3) -> DrawnWeek:
    return draw_week(workspace, reviewers or ("ana", "ben"), week=week, size=size, shared=shared, now=NOW)


def files(workspace: Workspace) -> list[Path]:
    return sorted(workspace.quality.rglob("*.md"))


def mark(path: Path, marks: Sequence[int], note: str = "") -> None:
    text = path.read_text(encoding="utf-8")
    for name, given in zip(("answers", "correct", "complete", "tone", "clear"), marks, strict=False):
        text = re.sub(rf"(?m)^{name}:", f"{name}: {given}", text, count=1)
    path.write_text(text.replace("\nnote:", f"\nnote: {note}", 1), encoding="utf-8")


def call(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(deflect, ["quality", *arguments, "-w", str(workspace.root)])


def test_before_a_run_there_is_nothing_to_draw_from(desk: Workspace) -> None:
    with pytest.raises(WorkspaceError, match="nothing was run yet"):
        drawn(desk)


def test_reviewers_are_named_each_once(ready: Workspace) -> None:
    with pytest.raises(UsageError, match="nobody is to review"):
        draw_week(ready, ())
    with pytest.raises(UsageError, match="no name"):
        drawn(ready, "ana", "  ")
    with pytest.raises(UsageError, match=r"the same name \(Ana Marín, ana marin\)"):
        drawn(ready, "Ana Marín", "ana marin")
    assert not ready.quality.exists()


@pytest.mark.parametrize(
    ("week", "said"),
    [
        ("next", "this is no week"), ("2026-10", "this is no week"), ("2027-W53", "this is no week"),
        ("2026-W12", "not over yet"), ("2031-W01", "not over yet"),
        ("2026-W09", "no agent answered in this week.*--week 2026-W10"),
    ],
)  # fmt: skip
def test_a_week_that_cannot_be_drawn_is_refused(ready: Workspace, week: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        drawn(ready, week=week)
    assert not ready.quality.exists()


def test_before_any_week_is_over_there_is_none_to_draw(ready: Workspace) -> None:
    with pytest.raises(UsageError, match="in any week that is over"):
        draw_week(ready, ("ana",), now=MONDAY)


def test_the_newest_whole_week_is_drawn_and_every_agent_is_in_it(ready: Workspace) -> None:
    found = drawn(ready)
    assert (found.week, found.replies, found.drawn, found.shared, found.written) == ("2026-W11", 30, 9, 3, 12)
    assert found.by[0] == "agent"
    assert set(found.files) == {"ana", "ben"}
    assert sum(found.files.values()) == 12
    (kept,) = kept_samples(ready)
    assert len({each.agent for each in kept.sample.replies}) == 3
    assert kept.complete


def test_no_file_tells_who_wrote_the_reply_nor_its_rating_nor_its_ticket(ready: Workspace) -> None:
    drawn(ready)
    names = [part for agent, name in AGENTS.items() for part in (agent, *name.split())]
    for path in files(ready):
        text = path.read_text(encoding="utf-8").lower()
        assert not [name for name in names if name.lower() in text]
        assert not re.search(r"\brat(ed|ing)\b|\bbad\b|desk:|a-[0-9a-f]{16}|example\.org|\bana\b|\bben\b", text)
        assert "choose csv number" in text


def test_fewer_than_asked_for_are_said_to_be_the_reviewers_own(ready: Workspace) -> None:
    """Ten of the thirty are quilla's; those in her place of the sample are given to nobody."""
    alone = call(ready, "draw", "--reviewer", "quilla", "--replies", "9")
    assert re.search(r"drawn +6, by agent", alone.stdout), alone.stdout
    assert "3 fewer than asked: those left are the reviewers' own" in alone.stdout


def test_drawn_again_nothing_changes_and_a_taken_file_stays_away(ready: Workspace) -> None:
    first = drawn(ready)
    mark(files(ready)[0], [4])
    files(ready)[1].unlink()
    before = {path: path.read_bytes() for path in ready.root.rglob("*") if path.is_file()}
    again = drawn(ready)
    assert (again.written, again.files) == (0, first.files)
    assert {path: path.read_bytes() for path in ready.root.rglob("*") if path.is_file()} == before
    assert quality(ready).gone == 1


def test_a_week_drawn_otherwise_is_refused_with_how_it_was_drawn(ready: Workspace) -> None:
    drawn(ready)
    with pytest.raises(UsageError, match="--replies 9 --shared 3 --reviewer ana --reviewer ben"):
        drawn(ready, "ana", "cem")


def test_an_interrupted_draw_is_finished_and_marks_are_kept(ready: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    room = iter(range(5))

    def full(*given: Any) -> bool:
        if next(room, None) is None:
            raise OSError(errno.ENOSPC, "No space left on device")
        return write_form(*given)

    with monkeypatch.context() as patched:
        patched.setattr("deflect.pipeline.quality.write_form", full)
        with pytest.raises(OSError, match="No space"):
            drawn(ready)
    assert len(files(ready)) == 5
    mark(files(ready)[0], [2])
    before = files(ready)[0].read_bytes()
    assert drawn(ready).written == 7
    assert len(files(ready)) == 12
    assert files(ready)[0].read_bytes() == before


def test_lost_knowledge_of_a_sample_gives_the_same_sample_and_leaves_the_marks(ready: Workspace) -> None:
    drawn(ready)
    for path in files(ready):
        mark(path, [3])
    before = {path: path.read_bytes() for path in files(ready)}
    kept = ready.state / "quality" / "2026-W11.json"
    kept.write_text("{}")
    with pytest.raises(WorkspaceError, match="damaged"):
        quality(ready)
    kept.unlink()
    assert drawn(ready).written == 0
    assert {path: path.read_bytes() for path in files(ready)} == before
    assert quality(ready).reviewed == 9


def test_no_reply_is_drawn_twice_even_if_the_clock_of_the_desk_moves(ready: Workspace) -> None:
    drawn(ready, week="2026-W10", size=30)
    settings = ready.root / "deflect.toml"
    settings.write_text(settings.read_text().replace("Europe/Berlin", "Pacific/Auckland"))
    moved = Workspace.open(ready.root)
    drawn(moved, size=30)
    ids = [each.reply for kept in kept_samples(moved) for each in kept.sample.replies]
    assert len(ids) == len(set(ids)) > 30


def test_who_is_named_as_an_agent_gets_no_reply_of_their_own(ready: Workspace) -> None:
    found = drawn(ready, "quilla", "bramwell", size=30)
    (kept,) = kept_samples(ready)
    for name in ("quilla", "bramwell"):
        own = agent_by_id(ready.key(), "desk", name)
        assert not [each for each in kept.sample.replies if each.agent == own and name in each.reviewers]
    assert found.drawn == 30
    with pytest.raises(UsageError, match="drawn already"):
        drawn(ready, "quilla")


def test_another_process_that_writes_is_waited_for_by_the_caller(ready: Workspace) -> None:
    with ready.lock("run"), pytest.raises(WorkspaceLockedError):
        drawn(ready)


def test_without_a_sample_it_says_how_to_begin(ready: Workspace) -> None:
    assert measured_quality(ready) is None
    with pytest.raises(UsageError, match="deflect quality draw --reviewer NAME"):
        quality(ready)
    assert load_report(ready).quality is None


def test_marks_are_read_back_and_bad_files_named_and_not_counted(ready: Workspace) -> None:
    drawn(ready)
    paths = files(ready)
    for path in paths[:6]:
        mark(path, [4, 3, 4, 4, 2], note="fine")
    mark(paths[6], [7])
    paths[7].write_text("no form")
    paths[8].write_bytes(b"---\nreply: \xff\n---\n")
    (paths[0].parent / "copy.md").write_bytes(paths[0].read_bytes())
    (paths[0].parent / "notes.txt").write_text("mine")
    before = {path: path.read_bytes() for path in files(ready)}
    found = quality(ready)
    assert {path: path.read_bytes() for path in files(ready)} == before
    assert (found.waiting, found.gone, len(found.problems)) == (3, 0, 4)
    assert sum(each.reviewed for each in found.reviewers) == 6
    assert [re.sub(r" \(.*", "", each) for each in found.problems] == [
        "the same reply is there twice",
        "answers has no mark of 1 to 4",
        "the marks do not stand between two lines ---",
        "the file is not UTF-8",
    ]
    assert all(WRITTEN in each and str(ready.root) not in each for each in found.problems)


def test_a_renamed_file_counts_and_one_in_the_wrong_folder_does_not(ready: Workspace) -> None:
    drawn(ready, shared=0)
    ana, ben = (sorted((ready.quality / "2026-W11" / name).iterdir()) for name in ("ana", "ben"))
    mark(ana[0], [4])
    ana[0].rename(ana[0].with_name("done.md"))
    ben[0].rename(ana[0].with_name("99-moved.md"))
    found = quality(ready)
    assert found.reviewed == 1
    assert [re.sub(r" \(.*", "", each) for each in found.problems] == ["this reply was not drawn for this reviewer"]


def test_an_erased_customers_reply_is_gone_from_every_file_and_sample(ready: Workspace) -> None:
    drawn(ready, size=30)
    (kept,) = kept_samples(ready)
    one = kept.sample.replies[0]
    customer = f"c{one.ticket.rpartition('-')[2]}@example.org"
    held = [path for path in files(ready) if one.name in path.name]
    copy = held[0].with_name("copy of mine.txt")
    copy.write_bytes(held[0].read_bytes())
    erase(ready, customer)
    assert held
    assert not [path for path in [*held, copy] if path.exists()]
    left = kept_samples(ready)[0].sample
    assert one.ticket not in [each.ticket for each in left.replies]
    assert len(left.replies) == 29
    assert quality(ready).gone == 0


def test_the_scorecard_tells_the_partners_reviewed_replies_from_the_desks(ready: Workspace) -> None:
    drawn(ready, "ana", size=30, shared=0)
    (kept,) = kept_samples(ready)
    theirs = agent_by_id(ready.key(), "desk", "oswin")
    by_name = {each.name: each.agent for each in kept.sample.replies}
    for path in files(ready):
        mark(path, [2 if by_name[path.stem.partition("-")[2]] == theirs else 4])
    figure = next(each for each in scorecard(ready, ["oswin"], None).figures if each.name == "reviewed")
    assert (figure.before.part, figure.before.whole, figure.after.part, figure.after.whole) == (20, 20, 0, 10)
    assert figure.verdict == "worse"
    late = scorecard(ready, [], date(2026, 3, 9)).figures[-1]
    assert (late.before.whole, late.after.whole) == (0, 30)


def test_the_commands_draw_and_show_the_same_as_json(ready: Workspace) -> None:
    assert call(ready, "drew").exit_code == 2
    shown = call(ready, "draw", "--reviewer", "ana", "--reviewer", "ben", "--week", "2026-W11")
    assert "20, by agent" in shown.output
    again = call(ready, "draw", "--reviewer", "ana", "--reviewer", "ben", "--week", "2026-W11", "--json")
    assert json.loads(again.stdout)["written"] == 0
    for path in files(ready):
        mark(path, [4, 4, 3, 4, 4])
    files(ready)[0].write_text("no form")
    result = call(ready)
    assert "deflect: warning: the marks do not stand" in result.stderr
    data = json.loads(call(ready, "--json").stdout)
    assert f"{data['reviewed']} of 20 replies drawn, 2026-W11" in result.stdout
    assert "too few shared to say" in result.stdout
    assert data["problems"][0].startswith("the marks do not stand")

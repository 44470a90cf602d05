"""The help centre and README say what is true of the code."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from deflect import config
from deflect.cli import COMMANDS, deflect
from deflect.kb import front_matter
from deflect.pipeline import build_site
from deflect.types import Article
from deflect.workspace import Workspace
from tests.docs import PAGES

ROOT = Path(__file__).parent.parent
ARTICLES = sorted((ROOT / "kb").glob("*.md"))
LANGUAGES = ("de", "fr", "ar", "cy")
"""Languages that the main articles are in besides English."""

MAIN = ("getting-started", "bringing-tickets", "checking-articles", "editing-and-publishing", "suggestions")
BY_ID = {article.id: article for article in (front_matter.read(path).article for path in ARTICLES)}
PROSE = [*ARTICLES, ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Both references, from a process of their own.

    A click command keeps the help option that it was first asked for, so that a test which calls one without `deflect`
    would change what this process writes.
    """
    folder = tmp_path_factory.mktemp("references")
    subprocess.run([sys.executable, "-m", "tests.docs", str(folder)], cwd=ROOT, check=True)
    return folder


@pytest.mark.parametrize("name", PAGES)
def test_the_reference_is_what_the_code_says(name: str, written: Path) -> None:
    """If this fails, run `make docs`."""
    assert (ROOT / "kb" / name).read_text(encoding="utf-8") == (written / name).read_text(encoding="utf-8")


def test_every_command_and_option_is_documented() -> None:
    text = (ROOT / "kb" / "cli-reference.md").read_text(encoding="utf-8")
    for name in COMMANDS:
        command = deflect.get_command(None, name)  # type: ignore[arg-type]
        assert command is not None
        assert f"## {name}" in text
        below = command.commands.values() if isinstance(command, click.Group) else ()
        assert all(f"### {name} {each.name}" in text for each in below)
        for option in sorted(set().union(*(options_of(each) for each in (command, *below)))):
            assert not option.startswith("-") or option in text, f"{name} {option}"


def test_the_one_line_in_the_list_of_commands_is_there_for_each() -> None:
    assert all(text.endswith(".") and len(text) <= 72 for _, text in COMMANDS.values())


def shell_lines(path: Path) -> list[str]:
    blocks = re.findall(r"```\w*\n(.*?)```", path.read_text(encoding="utf-8"), re.S)
    return [line for block in blocks for line in block.splitlines() if line.startswith("deflect ")]


def options_of(command: click.Command) -> set[str]:
    return {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_every_deflect_command_shown_exists_with_its_options(path: Path) -> None:
    for line in shell_lines(path):
        words = shlex.split(line)
        command = deflect.get_command(None, words[1])  # type: ignore[arg-type]
        assert command is not None, line
        known = options_of(command)
        if isinstance(command, click.Group) and words[2:] and not words[2].startswith("-"):
            assert words[2] in command.commands, line
            known |= options_of(command.commands[words[2]])
        given = {word.split("=")[0] for word in words[2:] if word.startswith("-") and word != "-"}
        assert given <= known | {"--help"}, line


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_every_setting_shown_exists(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    for table, key in re.findall(r"`\[(\w+)\] (\w+)", text):
        assert key in config.keys()[table], f"[{table}] {key}"


@pytest.mark.parametrize("path", PROSE, ids=lambda path: path.name)
def test_every_link_to_a_file_leads_to_one(path: Path) -> None:
    for target in re.findall(r"\]\(([^)#:]+)\)", path.read_text(encoding="utf-8")):
        assert (path.parent / target).exists(), target


def test_every_folder_of_the_package_is_on_the_map_for_contributors() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rooms = [path.name for path in (ROOT / "deflect").iterdir() if (path / "__init__.py").exists()]
    assert [room for room in rooms if f"deflect/{room}/" not in text and room != "demo"] == []


def test_the_help_centre_builds_at_the_root_of_a_checkout(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "kb", tmp_path / "kb")
    shutil.copy(ROOT / config.FILE_NAME, tmp_path)
    (tmp_path / "site").mkdir()
    shutil.copy(ROOT / "site" / "README.md", tmp_path / "site")
    build_site(Workspace.open(tmp_path))
    pages = {path.stem for path in (tmp_path / "site" / "articles").glob("*.html")}
    assert pages == {path.stem for path in ARTICLES}
    assert (tmp_path / "site" / "README.md").read_bytes() == (ROOT / "site" / "README.md").read_bytes()


def translation(name: str, language: str) -> Article:
    """The one article in a language that an English one names."""
    found = [BY_ID[each] for each in BY_ID[name].translations if BY_ID[each].language == language]
    assert len(found) == 1, f"{name} in {language}"
    return found[0]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MAIN)
def test_each_main_article_is_there_in_each_language_and_tied_both_ways(name: str, language: str) -> None:
    other = translation(name, language)
    assert other.state == "validated"
    assert other.audience == "public"
    assert name in other.translations


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_keep_categories_apart_as_the_originals_do(language: str) -> None:
    pairs = {(BY_ID[name].category, translation(name, language).category) for name in MAIN}
    assert len(pairs) == len({ours for ours, _ in pairs}) == len({theirs for _, theirs in pairs})
    assert all(ours != theirs for ours, theirs in pairs)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MAIN)
def test_a_translation_shows_the_commands_and_files_of_the_original(name: str, language: str) -> None:
    ours, theirs = BY_ID[name], translation(name, language)
    assert blocks(theirs.answer) == blocks(ours.answer)
    assert set(inline(ours.answer)) - set(inline(theirs.answer)) == set()
    assert outline(theirs.answer) == outline(ours.answer)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", MAIN)
def test_a_translation_links_to_its_own_language_where_that_is_there(name: str, language: str) -> None:
    ours, theirs = (
        re.findall(r"\]\(([^)#:]+)\.md", each.answer) for each in (BY_ID[name], translation(name, language))
    )
    assert sorted(theirs) == sorted(translation(each, language).slug if each in MAIN else each for each in ours)


def blocks(text: str) -> list[str]:
    return re.findall(r"```\w*\n(.*?)```", text, re.S)


def inline(text: str) -> list[str]:
    return re.findall(r"`([^`\n]+)`", re.sub(r"```.*?```", "", text, flags=re.S))


def outline(text: str) -> list[str]:
    """Levels of headings, rows of tables, and items of lists, in their order."""
    return re.findall(r"^(?:#+(?= )|\|(?=.)|-(?= ))", re.sub(r"```.*?```", "", text, flags=re.S), re.M)

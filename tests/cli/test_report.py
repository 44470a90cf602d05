"""`deflect report` gives the answer first, takes prices, and writes the ledger; `deflect tiers` samples."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from deflect.cli import deflect
from deflect.cli.articles import amount_from
from deflect.errors import UsageError, WorkspaceError
from deflect.pipeline import run
from deflect.workspace import Workspace

AT = "2026-05-04T09:00:00Z"
pytestmark = pytest.mark.usefixtures("hash_encoder")


def call(workspace: Workspace, *arguments: str) -> Result:
    return CliRunner().invoke(deflect, [*arguments, "-w", str(workspace.root)])


@pytest.mark.parametrize("text", ["owner_hour", "owner_hour=", "owner_hour=a", "owner_hour=1,,2"])
def test_a_cost_that_is_no_amount_is_refused_with_an_example(text: str) -> None:
    with pytest.raises(UsageError, match="owner_hour=45"):
        amount_from(text)


def test_an_amount_is_one_number_or_a_range() -> None:
    assert amount_from("owner_hour=45") == ("owner_hour", 45.0)
    assert amount_from(" reply_price = 2,3,4") == ("reply_price", (2.0, 3.0, 4.0))


def test_a_cost_that_there_is_not_is_refused(desk: Workspace) -> None:
    run(desk)
    refused = call(desk, "report", "--cost", "hourly=3")
    assert isinstance(refused.exception, UsageError)
    assert "hourly (--cost). Did you mean owner_hour?" in str(refused.exception)
    far = call(desk, "report", "--cost", "=3")
    assert "no name (--cost). Known here: owner_hour, minutes_a_reply," in str(far.exception)


@pytest.mark.parametrize("name", ["currency", "languages"])
def test_a_setting_of_costs_that_is_no_amount_is_sent_to_the_settings(name: str) -> None:
    with pytest.raises(UsageError, match=rf"Write {name} under \[costs\] in deflect.toml"):
        amount_from(f"{name}=EUR")


@pytest.mark.parametrize("command", ["report", "backtest"])
def test_a_page_never_replaces_a_file_that_is_none(desk: Workspace, command: str) -> None:
    settings = desk.root / "deflect.toml"
    before = settings.read_bytes()
    refused = call(desk, command, "--html", str(settings))
    assert isinstance(refused.exception, UsageError)
    assert "this file is no page, and is not overwritten" in str(refused.exception)
    assert settings.read_bytes() == before


@pytest.mark.usefixtures("without_charts")
def test_the_answer_comes_first_and_prices_reckon_the_options(desk: Workspace) -> None:
    run(desk)
    without = call(desk, "report")
    assert without.exception is None, without.exception
    assert without.stdout.startswith("Of ")
    assert "needs: owner_hour, minutes_a_reply" in without.stdout
    priced = call(desk, "report", "--cost", "owner_hour=40,60", "--cost", "minutes_a_reply=6", "--json")
    alone = call(desk, "report", "--cost", "owner_hour=40,60", "--cost", "minutes_a_reply=6")
    assert "Only one way to handle the rest can be reckoned so far: do it yourself, " in alone.stdout
    assert "your own hours included. 5 options lack their prices." in alone.stdout
    assert "Which articles pay cannot be told without hours_an_article" in alone.stdout
    data = json.loads(priced.stdout)
    assert data["options"]["best"] == "do-it-yourself"
    assert {"desk", "tiers", "answered", "options", "demand", "first"} <= set(data)
    own = data["options"]["options"][0]
    assert own["before"]["cost_a_month"]["low"] < own["before"]["cost_a_month"]["high"]
    assert "¤ stands for the currency of your amounts" in alone.stdout
    assert all(" ¤ (" in line for line in alone.stdout.splitlines() if line.endswith(("as it is today", "written")))


@pytest.mark.usefixtures("without_charts")
def test_the_link_rate_that_is_not_measured_is_not_none_elsewhere(desk: Workspace) -> None:
    run(desk)
    told = call(desk, "report").stdout
    assert "link rate: not measured: there is no article yet" in told
    assert "link rate    not measured: there is no article yet that customers can read" in told


@pytest.mark.parametrize(("given", "minutes"), [((), 6.0), (("--cost", "minutes_a_reply=9,15"), 12.0)])
def test_hours_in_the_ledger_follow_costs_and_options(desk: Workspace, given: tuple[str, ...], minutes: float) -> None:
    """Each ticket took one reply: a question of t tickets a month takes t times the minutes a reply; of 9 to 15, 12."""
    settings = desk.root / "deflect.toml"
    settings.write_text(f"{settings.read_text()}\n[costs]\nminutes_a_reply = 6\nowner_hour = 50\n")
    ready = Workspace.open(desk.root)
    run(ready)
    data = json.loads(call(ready, "report", "--json", *given).stdout)
    for entry in data["demand"]["entries"]:
        assert entry["hours_a_month"] == pytest.approx(entry["tickets_a_month"] * minutes / 60)
    first = {each["question"]: each for each in data["first"]}
    own = data["options"]["options"][0]["before"]["minutes_a_ticket"]
    assert own["low"] <= minutes <= own["high"]
    assert all(each["saved"] == pytest.approx(each["removed"] * minutes / 60) for each in first.values())


def test_the_page_is_written_where_it_is_said_and_in_the_language_asked(desk: Workspace) -> None:
    run(desk)
    told = call(desk, "report").stdout
    page = desk.state / "reports" / "report.html"
    assert f"Report with charts: {page}" in told
    assert '<html lang="en" dir="ltr">' in page.read_text(encoding="utf-8")
    mine = desk.root / "new" / "mine.html"
    call(desk, "report", "--html", str(mine), "--language", "ar")
    assert '<html lang="ar" dir="rtl">' in mine.read_text(encoding="utf-8")
    assert call(desk, "report", "--language", "xx").exit_code == 2


@pytest.mark.parametrize("language", ["en", "ar"])
def test_without_tickets_the_page_says_what_to_do_and_the_command_fails(desk: Workspace, language: str) -> None:
    """Even where an older page stands, of tickets that were erased since."""
    page = desk.root / "mine.html"
    page.write_text("<!doctype html>Of 44 tickets a month …")
    refused = call(desk, "report", "--html", str(page), "--language", language)
    assert isinstance(refused.exception, WorkspaceError)
    assert "deflect run" in str(refused.exception)
    said = page.read_text(encoding="utf-8")
    assert "44" not in said
    assert f'<html lang="{language}"' in said
    assert "deflect import jsonl tickets.jsonl" in said


@pytest.mark.usefixtures("without_charts")
def test_the_ledger_is_written_for_a_spreadsheet(desk: Workspace) -> None:
    run(desk)
    folder = desk.root / "sheets" / "new"
    written = call(desk, "report", "--csv", str(folder))
    assert written.exception is None, written.exception
    lines = (folder / "demand.csv").read_text(encoding="utf-8-sig").splitlines()
    assert lines[0].startswith("question,kind,customers,tickets")
    assert len(lines) > 1
    ways = (folder / "options.csv").read_text(encoding="utf-8-sig").splitlines()
    assert ways[0].startswith("option,form,articles_written,articles_possible,currency,cost_a_year")
    assert [line.split(",")[1] for line in ways[1:]] == ["not reckoned"] * 6


def test_tiers_are_sampled_and_compared(desk: Workspace) -> None:
    run(desk)
    drawn = call(desk, "tiers", "sample", "--size", "4")
    assert drawn.exception is None, drawn.exception
    assert drawn.stdout.startswith("4 tickets in ")
    sample = desk.root / "tiers-sample.csv"
    lines = sample.read_text(encoding="utf-8-sig").split("\n")
    sample.write_text("\n".join([lines[0], *(line.replace(",,", ",1,", 1) for line in lines[1:])]), encoding="utf-8")
    compared = call(desk, "tiers", "agreement")
    assert compared.exception is None, compared.exception
    assert "of 4" in compared.stdout


def event(number: int, group: str, kind: str, at: str) -> str:
    visitor = ("0" if group == "control" else "f") * 8 + f"{number:08x}"
    made = {
        "version": 1, "type": kind, "impression": f"{number:016x}", "visitor": visitor, "group": group, "share": 0.5,
        "at": at, "page": "/contact", "language": "en",
    }  # fmt: skip
    return json.dumps(made | ({"source": "site", "articles": ["a"]} if kind == "impression" else {}))


@pytest.mark.usefixtures("without_charts")
def test_a_log_of_the_form_says_what_suggestions_did_and_that_it_is_too_early(desk: Workspace) -> None:
    run(desk)
    seen = [event(number, "control" if number % 2 else "shown", "impression", AT) for number in range(20)]
    sent = [event(number, "control", "sent", AT) for number in range(1, 20, 2)]
    log = desk.root / "events.jsonl"
    log.write_text("\n".join([*seen, *sent, event(99, "shown", "assigned", "2026-05-30T09:00:00Z")]), encoding="utf-8")
    found = call(desk, "report", "--events", str(log), "--json")
    assert found.exception is None, found.exception
    effect = json.loads(found.stdout)["effect"]
    assert (effect["prevented"]["value"], effect["verdict"]) == (1.0, "too early")
    assert "suggestions prevented  100.0 points" in call(desk, "report", "--events", str(log)).stdout


def test_a_log_that_cannot_be_read_is_refused_with_its_line(desk: Workspace) -> None:
    run(desk)
    log = desk.root / "events.jsonl"
    log.write_text(event(1, "shown", "impression", AT) + "\n{}\n", encoding="utf-8")
    for path, said in ((log, "line 2"), (desk.root / "none.jsonl", "no such file")):
        assert said in str(call(desk, "report", "--events", str(path)).exception)

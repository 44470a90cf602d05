"""deflect's plugin in a real WordPress; the ticket systems in it are stand-ins, for Debian has neither."""

from __future__ import annotations

import contextlib
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.desks import wordpress
from tests.desks.conftest import NewFolder, need
from tests.desks.listening import SECRET, Service, listening_service
from tests.desks.wordpress import ADMIN, WordPress

PLUGIN = Path(__file__).parents[2] / "integrations" / "wordpress" / "deflect"
FAKES = Path(__file__).parent / "fakes"
SAVE = "update_option( 'deflect', array( {} ) ); return 1;"
WORK = "do_action( 'deflect_work' ); return 1;"
STATES = 'global $wpdb; return $wpdb->get_results( "SELECT state, attempts FROM {$wpdb->prefix}deflect_calls" );'
CALLS = "UPDATE {$wpdb->prefix}deflect_calls"
FLUENT = "return fake_fluent_ticket( 'Key', '<p>Where is my key?</p>' );"
AWESOME = "return fake_awesome_ticket( 'Key', '<p>Where is my key?</p>' );"
FLUENT_NOTES = "return array_values( get_option( 'fake_conversation', array() ) );"

AWESOME_NOTES = (
    'global $wpdb; return $wpdb->get_col( "SELECT post_content FROM $wpdb->posts '
    "WHERE post_parent = {} AND post_type = 'ticket_history'\" );"
)


@pytest.fixture(scope="module")
def site(new_folder: NewFolder) -> Iterator[WordPress]:
    """One WordPress for all, with the plugin switched on."""
    need(wordpress.missing())
    with wordpress.wordpress(new_folder(), (PLUGIN, FAKES)) as found:
        found.activate("fakes/fake-desks.php")
        found.activate("deflect/deflect.php")
        yield found


@pytest.fixture(autouse=True)
def clean(site: WordPress) -> Iterator[None]:
    """Each test begins with no settings, tickets and calls, and must leave PHP without a complaint about the plugin."""
    site.php(
        "global $wpdb; $wpdb->query( \"DELETE FROM {$wpdb->prefix}deflect_calls\" ); delete_option( 'deflect' ); "
        "foreach ( array( 'ticket', 'agent', 'conversation' ) as $each ) { delete_option( 'fake_' . $each ); } "
        "\\FluentSupport\\App\\Models\\Agent::create( array( 'person_type' => 'agent' ) ); "
        "wp_clear_scheduled_hook( 'deflect_work' ); return 1;"
    )
    before = len(site.complaints())
    yield
    assert "deflect" not in site.complaints()[before:].replace("deflect-desk-", "")


@pytest.fixture
def service() -> Iterator[Service]:
    with listening_service() as found:
        yield found


def connect(site: WordPress, service: Service, desks: str = "'fluent', 'awesome'") -> None:
    """Fill in the settings, as the owner does on the page."""
    site.php(SAVE.format(f"'service' => '{service.address}', 'secret' => '{SECRET}', 'desks' => array( {desks} )"))


@contextlib.contextmanager
def admin(site: WordPress, name: str = ADMIN[0], password: str = ADMIN[1]) -> Iterator[httpx.Client]:
    """A browser in which somebody is logged in."""
    with httpx.Client(base_url=site.address, timeout=60, follow_redirects=True) as client:
        client.get("/wp-login.php")
        client.post("/wp-login.php", data={"log": name, "pwd": password, "testcookie": "1"})
        yield client


def saved(client: httpx.Client, **fields: Any) -> str:
    """Send the settings page's form, and give the page that follows."""
    page = client.get("/wp-admin/options-general.php?page=deflect").text
    hidden = dict(re.findall(r"type=[\"']hidden[\"'][^>]*name=[\"']([^\"']+)[\"'][^>]*value=[\"']([^\"']*)", page))
    assert hidden["option_page"] == "deflect"
    answer = client.post("/wp-admin/options.php", data={**hidden, **fields})
    return answer.text


def test_a_new_ticket_gets_one_private_note_and_the_customer_did_not_wait(site: WordPress, service: Service) -> None:
    connect(site, service)
    ticket = site.php(FLUENT)
    assert service.asked == []  # nothing is asked while the customer's request runs
    for _ in range(3):
        site.php(WORK)
    notes = site.php(FLUENT_NOTES)
    assert [(note["conversation_type"], note["silently"], note["ticket_id"]) for note in notes] == [
        ("note", True, ticket)
    ]
    assert "Suggested answer (91% sure): Where is my key?" in notes[0]["content"]
    assert service.refused == 0
    record = service.asked[0]
    assert (record["id"], record["subject"]) == (f"fluent-{ticket}", "Key")
    assert [(each["author"], each["format"], each["body"]) for each in record["messages"]] == [
        ("customer", "html", "<p>Where is my key?</p>")
    ]


def test_awesome_support_gets_its_note_in_the_log_that_agents_see(site: WordPress, service: Service) -> None:
    connect(site, service)
    ticket = site.php(AWESOME)
    site.php(WORK)
    site.php(WORK)
    found = site.php(AWESOME_NOTES.format(ticket))
    assert len(found) == 1
    assert "Where is my key?" in found[0]


def test_a_note_that_wordpress_refused_is_not_taken_for_written(site: WordPress, service: Service) -> None:
    connect(site, service)
    ticket = site.php(AWESOME)
    site.php(f"add_filter( 'wp_insert_post_empty_content', '__return_true' ); {WORK}")
    assert site.php(STATES)[0]["state"] == "waiting"
    site.php('global $wpdb; $wpdb->query( "UPDATE {$wpdb->prefix}deflect_calls SET due = 0" ); return 1;')
    site.php(WORK)
    assert site.php(STATES)[0]["state"] == "noted"
    assert len(site.php(AWESOME_NOTES.format(ticket))) == 1


def test_a_note_written_just_before_the_process_died_is_not_written_again(site: WordPress, service: Service) -> None:
    connect(site, service)
    site.php(FLUENT)
    site.php(WORK)
    site.php(f"global $wpdb; $wpdb->query( \"{CALLS} SET state = 'waiting', due = 0\" ); return 1;")
    site.php(WORK)
    assert len(site.php(FLUENT_NOTES)) == 1
    assert len(service.asked) == 1
    assert site.php(STATES)[0]["state"] == "noted"


def test_a_service_that_fails_is_asked_again_later_and_given_up_in_the_end(site: WordPress, service: Service) -> None:
    connect(site, service)
    site.php(FLUENT)
    service.status = 503
    for attempt in range(1, 9):
        site.php(WORK)
        assert len(service.asked) == attempt
        site.php(WORK)
        assert len(service.asked) == attempt  # not due yet
        site.php('global $wpdb; $wpdb->query( "UPDATE {$wpdb->prefix}deflect_calls SET due = 0" ); return 1;')
    assert site.php(STATES) == [{"state": "failed", "attempts": "8"}]
    assert len(set(service.ids)) == 8
    assert site.php(FLUENT_NOTES) == []


def test_no_suggestion_means_no_note(site: WordPress, service: Service) -> None:
    connect(site, service)
    service.note = None
    site.php(FLUENT)
    site.php(WORK)
    assert site.php(FLUENT_NOTES) == []
    assert site.php(STATES)[0]["state"] == "silent"


def test_a_service_that_had_no_answer_in_time_is_asked_again(site: WordPress, service: Service) -> None:
    connect(site, service)
    service.result = service.note = None
    site.php(FLUENT)
    site.php(WORK)
    assert site.php(STATES) == [{"state": "waiting", "attempts": "1"}]
    service.result, service.note = {}, "Late [deflect-note-0123456789abcdef]"
    site.php(f'global $wpdb; $wpdb->query( "{CALLS} SET due = 0" ); return 1;')
    site.php(WORK)
    assert [("Late" in note["content"]) for note in site.php(FLUENT_NOTES)] == [True]


def test_what_waits_is_done_though_wordpress_lost_its_schedule(site: WordPress, service: Service) -> None:
    connect(site, service)
    site.php(FLUENT)
    # As it happens when two requests change the schedule at once.
    site.php("wp_clear_scheduled_hook( 'deflect_work' ); return 1;")
    until = time.monotonic() + 60
    while not service.asked and time.monotonic() < until:
        httpx.get(f"{site.address}/wp-cron.php?doing_wp_cron", timeout=60)
        time.sleep(0.2)
    assert [state["state"] for state in site.php(STATES)] == ["noted"]


def test_a_new_ticket_does_not_wait_for_the_next_try_of_an_old_one(site: WordPress, service: Service) -> None:
    connect(site, service)
    service.status = 503
    site.php(FLUENT)
    site.php(f"wp_clear_scheduled_hook( 'deflect_work' ); {WORK}")  # as the scheduler does
    planned = "return wp_next_scheduled( 'deflect_work' ) - time();"
    assert site.php(planned) > 20
    site.php(FLUENT)
    assert site.php(planned) <= 0


def test_a_note_is_text_and_never_markup(site: WordPress, service: Service) -> None:
    connect(site, service)
    service.note = "<script>alert(1)</script><img src=x onerror=alert(2)> [deflect-note-0123456789abcdef]"
    site.php(FLUENT)
    site.php(WORK)
    assert "<script" not in site.php(FLUENT_NOTES)[0]["content"]
    assert "<img" not in site.php(FLUENT_NOTES)[0]["content"]


def test_a_desk_that_was_not_chosen_asks_nothing(site: WordPress, service: Service) -> None:
    connect(site, service, desks="'awesome'")
    site.php(FLUENT)
    site.php(WORK)
    assert service.asked == []
    assert site.php(STATES) == []


def test_the_page_keeps_what_is_right_and_says_what_is_not(site: WordPress) -> None:
    with admin(site) as client:
        page = saved(
            client,
            **{
                "deflect[site]": "https://help.example.com/",
                "deflect[presets][]": [".wpcf7-form"],
                "deflect[forms]": "#contact\n.mine > form",
                "deflect[service]": "http://far.example.com",
                "deflect[secret]": SECRET,
                "deflect[desks][]": ["fluent", "made-up"],
            },
        )
    assert "The address of the service was not changed" in page
    assert SECRET not in page
    assert site.php("return deflect_settings();") == {
        "site": "https://help.example.com",
        "forms": [".wpcf7-form", "#contact", ".mine > form"],
        "pages": [],
        "service": "",
        "secret": SECRET,
        "desks": ["fluent"],
    }


def test_an_empty_secret_keeps_the_one_there_is(site: WordPress) -> None:
    with admin(site) as client:
        saved(client, **{"deflect[secret]": SECRET})
        page = saved(client, **{"deflect[secret]": "whsec_%%%"})
        assert "The secret was not changed" in page
        saved(client, **{"deflect[secret]": ""})
    assert site.php("return deflect_settings()['secret'];") == SECRET


@pytest.mark.parametrize("wrong", ["javascript:alert(1)", "http://far.example.com", "https://a@b.example", "nonsense"])
def test_no_other_address_than_https_is_kept(site: WordPress, wrong: str) -> None:
    with admin(site) as client:
        saved(client, **{"deflect[site]": wrong})
    assert site.php("return deflect_settings()['site'];") == ""


def test_a_selector_cannot_leave_its_attribute(site: WordPress) -> None:
    with admin(site) as client:
        page = saved(client, **{"deflect[forms]": '"><script>alert(1)</script>'})
        assert "The forms were not changed" in page
    site.php(SAVE.format("'site' => 'https://help.example.com', 'forms' => array( 'form[name=\"a\"]' )"))
    tag = re.findall(r"<script[^>]*widget\.js[^>]*>", httpx.get(site.address).text)
    assert len(tag) == 1
    assert 'data-form="form[name=&quot;a&quot;]"' in tag[0]


def test_the_script_is_loaded_on_the_chosen_pages_only(site: WordPress) -> None:
    values = "'post_type' => 'page', 'post_title' => 'Contact', 'post_status' => 'publish'"
    page = site.php(f"return wp_insert_post( array( {values} ) );")
    settings = f"'site' => 'https://help.example.com', 'forms' => array( '#contact' ), 'pages' => array( {page} )"
    site.php(SAVE.format(settings))
    there = httpx.get(f"{site.address}/?page_id={page}", follow_redirects=True).text
    elsewhere = httpx.get(site.address).text
    assert re.search(r'<script[^>]* data-form="#contact" defer src=[\'"]https://help.example.com/widget.js[\'"]', there)
    assert "widget.js" not in elsewhere


def test_who_may_not_change_options_sees_and_saves_nothing(site: WordPress) -> None:
    site.php("wp_create_user( 'reader', 'password', 'reader@example.org' ); return 1;")
    with admin(site, "reader", "password") as client:
        assert client.get("/wp-admin/options-general.php?page=deflect").status_code == 403
        sent = {"option_page": "deflect", "action": "update", "deflect[site]": "https://help.example.com"}
        assert client.post("/wp-admin/options.php", data=sent).status_code == 403
    assert site.php("return deflect_settings()['site'];") == ""


def test_a_form_that_another_site_sends_is_refused(site: WordPress) -> None:
    with admin(site) as client:
        sent = {"option_page": "deflect", "action": "update", "deflect[site]": "https://help.example.com"}
        assert client.post("/wp-admin/options.php", data=sent).status_code == 403
    assert site.php("return deflect_settings()['site'];") == ""


def test_removing_the_plugin_leaves_nothing(site: WordPress, service: Service) -> None:
    connect(site, service)
    site.php(FLUENT)
    left = site.php(
        "global $wpdb; define( 'WP_UNINSTALL_PLUGIN', true ); "
        f"require '{PLUGIN}/uninstall.php'; "
        "$left = array( get_option( 'deflect' ), wp_next_scheduled( 'deflect_work' ), "
        "$wpdb->get_var( \"SHOW TABLES LIKE '%deflect%'\" ) ); deflect_install(); return $left;"
    )
    assert left == [False, False, None]

"""Tickets of a real WordPress, through our plugin and a real `deflect serve`: one note each, whatever is killed.

The ticket systems in it are stand-ins, for Debian has neither; the scheduler, the HTTP client, the plugin, the database
and the service are the real ones.
"""

from __future__ import annotations

import contextlib
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

import httpx

from tests.desks import wordpress
from tests.desks.conftest import NewFolder, need
from tests.desks.deflect_service import QUESTION, deflect_service
from tests.desks.replaying import replaying
from tests.desks.running import Said
from tests.desks.test_hooks import (
    KILLS,
    SECRET,
    TICKETS,
    Figures,
    counted,
    killing,
    slowly,
    wait_until,
    written,
)
from tests.desks.test_wordpress_plugin import FAKES, PLUGIN, SAVE
from tests.desks.wordpress import WordPress

OPEN = {"fluent": "fake_fluent_ticket", "awesome": "fake_awesome_ticket"}
SAID = """
global $wpdb;
$found = array();
foreach ( get_option( 'fake_ticket', array() ) as $each ) {
	$found[ 'fluent-' . $each['id'] ] = array( 'public' => array( $each['content'] ), 'private' => array() );
}
foreach ( get_option( 'fake_conversation', array() ) as $each ) {
	$kind = 'note' === $each['conversation_type'] ? 'private' : 'public';
	$found[ 'fluent-' . $each['ticket_id'] ][ $kind ][] = $each['content'];
}
foreach ( $wpdb->get_results( "SELECT * FROM $wpdb->posts WHERE post_type = 'ticket'" ) as $each ) {
	$found[ 'awesome-' . $each->ID ] = array( 'public' => array( $each->post_content ), 'private' => array() );
}
foreach ( $wpdb->get_results( "SELECT * FROM $wpdb->posts WHERE post_parent > 0" ) as $each ) {
	$kind = 'ticket_history' === $each->post_type ? 'private' : 'public';
	$found[ 'awesome-' . $each->post_parent ][ $kind ][] = $each->post_content;
}
return $found;
"""
"""All that stands in the tickets of both, as WordPress's database has it; what is no note counts as public."""
LATE = "SELECT count(DISTINCT ticket) FROM inbox WHERE delivery NOT LIKE '%-1'"
"""Tickets of which a call was tried again: the one before did not arrive, or its answer did not."""


def test_each_ticket_of_wordpress_gets_one_note_whatever_is_repeated_or_killed(new_folder: NewFolder) -> None:
    need(wordpress.missing())
    with (
        deflect_service(new_folder()) as service,
        replaying(service.address) as between,
        wordpress.wordpress(new_folder(), (PLUGIN, FAKES)) as site,
    ):
        service.connect("standard", {"secret": SECRET})
        connect(site, between.address)
        began, asked = time.monotonic(), [QUESTION, *(f"{QUESTION} ({number})" for number in range(1, TICKETS))]
        with visited(site):
            tickets = [open_ticket(site, 0, asked[0])]
            wait_until(lambda: waiting(site) == 0)  # before any kill, so that one call at least was repeated
            with killing(service, KILLS) as killed:
                tickets += [open_ticket(site, number, text) for number, text in enumerate(slowly(asked[1:]), start=1)]
            wait_until(lambda: waiting(site) == 0)
        between.again()
        site.php("do_action( 'deflect_work' ); return 1;")
        said = [Said(*map(tuple, (each["public"], each["private"]))) for each in ordered(site, tickets)]
        late, seconds = counted(service, LATE), round(time.monotonic() - began)
        complaints = site.complaints()
    figures = Figures("wordpress", TICKETS, *written(said, asked), len(killed), late, len(between.statuses), seconds)
    print(json.dumps(asdict(figures)))  # noqa: T201 - seen with pytest -s, for benchmarks/README.md
    assert (figures.notes, figures.doubled, figures.public, figures.kills) == (TICKETS, 0, 0, KILLS)
    assert all("Open the licence page." in each.private[0] for each in said)
    assert all(status < 500 or status in (502, 503) for status in between.statuses)
    assert between.statuses.count(200) >= 4
    assert "deflect" not in complaints.replace("deflect-desk-", "")


def connect(site: WordPress, address: str) -> None:
    """Switch the plugin on and fill in its settings, as the owner does."""
    site.activate("fakes/fake-desks.php")
    site.activate("deflect/deflect.php")
    site.php("FluentSupport\\App\\Models\\Agent::create( array( 'person_type' => 'agent' ) ); return 1;")
    site.php(SAVE.format(f"'service' => '{address}', 'secret' => '{SECRET}', 'desks' => array( 'fluent', 'awesome' )"))


def open_ticket(site: WordPress, number: int, text: str) -> str:
    """Open a ticket in one of the two systems by turns, and give its name."""
    desk = sorted(OPEN)[number % 2]
    opened = site.php(f"return {OPEN[desk]}( 'Licence', {json.dumps(text)} );")
    return f"{desk}-{opened}"


def waiting(site: WordPress) -> int:
    """How many calls the plugin has not dealt with; none was given up."""
    counts: dict[str, Any] = site.php("return deflect_counts();")
    assert not counts["failed"], counts["why"]
    return int(counts["waiting"])


def ordered(site: WordPress, tickets: list[str]) -> list[dict[str, list[str]]]:
    """What stands in the tickets; that there are no others."""
    found: dict[str, dict[str, list[str]]] = site.php(SAID)
    assert sorted(found) == sorted(tickets)
    return [found[each] for each in tickets]


@contextlib.contextmanager
def visited(site: WordPress) -> Iterator[None]:
    """Have WordPress's scheduler run as its owner is told to, only more often; one run at a time.

    The stand-ins keep their notes in one option of WordPress, which two runs at once would overwrite.
    """
    stopping = threading.Event()

    def visit() -> None:
        while not stopping.wait(0.5):
            with contextlib.suppress(httpx.HTTPError):
                httpx.get(f"{site.address}/wp-cron.php?doing_wp_cron", timeout=300)

    thread = threading.Thread(target=visit)
    thread.start()
    try:
        yield
    finally:
        stopping.set()
        thread.join()

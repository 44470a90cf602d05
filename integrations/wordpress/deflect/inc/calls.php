<?php
/**
 * From a new ticket to its note: kept in a table until it is done, and done in the background, so that neither the
 * customer nor the agent waits.
 *
 * A call is in one of these states: `waiting`, `noted`, `silent` (nothing to suggest), `failed` (given up).
 *
 * @package deflect
 */

defined( 'ABSPATH' ) || exit;

const DEFLECT_TABLE    = 'deflect_calls';
const DEFLECT_AT_ONCE  = 20;
const DEFLECT_LEASE    = 120; // seconds that a call is one process's.
const DEFLECT_ATTEMPTS = 8;
const DEFLECT_SECONDS  = 10; // for one request.

/** Make the table, and begin to work. */
function deflect_install() {
	global $wpdb;
	require_once ABSPATH . 'wp-admin/includes/upgrade.php';
	$table = $wpdb->prefix . DEFLECT_TABLE;
	dbDelta(
		"CREATE TABLE $table (
			desk varchar(20) NOT NULL,
			ticket bigint(20) unsigned NOT NULL,
			state varchar(10) NOT NULL DEFAULT 'waiting',
			attempts smallint(5) unsigned NOT NULL DEFAULT 0,
			due bigint(20) unsigned NOT NULL DEFAULT 0,
			holder varchar(32) NOT NULL DEFAULT '',
			why varchar(200) NOT NULL DEFAULT '',
			PRIMARY KEY  (desk,ticket),
			KEY state_due (state,due)
		) {$wpdb->get_charset_collate()};"
	);
}

/** Stop working; what waits is kept. */
function deflect_pause() {
	wp_clear_scheduled_hook( 'deflect_work' );
}

/** Hear of new tickets from the desks that the owner chose. */
function deflect_listen() {
	$desks = deflect_desks();
	foreach ( deflect_settings()['desks'] as $name ) {
		if ( isset( $desks[ $name ] ) && call_user_func( $desks[ $name ]['there'] ) ) {
			call_user_func(
				$desks[ $name ]['listen'],
				static function ( $ticket ) use ( $name ) {
					deflect_remember( $name, $ticket );
				}
			);
		}
	}
}

/**
 * Keep a ticket to ask about; the same one again changes nothing.
 *
 * @param string $desk   Which desk.
 * @param int    $ticket Which ticket.
 */
function deflect_remember( $desk, $ticket ) {
	global $wpdb;
	$table = $wpdb->prefix . DEFLECT_TABLE;
	$wpdb->query( $wpdb->prepare( "INSERT IGNORE INTO $table (desk, ticket, due) VALUES (%s, %d, %d)", $desk, $ticket, time() ) ); // phpcs:ignore WordPress.DB
	deflect_wake( time() );
}

/**
 * Have the work done at some time, or before: a ticket that is new must not wait for the next try of an old one.
 *
 * @param int $time When, in seconds since 1970.
 */
function deflect_wake( $time ) {
	$next = wp_next_scheduled( 'deflect_work' );
	if ( $next && $next <= $time ) {
		return;
	}
	wp_clear_scheduled_hook( 'deflect_work' );
	wp_schedule_single_event( $time, 'deflect_work' );
}

/**
 * Whenever the scheduler runs, have it do what waits. WordPress keeps its whole schedule in one option, and of two
 * requests that change it at the same time one loses what it planned.
 */
function deflect_resume() {
	$next = wp_doing_cron() ? deflect_next() : 0;
	if ( $next ) {
		deflect_wake( max( $next, time() ) );
	}
}

/** Ask about the tickets that are due, each under a lease, so that two processes never ask about the same. */
function deflect_work() {
	for ( $done = 0; $done < DEFLECT_AT_ONCE; $done++ ) {
		$call = deflect_claim();
		if ( ! $call ) {
			break;
		}
		deflect_finish( $call, ...deflect_answer( $call ) );
	}
	$next = deflect_next();
	if ( $next ) {
		deflect_wake( max( $next, time() ) );
	}
}

/**
 * Take one call that is due.
 *
 * @return object|null
 */
function deflect_claim() {
	global $wpdb;
	$table  = $wpdb->prefix . DEFLECT_TABLE;
	$holder = str_replace( '-', '', wp_generate_uuid4() );
	$taken  = $wpdb->query( $wpdb->prepare( "UPDATE $table SET holder = %s, due = %d, attempts = attempts + 1 WHERE state = 'waiting' AND due <= %d ORDER BY due LIMIT 1", $holder, time() + DEFLECT_LEASE, time() ) ); // phpcs:ignore WordPress.DB
	return $taken ? $wpdb->get_row( $wpdb->prepare( "SELECT * FROM $table WHERE holder = %s", $holder ) ) : null; // phpcs:ignore WordPress.DB
}

/**
 * When the next call is due; 0 if none waits.
 *
 * @return int
 */
function deflect_next() {
	global $wpdb;
	$table = $wpdb->prefix . DEFLECT_TABLE;
	return (int) $wpdb->get_var( "SELECT MIN(due) FROM $table WHERE state = 'waiting'" ); // phpcs:ignore WordPress.DB
}

/**
 * Deal with one call.
 *
 * @param object $call A row of the table.
 * @return array{0: string, 1: string} The state it is in now, and why if it is still waiting.
 */
function deflect_answer( $call ) {
	$desks = deflect_desks();
	$desk  = $desks[ $call->desk ] ?? null;
	if ( ! $desk || ! call_user_func( $desk['there'] ) ) {
		return array( 'waiting', 'the ticket system is not active' );
	}
	$record = call_user_func( $desk['record'], (int) $call->ticket );
	if ( ! $record ) {
		return array( 'silent', '' );
	}
	// A process that ended between the note and this table has written it already.
	if ( call_user_func( $desk['noted'], (int) $call->ticket ) ) {
		return array( 'noted', '' );
	}
	list( $note, $why ) = deflect_ask( $record, "wordpress-{$record['id']}-{$call->attempts}" );
	if ( '' !== $why ) {
		return array( 'waiting', $why );
	}
	if ( '' === $note ) {
		return array( 'silent', '' );
	}
	$written = call_user_func( $desk['note'], (int) $call->ticket, wpautop( make_clickable( esc_html( $note ) ) ) );
	return $written ? array( 'noted', '' ) : array( 'waiting', 'the note was not taken' );
}

/**
 * Ask the service for a note.
 *
 * @param array  $record The ticket record.
 * @param string $id     Of the call.
 * @return array{0: string, 1: string} The note, empty for none; and what went wrong, empty if nothing.
 */
function deflect_ask( $record, $id ) {
	$now = deflect_settings();
	if ( '' === $now['service'] || '' === $now['secret'] ) {
		return array( '', 'the service or its secret is not set' );
	}
	$body   = (string) wp_json_encode( $record );
	$answer = wp_remote_post(
		$now['service'] . '/hooks/standard',
		array(
			'headers'     => deflect_signed( $now['secret'], $id, time(), $body ),
			'body'        => $body,
			'timeout'     => DEFLECT_SECONDS,
			'redirection' => 0,
		)
	);
	if ( is_wp_error( $answer ) ) {
		return array( '', $answer->get_error_message() );
	}
	$code = (int) wp_remote_retrieve_response_code( $answer );
	if ( 200 !== $code ) {
		return array( '', "the service answered with status $code" );
	}
	$found = json_decode( wp_remote_retrieve_body( $answer ), true );
	if ( ! is_array( $found ) || empty( $found['accepted'] ) ) {
		return array( '', 'the service answered with something else' );
	}
	// Not the same as a result that says "not sure": nothing was looked up, as just after the service started.
	if ( ! isset( $found['result'] ) ) {
		return array( '', 'the service had no answer in time' );
	}
	return array( is_string( $found['note'] ?? null ) ? $found['note'] : '', '' );
}

/**
 * Keep what became of a call; one that is still waiting is tried again, later each time, until it is given up.
 *
 * @param object $call  A row of the table.
 * @param string $state As `deflect_answer` gives it.
 * @param string $why   As `deflect_answer` gives it.
 */
function deflect_finish( $call, $state, $why ) {
	global $wpdb;
	$attempts = (int) $call->attempts;
	if ( 'waiting' === $state && $attempts >= DEFLECT_ATTEMPTS ) {
		$state = 'failed';
	}
	$values = array(
		'state' => $state,
		'due'   => 'waiting' === $state ? time() + 15 * 2 ** $attempts : 0,
		'why'   => substr( $why, 0, 200 ),
	);
	// Only its holder may say so: after a lease has run out, somebody else deals with it.
	$wpdb->update( $wpdb->prefix . DEFLECT_TABLE, $values, array( 'holder' => $call->holder ) ); // phpcs:ignore WordPress.DB
}

/**
 * How many calls are in each state, and the latest trouble.
 *
 * @return array{waiting: int, noted: int, silent: int, failed: int, why: string}
 */
function deflect_counts() {
	global $wpdb;
	$table  = $wpdb->prefix . DEFLECT_TABLE;
	$counts = array_fill_keys( array( 'waiting', 'noted', 'silent', 'failed' ), 0 );
	foreach ( (array) $wpdb->get_results( "SELECT state, COUNT(*) AS n FROM $table GROUP BY state" ) as $row ) { // phpcs:ignore WordPress.DB
		$counts[ $row->state ] = (int) $row->n;
	}
	$counts['why'] = (string) $wpdb->get_var( "SELECT why FROM $table WHERE why <> '' ORDER BY due DESC LIMIT 1" ); // phpcs:ignore WordPress.DB
	return $counts;
}

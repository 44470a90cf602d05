<?php
/**
 * The ticket systems inside WordPress: what tells of a new ticket, what stands in it, and how a private note is added.
 *
 * A desk is an array of functions, so that the rest knows none of them by name:
 *   title   As its maker writes it.
 *   there   Whether it is installed and active.
 *   listen  Takes a function, which is called with the id of each new ticket.
 *   record  The ticket as deflect's ticket record, from its id; null if there is nothing to ask.
 *   noted   Whether a note of ours stands in the ticket already.
 *   note    Adds a private note; false if it could not.
 *
 * @package deflect
 */

defined( 'ABSPATH' ) || exit;

const DEFLECT_MARK = 'deflect-note-';

/**
 * The desks that this plugin knows.
 *
 * @return array<string, array<string, mixed>>
 */
function deflect_desks() {
	return array(
		'fluent'  => array(
			'title'  => 'Fluent Support',
			'there'  => 'deflect_fluent_there',
			'listen' => 'deflect_fluent_listen',
			'record' => 'deflect_fluent_record',
			'noted'  => 'deflect_fluent_noted',
			'note'   => 'deflect_fluent_note',
		),
		'awesome' => array(
			'title'  => 'Awesome Support',
			'there'  => 'deflect_awesome_there',
			'listen' => 'deflect_awesome_listen',
			'record' => 'deflect_awesome_record',
			'noted'  => 'deflect_awesome_noted',
			'note'   => 'deflect_awesome_note',
		),
	);
}

/**
 * A ticket record of one message by a customer.
 *
 * @param string $id      The ticket's, with the desk's name before it.
 * @param string $subject Its subject.
 * @param string $html    What the customer wrote.
 * @param int    $time    When, in seconds since 1970.
 * @return array<string, mixed>
 */
function deflect_record( $id, $subject, $html, $time ) {
	$when = gmdate( 'Y-m-d\TH:i:s\Z', $time );
	return array(
		'id'         => $id,
		'subject'    => $subject,
		'created_at' => $when,
		'messages'   => array(
			array(
				'author'     => 'customer',
				'created_at' => $when,
				'format'     => 'html',
				'body'       => $html,
			),
		),
	);
}

/* ---- Fluent Support ------------------------------------------------------------------------------------------- */

/** Whether it is active. */
function deflect_fluent_there() {
	return class_exists( '\FluentSupport\App\Models\Ticket' );
}

/**
 * Hear of new tickets.
 *
 * @param callable $heard Takes the id.
 */
function deflect_fluent_listen( $heard ) {
	add_action(
		'fluent_support/ticket_created',
		static function ( $ticket ) use ( $heard ) {
			$heard( (int) $ticket->id );
		}
	);
}

/**
 * A ticket.
 *
 * @param int $id Its id.
 */
function deflect_fluent_record( $id ) {
	$ticket = \FluentSupport\App\Models\Ticket::find( $id );
	if ( ! $ticket ) {
		return null;
	}
	$time = (int) get_gmt_from_date( (string) $ticket->created_at, 'U' );
	return deflect_record( "fluent-$id", (string) $ticket->title, (string) $ticket->content, $time );
}

/**
 * Whether our note is there.
 *
 * @param int $id The ticket's.
 */
function deflect_fluent_noted( $id ) {
	return \FluentSupport\App\Models\Conversation::where( 'ticket_id', $id )
		->where( 'conversation_type', 'note' )
		->where( 'content', 'LIKE', '%' . DEFLECT_MARK . '%' )
		->exists();
}

/**
 * Add the note: by the ticket's agent, else the first there is, for every note has an author.
 *
 * @param int    $id   The ticket's.
 * @param string $html The note.
 */
function deflect_fluent_note( $id, $html ) {
	$ticket = \FluentSupport\App\Models\Ticket::find( $id );
	$agent  = $ticket && $ticket->agent_id ? \FluentSupport\App\Models\Agent::find( $ticket->agent_id ) : \FluentSupport\App\Models\Agent::first();
	if ( ! $ticket || ! $agent ) {
		return false;
	}
	$note = array(
		'content'           => $html,
		'conversation_type' => 'note',
		'source'            => 'deflect',
	);
	return (bool) ( new \FluentSupport\App\Services\Tickets\ResponseService() )->createResponse( $note, $agent, $ticket, true );
}

/* ---- Awesome Support ------------------------------------------------------------------------------------------ */

/** Whether it is active. */
function deflect_awesome_there() {
	return function_exists( 'wpas_log' );
}

/**
 * Hear of new tickets.
 *
 * @param callable $heard Takes the id.
 */
function deflect_awesome_listen( $heard ) {
	add_action(
		'wpas_open_ticket_after',
		static function ( $id ) use ( $heard ) {
			$heard( (int) $id );
		}
	);
}

/**
 * A ticket.
 *
 * @param int $id Its id.
 */
function deflect_awesome_record( $id ) {
	$ticket = get_post( $id );
	if ( ! $ticket || 'ticket' !== $ticket->post_type ) {
		return null;
	}
	return deflect_record( "awesome-$id", $ticket->post_title, $ticket->post_content, (int) get_post_time( 'U', true, $ticket ) );
}

/**
 * Whether our note is there.
 *
 * @param int $id The ticket's.
 */
function deflect_awesome_noted( $id ) {
	global $wpdb;
	$like = '%' . $wpdb->esc_like( DEFLECT_MARK ) . '%';
	return (bool) $wpdb->get_var( $wpdb->prepare( "SELECT 1 FROM $wpdb->posts WHERE post_parent = %d AND post_content LIKE %s AND post_type IN ('ticket_history', 'ticket_log') LIMIT 1", $id, $like ) ); // phpcs:ignore WordPress.DB.DirectDatabaseQuery
}

/**
 * Add the note to the ticket's log, which agents see and customers do not.
 *
 * What wpas_log gives back cannot be relied on: one version gives an object and another an error, where neither wrote
 * anything. So the log is looked at.
 *
 * @param int    $id   The ticket's.
 * @param string $html The note.
 */
function deflect_awesome_note( $id, $html ) {
	wpas_log( $id, $html );
	return deflect_awesome_noted( $id );
}

<?php
/**
 * Plugin Name: Stand-ins for Fluent Support and Awesome Support
 * Description: What deflect uses of them, in the form that their own source code has; neither can be installed from Debian.
 */

namespace FluentSupport\App\Models {
	class Row {
		public $id;
		public $agent_id = null;

		public function __construct( array $values ) {
			foreach ( $values as $name => $value ) {
				$this->$name = $value;
			}
		}

		public static function table() {
			return 'fake_' . strtolower( substr( strrchr( static::class, '\\' ), 1 ) );
		}

		/** What is in the database now: WordPress remembers options as they were when a request began, a ticket system asks. */
		public static function rows() {
			foreach ( array( 'alloptions', 'notoptions', static::table() ) as $kept ) {
				wp_cache_delete( $kept, 'options' );
			}
			return get_option( static::table(), array() );
		}

		public static function find( $id ) {
			$rows = static::rows();
			return isset( $rows[ $id ] ) ? new static( $rows[ $id ] ) : null;
		}

		public static function first() {
			$rows = static::rows();
			return $rows ? new static( reset( $rows ) ) : null;
		}

		public static function create( array $values ) {
			$rows         = static::rows();
			$values['id'] = count( $rows ) + 1;

			$rows[ $values['id'] ] = $values;
			update_option( static::table(), $rows );
			return new static( $values );
		}
	}
	class Ticket extends Row {}
	class Agent extends Row {}
	class Conversation extends Row {
		public static function where( $name, $operator, $value = null ) {
			return ( new Query() )->where( $name, $operator, $value );
		}
	}
	class Query {
		private $tests = array();

		public function where( $name, $operator, $value = null ) {
			$this->tests[] = null === $value ? array( $name, '=', $operator ) : array( $name, $operator, $value );
			return $this;
		}

		public function exists() {
			foreach ( Conversation::rows() as $row ) {
				$fits = true;
				foreach ( $this->tests as list( $name, $operator, $value ) ) {
					$fits = $fits && ( 'LIKE' === $operator ? false !== strpos( $row[ $name ], trim( $value, '%' ) ) : (string) $row[ $name ] === (string) $value );
				}
				if ( $fits ) {
					return true;
				}
			}
			return false;
		}
	}
}

namespace FluentSupport\App\Services\Tickets {
	class ResponseService {
		public function createResponse( $data, $person, $ticket, $silently = false ) {
			if ( empty( $data['content'] ) ) {
				return false;
			}
			$values = array(
				'person_id'         => $person->id,
				'ticket_id'         => $ticket->id,
				'conversation_type' => $data['conversation_type'] ?? 'response',
				'content'           => wp_kses_post( $data['content'] ),
				'silently'          => $silently,
			);
			return array( 'response' => \FluentSupport\App\Models\Conversation::create( $values ) );
		}
	}
}

namespace {
	function fake_fluent_ticket( $title, $content ) {
		$ticket = \FluentSupport\App\Models\Ticket::create(
			array(
				'title'      => $title,
				'content'    => $content,
				'created_at' => current_time( 'mysql' ),
			)
		);
		do_action( 'fluent_support/ticket_created', $ticket, null );
		return $ticket->id;
	}

	// As Awesome Support 6 does: by whoever is logged in, nobody in the background; an id, or an error of WordPress.
	function wpas_log( $post_id = null, $content = '' ) {
		global $current_user;
		if ( is_null( $post_id ) || empty( $content ) ) {
			return false;
		}
		return wp_insert_post(
			array(
				'post_author'    => $current_user->ID,
				'post_content'   => wp_kses( $content, wp_kses_allowed_html( 'post' ) ),
				'post_status'    => 'publish',
				'post_type'      => 'ticket_history',
				'post_parent'    => $post_id,
				'ping_status'    => 'closed',
				'comment_status' => 'closed',
			),
			true
		);
	}
	add_action(
		'init',
		static function () {
			foreach ( array( 'ticket', 'ticket_history' ) as $type ) {
				register_post_type( $type, array( 'public' => false ) );
			}
		}
	);

	function fake_awesome_ticket( $title, $content ) {
		$id = wp_insert_post(
			array(
				'post_type'    => 'ticket',
				'post_status'  => 'queued',
				'post_title'   => $title,
				'post_content' => $content,
			)
		);
		do_action( 'wpas_open_ticket_after', $id, array() );
		return $id;
	}
}

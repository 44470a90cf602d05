<?php
/**
 * Leave nothing behind.
 *
 * @package deflect
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

global $wpdb;
delete_option( 'deflect' );
wp_clear_scheduled_hook( 'deflect_work' );
$wpdb->query( "DROP TABLE IF EXISTS {$wpdb->prefix}deflect_calls" ); // phpcs:ignore WordPress.DB

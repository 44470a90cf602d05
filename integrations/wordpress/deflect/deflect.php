<?php
/**
 * Plugin Name:       deflect
 * Description:       Suggests help articles while a customer writes in your contact form, and writes a private note with the suggested answer into new tickets of Fluent Support and Awesome Support.
 * Version:           0.1.0
 * Requires at least: 6.0
 * Requires PHP:      7.4
 * License:           Apache-2.0
 * Text Domain:       deflect
 *
 * @package deflect
 */

defined( 'ABSPATH' ) || exit;

require_once __DIR__ . '/inc/settings.php';
require_once __DIR__ . '/inc/page.php';
require_once __DIR__ . '/inc/widget.php';
require_once __DIR__ . '/inc/signing.php';
require_once __DIR__ . '/inc/desks.php';
require_once __DIR__ . '/inc/calls.php';

register_activation_hook( __FILE__, 'deflect_install' );
register_deactivation_hook( __FILE__, 'deflect_pause' );

add_action( 'admin_init', 'deflect_register_settings' );
add_action( 'admin_menu', 'deflect_add_page' );
add_filter( 'plugin_action_links_' . plugin_basename( __FILE__ ), 'deflect_settings_link' );
add_action( 'wp_enqueue_scripts', 'deflect_enqueue_widget' );
add_filter( 'script_loader_tag', 'deflect_widget_tag', 10, 2 );
add_action( 'plugins_loaded', 'deflect_listen' );
add_action( 'init', 'deflect_resume' );
add_action( 'deflect_work', 'deflect_work' );

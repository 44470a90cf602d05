<?php
/**
 * The contact form's widget: the help centre's own script, on the pages and forms that the owner chose.
 *
 * @package deflect
 */

defined( 'ABSPATH' ) || exit;

/** Load the script where it is wanted. */
function deflect_enqueue_widget() {
	$now = deflect_settings();
	if ( '' === $now['site'] || array() === $now['forms'] || ( $now['pages'] && ! is_page( $now['pages'] ) ) ) {
		return;
	}
	// The help centre's builds give the script's version; WordPress must add none of its own.
	wp_enqueue_script( 'deflect-widget', $now['site'] . '/widget.js', array(), null, true ); // phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion
}

/**
 * Tell the script which forms it serves, and to wait for the page.
 *
 * @param string $tag    The script's tag.
 * @param string $handle Its name.
 * @return string
 */
function deflect_widget_tag( $tag, $handle ) {
	if ( 'deflect-widget' !== $handle ) {
		return $tag;
	}
	$forms = esc_attr( implode( ', ', deflect_settings()['forms'] ) );
	return str_replace( ' src=', ' data-form="' . $forms . '" defer src=', $tag );
}

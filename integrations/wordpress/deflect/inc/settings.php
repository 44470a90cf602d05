<?php
/**
 * What the owner chose, and how it is checked before it is kept.
 *
 * @package deflect
 */

defined( 'ABSPATH' ) || exit;

const DEFLECT_OPTION = 'deflect';

/** Form plugins, each with the selector of its forms. */
const DEFLECT_FORMS = array(
	'Contact Form 7' => '.wpcf7-form',
	'WPForms'        => '.wpforms-form',
	'Gravity Forms'  => '.gform_wrapper form',
	'Fluent Forms'   => '.frm-fluent-form',
);

/**
 * The settings, complete.
 *
 * @return array{site: string, forms: string[], pages: int[], service: string, secret: string, desks: string[]}
 */
function deflect_settings() {
	$none = array(
		'site'    => '',
		'forms'   => array(),
		'pages'   => array(),
		'service' => '',
		'secret'  => '',
		'desks'   => array(),
	);
	return array_merge( $none, array_intersect_key( (array) get_option( DEFLECT_OPTION, array() ), $none ) );
}

/** Tell WordPress of the settings and of what checks them. */
function deflect_register_settings() {
	register_setting(
		'deflect',
		DEFLECT_OPTION,
		array(
			'type'              => 'array',
			'sanitize_callback' => 'deflect_checked',
			'show_in_rest'      => false,
		)
	);
}

/**
 * Keep only what is well formed; what is not stays as it was, and the owner is told.
 *
 * @param mixed $given What the form sent.
 * @return array
 */
function deflect_checked( $given ) {
	$given = is_array( $given ) ? $given : array();
	$kept  = deflect_settings();

	$kept['site']    = deflect_checked_address( $given, 'site', $kept['site'], __( 'help centre', 'deflect' ) );
	$kept['service'] = deflect_checked_address( $given, 'service', $kept['service'], __( 'service', 'deflect' ) );
	$kept['forms']   = deflect_checked_forms( $given, $kept['forms'] );
	$kept['pages']   = array_values( array_filter( array_map( 'absint', (array) ( $given['pages'] ?? array() ) ) ) );
	$kept['desks']   = array_values( array_intersect( array_keys( deflect_desks() ), (array) ( $given['desks'] ?? array() ) ) );

	// The secret is never sent to the browser, so an empty field means: keep it.
	$secret = trim( (string) ( $given['secret'] ?? '' ) );
	if ( '' !== $secret ) {
		if ( deflect_key( $secret ) === '' ) {
			deflect_complain( 'secret', __( 'The secret was not changed: it must begin with whsec_ and be copied whole.', 'deflect' ) );
		} else {
			$kept['secret'] = $secret;
		}
	}
	return $kept;
}

/**
 * An address without its last slash: https, or http on this machine only.
 *
 * @param array  $given  What the form sent.
 * @param string $name   Of the field.
 * @param string $before What is kept if it is not well formed.
 * @param string $label  What the owner calls it.
 * @return string
 */
function deflect_checked_address( $given, $name, $before, $label ) {
	$address = untrailingslashit( trim( (string) ( $given[ $name ] ?? '' ) ) );
	if ( '' === $address ) {
		return '';
	}
	$clean = esc_url_raw( $address, array( 'https', 'http' ) );
	$parts = wp_parse_url( $clean );
	$near  = in_array( $parts['host'] ?? '', array( 'localhost', '127.0.0.1', '[::1]' ), true );
	$plain = ! isset( $parts['query'] ) && ! isset( $parts['fragment'] ) && ! isset( $parts['user'] );
	if ( $clean === $address && ! empty( $parts['host'] ) && $plain && ( 'https' === $parts['scheme'] || $near ) ) {
		return $clean;
	}
	/* translators: %s: help centre or service. */
	deflect_complain( $name, sprintf( __( 'The address of the %s was not changed: it must be like https://help.example.com.', 'deflect' ), $label ) );
	return $before;
}

/**
 * CSS selectors, one a line.
 *
 * @param array    $given  What the form sent.
 * @param string[] $before What is kept if one is not well formed.
 * @return string[]
 */
function deflect_checked_forms( $given, $before ) {
	$presets = array_intersect( DEFLECT_FORMS, (array) ( $given['presets'] ?? array() ) );
	// The page sends lines; WordPress gives what was checked here once more, before it adds an option for the first time.
	$lines = $given['forms'] ?? '';
	$lines = is_array( $lines ) ? $lines : preg_split( '/\R/', (string) $lines );
	$lines = array_filter( array_map( 'trim', $lines ), 'strlen' );
	foreach ( $lines as $line ) {
		// What a selector needs; nothing that could end an attribute or a tag.
		if ( ! preg_match( '/^[\w\-.#\[\]=:()*^$~| >+,\'"]{1,200}$/u', $line ) ) {
			deflect_complain( 'forms', __( 'The forms were not changed: write one CSS selector a line, such as #contact.', 'deflect' ) );
			return $before;
		}
	}
	return array_values( array_unique( array_merge( $presets, $lines ) ) );
}

/**
 * Show a mistake on the settings page.
 *
 * @param string $field   Where it is.
 * @param string $message What to do.
 */
function deflect_complain( $field, $message ) {
	add_settings_error( DEFLECT_OPTION, 'deflect_' . $field, $message );
}

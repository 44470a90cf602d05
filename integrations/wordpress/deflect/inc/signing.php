<?php
/**
 * Signatures as standardwebhooks.com describes them.
 *
 * @package deflect
 */

defined( 'ABSPATH' ) || exit;

/**
 * The key that a secret stands for; empty if it is not a secret.
 *
 * @param string $secret Base64 behind whsec_.
 * @return string
 */
function deflect_key( $secret ) {
	if ( strpos( $secret, 'whsec_' ) !== 0 ) {
		return '';
	}
	$key = base64_decode( substr( $secret, 6 ), true ); // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions -- the standard's form.
	return false === $key ? '' : $key;
}

/**
 * The headers that prove who calls.
 *
 * @param string $secret Base64 behind whsec_.
 * @param string $id     Of the call.
 * @param int    $time   Seconds since 1970.
 * @param string $body   The very bytes that are sent.
 * @return array<string, string>
 */
function deflect_signed( $secret, $id, $time, $body ) {
	$signature = hash_hmac( 'sha256', "$id.$time.$body", deflect_key( $secret ), true );
	return array(
		'Content-Type'      => 'application/json',
		'webhook-id'        => $id,
		'webhook-timestamp' => (string) $time,
		'webhook-signature' => 'v1,' . base64_encode( $signature ), // phpcs:ignore WordPress.PHP.DiscouragedPHPFunctions
	);
}

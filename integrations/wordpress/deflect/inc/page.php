<?php
/**
 * The settings page, for those who may change the site's options.
 *
 * @package deflect
 */

defined( 'ABSPATH' ) || exit;

/** Put the page under Settings. */
function deflect_add_page() {
	add_options_page( 'deflect', 'deflect', 'manage_options', 'deflect', 'deflect_show_page' );
}

/**
 * Add a link to the page to the plugin's line in the list of plugins.
 *
 * @param string[] $links The links there are.
 * @return string[]
 */
function deflect_settings_link( $links ) {
	$link = sprintf( '<a href="%s">%s</a>', esc_url( admin_url( 'options-general.php?page=deflect' ) ), esc_html__( 'Settings', 'deflect' ) );
	return array_merge( array( $link ), $links );
}

/** Show the page. */
function deflect_show_page() {
	if ( ! current_user_can( 'manage_options' ) ) {
		return;
	}
	$now   = deflect_settings();
	$own   = array_diff( $now['forms'], DEFLECT_FORMS );
	$waits = deflect_counts();
	?>
	<div class="wrap">
		<h1>deflect</h1>
		<form action="options.php" method="post">
			<?php settings_fields( 'deflect' ); ?>
			<h2><?php esc_html_e( 'While customers write', 'deflect' ); ?></h2>
			<p><?php esc_html_e( 'Beside your contact form, up to three articles of your help centre are suggested. Sending stays as it is.', 'deflect' ); ?></p>
			<table class="form-table" role="presentation">
				<?php deflect_text_row( 'site', __( 'Address of the help centre', 'deflect' ), $now['site'], 'https://help.example.com', __( 'Where you publish the folder site/. Empty: nothing is suggested.', 'deflect' ) ); ?>
				<tr>
					<th scope="row"><?php esc_html_e( 'Forms', 'deflect' ); ?></th>
					<td>
						<fieldset>
							<legend class="screen-reader-text"><?php esc_html_e( 'Forms', 'deflect' ); ?></legend>
							<?php foreach ( DEFLECT_FORMS as $name => $selector ) : ?>
								<?php deflect_box( 'presets', $selector, $name, in_array( $selector, $now['forms'], true ) ); ?>
							<?php endforeach; ?>
						</fieldset>
						<p>
							<label for="deflect-forms"><?php esc_html_e( 'Other forms, one CSS selector a line:', 'deflect' ); ?></label><br>
							<textarea id="deflect-forms" name="deflect[forms]" rows="3" class="regular-text code"><?php echo esc_textarea( implode( "\n", $own ) ); ?></textarea>
						</p>
					</td>
				</tr>
				<tr>
					<th scope="row"><label for="deflect-pages"><?php esc_html_e( 'Pages', 'deflect' ); ?></label></th>
					<td>
						<select id="deflect-pages" name="deflect[pages][]" multiple size="6">
							<?php foreach ( get_pages() as $page ) : ?>
								<option value="<?php echo esc_attr( $page->ID ); ?>" <?php selected( in_array( (int) $page->ID, $now['pages'], true ) ); ?>><?php echo esc_html( get_the_title( $page ) ); ?></option>
							<?php endforeach; ?>
						</select>
						<p class="description"><?php esc_html_e( 'Where the script is loaded. None chosen: on every page.', 'deflect' ); ?></p>
					</td>
				</tr>
			</table>
			<h2><?php esc_html_e( 'When a ticket comes in', 'deflect' ); ?></h2>
			<p><?php esc_html_e( 'Agents see a private note with the suggested answer. Customers see nothing of it.', 'deflect' ); ?></p>
			<table class="form-table" role="presentation">
				<tr>
					<th scope="row"><?php esc_html_e( 'Ticket systems', 'deflect' ); ?></th>
					<td>
						<fieldset>
							<legend class="screen-reader-text"><?php esc_html_e( 'Ticket systems', 'deflect' ); ?></legend>
							<?php foreach ( deflect_desks() as $name => $desk ) : ?>
								<?php deflect_box( 'desks', $name, $desk['title'], in_array( $name, $now['desks'], true ) ); ?>
							<?php endforeach; ?>
						</fieldset>
					</td>
				</tr>
				<?php deflect_text_row( 'service', __( 'Address of the service', 'deflect' ), $now['service'], 'https://deflect.example.com', __( 'Where “deflect serve” answers.', 'deflect' ) ); ?>
				<tr>
					<th scope="row"><label for="deflect-secret"><?php esc_html_e( 'Secret', 'deflect' ); ?></label></th>
					<td>
						<input id="deflect-secret" type="password" name="deflect[secret]" value="" class="regular-text code" autocomplete="off" placeholder="<?php echo esc_attr( '' === $now['secret'] ? 'whsec_…' : __( 'is set; type another to change it', 'deflect' ) ); ?>">
						<p class="description"><?php esc_html_e( 'What “deflect hooks add standard” printed.', 'deflect' ); ?></p>
					</td>
				</tr>
			</table>
			<?php submit_button(); ?>
		</form>
		<h2><?php esc_html_e( 'Tickets asked about', 'deflect' ); ?></h2>
		<p>
			<?php
			/* translators: 1: waiting, 2: with a note, 3: without an answer, 4: given up. */
			echo esc_html( sprintf( __( 'Waiting: %1$d. With a note: %2$d. No answer known: %3$d. Given up: %4$d.', 'deflect' ), $waits['waiting'], $waits['noted'], $waits['silent'], $waits['failed'] ) );
			?>
		</p>
		<?php if ( '' !== $waits['why'] ) : ?>
			<p><?php echo esc_html( __( 'The last trouble:', 'deflect' ) . ' ' . $waits['why'] ); ?></p>
		<?php endif; ?>
	</div>
	<?php
}

/**
 * One line of a form table with a text field.
 *
 * @param string $name   Of the setting.
 * @param string $label  Before the field.
 * @param string $value  In it.
 * @param string $sample Shown while it is empty.
 * @param string $help   Below it.
 */
function deflect_text_row( $name, $label, $value, $sample, $help ) {
	?>
	<tr>
		<th scope="row"><label for="deflect-<?php echo esc_attr( $name ); ?>"><?php echo esc_html( $label ); ?></label></th>
		<td>
			<input id="deflect-<?php echo esc_attr( $name ); ?>" type="url" name="deflect[<?php echo esc_attr( $name ); ?>]" value="<?php echo esc_attr( $value ); ?>" class="regular-text code" placeholder="<?php echo esc_attr( $sample ); ?>">
			<p class="description"><?php echo esc_html( $help ); ?></p>
		</td>
	</tr>
	<?php
}

/**
 * One box to tick, of several of one setting.
 *
 * @param string $name  Of the setting.
 * @param string $value What it stands for.
 * @param string $label Behind the box.
 * @param bool   $on    Whether it is ticked.
 */
function deflect_box( $name, $value, $label, $on ) {
	?>
	<label>
		<input type="checkbox" name="deflect[<?php echo esc_attr( $name ); ?>][]" value="<?php echo esc_attr( $value ); ?>" <?php checked( $on ); ?>>
		<?php echo esc_html( $label ); ?>
	</label><br>
	<?php
}

"""WordPress as Debian packages it, on MariaDB and PHP's own web server."""

from __future__ import annotations

import contextlib
import json
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.desks.running import free_port, listening, run, serving

SOURCE = Path("/usr/share/wordpress")
ADMIN = ("admin", "password")
NO_DEFAULTS = "--no-defaults"  # of the machine's own MariaDB nothing is read, and nothing of it touched

CONFIG = """<?php
define( 'DB_NAME', 'wordpress' );
define( 'DB_USER', 'root' );
define( 'DB_PASSWORD', '' );
define( 'DB_HOST', 'localhost:%(folder)s/db.sock' );
define( 'DB_CHARSET', 'utf8mb4' );
define( 'WP_HOME', '%(address)s' );
define( 'WP_SITEURL', '%(address)s' );
define( 'WP_HTTP_BLOCK_EXTERNAL', true );
define( 'WP_ACCESSIBLE_HOSTS', '127.0.0.1' );
define( 'DISABLE_WP_CRON', true );
define( 'AUTOMATIC_UPDATER_DISABLED', true );
define( 'WP_DEBUG', true );
define( 'WP_DEBUG_DISPLAY', false );
define( 'WP_DEBUG_LOG', '%(folder)s/php-errors' );
foreach ( array( 'AUTH', 'SECURE_AUTH', 'LOGGED_IN', 'NONCE' ) as $name ) {
	define( $name . '_KEY', 'for tests: ' . $name );
	define( $name . '_SALT', 'for tests, salt: ' . $name );
}
$table_prefix = 'wp_';
if ( ! defined( 'ABSPATH' ) ) {
	define( 'ABSPATH', __DIR__ . '/' );
}
require_once ABSPATH . 'wp-settings.php';
"""
THEME = {
    "style.css": "/*\nTheme Name: Plain\n*/\n",
    "index.php": "<!doctype html><html><head><?php wp_head(); ?></head><body><?php "
    "while ( have_posts() ) { the_post(); the_content(); } wp_footer(); ?></body></html>\n",
}
"""Debian packages WordPress without a theme."""
INSTALL = """
define( 'WP_INSTALLING', true );
require '%(site)s/wp-load.php';
require ABSPATH . 'wp-admin/includes/upgrade.php';
wp_install( 'Shop', 'admin', 'admin@example.org', false, '', 'password' );
switch_theme( 'plain' );
"""


@dataclass(frozen=True, slots=True)
class WordPress:
    """A running WordPress: `site` is its folder of PHP files."""

    address: str
    folder: Path
    site: Path

    def php(self, code: str) -> Any:
        """Run PHP inside WordPress, and give what its `return` gives, through JSON."""
        script = (
            f"$_SERVER['HTTP_HOST'] = '{self.address.removeprefix('http://')}'; require '{self.site}/wp-load.php'; "
            "require_once ABSPATH . 'wp-admin/includes/plugin.php'; "
            f'echo "\\n", json_encode( (function () {{ {code} }})() );'
        )
        ended = subprocess.run(["php", "-r", script], capture_output=True, text=True, check=False, timeout=120)
        if ended.returncode:
            raise AssertionError(f"{ended.stdout[-2000:]}{ended.stderr[-2000:]}")
        return json.loads(ended.stdout.splitlines()[-1])

    def activate(self, plugin: str) -> None:
        """Switch a plugin on, named by its main file within the folder of plugins."""
        wrong = self.php(f"$found = activate_plugin( '{plugin}' ); return $found ? $found->get_error_message() : '';")
        if wrong:
            raise AssertionError(wrong)

    def complaints(self) -> str:
        """What PHP complained of so far: errors, warnings and notices."""
        log = self.folder / "php-errors"
        return log.read_text("utf-8", "replace") if log.exists() else ""


def missing() -> str:
    """What is not installed of what it takes; empty if nothing."""
    programs = [each for each in ("php", "mariadbd", "mariadb", "mariadb-install-db") if not shutil.which(each)]
    return ", ".join([*programs, *([] if (SOURCE / "wp-load.php").exists() else ["wordpress"])])


@contextlib.contextmanager
def wordpress(folder: Path, plugins: tuple[Path, ...] = ()) -> Iterator[WordPress]:
    """Run a new WordPress.

    Args:
        folder: Where its database, files and logs go; must exist.
        plugins: Folders that are linked among its plugins; they are not active yet.
    """
    port = free_port()
    found = WordPress(f"http://127.0.0.1:{port}", folder, folder / "site")
    with _database(folder):
        _site(found, plugins)
        run(["php", "-r", INSTALL % {"site": found.site}], folder / "log")
        command = ["php", "-S", f"127.0.0.1:{port}", "-t", found.site]
        # A page of WordPress that calls its own REST interface needs a second worker.
        env = {"PHP_CLI_SERVER_WORKERS": "4"}
        with serving(command, folder / "log", lambda: listening(port), env):
            yield found


@contextlib.contextmanager
def _database(folder: Path) -> Iterator[None]:
    data, socket = folder / "db", folder / "db.sock"
    user = ["--user=root"] if Path("/proc/self").stat().st_uid == 0 else []
    make = ["mariadb-install-db", NO_DEFAULTS, *user, f"--datadir={data}", "--auth-root-authentication-method=normal"]
    run(make, folder / "log")
    client = ["mariadb", NO_DEFAULTS, "--user=root", f"--socket={socket}", "-e"]
    small = ["--skip-networking", "--innodb-buffer-pool-size=32M", "--innodb-flush-log-at-trx-commit=0"]
    command = ["mariadbd", NO_DEFAULTS, *user, f"--datadir={data}", f"--socket={socket}", *small]

    def ready() -> bool:
        return subprocess.run([*client, "SELECT 1"], capture_output=True, check=False).returncode == 0

    with serving(command, folder / "log", ready):
        run([*client, "CREATE DATABASE wordpress CHARACTER SET utf8mb4"], folder / "log")
        yield


def _site(found: WordPress, plugins: tuple[Path, ...]) -> None:
    shutil.copytree(SOURCE, found.site, ignore=shutil.ignore_patterns("wp-config.php"), ignore_dangling_symlinks=True)
    values = {"folder": found.folder, "address": found.address}
    (found.site / "wp-config.php").write_text(CONFIG % values)
    theme = found.site / "wp-content" / "themes" / "plain"
    theme.mkdir(parents=True)
    for name, text in THEME.items():
        (theme / name).write_text(text)
    for plugin in plugins:
        (found.site / "wp-content" / "plugins" / plugin.name).symlink_to(plugin.resolve())

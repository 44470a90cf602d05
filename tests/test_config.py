"""deflect.toml: defaults, and errors that say what to correct."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deflect import config
from deflect.config_template import settings_text, toml_value
from deflect.errors import ConfigError


def load(tmp_path: Path, text: str) -> config.Settings:
    path = tmp_path / "deflect.toml"
    path.write_text(text, encoding="utf-8")
    return config.load(path)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[clusters]\nmin_sise = 4", "unknown setting clusters.min_sise .* Did you mean clusters.min_size?"),
        ("[cluster]\nmin_size = 4", "unknown setting cluster .* Did you mean clusters?"),
        ("[vendor]\nzzz = 1", "unknown setting vendor.zzz .* Known here: name, addresses, language"),
        ("[clusters]\nmin_size = 1", "clusters.min_size: .*greater than or equal to 2"),
        ("[clusters]\ngranularity = 1.5", "clusters.granularity: .*less than or equal to 1"),
        ("[encoder]\nprecision = 'int4'", "encoder.precision: .*'auto', 'fp32' or 'int8'"),
        ("[vendor\nname = 1", "not valid TOML"),
    ],
)
def test_a_wrong_setting_is_an_error_that_names_it(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(ConfigError, match=message) as caught:
        load(tmp_path, text)
    assert caught.value.exit_code == 2
    assert str(tmp_path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_file_in_another_encoding_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "deflect.toml").write_bytes("[vendor]\nname = 'Café'".encode("latin-1"))
    with pytest.raises(ConfigError, match="not valid TOML"):
        config.load(tmp_path / "deflect.toml")


def test_a_missing_file_means_all_defaults(tmp_path: Path) -> None:
    assert config.load(tmp_path / "none.toml") == config.Settings()


def test_a_file_saved_by_a_windows_editor_is_read(tmp_path: Path) -> None:
    (tmp_path / "deflect.toml").write_bytes(b"\xef\xbb\xbf[vendor]\r\nname = 'Acme'\r\n")
    assert config.load(tmp_path / "deflect.toml").vendor.name == "Acme"


def test_values_are_read(tmp_path: Path) -> None:
    found = load(tmp_path, "[vendor]\naddresses = ['@acme.example']\n[suggest]\nthreshold = 0.8\n")
    assert found.vendor.addresses == ("@acme.example",)
    assert found.suggest.threshold == 0.8
    assert found.clusters == config.ClusterSettings()


def test_settings_cannot_be_changed_after_reading() -> None:
    with pytest.raises(ValueError, match="frozen"):
        config.Settings().vendor.name = "other"  # type: ignore[misc]


def test_every_setting_says_what_it_does() -> None:
    for section in config.sections().values():
        assert section.__doc__
        for name, field in section.model_fields.items():
            assert field.description, name


def test_the_written_file_names_every_setting_and_means_all_defaults() -> None:
    text = settings_text()
    for table, keys in config.keys().items():
        assert f"[{table}]" in text
        for key in keys:
            assert f"\n# {key} = " in text
    assert config.Settings.model_validate(tomllib.loads(text)) == config.Settings()


def test_uncommenting_every_default_changes_nothing() -> None:
    known = {key for keys in config.keys().values() for key in keys}
    lines = [
        line.removeprefix("# ") if line.removeprefix("# ").split(" = ")[0] in known else line
        for line in settings_text().splitlines()
    ]
    assert config.Settings.model_validate(tomllib.loads("\n".join(lines))) == config.Settings()


@given(st.one_of(st.text(st.characters(exclude_categories=["Cs", "Cc"])), st.integers(-(2**53), 2**53), st.booleans()))
def test_every_value_written_is_read_back(value: object) -> None:
    assert tomllib.loads(f"key = {toml_value(value)}")["key"] == value


def test_chosen_values_are_written(tmp_path: Path) -> None:
    text = settings_text({"vendor": {"name": 'Say "hi"', "addresses": ["@a.example"]}})
    found = load(tmp_path, text)
    assert found.vendor.name == 'Say "hi"'
    assert found.vendor.addresses == ("@a.example",)

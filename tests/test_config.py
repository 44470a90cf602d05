"""deflect.toml: defaults, and errors that say what to correct."""

from __future__ import annotations

import contextlib
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

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
        ("[suggest]\nmax_wrong = 0", "suggest.max_wrong: .*greater than 0"),
        ("[suggest]\nmax_wrong = 1.0", "suggest.max_wrong: .*less than 1"),
        ("[suggest]\nthreshold = 1.5", "suggest.threshold: this is a number from 0 to 1, or .history."),
        ("[suggest]\nthreshold = true", "suggest.threshold: this is a number from 0 to 1, or .history."),
        ("[suggest]\nthreshold = 'low'", "suggest.threshold: this is a number from 0 to 1, or .history."),
        ("[suggest]\nthreshold = nan", "suggest.threshold: this is a number from 0 to 1, or .history."),
        ("[encoder]\nprecision = 'int4'", "encoder.precision: .*'auto', 'fp32' or 'int8'"),
        ("[vendor\nname = 1", "not valid TOML"),
        ("[drafting]\nendpoint = 'https://m.example/v1'", "drafting: endpoint is set, and model is not"),
        ("[drafting]\nkey_variable = 'A'\nkey_file = 'b'", "drafting: key_variable and key_file are both set"),
        ("[drafting]\nkey_variable = 'sk-1234'", "drafting.key_variable: Value should have the form of MODEL_KEY"),
        ("[site]\naccent = 'green'", "site.accent: Value should have the form of #0b6e4f"),
        ("[drafting]\ntime_limit = 0", "drafting.time_limit: .*greater than 0"),
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


SAFE = (
    "https://models.example/v1",
    "https://[2001:db8::1]:8443/v1",
    "http://127.0.0.1:8080/v1",
    "http://127.1.2.3/v1",
    "http://localhost:11434/v1",
    "http://[::1]:8080/v1",
    "HTTP://LOCALHOST:8080",
)
UNSAFE = {
    "http://models.example/v1": "over https only",
    "http://192.168.1.5:8080/v1": "over https only",
    "http://0.0.0.0:8080/v1": "over https only",
    "http://127.0.0.1.evil.example/v1": "over https only",
    "http://localhost.evil.example/v1": "over https only",
    "http://2130706433/v1": "over https only",
    "https://user:sk-planted@models.example/v1": "an address holds no name, key or query",
    "http://127.0.0.1@evil.example/v1": "an address holds no name, key or query",
    "https://models.example/v1?key=sk-planted": "an address holds no name, key or query",
    "https://models.example/v1#sk-planted": "an address holds no name, key or query",
    "ftp://127.0.0.1/v1": "begins with https:// or http://",
    "127.0.0.1:8080": "begins with https:// or http://",
    "sk-planted": "begins with https:// or http://",
    "https://": "begins with https:// or http://",
    "https://models.example:port/v1": "this is no address",
    "https://[::1/v1": "this is no address",
}


@pytest.mark.parametrize("endpoint", SAFE)
def test_a_models_server_is_asked_over_https_or_on_this_machine(endpoint: str, tmp_path: Path) -> None:
    found = load(tmp_path, f"[drafting]\nendpoint = '{endpoint}/'\nmodel = 'm'")
    assert found.drafting.endpoint == endpoint


@pytest.mark.parametrize("endpoint", UNSAFE)
def test_any_other_address_is_refused_and_not_repeated(endpoint: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=UNSAFE[endpoint]) as caught:
        load(tmp_path, f"[drafting]\nendpoint = '{endpoint}'\nmodel = 'm'")
    assert "sk-planted" not in str(caught.value)


@given(st.text(max_size=60))
def test_any_address_is_taken_or_refused(endpoint: str) -> None:
    with contextlib.suppress(ValidationError):
        assert config.DraftingSettings(endpoint=endpoint, model="m").endpoint == endpoint.rstrip("/")


@pytest.mark.parametrize(
    ("said", "hint"),
    [
        ("English", r'did you mean "en"\?'),
        ("EN", r'did you mean "en"\?'),
        ("de-AT", r'did you mean "de"\?'),
        ("", "two letters, such as en or de"),
        ("xx", "two letters, such as en or de"),
    ],
)
def test_a_language_that_is_no_code_is_refused_with_the_one_that_was_meant(
    tmp_path: Path, said: str, hint: str
) -> None:
    path = tmp_path / "deflect.toml"
    path.write_text(f'[vendor]\nlanguage = "{said}"\n')
    with pytest.raises(ConfigError, match=rf"vendor\.language: .*{hint}"):
        config.load(path)
    path.write_text('[vendor]\nlanguage = "cy"\n')
    assert config.load(path).vendor.language == "cy"


def test_a_setting_that_must_have_a_form_has_an_example_to_show() -> None:
    for name, section in config.sections().items():
        for key, field in section.model_fields.items():
            if any(getattr(each, "pattern", None) for each in field.metadata):
                assert field.examples, f"{name}.{key}"
                section.model_validate({key: field.examples[0]})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('max_wrong = "5%"', "suggest.max_wrong: this is a number without quotes or percent sign, such as 0.05"),
        ('stale_months = "two"', "suggest.stale_months: this is a whole number, without quotes"),
        ("stale_months = 1.5", "suggest.stale_months: this is a whole number"),
        ('sensitive = ["refund"]', "suggest.sensitive: this is a table in braces"),
        ('sensitive = { refund = "money" }', "suggest.sensitive.refund: this is a list in square brackets"),
        ("sensitive = { refund = [5] }", "suggest.sensitive.refund.0: this is a text in quotes"),
    ],
)
def test_what_a_value_has_to_be_is_said_in_the_words_of_toml(tmp_path: Path, line: str, said: str) -> None:
    with pytest.raises(ConfigError, match=re.escape(said)):
        load(tmp_path, f"[suggest]\n{line}\n")


@pytest.mark.parametrize("word", ["", " ", "*", "* *", "-"])
def test_a_sensitive_word_that_finds_nothing_or_everything_is_refused(tmp_path: Path, word: str) -> None:
    with pytest.raises(ConfigError, match="a word of refund has no letter"):
        load(tmp_path, f'[suggest]\nsensitive = {{ refund = ["{word}"] }}\n')


def test_a_topic_is_turned_off_and_words_with_stars_pass(tmp_path: Path) -> None:
    found = load(tmp_path, '[suggest]\nsensitive = { refund = [], press = ["journalist*", "محام"] }\n')
    assert found.suggest.sensitive == {"refund": (), "press": ("journalist*", "محام")}

from __future__ import annotations

import re
import stat
from dataclasses import fields
from datetime import timedelta
from pathlib import Path

import pytest

from service import config
from service.config import (
    Limits,
    SecretUnreadable,
    SettingGivenTwice,
    SettingRefused,
    Settings,
    secret_key,
)

ROOT = Path(__file__).resolve().parents[2]


def test_without_any_variable_this_machine_alone_is_served(tmp_path):
    settings = Settings.from_env({"ALUR_DATA": str(tmp_path)})

    assert settings.listens_to_this_machine_only
    assert settings.database_url == f"sqlite:///{tmp_path}/alur.sqlite"
    assert settings.shutdown_grace == timedelta(seconds=30)
    assert settings.limits == Limits()


_MAIL = {
    "ALUR_SMTP_HOST": "mail.kantor.invalid",
    "ALUR_SMTP_FROM": "alur@kantor.invalid",
    "ALUR_PUBLIC_URL": "https://alur.kantor.invalid/",
}


def test_without_a_mail_server_nothing_goes_out():
    assert Settings.from_env({"ALUR_SMTP_FROM": "alur@kantor.invalid"}).smtp is None


def test_a_mail_server_is_spoken_to_encrypted_unless_somebody_says_otherwise(tmp_path):
    password = tmp_path / "password"
    password.write_text("rahasia\n")
    given = _MAIL | {"ALUR_SMTP_USER": "alur", "ALUR_SMTP_PASSWORD_FILE": str(password)}

    smtp = Settings.from_env(given).smtp

    assert smtp is not None
    assert (smtp.security, smtp.port, smtp.password) == ("starttls", 587, "rahasia")
    assert smtp.public_url == "https://alur.kantor.invalid"
    tls = Settings.from_env(_MAIL | {"ALUR_SMTP_SECURITY": "tls"}).smtp
    assert tls is not None
    assert tls.port == 465


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALUR_SMTP_FROM", "alur"),
        ("ALUR_PUBLIC_URL", "alur.kantor.invalid"),
        ("ALUR_SMTP_SECURITY", "maybe"),
        ("ALUR_SMTP_PORT", "0"),
    ],
)
def test_a_mail_server_that_is_set_wrong_is_refused_by_name(name, value):
    with pytest.raises(SettingRefused) as refused:
        Settings.from_env(_MAIL | {name: value})

    assert refused.value.params["name"] == name


def test_a_password_is_not_told_to_a_mail_server_elsewhere_in_clear():
    login = _MAIL | {"ALUR_SMTP_SECURITY": "none", "ALUR_SMTP_USER": "alur"}

    with pytest.raises(SettingRefused) as refused:
        Settings.from_env(login)

    assert refused.value.params["name"] == "ALUR_SMTP_SECURITY"
    assert Settings.from_env(login | {"ALUR_SMTP_HOST": "127.0.0.1"}).smtp is not None


def test_no_text_about_the_settings_holds_a_secret():
    secrets = {"ALUR_SECRET_KEY": "rahasia-" * 8, "ALUR_SMTP_PASSWORD": "rahasia"}

    assert "rahasia" not in repr(Settings.from_env(_MAIL | secrets))


def test_the_data_lies_beside_the_launcher_by_default():
    assert Settings.from_env({}).data == ROOT / ".alur"


def test_an_empty_variable_counts_as_not_set():
    assert Settings.from_env({"ALUR_HOST": "", "ALUR_PORT": " "}).port == 8080


def test_a_secret_can_come_from_a_file(tmp_path):
    file = tmp_path / "url"
    file.write_text("postgresql://alur@localhost/alur\n")

    settings = Settings.from_env({"ALUR_DATABASE_URL_FILE": str(file)})

    assert settings.database_url == "postgresql://alur@localhost/alur"


def test_a_secret_given_by_value_and_by_file_is_refused(tmp_path):
    environment = {"ALUR_SECRET_KEY": "a", "ALUR_SECRET_KEY_FILE": str(tmp_path / "key")}

    with pytest.raises(SettingGivenTwice):
        Settings.from_env(environment)


def test_a_secret_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(SecretUnreadable):
        Settings.from_env({"ALUR_SECRET_KEY_FILE": str(tmp_path / "key")})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ALUR_PORT", "0"),
        ("ALUR_PORT", "65536"),
        ("ALUR_PORT", "http"),
        ("ALUR_PORT", "tcp://10.0.0.1:8080"),
        ("ALUR_WEB_THREADS", "-1"),
        ("ALUR_WEB_THREADS", "٤"),
        ("ALUR_LOG_LEVEL", "loud"),
        ("ALUR_LOG_FORMAT", "xml"),
        ("ALUR_TRUSTED_PROXY", "proxy.example"),
        ("ALUR_TLS_CERT", "/etc/alur/cert.pem"),
        ("ALUR_TLS_KEY", "/etc/alur/key.pem"),
        ("ALUR_LIMIT_XML_BYTES", "1 MiB"),
        # A mail server without a sender and without an address for the links.
        ("ALUR_SMTP_HOST", "mail.kantor.invalid"),
    ],
)
def test_a_setting_that_cannot_be_is_refused_by_name(name, value):
    with pytest.raises(SettingRefused):
        Settings.from_env({name: value})


def test_every_limit_can_be_set():
    environment = {f"ALUR_LIMIT_{field.name.upper()}": "7" for field in fields(Limits)}

    limits = Settings.from_env(environment).limits

    assert {getattr(limits, field.name) for field in fields(Limits)} == {7}


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("127.0.0.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("10.1.2.3", False),
        ("alur.example", False),
    ],
)
def test_only_loopback_addresses_stay_on_this_machine(host, alone):
    assert Settings.from_env({"ALUR_HOST": host}).listens_to_this_machine_only is alone


@pytest.mark.parametrize(
    ("environment", "encrypted"),
    [
        ({}, False),
        ({"ALUR_TLS_CERT": "/c.pem", "ALUR_TLS_KEY": "/k.pem"}, True),
        ({"ALUR_TRUSTED_PROXY": "10.0.0.5, 10.1.0.0/24"}, True),
    ],
)
def test_a_certificate_or_a_trusted_proxy_encrypts(environment, encrypted):
    assert Settings.from_env(environment).encrypted is encrypted


def test_the_secret_key_is_made_once_and_closed_to_others(tmp_path):
    settings = Settings.from_env({"ALUR_DATA": str(tmp_path / "data")})

    first, second = secret_key(settings), secret_key(settings)

    file = tmp_path / "data" / "secret-key"
    assert first == second == file.read_text()
    assert len(first) >= 43
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["secret-key"]


def test_a_secret_key_of_the_environment_is_not_written_down(tmp_path):
    settings = Settings.from_env({"ALUR_DATA": str(tmp_path), "ALUR_SECRET_KEY": "abc"})

    assert secret_key(settings) == "abc"
    assert list(tmp_path.iterdir()) == []


def test_every_setting_is_documented_and_nothing_else():
    source = Path(config.__file__).read_text("utf-8")
    read = set(re.findall(r'read\.\w+\(\s*"(ALUR_[A-Z_]+)"', source))
    read |= {f"ALUR_LIMIT_{field.name.upper()}" for field in fields(Limits)}
    read |= {f"{name}_FILE" for name in re.findall(r'read\.secret\("(\w+)"', source)}

    page = (ROOT / "service" / "docs" / "operations.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `(ALUR_[A-Z_]+)`", page, re.MULTILINE))

    assert documented == read


def test_the_documented_defaults_of_the_limits_are_true():
    page = (ROOT / "service" / "docs" / "operations.md").read_text("utf-8")
    documented = dict(re.findall(r"^\| `ALUR_LIMIT_([A-Z_]+)` \| ([\d,]+) ", page, re.MULTILINE))

    assert {name: int(value.replace(",", "")) for name, value in documented.items()} == {
        field.name.upper(): field.default for field in fields(Limits)
    }

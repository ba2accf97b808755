"""A real start refuses what must never serve people; the demo has a secret and a database of its own."""

import stat

import pytest

from settings import DEMO_SECRET_FILE, BadSettings, Settings, host_is_short

SECRET = "d41d8cd98f00b204e9800998ecf8427e0042"


@pytest.fixture
def real(tmp_path):
    """The environment of a real start."""
    return {
        "YIZHANG_VAR": str(tmp_path),
        "SECRET_KEY": SECRET,
        "PUBLIC_URL": "https://train.example.gov.cn",
        "DATABASE_URL": "postgresql://yizhang@127.0.0.1/yizhang",
        "TRUSTED_PROXIES": "1",
    }


def test_complete_settings_start(real):
    settings = Settings.from_environ(real)

    assert settings.is_secure
    assert (settings.public_url, settings.trusted_proxies) == ("https://train.example.gov.cn", 1)
    assert settings.database_url == real["DATABASE_URL"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("PUBLIC_URL", ""),
        ("PUBLIC_URL", "train.example.gov.cn"),
        ("PUBLIC_URL", "http://train.example.gov.cn"),
        ("PUBLIC_URL", "https://train.example.gov.cn/yizhang"),
        ("PUBLIC_URL", "ftp://train.example.gov.cn"),
        ("TRUSTED_PROXIES", "yes"),
        ("TRUSTED_PROXIES", "-1"),
    ],
)
def test_a_real_start_refuses_what_is_missing_or_unfit_and_names_it(real, name, value):
    with pytest.raises(BadSettings, match=name):
        Settings.from_environ(real | {name: value})


def test_a_trailing_slash_of_the_address_does_no_harm(real):
    real["PUBLIC_URL"] += "/"
    assert Settings.from_environ(real).public_url == "https://train.example.gov.cn"


def test_the_demos_secret_is_random_private_kept_and_refused_by_a_real_start(real, tmp_path):
    demo = Settings.from_environ({"YIZHANG_VAR": str(tmp_path), "YIZHANG_DEMO": "1"})
    elsewhere = Settings.from_environ({"YIZHANG_VAR": str(tmp_path / "other"), "YIZHANG_DEMO": "1"})

    assert len(demo.secret_key) == 64
    assert demo.secret_key != elsewhere.secret_key
    assert Settings.from_environ({"YIZHANG_VAR": str(tmp_path), "YIZHANG_DEMO": "1"}) == demo
    assert stat.S_IMODE((tmp_path / DEMO_SECRET_FILE).stat().st_mode) == 0o600
    with pytest.raises(BadSettings, match="SECRET_KEY"):
        Settings.from_environ(real | {"SECRET_KEY": demo.secret_key})


def test_no_setting_leads_the_demo_to_the_bureaus_database(real, tmp_path):
    demo = Settings.from_environ(real | {"YIZHANG_DEMO": "1", "PUBLIC_URL": "http://localhost:8000"})

    assert demo.database_url == f"sqlite:///{tmp_path}/demo.db"
    assert demo.secret_key != SECRET


def test_an_address_fits_the_code_up_to_49_characters_of_host_and_port():
    assert host_is_short("https://" + "a" * 44 + ":8443")
    assert not host_is_short("https://" + "a" * 45 + ":8443")

"""The private authority is made once and kept secret; the leaf follows the addresses and the calendar."""

import stat
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509

from cli.phones import addresses, certificates

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
HERE = ["192.168.1.5", "127.0.0.1"]


def leaf_of(files):
    return x509.load_pem_x509_certificate(files.chain.read_bytes())


@pytest.fixture
def files(tmp_path):
    return certificates.ensure(tmp_path / "phones", HERE, now=NOW)


def again(files, addresses=HERE, **after):
    return certificates.ensure(files.chain.parent, addresses, now=NOW + timedelta(**after))


def test_a_leaf_is_for_the_addresses_and_runs_no_longer_than_phones_accept(files):
    leaf = leaf_of(files)
    names = leaf.extensions.get_extension_for_class(x509.SubjectAlternativeName).value

    assert sorted(str(n.value) for n in names) == sorted(HERE)
    assert leaf.not_valid_after_utc - leaf.not_valid_before_utc <= timedelta(days=397)
    assert leaf.not_valid_before_utc < NOW < leaf.not_valid_after_utc


def test_keys_are_readable_by_their_owner_alone(files):
    for key in (files.key, files.authority.with_name("ca.key")):
        assert stat.S_IMODE(key.stat().st_mode) == 0o600
    assert stat.S_IMODE(files.key.parent.stat().st_mode) == 0o700


def test_authority_and_leaf_are_kept_while_they_fit(files):
    authority, leaf = files.authority.read_bytes(), leaf_of(files)
    later = again(files, days=300)

    assert leaf_of(later) == leaf
    assert later.authority.read_bytes() == authority


@pytest.mark.parametrize("change", [{"days": 380}, {"addresses": ["192.168.1.6"]}, {"days": -30}])
def test_a_leaf_is_made_anew_by_the_same_authority_when_it_no_longer_fits(files, change):
    authority, leaf = files.authority.read_bytes(), leaf_of(files)
    renewed = again(files, **change)

    assert leaf_of(renewed) != leaf
    assert renewed.authority.read_bytes() == authority
    leaf_of(renewed).verify_directly_issued_by(x509.load_pem_x509_certificate(authority))


def test_a_leaf_of_another_authority_is_not_served(files):
    leaf = leaf_of(files)
    files.authority.with_name("ca.key").unlink()

    assert leaf_of(again(files)) != leaf


def test_no_address_of_this_machine_alone_is_offered_to_phones(monkeypatch):
    monkeypatch.setattr(addresses, "_source", lambda far: "192.168.1.5")
    monkeypatch.setattr(addresses, "_named", lambda: ["127.0.1.1", "169.254.3.4", "10.0.0.7"])

    assert addresses.find() == ["192.168.1.5", "10.0.0.7"]


def test_a_machine_without_a_network_offers_none(monkeypatch):
    monkeypatch.setattr(addresses, "_source", lambda far: None)
    monkeypatch.setattr(addresses, "_named", list)

    assert addresses.find() == []

"""Keys: one signs, retired ones prove, private halves are sealed and forgotten in time."""

import pytest

from models import AuditEntry, SigningKey
from services import store
from services.credentials import sealing, signing_keys
from services.credentials.signing_keys import NoKey, Site
from services.errors import NotFound
from services.installation import upkeep
from tests.support.signing import SECRET, SITE, install, stranger

pytestmark = pytest.mark.usefixtures("database")


def states():
    return {key.kid: key.state for key in signing_keys.listed()}


def test_a_new_key_is_strong_signs_and_is_noted():
    kid = signing_keys.new(SECRET)
    assert sealing.opened(SigningKey.get().sealed, kid, SECRET).key_size == 3072
    assert signing_keys.current() == kid
    assert AuditEntry.get().act == "key.make"


def test_a_private_half_is_nowhere_in_the_database():
    install()
    row = SigningKey.get()
    private = sealing.opened(row.sealed, row.kid, SECRET).private_numbers()
    everything = repr(list(SigningKey.select().tuples())).encode()
    for number in (private.d, private.p, private.q):
        assert str(number).encode() not in everything
        assert b"%x" % number not in everything


def test_another_secret_or_another_name_does_not_open_it():
    kid = install()
    sealed = SigningKey.get().sealed
    assert sealing.opened(sealed, kid, SECRET)
    for name, secret in ((kid, "another secret of thirty-two letters"), ("other", SECRET)):
        with pytest.raises(sealing.Sealed):
            sealing.opened(sealed, name, secret)
    with pytest.raises(sealing.Sealed):
        signing_keys.sign({}, site=Site(SITE.url, "another secret of thirty-two letters"))


def test_a_new_key_retires_the_one_before_and_forgets_its_private_half():
    old = install()
    new = signing_keys.keep(stranger(), SECRET)
    assert states() == {new: signing_keys.SIGNING, old: signing_keys.RETIRED}
    assert SigningKey.get(kid=old).sealed is None
    assert [key["kid"][-43:] for key in signing_keys.published(SITE.url)["keys"]] == [new, old]


def test_without_a_key_that_signs_nothing_is_signed_and_the_next_start_makes_one(monkeypatch):
    kid = install()
    signing_keys.ensure(SECRET)
    assert SigningKey.select().count() == 1
    signing_keys.retire(kid)
    with pytest.raises(NoKey):
        signing_keys.sign({}, site=SITE)
    monkeypatch.setattr(signing_keys.rsa, "generate_private_key", lambda **_kw: stranger())
    signing_keys.ensure(SECRET)
    assert signing_keys.sign({}, site=SITE)


def test_retiring_and_revoking_may_be_said_twice_but_not_of_no_key():
    kid = install()
    for _n in range(2):
        signing_keys.retire(kid)
        signing_keys.revoke(kid)
    assert states() == {kid: signing_keys.REVOKED}
    assert AuditEntry.select().count() == 3
    with pytest.raises(NotFound):
        signing_keys.revoke("none")
    with pytest.raises(NotFound):
        signing_keys.public(kid, SITE.url)


def test_doctor_sees_a_key_that_the_secret_does_not_open():
    def finding(secret):
        (one,) = upkeep.signing_key(secret)
        store.open_connection()  # it closes its own
        return one

    assert finding(SECRET).is_well
    kid = install()
    assert (finding(SECRET).is_well, finding(SECRET).note) == (True, kid)
    other = finding("another secret of thirty-two letters")
    assert not other.is_well
    assert "SECRET_KEY" in other.note

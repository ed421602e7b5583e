import pytest
from argon2 import PasswordHasher

from service.access.passwords import MAX_LENGTH, Passwords, broken_rule

CHEAP = Passwords(PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def test_a_password_fits_its_own_hash_only():
    stored = CHEAP.hash("sepuluh huruf")

    assert CHEAP.fits(stored, "sepuluh huruf")
    assert not CHEAP.fits(stored, "sepuluh Huruf")
    assert "sepuluh" not in stored


def test_two_hashes_of_one_password_differ():
    assert CHEAP.hash("sepuluh huruf") != CHEAP.hash("sepuluh huruf")


def test_without_a_stored_hash_nothing_fits_but_a_hash_is_checked_all_the_same():
    checked = []

    class Spy(PasswordHasher):
        def verify(self, hash, password):  # noqa: A002
            checked.append(hash)
            return super().verify(hash, password)

    passwords = Passwords(Spy(time_cost=1, memory_cost=8, parallelism=1))

    assert not passwords.fits(None, "sepuluh huruf")
    assert not passwords.fits(None, "a password that nobody has")
    assert len(checked) == 2


def test_a_damaged_hash_fits_nothing():
    assert not CHEAP.fits("$argon2id$broken", "sepuluh huruf")


def test_an_endless_password_is_not_hashed():
    stored = CHEAP.hash("")

    assert not CHEAP.fits(CHEAP.hash("x" * 10), "x" * (MAX_LENGTH + 1))
    assert CHEAP.fits(stored, "x" * (MAX_LENGTH + 1)) is False


def test_a_hash_with_other_costs_is_outdated():
    assert not CHEAP.is_outdated(CHEAP.hash("sepuluh huruf"))
    assert Passwords().is_outdated(CHEAP.hash("sepuluh huruf"))


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("sembilan9", "access.password-too-short"),
        ("x" * 201, "access.password-too-long"),
        (" Kepala-Dinas ", "access.password-is-login-name"),
        ("sepuluh123", None),
        ("aaaaaaaaaa", None),
    ],
)
def test_a_password_has_ten_characters_and_is_not_the_login_name(password, code):
    assert broken_rule("kepala-dinas", password) == code

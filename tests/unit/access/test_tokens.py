from datetime import UTC, datetime, timedelta

from service.access.attempts import PER_ADDRESS, PER_LOGIN
from service.access.tokens import (
    SESSION_IDLE,
    SESSION_LASTS,
    fingerprint,
    new_slip,
    new_token,
    session_is_alive,
    slip_fingerprint,
)

NOON = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def test_tokens_are_long_and_never_the_same():
    tokens = {new_token() for _ in range(100)}

    assert len(tokens) == 100
    assert all(len(token) >= 43 for token in tokens)


def test_the_fingerprint_does_not_show_the_token():
    token = new_token()

    assert token not in fingerprint(token)
    assert len(fingerprint(token)) == 64


def test_a_slip_is_read_from_paper_in_any_case_with_or_without_hyphens():
    slip = new_slip()

    typed = f" {slip.lower().replace('-', ' ')}\n"

    assert slip_fingerprint(typed) == slip_fingerprint(slip)
    assert slip_fingerprint(slip[:-1]) != slip_fingerprint(slip)


def test_a_slip_has_no_letters_that_look_alike():
    assert not set("".join(new_slip() for _ in range(200))) & set("0O1IL2Z5S8B")


def test_a_session_ends_when_idle_and_when_old():
    alive = {"seen_at": NOON, "expires_at": NOON + SESSION_LASTS}

    assert session_is_alive(**alive, now=NOON + SESSION_IDLE - timedelta(seconds=1))
    assert not session_is_alive(**alive, now=NOON + SESSION_IDLE)
    assert not session_is_alive(
        seen_at=NOON + SESSION_LASTS, expires_at=NOON + SESSION_LASTS, now=NOON + SESSION_LASTS
    )


def test_attempts_are_counted_in_fixed_windows():
    start = PER_LOGIN.window_start(NOON)

    assert PER_LOGIN.window_start(NOON + PER_LOGIN.window - timedelta(microseconds=1)) == start
    assert PER_LOGIN.window_start(NOON + PER_LOGIN.window) == start + PER_LOGIN.window
    assert PER_LOGIN.minutes_left(NOON) == 15
    assert PER_LOGIN.minutes_left(NOON + timedelta(minutes=14, seconds=59)) == 1


def test_what_was_typed_as_a_login_name_is_not_kept():
    assert "rahasia" not in PER_LOGIN.key("rahasia")
    assert PER_LOGIN.key(" Analis ") == PER_LOGIN.key("analis")
    assert PER_LOGIN.key("analis") != PER_ADDRESS.key("analis")

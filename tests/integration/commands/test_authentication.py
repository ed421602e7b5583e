from dataclasses import replace
from datetime import timedelta

import pytest
from argon2 import PasswordHasher
from sqlalchemy import event as sqlalchemy_event
from sqlalchemy import func, select, update

from service.access.attempts import PER_ADDRESS, PER_LOGIN
from service.access.entries import NewOffice, NewPemda, NewPerson
from service.access.passwords import Passwords
from service.access.refusals import (
    DemoHasNoPasswords,
    LoginRefused,
    NotADemo,
    NotYourHolding,
    OnlyAdministrators,
    PasswordNeeded,
    PasswordRefused,
    SetUpClosed,
    SlipRefused,
    TooManyAttempts,
)
from service.access.rules import CONFIRMATION_LASTS
from service.access.tokens import SESSION_IDLE, SESSION_LASTS, SLIP_LASTS, fingerprint
from service.commands.change_password import change_password
from service.commands.confirm_password import confirm_password
from service.commands.deactivate_person import deactivate_person
from service.commands.end_holding import end_holding
from service.commands.enter_demo_as import enter_demo_as
from service.commands.found_pemda import found_pemda
from service.commands.issue_api_token import issue_api_token
from service.commands.issue_slip import NoLoginName, issue_slip
from service.commands.log_in import log_in
from service.commands.log_out import log_out
from service.commands.open_set_up import open_set_up
from service.commands.open_store import NotMadeAsDemo, open_store
from service.commands.revoke_api_token import revoke_api_token
from service.commands.set_password import set_password
from service.commands.set_up import set_up, set_up_is_open
from service.commands.touch_session import touch_session
from service.commands.wear_holding import wear_holding
from service.errors import NotFound
from service.queries.callers import caller_by_api_token, caller_by_login, caller_by_session
from service.store.callers import caller_of
from service.store.database import read, transaction
from service.store.history import Stream, events_of
from service.store.tables import api_token, credential, holding, setup_token
from service.store.tables import session as session_table
from tests.people import CHEAP, CHEAP_HASHER, NOON, PASSWORD, Pemda, first_pemda, later, signed_in
from tests.racing import at_once

pytestmark = pytest.mark.slow

ADDRESS = "10.0.0.7"
SECOND, WRONG, SHORT = "kata sandi kedua", "salah salah salah", "pendek"


def enter(session, login_name="administrator", password=PASSWORD, **more):
    return log_in(
        session,
        login_name=login_name,
        password=password,
        address=more.pop("address", ADDRESS),
        now=more.pop("now", NOON),
        passwords=more.pop("passwords", CHEAP),
        **more,
    )


def sure(pemda):
    """Give the administrator, who has just typed the password."""
    return pemda.caller(pemda.administrator_id, confirmed_at=NOON)


def slip_for(pemda, person_id):
    return issue_slip(pemda.session, sure(pemda), person_id=person_id, now=NOON)


def with_password(pemda, login_name="pegawai.a", password=PASSWORD):
    """A person in a jabatan who has set a password with a slip."""
    who = pemda.hire("Dinas", f"Jabatan {login_name}", login=login_name, role="bidang")
    slip = slip_for(pemda, who.person_id)
    use(pemda, slip.code, login_name, password)
    return who


def use(pemda, slip, login_name="pegawai.a", password=PASSWORD, now=NOON):
    set_password(
        pemda.session,
        login_name=login_name,
        slip=slip,
        password=password,
        address=ADDRESS,
        now=now,
        passwords=CHEAP,
    )


# ---------------------------------------------------------------- logging in


def test_the_right_password_opens_a_session(pemda):
    made = enter(pemda.session)

    found = signed_in(pemda.session, made.token)
    assert found.caller == pemda.administrator
    assert (found.csrf, found.pemda_name, found.jabatan, found.demo) == (
        made.csrf,
        "Pemerintah Provinsi Satu",
        "Pengelola Aplikasi",
        False,
    )


def test_the_store_holds_no_token_and_no_password(pemda):
    made = enter(pemda.session)

    with read(pemda.session) as connection:
        hashes = connection.execute(select(session_table.c.token_hash)).scalars().all()
        kept = str(
            connection.scalar(
                select(credential.c.password_hash).where(credential.c.pemda_id == pemda.id)
            )
        )
    assert hashes == [fingerprint(made.token)]
    assert kept.startswith("$argon2id$")
    assert PASSWORD not in kept


@pytest.mark.parametrize(
    ("login_name", "password"),
    [
        ("administrator", "salah salah salah"),
        ("tidak-ada", PASSWORD),
        ("", ""),
        ("administrator", ""),
        ("tanpa-sandi", PASSWORD),
    ],
)
def test_every_wrong_login_gets_one_answer(pemda, login_name, password):
    pemda.person("Tanpa sandi", "tanpa-sandi")

    with pytest.raises(LoginRefused) as caught:
        enter(pemda.session, login_name, password)
    assert (caught.value.code, caught.value.params) == ("access.login-refused", {})


def test_an_unknown_name_costs_as_much_as_a_wrong_password(pemda):
    checked = []

    class Spy(Passwords):
        def fits(self, stored, typed):
            checked.append(stored is None)
            return super().fits(stored, typed)

    for login_name in ("tidak-ada", "administrator"):
        with pytest.raises(LoginRefused):
            enter(pemda.session, login_name, "salah salah", passwords=Spy(CHEAP_HASHER))
    assert checked == [True, False]


def test_case_and_blanks_around_a_login_name_do_not_matter(pemda):
    assert enter(pemda.session, " Administrator ")


def test_a_deactivated_person_gets_the_same_answer_and_loses_the_session(pemda):
    who = with_password(pemda)
    made = enter(pemda.session, "pegawai.a")
    deactivate_person(pemda.session, pemda.administrator, person_id=who.person_id, now=NOON)

    assert caller_by_session(pemda.session, made.token, NOON) is None
    with pytest.raises(LoginRefused):
        enter(pemda.session, "pegawai.a")


def test_logging_in_again_makes_a_new_token_and_ends_the_old_one(pemda):
    first = enter(pemda.session)
    second = enter(pemda.session, old_token=first.token)

    assert first.token != second.token
    assert caller_by_session(pemda.session, first.token, NOON) is None
    assert caller_by_session(pemda.session, second.token, NOON)


def test_logging_out_ends_the_session_and_twice_is_no_fault(pemda):
    made = enter(pemda.session)
    log_out(pemda.session, token=made.token)
    log_out(pemda.session, token=made.token)

    assert caller_by_session(pemda.session, made.token, NOON) is None


def test_a_session_ends_without_use(pemda):
    made = enter(pemda.session)

    assert caller_by_session(pemda.session, made.token, NOON + SESSION_IDLE - timedelta(seconds=1))
    assert caller_by_session(pemda.session, made.token, NOON + SESSION_IDLE) is None


def test_use_keeps_a_session_alive_but_not_for_ever(pemda):
    made = enter(pemda.session)
    now = NOON
    while now < NOON + SESSION_LASTS:
        assert caller_by_session(pemda.session, made.token, now)
        touch_session(pemda.session, token=made.token, now=now)
        now += timedelta(hours=1)

    assert caller_by_session(pemda.session, made.token, now) is None


def test_a_session_is_marked_as_seen_every_few_minutes_only(pemda):
    made = enter(pemda.session)

    assert not signed_in(pemda.session, made.token, later(minutes=4)).touch_due
    assert signed_in(pemda.session, made.token, later(minutes=5)).touch_due


def test_an_expired_session_is_swept_at_the_next_login(pemda):
    enter(pemda.session)
    enter(pemda.session, now=NOON + SESSION_LASTS + timedelta(seconds=1))

    with read(pemda.session) as connection:
        assert connection.scalar(select(func.count()).select_from(session_table)) == 1


def test_a_hash_with_outdated_costs_is_replaced_at_login(pemda):
    with read(pemda.session) as connection:
        before = connection.scalar(
            select(credential.c.password_hash).where(credential.c.pemda_id == pemda.id)
        )
    enter(pemda.session, passwords=Passwords(PasswordHasher(2, 16, 1)))

    with read(pemda.session) as connection:
        after = str(
            connection.scalar(
                select(credential.c.password_hash).where(credential.c.pemda_id == pemda.id)
            )
        )
    assert before != after
    assert "t=2" in after
    assert enter(pemda.session)


# ---------------------------------------------------------------- counting attempts


def test_guessing_one_login_name_stops_after_the_limit_even_with_the_right_password(pemda):
    for number in range(PER_LOGIN.attempts):
        with pytest.raises(LoginRefused):
            enter(pemda.session, password=WRONG, address=f"10.0.1.{number}")

    with pytest.raises(TooManyAttempts) as caught:
        enter(pemda.session, address="10.0.2.1")
    assert (caught.value.status, caught.value.params) == (429, {"minutes": "15"})


def test_the_next_window_counts_anew(pemda):
    for _ in range(PER_LOGIN.attempts):
        with pytest.raises(LoginRefused):
            enter(pemda.session, password=WRONG)

    assert enter(pemda.session, now=NOON + PER_LOGIN.window)


def test_guessing_many_names_from_one_address_stops(pemda):
    for number in range(PER_ADDRESS.attempts):
        with pytest.raises(LoginRefused):
            enter(pemda.session, f"tebakan-{number}", "salah")

    with pytest.raises(TooManyAttempts):
        enter(pemda.session)
    assert enter(pemda.session, address="10.9.9.9")


def test_right_passwords_are_not_counted(pemda):
    for _ in range(PER_LOGIN.attempts * 2):
        enter(pemda.session)


def test_the_count_is_shared_by_every_process(pemda, database):
    for number in range(PER_LOGIN.attempts):
        with database.sessions() as other, pytest.raises(LoginRefused):
            enter(other, password=f"salah {number}")

    with database.sessions() as other, pytest.raises(TooManyAttempts):
        enter(other)


def test_guessing_in_parallel_gains_nothing(pemda, database):
    more = 6

    outcomes = at_once(database, PER_LOGIN.attempts + more, lambda own: enter(own, password=WRONG))

    assert outcomes == {LoginRefused: PER_LOGIN.attempts, TooManyAttempts: more}


# ---------------------------------------------------------------- slips and passwords


def test_a_slip_sets_a_password_once(pemda):
    who = pemda.hire("Dinas", "Kabid", login="pegawai.a", role="bidang")
    slip = slip_for(pemda, who.person_id)

    use(pemda, slip.code.lower())

    assert enter(pemda.session, "pegawai.a")
    with pytest.raises(SlipRefused):
        use(pemda, slip.code, password=SECOND)
    assert slip.login == "pegawai.a"


@pytest.mark.parametrize("code", ["", "AAAA-AAAA-AAAA-AAAA"])
def test_a_wrong_slip_opens_nothing(pemda, code):
    who = pemda.hire("Dinas", "Kabid", login="pegawai.a", role="bidang")
    slip_for(pemda, who.person_id)

    with pytest.raises(SlipRefused):
        use(pemda, code)


def test_without_a_slip_no_code_fits(pemda):
    pemda.hire("Dinas", "Kabid", login="pegawai.a", role="bidang")

    for login_name in ("pegawai.a", "tidak-ada"):
        with pytest.raises(SlipRefused):
            use(pemda, "", login_name)


def test_an_expired_slip_opens_nothing(pemda):
    who = pemda.hire("Dinas", "Kabid", login="pegawai.a", role="bidang")
    slip = slip_for(pemda, who.person_id)

    with pytest.raises(SlipRefused):
        use(pemda, slip.code, now=NOON + SLIP_LASTS)
    use(pemda, slip.code, now=NOON + SLIP_LASTS - timedelta(seconds=1))


def test_a_slip_is_for_its_own_person(pemda):
    first = pemda.hire("Dinas", "Kabid A", login="pegawai.a", role="bidang")
    pemda.hire("Dinas", "Kabid B", login="pegawai.b", role="bidang")
    slip = slip_for(pemda, first.person_id)

    with pytest.raises(SlipRefused):
        use(pemda, slip.code, "pegawai.b")


def test_a_newer_slip_voids_the_older_one_and_the_password_works_until_it_is_used(pemda):
    who = with_password(pemda)
    first = slip_for(pemda, who.person_id)
    second = slip_for(pemda, who.person_id)

    assert enter(pemda.session, "pegawai.a")
    with pytest.raises(SlipRefused):
        use(pemda, first.code, password=SECOND)
    use(pemda, second.code, password=SECOND)
    with pytest.raises(LoginRefused):
        enter(pemda.session, "pegawai.a")
    assert enter(pemda.session, "pegawai.a", SECOND)


def test_using_a_slip_ends_every_session_of_the_person(pemda):
    who = with_password(pemda)
    made = enter(pemda.session, "pegawai.a")
    slip = slip_for(pemda, who.person_id)
    use(pemda, slip.code, password=SECOND)

    assert caller_by_session(pemda.session, made.token, NOON) is None


def test_a_weak_password_leaves_the_slip_good(pemda):
    who = pemda.hire("Dinas", "Kabid", login="pegawai.a", role="bidang")
    slip = slip_for(pemda, who.person_id)

    with pytest.raises(PasswordRefused) as caught:
        use(pemda, slip.code, password=SHORT)
    assert caught.value.params == {"reason": "access.password-too-short"}
    use(pemda, slip.code)


def test_guessing_slips_stops(pemda):
    who = pemda.hire("Dinas", "Kabid", login="pegawai.a", role="bidang")
    slip = slip_for(pemda, who.person_id)
    for _ in range(20):
        with pytest.raises(SlipRefused):
            use(pemda, "AAAA-AAAA-AAAA-AAAA")

    with pytest.raises(TooManyAttempts):
        use(pemda, slip.code)


def test_slip_and_password_are_events_without_their_secrets(pemda):
    with_password(pemda)

    with read(pemda.session) as connection:
        rows = list(events_of(connection, Stream(pemda.id, pemda.id, "structure")))
    assert [row["kind"] for row in rows][-2:] == ["SlipIssued", "PasswordSet"]
    assert not any("hash" in row["payload"] for row in rows[-2:])


def test_a_slip_needs_an_administrator_of_the_same_pemda_and_a_login_name(pemda, stranger):
    who = pemda.hire("Dinas", "Kabid", login="pegawai.a", role="bidang")
    nameless = pemda.person("Tanpa nama masuk")

    for caller in (who, pemda.analyst(), pemda.head("Dinas")):
        with pytest.raises(OnlyAdministrators):
            issue_slip(pemda.session, caller, person_id=who.person_id, now=NOON)
    with pytest.raises(NotFound):
        issue_slip(pemda.session, stranger.administrator, person_id=who.person_id, now=NOON)
    with pytest.raises(NoLoginName):
        slip_for(pemda, nameless)


def test_a_slip_needs_the_password_of_who_makes_it_typed_just_before(pemda):
    who = pemda.hire("Dinas", "Kabid", login="pegawai.a", role="bidang")
    typed = NOON - CONFIRMATION_LASTS - timedelta(seconds=1)

    for caller in (
        pemda.administrator,
        pemda.caller(pemda.administrator_id, confirmed_at=typed),
    ):
        with pytest.raises(PasswordNeeded):
            issue_slip(pemda.session, caller, person_id=who.person_id, now=NOON)

    with read(pemda.session) as connection:
        slips = connection.execute(
            select(credential.c.slip_hash).where(
                credential.c.pemda_id == pemda.id, credential.c.person_id == who.person_id
            )
        ).scalars()
        assert list(slips) == []


def test_of_two_who_use_one_slip_at_once_one_succeeds(pemda, database):
    who = pemda.hire("Dinas", "Kabid", login="pegawai.a", role="bidang")
    slip = slip_for(pemda, who.person_id)

    def redeem(own):
        set_password(
            own,
            login_name="pegawai.a",
            slip=slip.code,
            password=PASSWORD,
            address=ADDRESS,
            now=NOON,
            passwords=CHEAP,
        )

    assert at_once(database, 4, redeem) == {None: 1, SlipRefused: 3}


def test_changing_the_own_password_needs_the_present_one_and_ends_other_sessions(pemda):
    here, elsewhere = enter(pemda.session), enter(pemda.session)
    new = SECOND

    def change(current, wanted):
        change_password(
            pemda.session,
            pemda.administrator,
            token=here.token,
            current=current,
            new=wanted,
            now=NOON,
            passwords=CHEAP,
        )

    with pytest.raises(LoginRefused):
        change("salah salah salah", new)
    with pytest.raises(PasswordRefused):
        change(PASSWORD, "administrator")
    change(PASSWORD, new)
    assert caller_by_session(pemda.session, here.token, NOON)
    assert caller_by_session(pemda.session, elsewhere.token, NOON) is None
    assert enter(pemda.session, password=new)


def test_confirming_needs_the_password_and_lasts_in_this_session_only(pemda):
    here, elsewhere = enter(pemda.session), enter(pemda.session)

    def confirm(password):
        confirm_password(
            pemda.session,
            pemda.administrator,
            token=here.token,
            password=password,
            now=NOON,
            passwords=CHEAP,
        )

    with pytest.raises(LoginRefused):
        confirm("salah")
    assert signed_in(pemda.session, here.token, NOON).caller.confirmed_at is None
    confirm(PASSWORD)
    assert signed_in(pemda.session, here.token, NOON).caller.confirmed_at == NOON
    assert signed_in(pemda.session, elsewhere.token, NOON).caller.confirmed_at is None


def test_somebody_elses_session_cannot_be_confirmed(pemda):
    who = with_password(pemda)
    theirs = enter(pemda.session)
    confirm_password(
        pemda.session, who, token=theirs.token, password=PASSWORD, now=NOON, passwords=CHEAP
    )

    assert signed_in(pemda.session, theirs.token, NOON).caller.confirmed_at is None


# ---------------------------------------------------------------- jabatan worn


def test_a_person_wears_one_of_the_own_jabatan(pemda):
    who = with_password(pemda)
    second = pemda.hold(who.person_id, pemda.position("Dinas", "Jabatan Kedua"))
    made = enter(pemda.session, "pegawai.a")

    wear_holding(pemda.session, who, token=made.token, holding_id=second, now=NOON)
    found = signed_in(pemda.session, made.token, NOON)
    assert (found.caller.worn, found.jabatan) == (second, "Jabatan Kedua")
    with pytest.raises(NotYourHolding):
        wear_holding(
            pemda.session,
            who,
            token=made.token,
            holding_id=pemda.administrator.holders[0].holding_id,
            now=NOON,
        )


def test_a_jabatan_that_ended_is_worn_no_more(pemda):
    who = with_password(pemda)
    made = enter(pemda.session, "pegawai.a")
    holding_id = who.holders[0].holding_id
    wear_holding(pemda.session, who, token=made.token, holding_id=holding_id, now=NOON)
    end_holding(
        pemda.session,
        pemda.administrator,
        holding_id=holding_id,
        last_day=NOON.date(),
        now=NOON,
    )
    tomorrow = enter(pemda.session, "pegawai.a", now=later(days=1))

    found = signed_in(pemda.session, tomorrow.token, later(days=1))
    assert (found.jabatan, found.caller.holders) == (None, ())


# ---------------------------------------------------------------- loading a caller


def counted(engine, act):
    """How many SELECTs the act makes."""
    statements = []

    def note(_connection, _cursor, statement, *_more):
        if statement.lstrip().upper().startswith("SELECT"):
            statements.append(statement)

    sqlalchemy_event.listen(engine, "before_cursor_execute", note)
    try:
        assert act()
    finally:
        sqlalchemy_event.remove(engine, "before_cursor_execute", note)
    return len(statements)


def test_a_session_is_loaded_in_one_statement_and_a_token_in_two(pemda, database):
    made = enter(pemda.session)
    token = issue_token(pemda, pemda.administrator)

    by_session = counted(
        database.engine, lambda: caller_by_session(pemda.session, made.token, NOON)
    )
    by_token = counted(database.engine, lambda: caller_by_api_token(pemda.session, token, NOON))

    assert (by_session, by_token) == (1, 2)


def test_a_session_and_an_id_give_the_same_authority(pemda):
    made = enter(pemda.session)

    found = signed_in(pemda.session, made.token, NOON)

    with read(pemda.session) as connection:
        known = caller_of(connection, pemda.id, found.caller.person_id, NOON)
    assert found.caller.holders
    assert known == replace(found.caller, worn=None, confirmed_at=None)


def test_no_table_is_gone_through_to_find_what_one_person_has(pemda, database):
    """SQLite would take an index by the pemda alone where it holds all that is asked."""
    if database.engine.dialect.name != "sqlite":
        pytest.skip("PostgreSQL chooses by what it counted")
    made = enter(pemda.session)
    plans = []

    def explain(_connection, cursor, statement, parameters, *_more):
        if statement.startswith("SELECT session."):
            plan = cursor.connection.execute(f"EXPLAIN QUERY PLAN {statement}", parameters)
            plans.append([step[3] for step in plan])

    sqlalchemy_event.listen(database.engine, "before_cursor_execute", explain)
    try:
        caller_by_session(pemda.session, made.token, NOON)
    finally:
        sqlalchemy_event.remove(database.engine, "before_cursor_execute", explain)

    [plan] = plans
    for table in ("holding", "mandate", "team_member"):
        [step] = [it for it in plan if it.startswith(f"SEARCH {table} ")]
        assert "person_id=?" in step


def test_a_token_of_nothing_is_nobody(pemda):
    for token in ("", "x", fingerprint("x"), "☃", f"{pemda.id.hex}.", f"{pemda.id.hex}.x"):
        assert caller_by_session(pemda.session, token, NOON) is None
        assert caller_by_api_token(pemda.session, token, NOON) is None


def test_a_login_name_leads_to_its_caller(pemda):
    assert caller_by_login(pemda.session, "administrator", NOON) == pemda.administrator
    assert caller_by_login(pemda.session, "tidak-ada", NOON) is None


# ---------------------------------------------------------------- API tokens


def issue_token(pemda, who, *, lasts=timedelta(days=30), confirmed_at=NOON, holding_id=None):
    return issue_api_token(
        pemda.session,
        pemda.caller(who.person_id, confirmed_at=confirmed_at),
        holding_id=holding_id or who.holders[0].holding_id,
        label="Program",
        lasts=lasts,
        now=NOON,
    ).token


def test_a_token_acts_in_its_one_jabatan_and_confirms_nothing(pemda):
    who = pemda.hire("Dinas", "Kabid", login="pegawai.a", role="bidang")
    pemda.hold(who.person_id, pemda.position("Dinas", "Kepala", role="kepala_dinas"))
    token = issue_token(pemda, who)

    caller = caller_by_api_token(pemda.session, token, NOON)
    assert caller is not None
    assert [holder.title for holder in caller.holders] == ["Kabid"]
    assert (caller.confirmed_at, caller.bound) == (None, who.holders[0].holding_id)


def test_making_a_token_needs_the_password_and_the_own_jabatan(pemda):
    who = pemda.hire("Dinas", "Kabid", login="pegawai.a", role="bidang")

    with pytest.raises(PasswordNeeded):
        issue_token(pemda, who, confirmed_at=None)
    with pytest.raises(NotYourHolding):
        issue_token(pemda, who, holding_id=pemda.administrator.holders[0].holding_id)


def test_a_token_ends_by_its_date_its_revocation_its_person_and_its_jabatan(pemda):
    who = pemda.hire("Dinas", "Kabid", login="pegawai.a", role="bidang")
    token = issue_token(pemda, who, lasts=timedelta(days=1))
    assert caller_by_api_token(pemda.session, token, later(hours=23))
    assert caller_by_api_token(pemda.session, token, later(days=1)) is None

    revoke_api_token(pemda.session, who, token_hash=fingerprint(token), now=NOON)
    assert caller_by_api_token(pemda.session, token, NOON) is None

    second = issue_token(pemda, who)
    end_holding(
        pemda.session,
        pemda.administrator,
        holding_id=who.holders[0].holding_id,
        last_day=NOON.date(),
        now=NOON,
    )
    assert caller_by_api_token(pemda.session, second, later(days=1)) is None

    other = pemda.hire("Dinas", "Kabid B", login="pegawai.b", role="bidang")
    third = issue_token(pemda, other)
    deactivate_person(pemda.session, pemda.administrator, person_id=other.person_id, now=NOON)
    assert caller_by_api_token(pemda.session, third, NOON) is None


def test_a_token_is_revoked_by_its_owner_or_an_administrator_only(pemda, stranger):
    who = pemda.hire("Dinas", "Kabid", login="pegawai.a", role="bidang")
    token = issue_token(pemda, who)

    for caller in (pemda.head("Dinas"), stranger.administrator):
        with pytest.raises(NotFound):
            revoke_api_token(pemda.session, caller, token_hash=fingerprint(token), now=NOON)
    revoke_api_token(pemda.session, pemda.administrator, token_hash=fingerprint(token), now=NOON)
    assert caller_by_api_token(pemda.session, token, NOON) is None


def test_the_store_holds_no_api_token(pemda):
    token = issue_token(pemda, pemda.administrator)

    with read(pemda.session) as connection:
        hashes = connection.execute(
            select(api_token.c.token_hash).where(api_token.c.pemda_id == pemda.id)
        ).scalars()
        assert list(hashes) == [fingerprint(token)]


# ---------------------------------------------------------------- the first administrator


def set_up_with(session, token, **more):
    return set_up(
        session,
        token=token,
        pemda=NewPemda("Pemerintah Kabupaten Tiga", "kabupaten", "Asia/Jakarta"),
        office=NewOffice("Dinas Kominfo", "Kominfo", "dinas", "Asia/Jakarta"),
        administrator=NewPerson("Administrator", login=more.get("login", "administrator")),
        password=more.get("password", PASSWORD),
        now=more.get("now", NOON),
        passwords=CHEAP,
    )


def test_the_link_makes_the_first_administrator_and_never_reopens(session):
    open_store(session, demo=False, now=NOON)
    token = open_set_up(session, now=NOON) or ""
    assert set_up_is_open(session, token=token, now=NOON)

    set_up_with(session, token)

    assert signed_in(session, enter(session).token, NOON).jabatan == ("Pengelola Aplikasi")
    assert not set_up_is_open(session, token=token, now=NOON)
    assert open_set_up(session, now=NOON) is None
    with pytest.raises(SetUpClosed):
        set_up_with(session, token, login="penyusup")


def test_set_up_stays_closed_when_the_last_administrator_is_gone(pemda):
    """Alur itself lets the last one not go; whoever can write into the database can do it."""
    with transaction(pemda.session) as tx:
        tx.execute(
            update(holding)
            .where(
                holding.c.pemda_id == pemda.id,
                holding.c.id == pemda.administrator.holders[0].holding_id,
            )
            .values(to_date=NOON.date())
        )

    assert open_set_up(pemda.session, now=later(days=2)) is None


def test_only_the_newest_link_is_good_and_only_for_a_day(session):
    open_store(session, demo=False, now=NOON)
    old, new = (open_set_up(session, now=NOON) or "" for _ in range(2))

    for token, now in ((old, NOON), ("", NOON), (new, later(days=1))):
        with pytest.raises(SetUpClosed):
            set_up_with(session, token, now=now)
    with read(session) as connection:
        assert connection.scalar(select(setup_token.c.token_hash)) == fingerprint(new)


def test_a_refused_password_leaves_the_link_good(session):
    open_store(session, demo=False, now=NOON)
    token = open_set_up(session, now=NOON)

    with pytest.raises(PasswordRefused):
        set_up_with(session, token, password=SHORT)
    assert set_up_with(session, token)


def test_a_further_pemda_comes_from_the_console_and_only_after_set_up(session):
    open_store(session, demo=False, now=NOON)

    def add():
        return found_pemda(
            session,
            pemda=NewPemda("Pemerintah Kota Dua", "kota", "Asia/Makassar"),
            office=NewOffice("Dinas Kominfo", "Kominfo", "dinas", "Asia/Makassar"),
            administrator=NewPerson("Administrator", login="administrator-dua"),
            now=NOON,
        )

    with pytest.raises(SetUpClosed):
        add()
    set_up_with(session, open_set_up(session, now=NOON))
    made = add()
    second = Pemda(session, made.pemda_id, made.person_id)
    use(second, made.slip, "administrator-dua")
    assert enter(session, "administrator-dua")
    assert second.administrator.pemda_id == made.pemda_id


# ---------------------------------------------------------------- the demo


def test_a_store_is_a_demo_for_ever_or_never(session):
    assert open_store(session, demo=True, now=NOON)
    assert open_store(session, demo=False, now=NOON)


def test_a_store_for_real_work_never_becomes_a_demo(pemda):
    with pytest.raises(NotMadeAsDemo):
        open_store(pemda.session, demo=True, now=NOON)
    with pytest.raises(NotADemo):
        enter_demo_as(pemda.session, login_name="administrator", now=NOON)


def test_a_demo_store_knows_no_password(session):
    open_store(session, demo=True, now=NOON)

    assert open_set_up(session, now=NOON) is None
    with pytest.raises(DemoHasNoPasswords):
        enter(session)
    with pytest.raises(DemoHasNoPasswords):
        set_password(
            session,
            login_name="x",
            slip="x",
            password=PASSWORD,
            address=ADDRESS,
            now=NOON,
            passwords=CHEAP,
        )


def test_first_pemda_is_what_an_installation_does(session):
    assert first_pemda(session).administrator.holders[0].duty == "administrator"

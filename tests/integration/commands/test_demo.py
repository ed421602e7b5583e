import re

import pytest
from sqlalchemy import func, select

from service.access import rules
from service.access.candidates import candidate_keys
from service.access.entries import LONGEST_ASSIGNMENT
from service.access.model import Place
from service.access.refusals import NotADemo
from service.commands.confirm_password import confirm_password
from service.commands.enter_demo_as import enter_demo_as
from service.commands.issue_slip import issue_slip
from service.commands.open_store import open_store
from service.commands.seed_demo import seed_demo
from service.errors import NotFound
from service.queries.callers import demo_accounts
from service.queries.installation import is_demo_of
from service.queries.sops import sops_seen
from service.running import demo_structure
from service.running.catalogue import read_catalogue
from service.running.demo_mark import demo_mark
from service.store.database import read
from service.store.tables import credential, history_event, office, pemda, sop_version, unit
from service.store.verify import verify_store
from tests import sops
from tests.people import NOON, caller_named, signed_in

pytestmark = pytest.mark.slow


@pytest.fixture
def demo(session, kept):
    def seeded():
        open_store(session, demo=True, now=NOON)
        return seed_demo(session, now=NOON)

    return kept("demo", seeded)


def who(session, login_name):
    return caller_named(session, login_name)


def events(session, seeded):
    with read(session) as connection:
        return connection.scalar(
            select(func.count())
            .select_from(history_event)
            .where(history_event.c.pemda_id == seeded.pemda_id)
        )


def test_the_demo_has_the_offices_that_its_sops_need(session, demo):
    with read(session) as connection:
        name = connection.scalar(select(pemda.c.name))
        kinds = connection.execute(
            select(office.c.kind).where(office.c.pemda_id == demo.pemda_id).order_by(office.c.kind)
        ).scalars()
        bidang = connection.scalar(
            select(func.count())
            .select_from(unit)
            .where(
                unit.c.pemda_id == demo.pemda_id,
                unit.c.office_id == demo.office_id,
                unit.c.kind == "bidang",
            )
        )
    assert name == "Pemerintah Provinsi Contoh"
    assert list(kinds) == ["bappeda", "bkad", "dinas", "inspektorat", "organisasi"]
    assert bidang == 5


def test_there_is_one_account_per_jabatan_named_by_it_and_no_person(session, demo):
    accounts = demo_accounts(session)

    titles = {
        position.login: position.title
        for one in demo_structure.OFFICES
        for group in one.units
        for position in group.positions
    }
    assert {account.login: account.title for account in accounts} == titles
    for account in accounts:
        made = enter_demo_as(session, login_name=account.login, now=NOON)
        found = signed_in(session, made.token)
        assert (found.person_name, found.jabatan) == (account.title, account.title)
        assert found.demo


def test_each_lane_of_each_sop_has_somebody(session, demo):
    roles = {
        holder.role
        for account in demo_accounts(session)
        for holder in who(session, account.login).holders
        if holder.office_id == demo.office_id
    }

    assert roles >= {"kepala_dinas", "sekretaris", "ketua_tim", "anggota_tim", "bidang"}
    assert {"agency:bkad", "agency:tapd"} <= candidate_keys(who(session, "petugas-bkad"))
    assert "agency:bappeda" in candidate_keys(who(session, "petugas-bappeda"))


def test_the_auditor_has_a_surat_tugas_the_analyst_all_sops_and_the_administrator_no_lane(
    session, demo
):
    auditor, analyst = who(session, "auditor"), who(session, "analis")
    administrator = who(session, "administrator")
    place = Place(demo.pemda_id, demo.office_id)

    assert [scope.letter_number for scope in auditor.audits] == ["DATA CONTOH 700/1/ST"]
    [letter] = auditor.audits
    assert (letter.to_date - letter.from_date).days < LONGEST_ASSIGNMENT
    assert rules.may_publish_trial(analyst, place)
    assert rules.may_manage_structure(administrator)
    assert candidate_keys(administrator) == frozenset()


def test_the_whole_catalogue_is_published_as_uji_coba_by_the_analyst(session, demo):
    entries = set(read_catalogue().entries)

    assert entries
    assert (set(demo.published), demo.held_back) == (entries, ())
    with read(session) as connection:
        statuses = connection.execute(
            select(sop_version.c.status, sop_version.c.author_id).where(
                sop_version.c.pemda_id == demo.pemda_id
            )
        ).all()
        published = connection.execute(
            select(
                history_event.c.actor_id, history_event.c.jabatan, history_event.c.payload
            ).where(
                history_event.c.pemda_id == demo.pemda_id,
                history_event.c.kind == "SopVersionPublishedAsTrial",
            )
        ).all()
    analyst = who(session, "analis").person_id
    assert {tuple(row) for row in statuses} == {("trial", analyst)}
    assert {(row.actor_id, row.jabatan) for row in published} == {(analyst, "Analis SOP")}
    assert all('"demo":true' in row.payload for row in published)
    assert {view.key for view in sops_seen(session, who(session, "sekretaris"))} == entries


def test_every_chain_of_the_demo_is_whole(session, demo):
    verdicts = list(verify_store(session))

    assert [verdict.fault for verdict in verdicts] == [None] * len(verdicts)
    assert {verdict.stream.kind for verdict in verdicts} == {"structure", "audit", "sop"}


def test_seeding_again_adds_nothing(session, demo):
    before = events(session, demo)

    assert seed_demo(session, now=NOON) == demo
    assert events(session, demo) == before


def test_what_seeding_left_undone_is_done_the_next_time(session, tmp_path):
    open_store(session, demo=True, now=NOON)
    first = sops.catalogue(tmp_path, {"a": sops.diagram("a")}, {"uji": sops.form()})
    seed_demo(session, now=NOON, catalogue=first)
    more = sops.catalogue(tmp_path, {"b": sops.diagram("b")}, {})

    assert seed_demo(session, now=NOON, catalogue=more).published == ("a", "b")


def test_a_sop_that_cannot_be_published_holds_nothing_else_back(session, tmp_path):
    open_store(session, demo=True, now=NOON)
    mixed = sops.catalogue(
        tmp_path,
        {
            "a": sops.diagram("a", role=""),
            "b": sops.diagram("b"),
            "c": sops.diagram("c", calls="x"),
        },
        {"uji": sops.form()},
    )

    seeded = seed_demo(session, now=NOON, catalogue=mixed)
    assert (seeded.published, seeded.held_back) == (("b",), ("a", "c"))


def test_a_demo_that_lacks_nothing_is_known_by_its_mark(session, tmp_path):
    open_store(session, demo=True, now=NOON)
    source = sops.catalogue(tmp_path, {"a": sops.diagram("a")}, {"uji": sops.form()})
    mark = demo_mark(tmp_path)
    assert not is_demo_of(session, mark)

    seed_demo(session, now=NOON, catalogue=source, mark=mark)

    assert is_demo_of(session, mark)


def test_a_demo_that_a_start_left_half_made_is_not_known_by_its_mark(
    session, tmp_path, monkeypatch
):
    open_store(session, demo=True, now=NOON)
    source = sops.catalogue(
        tmp_path, {"a": sops.diagram("a"), "b": sops.diagram("b")}, {"uji": sops.form()}
    )
    mark = demo_mark(tmp_path)
    with monkeypatch.context() as patched:
        patched.setattr("service.commands.seed_demo.publish_trial", killed)
        with pytest.raises(KeyboardInterrupt):
            seed_demo(session, now=NOON, catalogue=source, mark=mark)
    assert not is_demo_of(session, mark)

    assert seed_demo(session, now=NOON, catalogue=source, mark=mark).published == ("a", "b")
    assert is_demo_of(session, mark)


def killed(*_, **__):
    raise KeyboardInterrupt


def test_a_demo_from_which_a_sop_was_held_back_is_looked_at_again(session, tmp_path):
    open_store(session, demo=True, now=NOON)
    mixed = sops.catalogue(
        tmp_path, {"a": sops.diagram("a", role=""), "b": sops.diagram("b")}, {"uji": sops.form()}
    )
    mark = demo_mark(tmp_path)

    seed_demo(session, now=NOON, catalogue=mixed, mark=mark)

    assert not is_demo_of(session, mark)


@pytest.mark.parametrize(
    "change",
    [
        lambda root: (root / "bpmn" / "a.bpmn").write_bytes(sops.diagram("a", name="Lain")),
        lambda root: (root / "bpmn" / "b.bpmn").write_bytes(sops.diagram("b")),
        lambda root: (root / "bpmn" / "a.bpmn").rename(root / "bpmn" / "c.bpmn"),
        lambda root: (root / "forms" / "uji.form").write_bytes(sops.form(label="Lain")),
        lambda root: (root / "forms" / "uji.form").unlink(),
    ],
)
def test_another_catalogue_has_another_mark(tmp_path, change):
    sops.catalogue(tmp_path, {"a": sops.diagram("a")}, {"uji": sops.form()})
    before = demo_mark(tmp_path)
    assert demo_mark(tmp_path) == before

    change(tmp_path)

    assert demo_mark(tmp_path) != before


def test_a_release_that_seeds_otherwise_has_another_mark(tmp_path, monkeypatch):
    sops.catalogue(tmp_path, {"a": sops.diagram("a")}, {"uji": sops.form()})
    before = demo_mark(tmp_path)
    other = tmp_path / "seed_demo.py"
    other.write_text("# puts in more")
    monkeypatch.setattr("service.running.demo_mark._SEEDING", (other,))

    assert demo_mark(tmp_path) != before


def test_a_demo_has_no_passwords_and_confirms_without_one(session, demo):
    made = enter_demo_as(session, login_name="kepala-dinas", now=NOON)
    caller = signed_in(session, made.token).caller
    confirm_password(session, caller, token=made.token, password="", now=NOON)

    assert signed_in(session, made.token).caller.confirmed_at == NOON
    with read(session) as connection:
        assert (
            connection.execute(
                select(credential.c.person_id).where(credential.c.pemda_id == demo.pemda_id)
            ).first()
            is None
        )
    with pytest.raises(Exception, match="demo-has-no-passwords"):
        issue_slip(session, who(session, "administrator"), person_id=caller.person_id, now=NOON)


def test_nobody_enters_as_a_jabatan_that_is_not_there(session, demo):
    with pytest.raises(NotFound):
        enter_demo_as(session, login_name="gubernur", now=NOON)


def test_a_store_for_real_work_is_never_seeded_nor_lists_its_accounts(pemda):
    with pytest.raises(NotADemo):
        seed_demo(pemda.session, now=NOON)
    assert demo_accounts(pemda.session) == ()


def test_an_empty_store_is_not_seeded_before_it_is_marked(session):
    with pytest.raises(NotADemo):
        seed_demo(session, now=NOON)


def test_the_demo_names_nobody():
    words = " ".join(
        f"{position.login} {position.title}"
        for one in demo_structure.OFFICES
        for group in one.units
        for position in group.positions
    )

    assert not re.search(r"\d{8}|\bDrs?\.|\bS\.\w|, M\.", words)


def test_the_dinas_of_the_demo_calls_each_sop_by_a_name_of_its_own(session, demo):
    titles = {view.key: view.title for view in sops_seen(session, who(session, "sekretaris"))}

    assert titles == {key: demo_structure.TITLES[key] for key in read_catalogue().entries}
    assert len(set(titles.values())) == len(titles)
    assert [title for title in titles.values() if title.isupper()] == []

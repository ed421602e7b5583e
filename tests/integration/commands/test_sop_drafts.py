from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from service.access.entries import EntryRefused
from service.access.refusals import OnlyAuthors
from service.commands.add_sop_version import Upload, add_sop_version
from service.commands.begin_sop_draft import (
    begin_new_sop_draft,
    begin_sop_draft,
    branch_sop_draft,
)
from service.commands.change_sop_draft import (
    discard_sop_draft,
    rename_sop_draft,
    settle_sop_draft,
)
from service.commands.save_sop_draft import restore_sop_draft, save_sop_draft
from service.diagrams import DiagramRefused, examine, read_diagram
from service.diagrams.naming import Named, sop_named
from service.errors import NotFound
from service.queries.sop_drafts import draft_diagram, draft_history, draft_view, drafts_seen
from service.running.drafts import DraftSavedInOtherWindow, DraftSavedMeanwhile
from service.running.kinds import kinds_of
from service.store import tables
from service.store.database import read, transaction
from service.store.housekeeping import sweep
from service.store.idempotency import request_key
from service.store.sop_drafts import SOP_DRAFTS
from service.store.tables import history_event, sop_draft, sop_draft_revision
from tests import sops
from tests.people import NOON, TWO_DINAS
from tests.racing import at_once

SOON = NOON + timedelta(minutes=2)


@pytest.fixture
def world(pemda, kept):
    return kept("offices_with_analysts", lambda: World(pemda))


class World:
    """Two Dinas and the Biro Organisasi, with those who write SOPs and those who do not."""

    def __init__(self, pemda):
        self.pemda, self.session = pemda, pemda.session
        staff = pemda.staff(*TWO_DINAS)
        self.dinas = pemda.offices["Dinas"]
        self.secretary, self.kabid = staff["sekretaris"], staff["kabid"]
        self.analyst = staff["analis"]
        self.outsiders = (staff["kabid"], staff["kepala-lain"], staff["analis-lain"])

    def version(self, xml=None):
        made = add_sop_version(
            self.session,
            self.analyst,
            office_id=self.dinas,
            upload=Upload(sops.diagram() if xml is None else xml, {"uji": sops.form()}),
            now=NOON,
        )
        return made.made

    def begin(self, title="Penyusunan Renja", who=None, **more):
        return begin_new_sop_draft(
            self.session,
            who or self.analyst,
            office_id=more.pop("office_id", self.dinas),
            title=title,
            now=NOON,
            **more,
        )

    def government(self):
        with read(self.session) as connection:
            return connection.scalar(
                select(tables.pemda.c.name).where(tables.pemda.c.id == self.pemda.id)
            )

    def of_version(self, version_id, who=None, **more):
        return begin_sop_draft(
            self.session, who or self.analyst, version_id=version_id, now=NOON, **more
        )

    def save(self, draft_id, xml, made_from=1, who=None, how="autosave", now=SOON):
        return save_sop_draft(
            self.session,
            who or self.analyst,
            draft_id=draft_id,
            made_from=made_from,
            xml=xml,
            how=how,
            now=now,
        )

    def view(self, draft_id, who=None):
        return draft_view(self.session, who or self.analyst, draft_id)

    def xml(self, draft_id, number=None):
        return draft_diagram(self.session, self.analyst, draft_id, number)

    def history(self, draft_id):
        kept = draft_history(self.session, self.analyst, draft_id)
        return [(revision.number, revision.how) for revision in kept]

    def events(self):
        with read(self.session) as connection:
            return connection.scalar(
                select(func.count())
                .select_from(history_event)
                .where(history_event.c.pemda_id == self.pemda.id)
            )


# ---------------------------------------------------------------- beginning


def test_a_new_sop_begins_with_the_six_lanes_bound_and_nothing_that_alur_would_not_run(world):
    draft_id = world.begin("Penyusunan “Renja” & Renstra")

    assert examine(world.xml(draft_id)).deployable
    (process,) = read_diagram(world.xml(draft_id)).processes
    assert [lane.binding.role for lane in process.lanes] == [
        "kepala_dinas",
        "sekretaris",
        "ketua_tim",
        "anggota_tim",
        "bidang",
        "instansi",
    ]
    assert process.id == "penyusunan-renja-renstra"
    assert process.name == "Penyusunan “Renja” & Renstra"
    assert world.view(draft_id).sop_id is None


def test_the_identity_of_a_new_sop_says_whose_it_is_and_who_ratifies_it(world):
    (process,) = read_diagram(world.xml(world.begin())).processes

    said = process.identity
    assert said is not None
    assert (said.government, said.office) == (world.government(), "Dinas")
    assert said.ratified_by == "Kepala Dinas"


def test_a_new_sop_has_no_kinds_of_budgets_until_somebody_names_them(world):
    (process,) = read_diagram(world.xml(world.begin())).processes

    assert kinds_of(process) == ()


def test_new_sops_of_one_title_are_processes_of_their_own(world):
    drafts = [world.begin("Penyusunan Renja")]
    rename_sop_draft(world.session, world.analyst, draft_id=drafts[0], title="Lain", now=SOON)
    drafts += [world.begin("Penyusunan Renja"), world.begin("Penyusunan Renja")]

    keys = [read_diagram(world.xml(draft)).processes[0].id for draft in drafts]
    assert keys == ["penyusunan-renja", "penyusunan-renja-2", "penyusunan-renja-3"]


def test_a_draft_of_a_version_holds_its_very_file_and_the_version_stays(world):
    made = world.version()

    draft_id = world.of_version(made.version_id)

    view = world.view(draft_id)
    assert world.xml(draft_id) == sops.diagram()
    assert (view.sop_id, view.version_number, view.revision) == (made.sop_id, 1, 1)
    world.save(draft_id, sops.diagram(name="SOP Lain"))
    assert world.view(draft_id).version_number == 1


def test_a_draft_of_a_version_that_nobody_changed_yet_is_opened_again(world):
    made = world.version()
    draft_id = world.of_version(made.version_id)

    assert world.of_version(made.version_id) == draft_id
    assert world.of_version(made.version_id, world.secretary) != draft_id
    world.save(draft_id, sops.diagram(name="SOP Lain"))
    assert world.of_version(made.version_id) != draft_id


def test_the_same_request_begins_one_draft(world):
    key = request_key("k", "sop_drafts.begin", b"body")

    assert world.begin(request=key) == world.begin(request=key)
    made = world.version()
    other = request_key("l", "sop_drafts.begin", b"body")
    assert world.of_version(made.version_id, request=other) == world.of_version(
        made.version_id, request=other
    )


def test_a_draft_has_a_title_of_no_more_than_a_line(world):
    for title in ("  ", "x" * 301):
        with pytest.raises(EntryRefused):
            world.begin(title)


def test_who_writes_no_sops_of_the_office_begins_no_draft(world):
    made = world.version()

    for outsider in world.outsiders:
        with pytest.raises(OnlyAuthors):
            world.begin(who=outsider)
    with pytest.raises(OnlyAuthors):
        world.of_version(made.version_id, world.kabid)
    with pytest.raises(NotFound):
        world.of_version(made.version_id, world.outsiders[1])
    with pytest.raises(NotFound):
        world.begin(office_id=uuid4())


def test_who_writes_no_sops_of_the_office_finds_no_draft_and_changes_none(world):
    draft_id = world.begin()
    made = world.version()

    for outsider in world.outsiders:
        assert drafts_seen(world.session, outsider) == ()
        for act in (
            lambda who: world.view(draft_id, who),
            lambda who: draft_history(world.session, who, draft_id),
            lambda who: draft_diagram(world.session, who, draft_id),
            lambda who: world.save(draft_id, sops.diagram(), who=who),
            lambda who: restore_sop_draft(
                world.session, who, draft_id=draft_id, number=1, made_from=1, now=SOON
            ),
            lambda who: rename_sop_draft(
                world.session, who, draft_id=draft_id, title="Lain", now=SOON
            ),
            lambda who: branch_sop_draft(
                world.session, who, draft_id=draft_id, xml=sops.diagram(), title="L", now=SOON
            ),
            lambda who: settle_sop_draft(
                world.session, who, draft_id=draft_id, version_id=made.version_id, now=SOON
            ),
            lambda who: discard_sop_draft(world.session, who, draft_id=draft_id, now=SOON),
        ):
            with pytest.raises(NotFound):
                act(outsider)
    assert world.view(draft_id, world.secretary).title == "Penyusunan Renja"
    assert world.history(draft_id) == [(1, "begun")]


# ---------------------------------------------------------------- saving


def test_each_save_is_a_revision_with_who_and_when_and_no_event(world):
    draft_id = world.begin()
    before = world.events()

    saved = world.save(draft_id, sops.diagram(name="Satu"))
    again = world.save(
        draft_id, sops.diagram(name="Dua"), saved.revision, world.secretary, how="kept"
    )

    assert (saved.revision, again.revision) == (2, 3)
    assert world.history(draft_id) == [(3, "kept"), (2, "autosave"), (1, "begun")]
    assert world.xml(draft_id) == sops.diagram(name="Dua")
    assert world.xml(draft_id, 2) == sops.diagram(name="Satu")
    view = world.view(draft_id)
    assert (view.jabatan, view.saved_at) == ("Sekretaris", SOON)
    assert world.events() == before


def test_what_somebody_else_saved_meanwhile_is_not_overwritten_and_is_told(world):
    draft_id = world.begin()
    world.save(draft_id, sops.diagram(name="Satu"), who=world.secretary)

    with pytest.raises(DraftSavedMeanwhile) as refused:
        world.save(draft_id, sops.diagram(name="Dua"), made_from=1)

    assert refused.value.params == {
        "jabatan": "Sekretaris",
        "at": "23 November 2026 pukul 10.02 WIB",
    }
    assert world.xml(draft_id) == sops.diagram(name="Satu")


def test_what_could_not_be_saved_becomes_a_draft_of_its_own(world):
    made = world.version()
    draft_id = world.of_version(made.version_id)
    world.save(draft_id, sops.diagram(name="Satu"), who=world.secretary)

    mine = branch_sop_draft(
        world.session,
        world.analyst,
        draft_id=draft_id,
        xml=sops.diagram(name="Dua"),
        title="SOP Uji (salinan)",
        now=SOON,
    )

    assert world.xml(mine) == sops.diagram(name="Dua")
    assert world.xml(draft_id) == sops.diagram(name="Satu")
    assert world.view(mine).sop_id == made.sop_id


def test_a_save_whose_answer_was_lost_can_be_sent_again(world):
    draft_id = world.begin()

    first = world.save(draft_id, sops.diagram(name="Satu"))
    second = world.save(draft_id, sops.diagram(name="Satu"), now=SOON + timedelta(minutes=1))

    assert first == second
    assert world.view(draft_id).revision == 2


def test_windows_that_save_at_once_do_not_overwrite_each_other(world, database):
    draft_id = world.begin()

    drawn = iter([sops.diagram(name=f"Nama {number}") for number in range(4)])

    def save(session):
        save_sop_draft(
            session,
            world.analyst,
            draft_id=draft_id,
            made_from=1,
            xml=next(drawn),
            how="autosave",
            now=SOON,
        )

    assert at_once(database, 4, save) == {None: 1, DraftSavedInOtherWindow: 3}
    assert world.view(draft_id).revision == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"not xml",
        b"<svg/>",
        b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + sops.diagram()[38:],
        sops.diagram() + b" " * (1024 * 1024),
    ],
    ids=["no XML", "no BPMN", "a DTD", "too large"],
)
def test_what_is_no_sound_bpmn_file_is_refused_and_the_draft_stays(world, raw):
    draft_id = world.begin()

    with pytest.raises(DiagramRefused):
        world.save(draft_id, raw)

    assert world.history(draft_id) == [(1, "begun")]


def test_a_diagram_that_alur_would_not_run_is_saved_all_the_same(world):
    broken = sops.diagram().replace(b'<bpmn:endEvent id="end"/>', b"")
    draft_id = world.begin()

    world.save(draft_id, broken)

    assert not examine(broken).deployable
    assert world.xml(draft_id) == broken


# ---------------------------------------------------------------- going back, and the end


def test_an_older_revision_becomes_the_newest_and_those_between_stay(world):
    draft_id = world.begin()
    blank = world.xml(draft_id)
    world.save(draft_id, sops.diagram())

    back = restore_sop_draft(
        world.session, world.analyst, draft_id=draft_id, number=1, made_from=2, now=SOON
    )

    assert back.revision == 3
    assert world.xml(draft_id) == blank
    assert world.history(draft_id) == [(3, "restored"), (2, "autosave"), (1, "begun")]
    with pytest.raises(DraftSavedMeanwhile):
        restore_sop_draft(
            world.session, world.analyst, draft_id=draft_id, number=2, made_from=2, now=SOON
        )
    with pytest.raises(NotFound):
        restore_sop_draft(
            world.session, world.analyst, draft_id=draft_id, number=9, made_from=3, now=SOON
        )


def test_a_draft_is_called_as_the_sop_in_it_until_somebody_names_it_otherwise(world):
    draft_id = world.of_version(world.version().version_id)

    world.save(draft_id, sops.diagram(name="SOP Lain"))
    assert world.view(draft_id).title == "SOP Lain"
    # A name that no draft can have changes nothing, nor does what was saved again.
    world.save(draft_id, sops.diagram(name="x" * 301), made_from=2)
    assert world.view(draft_id).title == "SOP Lain"
    restore_sop_draft(
        world.session, world.analyst, draft_id=draft_id, number=2, made_from=3, now=SOON
    )
    restore_sop_draft(
        world.session, world.analyst, draft_id=draft_id, number=1, made_from=4, now=SOON
    )
    assert world.view(draft_id).title == "SOP Uji"

    rename_sop_draft(
        world.session, world.analyst, draft_id=draft_id, title="Untuk rapat", now=SOON
    )
    world.save(draft_id, sops.diagram(name="SOP Ketiga"), made_from=5)
    assert world.view(draft_id).title == "Untuk rapat"


def test_the_name_of_the_identity_part_counts_before_that_of_the_process(world):
    draft_id = world.begin("Penyusunan Renja")
    xml = world.xml(draft_id)

    stated = b'<alur:sop number="" name="'
    world.save(draft_id, xml.replace(stated + b"Penyusunan Renja", stated + b"Renja Perubahan"))

    assert sop_named(xml) == Named("penyusunan-renja", "Penyusunan Renja")
    assert world.view(draft_id).title == "Renja Perubahan"
    without = xml.replace(stated + b"Penyusunan Renja", stated)
    assert sop_named(without) == Named("penyusunan-renja", "Penyusunan Renja")
    assert sop_named(b"<kosong/>") is None


def test_a_draft_can_be_named_otherwise_and_thrown_away(world):
    draft_id = world.begin()

    rename_sop_draft(world.session, world.analyst, draft_id=draft_id, title=" Lain ", now=SOON)
    assert world.view(draft_id).title == "Lain"
    discard_sop_draft(world.session, world.analyst, draft_id=draft_id, now=SOON)

    assert drafts_seen(world.session, world.analyst) == ()
    for table in (sop_draft, sop_draft_revision):
        with read(world.session) as connection:
            rows = connection.execute(select(table).where(table.c.pemda_id == world.pemda.id))
            assert rows.all() == []


def test_a_draft_that_became_a_version_goes_on_from_there(world):
    draft_id = world.begin("SOP Uji")
    made = world.version()

    settle_sop_draft(
        world.session, world.analyst, draft_id=draft_id, version_id=made.version_id, now=SOON
    )

    view = world.view(draft_id)
    assert (view.sop_id, view.sop_key, view.version_number) == (made.sop_id, "sop-uji", 1)
    other = world.version(sops.diagram("sop-lain"))
    with pytest.raises(NotFound):
        settle_sop_draft(
            world.session, world.analyst, draft_id=draft_id, version_id=other.version_id, now=SOON
        )


# ---------------------------------------------------------------- what goes by itself


def test_of_old_autosaves_the_last_of_each_day_stays(world):
    draft_id = world.begin()
    holder = world.analyst.holders[0]
    sha256 = draft_history(world.session, world.analyst, draft_id)[0].sha256
    with transaction(world.session) as tx:
        for number in range(2, 72):
            SOP_DRAFTS.add(
                tx,
                world.analyst,
                holder,
                draft_id,
                number,
                sha256,
                "kept" if number == 5 else "autosave",
                NOON + timedelta(hours=8 * number),
            )
        tx.execute(
            sop_draft.update()
            .where(sop_draft.c.pemda_id == world.pemda.id, sop_draft.c.id == draft_id)
            .values(revision=71)
        )

    assert sweep(world.session, NOON).revisions == 11

    kept = [number for number, _ in world.history(draft_id)]
    assert kept == [*range(71, 20, -1), 20, 17, 14, 11, 8, 5, 4, 2, 1]
    assert sweep(world.session, NOON).revisions == 0


def test_the_files_of_revisions_that_are_kept_stay(world):
    draft_id = world.begin()
    world.save(draft_id, sops.diagram())

    sweep(world.session, NOON + timedelta(days=40))

    assert world.xml(draft_id, 1)
    assert world.xml(draft_id, 2) == sops.diagram()

import json
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy import func, select

from service.access.entries import EntryRefused
from service.access.refusals import OnlyAuthors
from service.commands.add_sop_version import Upload, add_sop_version
from service.commands.begin_form_draft import begin_form_draft, branch_form_draft
from service.commands.begin_sop_draft import begin_sop_draft
from service.commands.change_form_draft import (
    ReadyMeanwhile,
    discard_form_draft,
    ready_form_draft,
    rename_form_draft,
    withdraw_form_draft,
)
from service.commands.publish_trial import publish_trial
from service.commands.save_form_draft import restore_form_draft, save_form_draft
from service.commands.save_sop_draft import save_sop_draft
from service.commands.start_process import start_process
from service.errors import NotFound
from service.forms import FormRefused
from service.queries.drawn import check_drawn, form_choices
from service.queries.form_drafts import (
    form_file,
    form_history,
    form_view,
    forms_seen,
    pinned_forms_seen,
)
from service.queries.form_usage import form_usage
from service.queries.form_withdrawal import withdrawal_of
from service.queries.sop_drafts import draft_view
from service.running.catalogue import Catalogue
from service.running.drafts import DraftSavedMeanwhile
from service.running.judging import FormsRefused
from service.sentences.telling import tell
from service.store.database import read, transaction
from service.store.form_drafts import FORM_DRAFTS
from service.store.housekeeping import sweep
from service.store.idempotency import request_key
from service.store.tables import form_draft, form_draft_revision, history_event, sop_pin
from tests import sops
from tests.people import NOON, TWO_DINAS

SOON = NOON + timedelta(minutes=2)


def form(*fields, **top):
    components = [
        {"id": f"f_{number}", "label": one.get("key", "").title(), "type": "textfield", **one}
        for number, one in enumerate(fields, start=1)
    ]
    return json.dumps(
        {"type": "default", "schemaVersion": 19, "components": components, **top}
    ).encode()


NUMBER = {"key": "nomor"}
TITLE = {"key": "perihal"}


@pytest.fixture
def world(pemda, kept):
    return kept("offices_with_form_editors", lambda: World(pemda))


class World:
    """Two Dinas and the Biro Organisasi, with those who write SOPs and those who do not."""

    def __init__(self, pemda):
        self.pemda, self.session = pemda, pemda.session
        staff = pemda.staff(*TWO_DINAS)
        self.dinas = pemda.offices["Dinas"]
        self.secretary, self.kabid = staff["sekretaris"], staff["kabid"]
        self.analyst = staff["analis"]
        self.outsiders = (staff["kabid"], staff["kepala-lain"], staff["analis-lain"])

    def begin(self, title="Surat masuk", who=None, **more):
        return begin_form_draft(
            self.session,
            who or self.analyst,
            office_id=more.pop("office_id", self.dinas),
            title=title,
            now=NOON,
            **more,
        )

    def save(self, form_id, raw, made_from=1, who=None, how="kept", now=SOON):
        return save_form_draft(
            self.session,
            who or self.analyst,
            form_id=form_id,
            made_from=made_from,
            raw=raw,
            how=how,
            now=now,
        )

    def ready(self, form_id, made_from=1, who=None):
        ready_form_draft(
            self.session, who or self.analyst, form_id=form_id, made_from=made_from, now=SOON
        )

    def withdraw(self, form_id, ready=1, who=None):
        withdraw_form_draft(
            self.session, who or self.analyst, form_id=form_id, ready=ready, now=SOON
        )

    def withdrawal(self, form_id):
        usage = self.usage(form_id)
        return withdrawal_of(
            self.session, self.analyst, form_id, usage, catalogue=Catalogue({}, {})
        )

    def version(self, xml=None, **forms):
        return add_sop_version(
            self.session,
            self.analyst,
            office_id=self.dinas,
            upload=Upload(sops.diagram() if xml is None else xml, forms),
            now=SOON,
        ).made

    def pinned(self, version_id):
        with read(self.session) as connection:
            return connection.scalar(
                select(sop_pin.c.sha256).where(
                    sop_pin.c.pemda_id == self.pemda.id,
                    sop_pin.c.version_id == version_id,
                    sop_pin.c.kind == "form",
                )
            )

    def view(self, form_id, who=None):
        return form_view(self.session, who or self.analyst, form_id)

    def file(self, form_id, number=None):
        return form_file(self.session, self.analyst, form_id, number)

    def usage(self, form_id, raw=None):
        return form_usage(self.session, self.analyst, form_id, raw)

    def history(self, form_id):
        kept = form_history(self.session, self.analyst, form_id)
        return [(revision.number, revision.how) for revision in kept]

    def events(self):
        with read(self.session) as connection:
            return connection.scalar(
                select(func.count())
                .select_from(history_event)
                .where(history_event.c.pemda_id == self.pemda.id)
            )


# ---------------------------------------------------------------- beginning


def test_a_new_form_asks_nothing_and_has_a_key_that_no_other_form_has(world):
    world.version(uji=sops.form())
    ids = [world.begin("Uji"), world.begin("Uji")]

    assert [world.view(one).key for one in ids] == ["uji-2", "uji-3"]
    assert json.loads(world.file(ids[0]))["components"] == []
    assert world.view(ids[0]).ready is None


def test_a_copy_is_the_very_file_under_the_key_that_diagrams_name(world):
    raw = sops.form()

    made = world.begin(raw=raw, key="uji")

    assert (world.view(made).key, world.file(made)) == ("uji", raw)
    with pytest.raises(EntryRefused) as refused:
        world.begin(raw=raw, key="uji")
    assert refused.value.problems[0].code == "form-draft.key-taken"


def test_another_office_has_a_form_of_the_same_key(world):
    (other,) = [it for name, it in world.pemda.offices.items() if it != world.dinas][:1]

    one, two = world.begin(key="uji"), world.begin(key="uji", office_id=other)

    assert {world.view(it).office_id for it in (one, two)} == {world.dinas, other}


@pytest.mark.parametrize("key", ["ada spasi", "a/b", "-awal", "x" * 65])
def test_a_key_that_no_diagram_could_name_is_refused(world, key):
    with pytest.raises(EntryRefused):
        world.begin(key=key)


def test_the_same_request_begins_one_form(world):
    key = request_key("k", "form_drafts.begin", b"body")

    assert world.begin(request=key) == world.begin(request=key)


@pytest.mark.parametrize("raw", [b"", b"{", b"[]", b'{"type": "default"}', b"x" * 300_000])
def test_what_is_no_form_at_all_is_not_kept(world, raw):
    with pytest.raises(FormRefused):
        world.begin(raw=raw)


def test_a_form_with_a_component_that_alur_does_not_show_is_kept_as_it_is(world):
    raw = form({"type": "iframe", "key": "peta", "url": "https://contoh.test"})

    made = world.begin(raw=raw)

    assert world.file(made) == raw


def test_who_writes_no_sops_of_the_office_begins_no_form_and_sees_none(world):
    made = world.begin()

    for outsider in world.outsiders:
        with pytest.raises(OnlyAuthors):
            world.begin(who=outsider)
        with pytest.raises(NotFound):
            world.view(made, outsider)
        with pytest.raises(NotFound):
            form_file(world.session, outsider, made)
        with pytest.raises(NotFound):
            form_history(world.session, outsider, made)
        with pytest.raises(NotFound):
            form_usage(world.session, outsider, made)
        assert forms_seen(world.session, outsider) == ()


# ---------------------------------------------------------------- saving


def test_every_save_is_a_revision_and_no_event(world):
    made = world.begin()
    before = world.events()

    world.save(made, form(NUMBER), how="autosave")
    world.save(made, form(NUMBER, TITLE), made_from=2)

    assert world.history(made) == [(3, "kept"), (2, "autosave"), (1, "begun")]
    assert world.file(made, 2) == form(NUMBER)
    assert world.events() == before


def test_the_same_file_again_makes_no_revision(world):
    made = world.begin()
    world.save(made, form(NUMBER))

    assert world.save(made, form(NUMBER)).revision == 2


def test_the_second_of_two_is_told_and_nothing_is_overwritten(world):
    made = world.begin()
    world.save(made, form(NUMBER), who=world.secretary)

    with pytest.raises(DraftSavedMeanwhile):
        world.save(made, form(TITLE))

    assert world.file(made) == form(NUMBER)
    other = branch_form_draft(
        world.session, world.analyst, form_id=made, raw=form(TITLE), title="Milik saya", now=SOON
    )
    assert world.file(other) == form(TITLE)
    assert world.view(other).key == "milik-saya"


def test_an_older_revision_becomes_the_newest_again(world):
    made = world.begin(raw=form(NUMBER))
    world.save(made, form(TITLE))

    restore_form_draft(world.session, world.analyst, form_id=made, number=1, made_from=2, now=SOON)

    assert world.file(made) == form(NUMBER)
    assert world.history(made)[0] == (3, "restored")


def test_who_writes_no_sops_of_the_office_changes_no_form(world):
    made = world.begin(raw=form(NUMBER))

    for outsider in world.outsiders:
        for act in (
            lambda who: world.save(made, form(TITLE), who=who),
            lambda who: world.ready(made, who=who),
            lambda who: world.withdraw(made, who=who),
            lambda who: rename_form_draft(
                world.session, who, form_id=made, title="Lain", now=SOON
            ),
            lambda who: discard_form_draft(world.session, who, form_id=made, now=SOON),
            lambda who: restore_form_draft(
                world.session, who, form_id=made, number=1, made_from=1, now=SOON
            ),
            lambda who: branch_form_draft(
                world.session, who, form_id=made, raw=form(TITLE), title="Lain", now=SOON
            ),
        ):
            with pytest.raises(NotFound):
                act(outsider)
    assert (world.view(made).title, world.view(made).ready) == ("Surat masuk", None)


def test_a_form_of_nobody_is_not_found(world):
    with pytest.raises(NotFound):
        world.save(uuid4(), form(NUMBER))


# ---------------------------------------------------------------- ready, and versions


def test_a_version_takes_a_form_only_when_somebody_called_it_ready(world):
    first = world.version(uji=sops.form())
    made = world.begin(raw=sops.form(), key="uji")
    world.save(made, form(NUMBER, TITLE))

    drawn_on = world.version(sops.diagram(name="SOP Uji dua"))
    world.ready(made, made_from=2)
    taken = world.version(sops.diagram(name="SOP Uji tiga"))

    assert world.pinned(drawn_on.version_id) == world.pinned(first.version_id)
    assert world.pinned(taken.version_id) != world.pinned(first.version_id)
    with read(world.session) as connection:
        ready = connection.scalar(
            select(form_draft_revision.c.sha256).where(
                form_draft_revision.c.pemda_id == world.pemda.id,
                form_draft_revision.c.number == 2,
            )
        )
    assert world.pinned(taken.version_id) == ready


def test_an_autosave_after_it_was_called_ready_changes_no_version(world):
    made = world.begin(raw=form(NUMBER), key="uji")
    world.ready(made)
    first = world.version()

    world.save(made, form(NUMBER, TITLE), how="autosave")
    second = world.version(sops.diagram(name="SOP Uji dua"))

    assert world.pinned(first.version_id) == world.pinned(second.version_id)
    assert (world.view(made).ready, world.view(made).revision) == (1, 2)


def test_a_changed_form_changes_no_version_that_is_there(world):
    made = world.begin(raw=form(NUMBER), key="uji")
    world.ready(made)
    first = world.version()
    before = world.pinned(first.version_id)

    world.save(made, form(TITLE))
    world.ready(made, made_from=2)
    discard_form_draft(world.session, world.analyst, form_id=made, now=SOON)

    assert world.pinned(first.version_id) == before


def test_a_form_that_comes_with_the_diagram_counts_before_the_one_edited_here(world):
    made = world.begin(raw=form(NUMBER), key="uji")
    world.ready(made)

    ours, theirs = world.version(), world.version(uji=sops.form())

    assert world.pinned(ours.version_id) != world.pinned(theirs.version_id)


def test_a_form_that_alur_would_not_show_is_not_ready_and_each_fault_is_named(world):
    made = world.begin(raw=form(NUMBER, {"type": "image", "source": "x"}))

    with pytest.raises(FormsRefused) as refused:
        world.ready(made)

    assert [finding.code for finding in refused.value.findings] == ["forms.unknown-component"]
    assert world.view(made).ready is None


def test_who_saw_an_older_revision_does_not_call_the_newest_ready(world):
    made = world.begin(raw=form(NUMBER))
    world.save(made, form(TITLE), who=world.secretary)

    with pytest.raises(DraftSavedMeanwhile):
        world.ready(made, made_from=1)


def test_a_withdrawn_form_leaves_versions_the_form_that_they_would_find_without_it(world):
    first = world.version(uji=sops.form())
    made = world.begin(raw=form(NUMBER), key="uji")
    world.ready(made)
    (again,) = world.withdrawal(made).sops

    world.withdraw(made)
    second = world.version(sops.diagram(name="SOP Uji dua"))

    assert (again.sop_id, again.number, again.same) == (first.sop_id, 1, False)
    assert world.pinned(second.version_id) == world.pinned(first.version_id)
    assert world.file(made) == form(NUMBER)


def test_a_version_that_took_the_form_hands_it_on_though_it_was_withdrawn(world):
    made = world.begin(raw=form(NUMBER), key="uji")
    world.ready(made)
    first = world.version()
    (again,) = world.withdrawal(made).sops

    world.withdraw(made)
    second = world.version(sops.diagram(name="SOP Uji dua"))

    assert (again.number, again.same) == (1, True)
    assert world.pinned(second.version_id) == world.pinned(first.version_id)


def test_where_no_version_and_no_catalogue_has_the_form_a_withdrawal_leaves_none(world):
    other = world.version(sops.diagram(form=None))
    made = world.begin(raw=form(NUMBER), key="baru")
    world.ready(made)
    draft_id = begin_sop_draft(world.session, world.analyst, version_id=other.version_id, now=SOON)
    xml = sops.diagram(form="baru", name="SOP Uji dua")
    save_sop_draft(
        world.session,
        world.analyst,
        draft_id=draft_id,
        made_from=1,
        xml=xml,
        how="kept",
        now=SOON,
    )
    told = world.withdrawal(made)

    world.withdraw(made)

    assert (told.sops, [one.draft_id for one in told.drafts]) == ((), [draft_id])
    assert not told.shipped
    drawn = check_drawn(world.session, world.analyst, draft_id, xml, now=NOON)
    assert [finding.code for finding in drawn.findings] == ["form-unknown"]


def test_the_history_says_once_that_a_form_was_withdrawn(world):
    made = world.begin(raw=form(NUMBER))
    world.ready(made)

    world.withdraw(made, who=world.secretary)
    world.withdraw(made)

    assert world.history(made) == [(2, "withdrawn"), (1, "begun")]
    assert world.view(made).ready is None
    assert world.view(made).jabatan == world.secretary.holders[0].title
    assert world.withdrawal(made) is None


def test_who_edits_while_a_form_is_withdrawn_overwrites_nothing_and_goes_on(world):
    made = world.begin(raw=form(NUMBER))
    world.ready(made)
    world.withdraw(made, who=world.secretary)

    assert world.save(made, form(TITLE), made_from=1).revision == 3


def test_who_saw_another_revision_ready_withdraws_nothing(world):
    made = world.begin(raw=form(NUMBER))
    world.ready(made)
    world.save(made, form(TITLE))
    world.ready(made, made_from=2)

    with pytest.raises(ReadyMeanwhile):
        world.withdraw(made, ready=1)

    assert world.view(made).ready == 2


def test_a_form_of_another_office_reaches_no_version(world):
    (other,) = [it for name, it in world.pemda.offices.items() if it != world.dinas][:1]
    made = world.begin(raw=form(NUMBER), key="uji", office_id=other)
    world.ready(made)

    assert world.pinned(world.version().version_id) is None


def test_a_step_may_name_a_form_before_it_is_ready_and_the_check_says_so(world):
    world.begin(raw=form(NUMBER), key="baru")
    draft_id = begin_sop_draft(
        world.session,
        world.analyst,
        version_id=world.version(uji=sops.form()).version_id,
        now=SOON,
    )
    view = draft_view(world.session, world.analyst, draft_id)

    assert {"baru", "uji"} <= set(form_choices(world.session, world.analyst, view))
    drawn = check_drawn(
        world.session,
        world.analyst,
        draft_id,
        sops.diagram(form="baru", name="SOP Uji dua"),
        now=SOON,
    )
    assert [finding.code for finding in drawn.findings] == ["form-unknown"]


# ---------------------------------------------------------------- housekeeping


def test_old_autosaves_shrink_to_one_a_day_and_the_ready_one_stays(world):
    made = world.begin(raw=form(NUMBER))
    with transaction(world.session) as tx:
        holder = world.analyst.holders[0]
        (sha256,) = tx.execute(
            select(form_draft_revision.c.sha256).where(
                form_draft_revision.c.pemda_id == world.pemda.id
            )
        ).scalars()
        for number in range(2, 60):
            at = NOON + timedelta(minutes=number)
            FORM_DRAFTS.add(tx, world.analyst, holder, made, number, sha256, "autosave", at)
        tx.execute(
            form_draft.update()
            .where(form_draft.c.pemda_id == world.pemda.id)
            .values(revision=59, ready=3)
        )

    sweep(world.session, NOON + timedelta(days=1))

    numbers = [number for number, _ in world.history(made)]
    assert numbers == [*range(59, 8, -1), 3, 1]


# ---------------------------------------------------------------- who uses it


def uses(usage):
    return [(one.sop_title, one.number, one.status, one.steps) for one in usage.versions]


def test_a_form_is_used_by_the_versions_that_are_pinned_to_its_key(world):
    first = world.version(uji=sops.form())
    made = world.begin(raw=sops.form(), key="uji")
    world.ready(made)

    (one,) = world.usage(made).versions

    assert (one.sop_id, one.number, one.steps) == (first.sop_id, 1, ("Mencatat surat",))
    assert (one.current, one.running, one.losses) == (True, 0, ())
    assert pinned_forms_seen(world.session, world.analyst) == ()


def test_forms_of_versions_that_nobody_edits_here_are_offered(world):
    world.version(uji=sops.form())

    (one,) = pinned_forms_seen(world.session, world.analyst)

    assert (one.key, one.office_id) == ("uji", world.dinas)
    assert pinned_forms_seen(world.session, world.kabid) == ()


def told(usage):
    return [
        (loss.label, tell(loss.what), [tell(reader.how) for reader in loss.readers])
        for version in usage.versions
        for loss in version.losses
    ]


def test_a_field_that_is_gone_is_named_and_one_that_came_is_no_loss(world):
    world.version(uji=form(NUMBER))
    made = world.begin(raw=form(TITLE), key="uji")

    assert told(world.usage(made)) == [
        ("Nomor", "kuncinya berganti dari nomor menjadi perihal", [])
    ]
    gone = form({**TITLE, "id": "lain"})
    assert told(world.usage(made, gone)) == [("Nomor", "isian ini (nomor) tidak ada lagi", [])]
    assert told(world.usage(made, form(NUMBER, TITLE))) == []


def test_a_form_that_cannot_be_read_is_said_to_lose_nothing(world):
    world.version(uji=form(NUMBER))
    made = world.begin(raw=form(NUMBER), key="uji")

    assert told(world.usage(made, form({"type": "image"}))) == []


def test_running_processes_are_counted_with_those_that_hold_answers(world):
    version = world.version(uji=form(NUMBER))
    publish_trial(world.session, world.analyst, version_id=version.version_id, now=SOON)
    made = world.begin(raw=form(NUMBER), key="uji")
    start_process(
        world.session,
        world.secretary,
        version_id=version.version_id,
        title="Surat Dinas",
        year=2026,
        kind="murni",
        basis="Disposisi 1",
        now=SOON,
    )

    (one,) = world.usage(made).versions

    assert (one.running, one.answered) == (1, 0)

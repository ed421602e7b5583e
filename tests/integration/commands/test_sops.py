from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import orjson
import pytest
from sqlalchemy import func, select, update

from service.access.entries import EntryRefused
from service.access.refusals import (
    AuthorMayNotRatify,
    OnlyAnalysts,
    OnlyAuthors,
    OnlyHead,
    OnlyRecorders,
    PasswordNeeded,
)
from service.commands.add_sop_version import Upload, add_sop_version
from service.commands.adopt_sop import AlreadyAdopted, adopt_sop
from service.commands.confirm_proposals import confirm_proposals
from service.commands.describe_sop import describe_sop
from service.commands.make_effective import (
    LaterVersionInForce,
    NotPublished,
    PaperRatification,
    ProposalsNotConfirmed,
    make_effective,
)
from service.commands.publish_trial import NotADraft, publish_trial
from service.commands.take_catalogue_update import take_catalogue_update
from service.commands.withdraw_version import AlreadyWithdrawn, withdraw_version
from service.diagrams import DiagramRefused
from service.errors import NotFound
from service.running.judging import FormsRefused, NoSuchProcess
from service.running.publishing import IdentityEmpty, NotPublishable
from service.running.refusals import FileNotYours
from service.running.sop_versions import NothingNew
from service.store import blobs, uploads
from service.store.database import read, transaction
from service.store.history import Stream, events_of
from service.store.housekeeping import sweep
from service.store.idempotency import request_key
from service.store.sops import pins_of, version_row
from service.store.tables import blob, sop, sop_version
from service.store.verify import verify_stream
from tests import sops
from tests.people import NOON, TWO_DINAS, later
from tests.racing import at_once

TODAY = date(2026, 11, 23)
KEY = "sop-uji"


@pytest.fixture
def world(pemda, kept, tmp_path):
    made = kept("dinas_with_analyst", lambda: World(pemda))
    return made.reading(sops.catalogue(tmp_path, {KEY: sops.diagram()}, {"uji": sops.form()}))


class World:
    """A Dinas with its people, an analyst, and a catalogue of one SOP."""

    def __init__(self, pemda):
        self.pemda, self.session, self.catalogue = pemda, pemda.session, None
        staff = pemda.staff(*TWO_DINAS)
        self.dinas = pemda.offices["Dinas"]
        self.head, self.secretary, self.kabid = (
            staff[name] for name in ("kepala", "sekretaris", "kabid")
        )
        self.analyst, self.other_head = staff["analis"], staff["kepala-lain"]
        self.other_analyst = staff["analis-lain"]

    def reading(self, catalogue):
        self.catalogue = catalogue
        return self

    def adopt(self, who=None, **more):
        return adopt_sop(
            self.session,
            who or self.analyst,
            office_id=more.pop("office_id", self.dinas),
            key=more.pop("key", KEY),
            now=NOON,
            catalogue=self.catalogue,
            **more,
        )

    def upload(self, xml=None, who=None, forms=None, **more):
        return add_sop_version(
            self.session,
            who or self.analyst,
            office_id=self.dinas,
            upload=Upload(sops.diagram() if xml is None else xml, forms or {}),
            now=NOON,
            catalogue=self.catalogue,
            **more,
        )

    def trial(self, version_id, who=None, **more):
        return publish_trial(
            self.session, who or self.analyst, version_id=version_id, now=NOON, **more
        )

    def published(self, xml=None, who=None):
        made = self.upload(xml, who).made
        self.trial(made.version_id)
        return made

    def confirmed(self, who):
        return self.pemda.caller(who.person_id, confirmed_at=NOON)

    def effect(self, version_id, who=None, day=TODAY, **more):
        return make_effective(
            self.session,
            self.confirmed(who or self.head),
            version_id=version_id,
            effective_from=day,
            now=more.pop("now", NOON),
            **more,
        )

    def withdraw(self, version_id, who=None, reason="Keliru", **more):
        return withdraw_version(
            self.session,
            self.confirmed(who or self.head),
            version_id=version_id,
            reason=reason,
            now=more.pop("now", NOON),
            **more,
        )

    def version(self, version_id):
        with read(self.session) as connection:
            return version_row(connection, self.pemda.id, version_id)

    def sop(self, sop_id):
        with read(self.session) as connection:
            return connection.execute(
                select(sop).where(sop.c.pemda_id == self.pemda.id, sop.c.id == sop_id)
            ).one()

    def pins(self, version_id):
        with read(self.session) as connection:
            return {
                pin.key: blobs.content(connection, self.pemda.id, pin.sha256)
                for pin in pins_of(connection, self.pemda.id, version_id)
            }

    def history(self, sop_id):
        with read(self.session) as connection:
            stream = Stream(self.pemda.id, sop_id, "sop")
            assert verify_stream(connection, stream).fault is None
            return list(events_of(connection, stream))

    def kinds(self, sop_id):
        return [row["kind"] for row in self.history(sop_id)]

    def stored(self):
        """How many SOPs, versions and files there are."""
        with read(self.session) as connection:
            return [
                connection.scalar(
                    select(func.count())
                    .select_from(table)
                    .where(table.c.pemda_id == self.pemda.id)
                )
                for table in (sop, sop_version, blob)
            ]

    def scan(self):
        made = blobs.put(self.session, self.pemda.id, b"%PDF-1.7 scan", "application/pdf", NOON)
        uploads.record_upload(self.session, self.pemda.id, self.secretary.person_id, made, NOON)
        return made.sha256

    def paper(self, **more):
        fields = {"number": "188/12", "signed_on": TODAY, "scan_sha256": self.scan()}
        return PaperRatification(**(fields | more))


# ---------------------------------------------------------------- adopting


def test_an_adopted_sop_is_the_offices_own_with_source_named_and_number_empty(world):
    made = world.adopt(title="SOP Uji kantor kami")

    row = world.sop(made.sop_id)
    entry = world.catalogue.entries[KEY]
    assert (row.office_id, row.key, row.title, row.number) == (
        world.dinas,
        KEY,
        "SOP Uji kantor kami",
        None,
    )
    assert (row.source, row.source_sha256) == ("bpmn/sop-uji.bpmn", entry.sha256)
    assert world.kinds(made.sop_id) == ["SopAdopted", "SopVersionAdded", "SopVersionChecked"]


def test_adopting_starts_nothing_it_makes_a_checked_version(world):
    made = world.adopt()

    version = world.version(made.version_id)
    assert (version.status, version.number, version.author_id) == (
        "checked",
        1,
        world.analyst.person_id,
    )
    assert world.pins(made.version_id) == {"uji": sops.form()}


def test_without_an_own_title_the_documents_is_kept(world):
    assert world.sop(world.adopt().sop_id).title == "SOP Uji"


def test_an_office_adopts_a_sop_once_and_another_office_does_so_itself(world):
    world.adopt()

    with pytest.raises(AlreadyAdopted):
        world.adopt()
    assert world.adopt(office_id=world.pemda.offices["Dinas Lain"])


def test_the_same_request_twice_adopts_once(world):
    request = request_key("k", "/sop/gunakan", b"x")

    assert world.adopt(request=request) == world.adopt(request=request)


def test_of_several_who_adopt_for_one_office_at_once_one_does(world, database):
    def adopt(own):
        adopt_sop(
            own,
            world.analyst,
            office_id=world.dinas,
            key=KEY,
            now=NOON,
            catalogue=world.catalogue,
        )

    assert at_once(database, 4, adopt) == {None: 1, AlreadyAdopted: 3}


def test_what_the_catalogue_does_not_have_is_not_found(world):
    with pytest.raises(NotFound):
        world.adopt(key="tidak-ada")


def test_a_catalogue_file_that_the_gate_refuses_is_not_offered(world, tmp_path):
    (tmp_path / "bpmn" / "rusak.bpmn").write_bytes(b"<!DOCTYPE x><x/>")

    assert set(sops.catalogue(tmp_path, {}, {}).entries) == {KEY}


def test_who_may_not_write_sops_of_the_office_adopts_nothing(world, stranger):
    before = world.stored()

    for who in (world.kabid, world.other_head, world.pemda.administrator):
        with pytest.raises(OnlyAuthors):
            world.adopt(who)
    with pytest.raises(NotFound):
        world.adopt(stranger.analyst())
    assert world.stored() == before


def test_the_head_and_the_secretary_adopt_for_their_own_office(world):
    assert world.adopt(world.secretary)


# ---------------------------------------------------------------- uploading


def test_an_upload_begins_a_sop_and_the_next_one_is_its_second_version(world):
    first = world.upload().made
    second = world.upload(sops.diagram(name="SOP Uji baru")).made

    assert first.sop_id == second.sop_id
    assert [world.version(v).number for v in (first.version_id, second.version_id)] == [1, 2]
    assert world.kinds(first.sop_id) == ["SopAdded", *["SopVersionAdded", "SopVersionChecked"] * 2]


def test_an_upload_for_an_adopted_sop_is_a_version_of_it(world):
    adopted = world.adopt()

    assert world.upload(sops.diagram(name="Diubah")).made.sop_id == adopted.sop_id


def test_with_setup_findings_a_version_is_a_draft_and_says_what_is_missing(world):
    uploaded = world.upload(sops.diagram(role=""))

    assert [finding.code for finding in uploaded.findings] == ["lane-unbound"]
    assert world.version(uploaded.made.version_id).status == "draft"


def test_the_same_diagram_with_the_same_forms_is_nothing_new(world):
    world.upload()

    with pytest.raises(NothingNew):
        world.upload()
    assert world.upload(forms={"uji": sops.form(label="Nomor agenda")})


@pytest.mark.parametrize(
    "xml",
    [
        b"",
        b"<not xml",
        b"<!DOCTYPE x [<!ENTITY a 'b'>]>" + sops.diagram(),
        sops.diagram()[:-40],
        sops.diagram().replace(b"userTask", b"scriptTask"),
        sops.diagram(calls="tidak-ada"),
        sops.diagram(calls=KEY),
        sops.diagram().replace(b'targetRef="task"', b'targetRef="nowhere"'),
        b" " * (1024 * 1024 + 1) + sops.diagram(),
    ],
)
def test_what_the_gate_refuses_is_refused_with_findings_and_nothing_is_stored(world, xml):
    before = world.stored()

    with pytest.raises(DiagramRefused) as caught:
        world.upload(xml)
    assert any(finding.severity == "error" for finding in caught.value.findings)
    assert world.stored() == before


def test_a_form_that_cannot_be_shown_is_refused_and_nothing_is_stored(world):
    before = world.stored()

    with pytest.raises(FormsRefused) as caught:
        world.upload(forms={"uji": b'{"type": "default", "components": [{"type": "html"}]}'})
    assert (caught.value.key, bool(caught.value.findings)) == ("uji", True)
    assert world.stored() == before


def test_a_file_of_several_processes_needs_to_be_told_which(world):
    first, second = sops.diagram("satu"), sops.diagram("dua").replace(b'id="', b'id="x_')
    inner = second[second.index(b"<bpmn:process") : second.index(b"</bpmn:definitions>")]
    inner = inner.replace(b'id="x_dua"', b'id="dua"')
    for name in (b"start", b"task", b"end"):
        inner = inner.replace(b'Ref="' + name, b'Ref="x_' + name)
        inner = inner.replace(b"NodeRef>" + name, b"NodeRef>x_" + name)
    both = first.replace(b"</bpmn:definitions>", inner + b"</bpmn:definitions>")

    with pytest.raises(NoSuchProcess):
        world.upload(both)
    made = add_sop_version(
        world.session,
        world.analyst,
        office_id=world.dinas,
        upload=Upload(both, process_id="dua"),
        now=NOON,
        catalogue=world.catalogue,
    ).made
    assert world.sop(made.sop_id).key == "dua"


def test_forms_are_looked_for_in_the_upload_then_in_the_last_version_then_in_the_catalogue(world):
    from_catalogue = world.upload().made
    own = sops.form(label="Milik sendiri")
    from_upload = world.upload(forms={"uji": own}).made
    from_last = world.upload(sops.diagram(name="Diubah")).made

    assert world.pins(from_catalogue.version_id) == {"uji": sops.form()}
    assert world.pins(from_upload.version_id) == {"uji": own}
    assert world.pins(from_last.version_id) == {"uji": own}


def test_a_called_sop_is_bound_with_its_forms_as_the_office_runs_it(world):
    own = sops.form(label="Formulir kantor")
    called = world.upload(sops.diagram("dipanggil"), forms={"uji": own}).made
    world.trial(called.version_id)
    caller = world.upload(sops.diagram("pemanggil", form=None, calls="dipanggil")).made
    world.upload(sops.diagram("dipanggil", name="Versi baru"))

    assert world.pins(caller.version_id) == {"uji": own, "dipanggil": sops.diagram("dipanggil")}


def called_by(world):
    """Return the diagram that a SOP which is brought now would call."""
    made = world.upload(sops.diagram("pemanggil", form=None, calls="dipanggil")).made
    return world.pins(made.version_id)["dipanggil"]


def test_the_called_version_is_the_one_in_force_and_not_one_that_is_ratified_for_later(world):
    today, later = (
        sops.diagram("dipanggil", name=f"SOP Uji {when}") for when in ("kini", "nanti")
    )
    world.effect(world.published(today).version_id)
    world.effect(world.published(later).version_id, day=TODAY + timedelta(days=7))

    assert called_by(world) == today


def test_a_version_that_has_ended_is_not_called_where_a_trial_goes_on(world):
    old, tried = (sops.diagram("dipanggil", name=f"SOP Uji {when}") for when in ("lama", "baru"))
    ended = world.published(old)
    world.effect(ended.version_id)
    with transaction(world.session) as tx:
        tx.execute(
            update(sop_version)
            .where(sop_version.c.pemda_id == world.pemda.id, sop_version.c.id == ended.version_id)
            .values(
                effective_from=TODAY - timedelta(days=9), effective_to=TODAY - timedelta(days=1)
            )
        )
    world.published(tried)

    assert called_by(world) == tried


def test_calls_that_go_round_through_the_store_are_refused(world):
    inner = world.upload(sops.diagram("b")).made
    world.trial(inner.version_id)
    outer = world.upload(sops.diagram("a", calls="b")).made
    world.trial(outer.version_id)

    with pytest.raises(DiagramRefused) as caught:
        world.upload(sops.diagram("b", calls="a"))
    assert "call-cycle" in {finding.code for finding in caught.value.findings}


def test_who_may_not_write_sops_of_the_office_uploads_nothing(world, stranger):
    before = world.stored()

    for who in (world.kabid, world.other_head, world.pemda.administrator):
        with pytest.raises(OnlyAuthors):
            world.upload(who=who)
    with pytest.raises(NotFound):
        world.upload(who=stranger.analyst())
    assert world.stored() == before


# ---------------------------------------------------------------- updates of the catalogue


def test_a_changed_catalogue_file_changes_nothing_until_a_person_takes_it(world, tmp_path):
    made = world.adopt()
    before = world.kinds(made.sop_id)
    newer = sops.catalogue(tmp_path, {KEY: sops.diagram(name="SOP Uji v2")}, {})
    assert world.kinds(made.sop_id) == before

    taken = take_catalogue_update(
        world.session, world.secretary, sop_id=made.sop_id, now=NOON, catalogue=newer
    )

    assert world.version(taken.version_id).number == 2
    assert world.sop(made.sop_id).source_sha256 == newer.entries[KEY].sha256
    assert world.version(made.version_id).xml_sha256 != newer.entries[KEY].sha256
    with pytest.raises(NothingNew):
        take_catalogue_update(
            world.session, world.secretary, sop_id=made.sop_id, now=NOON, catalogue=newer
        )


def test_an_uploaded_sop_has_no_catalogue_to_update_from(world):
    made = world.upload().made

    with pytest.raises(NotFound):
        take_catalogue_update(
            world.session,
            world.analyst,
            sop_id=made.sop_id,
            now=NOON,
            catalogue=world.catalogue,
        )


def test_outsiders_take_no_update(world, stranger):
    made = world.adopt()

    def take(who):
        take_catalogue_update(
            world.session, who, sop_id=made.sop_id, now=NOON, catalogue=world.catalogue
        )

    with pytest.raises(OnlyAuthors):
        take(world.kabid)
    for who in (world.other_head, stranger.analyst()):
        with pytest.raises(NotFound):
            take(who)


# ---------------------------------------------------------------- uji coba


def test_an_analyst_publishes_a_checked_version_as_uji_coba(world):
    made = world.published()

    assert world.version(made.version_id).status == "trial"
    event = world.history(made.sop_id)[-1]
    assert (event["kind"], event["actor_id"], event["jabatan"]) == (
        "SopVersionPublishedAsTrial",
        world.analyst.person_id,
        "Analis",
    )


def test_what_has_setup_findings_is_not_published(world):
    made = world.upload(sops.diagram(role="")).made

    with pytest.raises(NotPublishable) as caught:
        world.trial(made.version_id)
    assert [finding.code for finding in caught.value.findings] == ["lane-unbound"]
    assert world.version(made.version_id).status == "draft"


def test_a_version_is_published_once_and_the_same_request_gets_the_same_answer(world):
    made = world.upload().made
    request = request_key("k", "/terbit", b"x")

    assert world.trial(made.version_id, request=request) == world.trial(
        made.version_id, request=request
    )
    with pytest.raises(NotADraft):
        world.trial(made.version_id)
    assert world.kinds(made.sop_id).count("SopVersionPublishedAsTrial") == 1


def test_of_several_who_publish_at_once_one_does(world, database):
    made = world.upload().made

    def publish(own):
        publish_trial(own, world.analyst, version_id=made.version_id, now=NOON)

    assert at_once(database, 4, publish) == {None: 1, NotADraft: 3}
    assert world.kinds(made.sop_id).count("SopVersionPublishedAsTrial") == 1


def test_nobody_but_an_analyst_publishes(world, stranger):
    made = world.upload().made

    for who in (world.head, world.secretary, world.kabid):
        with pytest.raises(OnlyAnalysts):
            world.trial(made.version_id, who)
    for who in (world.other_head, world.pemda.administrator, stranger.analyst()):
        with pytest.raises(NotFound):
            world.trial(made.version_id, who)
    assert world.version(made.version_id).status == "checked"


def test_an_analyst_of_another_office_publishes_nothing_here(world):
    made = world.upload().made

    with pytest.raises(NotFound):
        world.trial(made.version_id, world.other_analyst)


# ---------------------------------------------------------------- in force


def test_the_head_puts_a_trial_in_force_from_a_typed_day(world):
    made = world.published()
    world.effect(made.version_id, day=TODAY + timedelta(days=7))

    version = world.version(made.version_id)
    assert (version.status, version.effective_from, version.effective_to) == (
        "effective",
        TODAY + timedelta(days=7),
        None,
    )


def test_one_version_is_in_force_at_a_time(world):
    first = world.published()
    world.effect(first.version_id)
    second = world.published(sops.diagram(name="Kedua"))
    world.effect(second.version_id, day=TODAY + timedelta(days=10))

    assert world.version(first.version_id).effective_to == TODAY + timedelta(days=9)
    payload = orjson.loads(world.history(first.sop_id)[-1]["payload"])
    assert payload["replaced_id"] == str(first.version_id)
    third = world.published(sops.diagram(name="Ketiga"))
    with pytest.raises(LaterVersionInForce):
        world.effect(third.version_id, day=TODAY + timedelta(days=5))


def test_the_author_never_puts_the_own_version_in_force(world):
    made = world.published(who=world.head)

    with pytest.raises(AuthorMayNotRatify):
        world.effect(made.version_id)
    made = world.published(sops.diagram(name="Kedua"), who=world.secretary)
    with pytest.raises(AuthorMayNotRatify):
        world.effect(made.version_id, world.secretary, paper=world.paper())


def test_putting_in_force_asks_for_the_password_again(world):
    made = world.published()

    with pytest.raises(PasswordNeeded):
        make_effective(
            world.session,
            world.head,
            version_id=made.version_id,
            effective_from=TODAY,
            now=NOON,
        )
    with pytest.raises(PasswordNeeded):
        world.effect(made.version_id, now=later(minutes=6))


def test_nobody_but_the_head_of_the_owning_office_puts_in_force(world, stranger):
    made = world.published()

    for who in (world.secretary, world.kabid, world.analyst):
        with pytest.raises(OnlyHead):
            world.effect(made.version_id, who)
    for who in (world.other_head, world.pemda.administrator):
        with pytest.raises(NotFound):
            world.effect(made.version_id, who)
    with pytest.raises(NotFound):
        make_effective(
            world.session,
            stranger.caller(stranger.head("Dinas").person_id, confirmed_at=NOON),
            version_id=made.version_id,
            effective_from=TODAY,
            now=NOON,
        )
    assert world.version(made.version_id).status == "trial"


def test_what_is_in_force_does_not_reach_back(world):
    made = world.published()

    with pytest.raises(EntryRefused) as caught:
        world.effect(made.version_id, day=TODAY - timedelta(days=1))
    assert caught.value.problems[0].code == "sop.effective-in-the-past"


def test_a_draft_or_a_withdrawn_version_does_not_come_into_force(world):
    draft = world.upload(sops.diagram(role="")).made
    withdrawn = world.published(sops.diagram(name="Ditarik"))
    world.withdraw(withdrawn.version_id)

    for made in (draft, withdrawn):
        with pytest.raises(NotPublished):
            world.effect(made.version_id)


@pytest.mark.parametrize("more", [{"confidence": "medium"}, {"open_point": "Waktu tidak jelas"}])
def test_what_goes_beyond_the_document_is_confirmed_by_an_analyst_first(world, more):
    made = world.published(sops.diagram(**more))

    with pytest.raises(ProposalsNotConfirmed):
        world.effect(made.version_id)
    for _ in range(2):
        confirm_proposals(world.session, world.analyst, version_id=made.version_id, now=NOON)
    world.effect(made.version_id)

    events = world.history(made.sop_id)
    payload = orjson.loads(events[-2]["payload"])
    assert [row["kind"] for row in events][-2:] == [
        "SopProposalsConfirmed",
        "SopVersionMadeEffective",
    ]
    assert (payload["elements"], payload["open_points"]) == (
        (["task"], 0) if "confidence" in more else ([], 1)
    )


def test_a_confirmation_is_for_one_version(world):
    first = world.published(sops.diagram(confidence="low"))
    confirm_proposals(world.session, world.analyst, version_id=first.version_id, now=NOON)
    second = world.published(sops.diagram(confidence="low", name="Kedua"))

    with pytest.raises(ProposalsNotConfirmed):
        world.effect(second.version_id)


def test_nobody_but_an_analyst_confirms_proposals(world, stranger):
    made = world.published(sops.diagram(confidence="low"))

    def confirm(who):
        confirm_proposals(world.session, who, version_id=made.version_id, now=NOON)

    for who in (world.head, world.secretary):
        with pytest.raises(OnlyAnalysts):
            confirm(who)
    for who in (world.other_head, stranger.analyst()):
        with pytest.raises(NotFound):
            confirm(who)


# ---------------------------------------------------------------- ratified on paper


def test_a_ratification_on_paper_is_recorded_with_letter_date_scan_and_the_heads_jabatan(world):
    made = world.published()
    paper = world.paper(signed_on=TODAY - timedelta(days=20))
    world.effect(made.version_id, world.secretary, day=TODAY - timedelta(days=10), paper=paper)

    event = world.history(made.sop_id)[-1]
    assert (event["actor_id"], event["behalf"], event["letter"]) == (
        world.secretary.person_id,
        "Kepala Dinas",
        "188/12",
    )
    assert event["occurred_at"] == datetime(2026, 11, 3, 5, 0, tzinfo=UTC)
    assert orjson.loads(event["payload"])["scan_sha256"] == paper.scan_sha256
    assert world.version(made.version_id).effective_from == TODAY - timedelta(days=10)


def test_a_paper_without_scan_number_or_with_wrong_dates_is_refused(world):
    made = world.published()
    tomorrow = TODAY + timedelta(days=1)

    for paper, day in (
        (world.paper(number=" "), TODAY),
        (world.paper(signed_on=tomorrow), tomorrow),
        (world.paper(), TODAY - timedelta(days=1)),
    ):
        with pytest.raises(EntryRefused):
            world.effect(made.version_id, world.secretary, day=day, paper=paper)
    others = blobs.put(world.session, world.pemda.id, b"%PDF-1.7 x", "application/pdf", NOON)
    for sha256 in ("0" * 64, others.sha256):
        with pytest.raises(FileNotYours):
            world.effect(made.version_id, world.secretary, paper=world.paper(scan_sha256=sha256))


def test_a_scan_is_kept_as_long_as_the_version_that_it_ratified(world):
    made = world.published()
    paper = world.paper()
    world.effect(made.version_id, world.secretary, paper=paper)

    sweep(world.session, later(days=30))

    with read(world.session) as connection:
        assert blobs.described(connection, world.pemda.id, paper.scan_sha256).size > 0


def test_the_signer_does_not_record_the_own_signature_and_outsiders_record_none(world, stranger):
    made = world.published()

    for who in (world.head, world.kabid):
        with pytest.raises(OnlyRecorders):
            world.effect(made.version_id, who, paper=world.paper())
    with pytest.raises(NotFound):
        world.effect(made.version_id, world.other_head, paper=world.paper())


# ---------------------------------------------------------------- withdrawing, describing


def test_a_withdrawn_version_ends_today_with_its_reason_beside_the_chain(world):
    made = world.published()
    world.effect(made.version_id)
    world.withdraw(made.version_id, reason="Dasar hukum dicabut")

    version = world.version(made.version_id)
    assert (version.status, version.effective_to) == ("withdrawn", TODAY)
    event = world.history(made.sop_id)[-1]
    assert event["kind"] == "SopVersionWithdrawn"
    assert "Dasar hukum" not in event["payload"]
    with pytest.raises(AlreadyWithdrawn):
        world.withdraw(made.version_id)


def test_withdrawing_needs_a_reason_and_for_what_binds_the_password(world):
    made = world.published()
    with pytest.raises(EntryRefused):
        world.withdraw(made.version_id, reason="  ")
    world.effect(made.version_id)

    with pytest.raises(PasswordNeeded):
        withdraw_version(
            world.session, world.head, version_id=made.version_id, reason="Keliru", now=NOON
        )


def test_only_head_and_analyst_withdraw(world, stranger):
    made = world.published()

    for who in (world.secretary, world.kabid):
        with pytest.raises(OnlyHead):
            world.withdraw(made.version_id, who)
    with pytest.raises(NotFound):
        world.withdraw(made.version_id, world.other_head)
    with pytest.raises(NotFound):
        withdraw_version(
            world.session,
            stranger.analyst(),
            version_id=made.version_id,
            reason="Keliru",
            now=NOON,
        )
    assert world.withdraw(made.version_id, world.analyst)


def test_an_office_gives_its_sop_title_and_number(world, stranger):
    made = world.adopt()

    def describe(who, title="SOP kami", number="000.8.3.3/1/2026"):
        describe_sop(world.session, who, sop_id=made.sop_id, title=title, number=number, now=NOON)

    describe(world.secretary)
    describe(world.secretary)
    assert (world.sop(made.sop_id).title, world.sop(made.sop_id).number) == (
        "SOP kami",
        "000.8.3.3/1/2026",
    )
    assert world.kinds(made.sop_id).count("SopDescribed") == 1
    with pytest.raises(EntryRefused):
        describe(world.secretary, title="")
    with pytest.raises(OnlyAuthors):
        describe(world.kabid)
    for who in (world.other_head, stranger.analyst()):
        with pytest.raises(NotFound):
            describe(who)


def test_a_version_that_is_not_there_is_not_found(world):
    for act in (world.trial, world.effect, world.withdraw):
        with pytest.raises(NotFound):
            act(uuid4())


def test_an_sop_without_any_identity_binds_nobody(world):
    bare = sops.diagram(identity=False).replace(b'ratifiedBy="Kepala Dinas"', b'ratifiedBy=""')
    made = world.published(bare)
    confirm_proposals(world.session, world.analyst, version_id=made.version_id, now=NOON)

    with pytest.raises(IdentityEmpty):
        world.effect(made.version_id)
    assert world.version(made.version_id).status == "trial"


def test_a_part_of_the_identity_that_is_empty_is_confirmed_by_an_analyst_first(world):
    made = world.published(sops.diagram(identity=False))

    with pytest.raises(ProposalsNotConfirmed):
        world.effect(made.version_id)
    confirm_proposals(world.session, world.analyst, version_id=made.version_id, now=NOON)
    world.effect(made.version_id)

    assert world.version(made.version_id).status == "effective"
    [said] = [
        orjson.loads(row["payload"])
        for row in world.history(made.sop_id)
        if row["kind"] == "SopProposalsConfirmed"
    ]
    assert said["unsaid"] == ["legal_basis", "qualifications"]

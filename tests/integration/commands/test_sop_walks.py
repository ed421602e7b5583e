"""Kept walks: who keeps them, and that a version which fails one is not put in force."""

from datetime import date

import pytest
from sqlalchemy import select

from service.access.entries import EntryRefused
from service.access.refusals import OnlyAnalysts, OnlyAuthors
from service.commands.add_sop_version import Upload, add_sop_version
from service.commands.keep_walk import NameTaken, NothingWalked, WalkedOn, keep_walk, remove_walk
from service.commands.make_effective import make_effective
from service.commands.publish_trial import publish_trial
from service.errors import NotFound
from service.running.definitions import definition_of
from service.running.refusals import ReasonMissing
from service.running.walk_tests import WalksFail, walks_on_version
from service.running.walks.acts import Complete
from service.running.walks.ground import ground_of_version
from service.sentences import sentence
from service.store.database import read
from service.store.tables import sop_walk
from tests import sops
from tests.people import NOON, TWO_DINAS
from tests.walked import start

TODAY = date(2026, 11, 23)
#: The same SOP with its one step under another id, as if it had been drawn anew.
REDRAWN = (
    sops.diagram()
    .replace(b'"task"', b'"baru"')
    .replace(b">task<", b">baru<")
    .replace(b"Mencatat surat", b"Mengagendakan surat")
)
#: The same SOP, which after its step asks what nobody answered.
BROKEN = (
    sops.diagram()
    .replace(b'sourceRef="task"', b'sourceRef="pilih"')
    .replace(
        b'<bpmn:endEvent id="end"/>',
        b'<bpmn:exclusiveGateway id="pilih" name="Perlu tembusan?"/><bpmn:endEvent id="end"/>'
        b'<bpmn:endEvent id="tembus"/>'
        b'<bpmn:sequenceFlow id="tanya" sourceRef="task" targetRef="pilih"/>'
        b'<bpmn:sequenceFlow id="ya" sourceRef="pilih" targetRef="tembus">'
        b"<bpmn:conditionExpression>=tembusan</bpmn:conditionExpression></bpmn:sequenceFlow>",
    )
    .replace(
        b'targetRef="end"/>',
        b'targetRef="end"><bpmn:conditionExpression>=not(tembusan)</bpmn:conditionExpression>'
        b"</bpmn:sequenceFlow>",
    )
    .replace(
        b"<bpmn:flowNodeRef>end<",
        b"<bpmn:flowNodeRef>pilih</bpmn:flowNodeRef>"
        b"<bpmn:flowNodeRef>tembus</bpmn:flowNodeRef><bpmn:flowNodeRef>end<",
    )
)


@pytest.fixture
def world(pemda, kept):
    return kept("dinas_that_walks", lambda: World(pemda))


class World:
    """A Dinas with its people, its SOP, an analyst, and people of elsewhere."""

    def __init__(self, pemda):
        self.pemda, self.session = pemda, pemda.session
        staff = pemda.staff(*TWO_DINAS)
        self.dinas = pemda.offices["Dinas"]
        self.head, self.secretary = staff["kepala"], staff["sekretaris"]
        self.kabid, self.analyst = staff["kabid"], staff["analis"]
        self.outsiders = (staff["kepala-lain"], staff["analis-lain"])
        self.first = self.version(sops.diagram())

    def version(self, xml):
        return add_sop_version(
            self.session,
            self.analyst,
            office_id=self.dinas,
            upload=Upload(xml, {"uji": sops.form()}),
            now=NOON,
        ).made

    def ground(self, made):
        with read(self.session) as connection:
            definition = definition_of(connection, self.pemda.id, made.version_id)
        return ground_of_version(definition, "Asia/Jakarta")

    def keep(self, who=None, name="Jalan biasa", made=None, acts=None, reason=""):
        ground = self.ground(made or self.first)
        path = next(it for it in ground.engine.nodes if it.endswith(("/task", "/baru")))
        done = (start(ground), Complete(path, typed={"nomor": "1"})) if acts is None else acts
        return keep_walk(
            self.session,
            who or self.analyst,
            sop_id=self.first.sop_id,
            name=name,
            made=WalkedOn(ground, "0" * 64, done),
            now=NOON,
            reason=reason,
        )

    def remove(self, walk_id, who=None, reason="Langkahnya memang berubah"):
        remove_walk(self.session, who or self.analyst, walk_id=walk_id, reason=reason, now=NOON)

    def ran(self, made):
        with read(self.session) as connection:
            ran = walks_on_version(connection, self.pemda.id, self.first.sop_id, made.version_id)
        return [(it.name, it.difference is None) for it in ran]

    def effect(self, made):
        publish_trial(self.session, self.analyst, version_id=made.version_id, now=NOON)
        return make_effective(
            self.session,
            self.pemda.caller(self.head.person_id, confirmed_at=NOON),
            version_id=made.version_id,
            effective_from=TODAY,
            now=NOON,
        )

    def row(self, walk_id):
        with read(self.session) as connection:
            return connection.execute(
                select(sop_walk).where(
                    sop_walk.c.pemda_id == self.pemda.id, sop_walk.c.id == walk_id
                )
            ).one()


def test_those_who_write_a_sop_keep_walks_of_it_and_their_jabatan_stands_there(world):
    for number, who in enumerate((world.analyst, world.head, world.secretary)):
        walk_id = world.keep(who, name=f"Uji {number}")

        row = world.row(walk_id)
        assert (row.person_id, row.kept_at) == (who.person_id, NOON)
    assert world.row(walk_id).jabatan == "Sekretaris"


def test_nobody_else_keeps_a_walk(world):
    with pytest.raises(OnlyAuthors):
        world.keep(world.kabid)
    for outsider in world.outsiders:
        with pytest.raises(NotFound):
            world.keep(outsider)
    assert world.ran(world.first) == []


@pytest.mark.parametrize("name", ["", " ", "x" * 201])
def test_a_kept_walk_has_a_name_of_at_most_200_characters(world, name):
    with pytest.raises(EntryRefused):
        world.keep(name=name)


def test_a_walk_without_any_act_tests_nothing(world):
    with pytest.raises(NothingWalked):
        world.keep(acts=())


def test_a_walk_that_an_incident_holds_up_is_kept_and_its_version_is_not_put_in_force(world):
    broken = world.version(BROKEN)

    world.keep(made=broken)

    assert world.ran(broken) == [("Jalan biasa", False)]
    with pytest.raises(WalksFail):
        world.effect(broken)
    mended = world.version(sops.diagram())
    assert world.ran(mended) == [("Jalan biasa", True)]


def test_a_version_that_every_kept_walk_fits_is_put_in_force(world):
    world.keep()

    assert world.ran(world.first) == [("Jalan biasa", True)]
    assert world.effect(world.first).version_id == world.first.version_id


def test_a_version_that_fails_a_kept_walk_is_not_put_in_force_and_the_walk_is_named(world):
    world.keep()
    changed = world.version(REDRAWN)

    with pytest.raises(WalksFail) as refused:
        world.effect(changed)

    assert world.ran(changed) == [("Jalan biasa", False)]
    assert sentence(refused.value.code, **refused.value.params).startswith(
        "Uji jalan yang disimpan tidak lulus dengan versi ini (1): “Jalan biasa”."
        " Setelah tindakan ke-1 (memulai proses) seharusnya sampai di “1: Mencatat surat”,"
        " ternyata sampai di “1: Mengagendakan surat”."
    )


def test_an_analyst_replaces_a_walk_that_a_wanted_change_made_wrong_with_a_reason(world):
    old = world.keep()
    changed = world.version(REDRAWN)
    with pytest.raises(NameTaken):
        world.keep(made=changed)
    for who in (world.head, world.secretary):
        with pytest.raises(OnlyAnalysts):
            world.keep(who, made=changed, reason="Berubah")

    world.keep(made=changed, reason="Langkah digambar ulang")

    assert world.row(old).reason == "Langkah digambar ulang"
    assert world.ran(changed) == [("Jalan biasa", True)]
    assert world.effect(changed).version_id == changed.version_id


def test_an_analyst_removes_a_walk_with_a_reason_and_its_row_tells_who_and_why(world):
    walk_id = world.keep()
    changed = world.version(REDRAWN)

    world.remove(walk_id)

    row = world.row(walk_id)
    assert (row.removed_by, row.removed_at) == (world.analyst.person_id, NOON)
    assert row.reason == "Langkahnya memang berubah"
    assert world.effect(changed).version_id == changed.version_id
    with pytest.raises(NotFound):
        world.remove(walk_id)


def test_nobody_else_removes_a_walk_and_nobody_without_a_reason(world):
    walk_id = world.keep()

    for who in (world.head, world.secretary, world.kabid):
        with pytest.raises(OnlyAnalysts):
            world.remove(walk_id, who)
    for outsider in world.outsiders:
        with pytest.raises(NotFound):
            world.remove(walk_id, outsider)
    with pytest.raises(ReasonMissing):
        world.remove(walk_id, reason=" ")
    assert world.ran(world.first) == [("Jalan biasa", True)]


def test_a_walk_of_another_pemda_is_not_there(world, stranger):
    walk_id = world.keep()

    for act in (lambda who: world.remove(walk_id, who), world.keep):
        with pytest.raises(NotFound):
            act(stranger.administrator)

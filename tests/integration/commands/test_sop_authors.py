"""Who drew a version is an author of it, whoever saved it: none of them puts it in force."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import delete

from service.access.refusals import AuthorMayNotRatify
from service.commands.add_sop_version import Upload, add_sop_version
from service.commands.begin_sop_draft import begin_new_sop_draft, branch_sop_draft
from service.commands.change_sop_draft import settle_sop_draft
from service.commands.save_sop_draft import restore_sop_draft, save_sop_draft
from service.queries.sop_drafts import drawn_by
from service.queries.sop_life import life_of
from service.queries.sops import sop_view
from service.store.database import read, transaction
from service.store.history import Stream
from service.store.tables import sop_version_drawer
from service.store.verify import verify_stream
from tests import sops
from tests.integration.commands.test_sops import world
from tests.people import NOON

__all__ = ["world"]


def soon(minutes):
    return NOON + timedelta(minutes=minutes)


class Draft:
    """A draft of a new SOP, begun by the analyst."""

    def __init__(self, world):
        self.world = world
        self.id = begin_new_sop_draft(
            world.session, world.analyst, office_id=world.dinas, title="SOP Uji", now=NOON
        )
        self.revision = 1
        self.minute = 0

    def drawn(self, who, name):
        self.minute += 1
        save_sop_draft(
            self.world.session,
            who,
            draft_id=self.id,
            made_from=self.revision,
            xml=sops.diagram(name=name),
            how="autosave",
            now=soon(self.minute),
        )
        self.revision += 1
        return self

    def restored(self, number):
        self.minute += 1
        restore_sop_draft(
            self.world.session,
            self.world.analyst,
            draft_id=self.id,
            made_from=self.revision,
            number=number,
            now=soon(self.minute),
        )
        self.revision += 1

    def version(self, name):
        """Let the analyst save it as a version and publish it as uji coba."""
        self.minute += 1
        made = add_sop_version(
            self.world.session,
            self.world.analyst,
            office_id=self.world.dinas,
            upload=Upload(sops.diagram(name=name), {}, draft_id=self.id),
            now=soon(self.minute),
            catalogue=self.world.catalogue,
        ).made
        settle_sop_draft(
            self.world.session,
            self.world.analyst,
            draft_id=self.id,
            version_id=made.version_id,
            now=soon(self.minute),
        )
        self.world.trial(made.version_id)
        return made


def fault(world, sop_id):
    with read(world.session) as connection:
        return verify_stream(connection, Stream(world.pemda.id, sop_id, "sop")).fault


def may(world, made, who):
    versions = sop_view(world.session, who, made.sop_id).versions
    return next(one.may_make_effective for one in versions if one.version_id == made.version_id)


def test_the_head_who_drew_does_not_put_in_force_what_an_analyst_saved(world):
    made = Draft(world).drawn(world.head, "Oleh kepala").version("Oleh kepala")

    assert not may(world, made, world.head)
    with pytest.raises(AuthorMayNotRatify):
        world.effect(made.version_id)
    assert world.version(made.version_id).status == "trial"


def test_the_head_puts_in_force_what_others_drew(world):
    made = Draft(world).drawn(world.secretary, "Oleh sekretaris").version("Oleh sekretaris")

    assert may(world, made, world.head)
    world.effect(made.version_id)

    assert world.version(made.version_id).status == "effective"


def test_who_drew_only_the_version_before_may_put_this_one_in_force(world):
    draft = Draft(world).drawn(world.head, "Satu")
    draft.version("Satu")
    made = draft.drawn(world.secretary, "Dua").version("Dua")

    assert may(world, made, world.head)


def test_an_older_drawing_that_is_restored_brings_its_author_back(world):
    draft = Draft(world).drawn(world.head, "Satu").drawn(world.analyst, "Dua")
    draft.version("Dua")
    draft.restored(2)
    made = draft.version("Satu")

    assert not may(world, made, world.head)


def test_who_keeps_a_drawing_as_another_draft_drew_it(world):
    first = Draft(world)
    other = branch_sop_draft(
        world.session,
        world.head,
        draft_id=first.id,
        xml=sops.diagram(name="Cabang"),
        title="Cabang",
        now=soon(1),
    )

    assert drawn_by(world.session, world.analyst, other) == ("Kepala Dinas",)
    assert drawn_by(world.session, world.analyst, first.id) == ()


def test_who_drew_is_told_with_the_version_in_the_order_of_the_first_save(world):
    draft = Draft(world).drawn(world.secretary, "Satu").drawn(world.analyst, "Dua")
    made = draft.drawn(world.secretary, "Tiga").version("Tiga")

    told = life_of(world.session, world.analyst, made.sop_id)

    assert told[0].drawn_by == ("Sekretaris", "Analis")
    assert told[1].drawn_by == ()
    assert fault(world, made.sop_id) is None


def test_an_author_who_is_taken_away_in_the_database_is_missed(world):
    made = Draft(world).drawn(world.head, "Satu").version("Satu")
    with transaction(world.session) as tx:
        tx.execute(
            delete(sop_version_drawer).where(
                sop_version_drawer.c.pemda_id == world.pemda.id,
                sop_version_drawer.c.person_id == world.head.person_id,
            )
        )

    assert fault(world, made.sop_id).code == "verify.row-missing"

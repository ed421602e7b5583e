"""Forms of the workshop that arrive when their session is over: nothing typed is lost."""

from __future__ import annotations

import pytest

from tests.integration.web.pages.late import LATE, Form, filled, logged_in, typed_in
from tests.integration.web.pages.office import put_in_force
from tests.integration.web.pages.reading import form_of, page_of, words_of
from tests.integration.web.pages.test_sop_drafts import DINAS
from tests.integration.web.pages.test_sop_tables import send, stored, typed
from tests.integration.web.pages.test_walks import begun, fields_of

pytestmark = pytest.mark.slow

LINES = "Dasar hukum berubah\r\nLangkah 4 dihapus"


@pytest.fixture
def head(app, office):
    office.give_password("kadis")
    return office.signed_in(app, "kadis", confirmed=True)


@pytest.fixture
def sop(office):
    """Return the page of an SOP that binds the office."""
    put_in_force(office)
    return f"/sop/{office.sop_id}"


@pytest.fixture
def draft(head, office):
    fields = form_of(head.get("/sop/draf"), "/sop/draf")
    fields |= {"kantor": [str(office.pemda.offices[DINAS])], "judul": ["Laporan Uji"]}
    return head.post("/sop/draf", data=fields).location


FORMS = {
    "evaluation": lambda sop, _: Form(
        "kadis",
        f"{sop}/evaluasi",
        f"{sop}/evaluasi",
        {"tanggal": "2026-03-02", "hasil": "revise", "catatan": LINES},
    ),
    "version": lambda _, draft: Form(
        "kadis", f"{draft}/versi", f"{draft}/versi", {"catatan": LINES}
    ),
    "draft": lambda *_: Form("kadis", "/sop/draf", "/sop/draf", {"judul": "SOP <baru> & lain"}),
    "name": lambda _, draft: Form("kadis", f"{draft}/riwayat", f"{draft}/nama", {"judul": "Lain"}),
    "form": lambda *_: Form(
        "kadis", "/sop/formulir", "/sop/formulir", {"judul": "Koreksi", "dari": "katalog:koreksi"}
    ),
    "upload": lambda *_: Form("kadis", "/sop/unggah", "/sop/unggah", {"catatan": LINES}),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_of_the_workshop_comes_back_behind_the_login(name, head, draft, sop, clock):
    form = FORMS[name](sop, draft)
    before = head.get("/sop/draf").get_data().count(b"<li")
    fields = filled(head, form)
    clock.advance(LATE)

    late = head.post(form.action, data=fields)
    inside = logged_in(head, late, form.who)
    assert inside.status_code == 200, words_of(inside)
    again = head.post(form.action, data=form_of(inside, form.action))

    assert (late.status_code, inside.status_code, again.status_code) == (401, 200, 200)
    assert "dibuka kembali, tetapi belum terkirim" in words_of(again)
    assert typed_in(again, form) == form.typed
    assert head.get("/sop/draf").get_data().count(b"<li") == before
    assert not page_of(again).xpath("//*[@class='error-summary']")


def test_a_long_table_comes_back_behind_the_login_as_it_was_typed_and_is_not_saved(
    head, draft, clock
):
    table = f"{draft}/tabel"
    pasted = "\n".join(
        f"{number}\tMenyusun bagian ke-{number} dari “Laporan” {'panjang ' * 12}\tKetua Tim"
        f"\tBahan dan data\t{number} jam\tKonsep bagian {number}\t"
        for number in range(1, 61)
    )
    titles = "No\tKegiatan\tPelaksana\tKelengkapan\tWaktu\tOutput\tKeterangan\n"
    fields = typed(head, table, tempelan=[titles + pasted])
    assert send(head, table, fields, "pakai").status_code == 303
    fields = typed(head, table)
    cell = next(name for name in fields if name.startswith("kegiatan-"))
    fields[cell] = ["Diketik sebelum sesi berakhir"]
    before = stored(head, table)
    clock.advance(LATE)

    late = send(head, table, fields)
    inside = logged_in(head, late, "kadis")
    again = head.post(table, data=form_of(inside, table))

    assert (late.status_code, inside.status_code, again.status_code) == (401, 200, 200)
    found = form_of(again, "/tabel")
    assert {name: found.get(name) for name in fields if name not in {"csrf", "sekali"}} == {
        name: value for name, value in fields.items() if name not in {"csrf", "sekali"}
    }
    assert stored(head, table) == before
    assert send(head, table, found).status_code == 303
    assert stored(head, table).rows[0].activity == "Diketik sebelum sesi berakhir"


@pytest.mark.parametrize(
    ("act", "typed_now"),
    [
        ("mulai", {"judul": "Uji kedua", "jam": "2026-03-16T10:00"}),
        ("selesai", {"isian.nomor_sk": "Belum lengkap <dua> & tiga"}),
    ],
)
def test_what_was_typed_in_a_walk_comes_back_behind_the_login(act, typed_now, head, office, clock):
    place = f"/sop/{office.sop_id}/versi/1/uji-jalan"
    if act != "mulai":
        begun(head, place)
    fields = fields_of(head.get(place), act)
    fields |= {name: [text] for name, text in typed_now.items()}
    clock.advance(LATE)

    late = head.post(place, data=fields)
    inside = logged_in(head, late, "kadis")
    again = head.post(place, data=form_of(inside, place))

    assert (late.status_code, inside.status_code, again.status_code) == (401, 200, 200)
    found = fields_of(again, act)
    assert {name: found[name] for name in typed_now} == {
        name: [text] for name, text in typed_now.items()
    }
    assert fields_of(head.get(place), act)["sampai"] == fields["sampai"]

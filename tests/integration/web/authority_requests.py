"""How the authority matrix calls each route: with ids of a place, and with a body that is right.

A body that is wrong would be refused for that, and hide whether the person may.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from io import BytesIO
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from service.access.tokens import fingerprint
from service.diagrams import read_diagram
from service.diagrams.table import read_table, typed_rows
from service.web.assets import BUILD
from service.web.security import masked
from service.web.sop_table import CELLS, control_of
from tests import sops
from tests.integration.web.letters import DIAGRAM
from tests.people import PASSWORD

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flask.testing import FlaskClient
    from werkzeug.test import TestResponse

    from tests.integration.web.authority_world import Place, Signed

#: Whose task is asked for, where a line of the table does not say: one whose process has a file.
USUAL = "ketua"


@dataclass(frozen=True)
class Call:
    """What a request carries beside its address."""

    form: Mapping[str, Any] = field(default_factory=dict)
    json: Any = None
    data: bytes | None = None
    query: Mapping[str, Any] = field(default_factory=dict)
    #: parts of the address that no place knows
    parts: Mapping[str, Any] = field(default_factory=dict)


def _answers(who: str) -> dict[str, Any]:
    """Return the answers to the form of the task that waits for somebody."""
    return {
        "anggota": {"nomor": "2", "tanggal": "2026-11-24"},
        "instansi": {"nomor_jawaban": "900/1"},
    }.get(who, {})


def _page_form(who: str) -> dict[str, Any]:
    typed: dict[str, Any] = {f"isian.{key}": text for key, text in _answers(who).items()}
    if who == "anggota":
        typed["lengkap"] = "Disposisi"
    if who == "ketua":
        typed["putusan"] = "teruskan"
    return typed | {"tindakan": "selesai"}


def _completion(who: str) -> dict[str, Any]:
    given: dict[str, Any] = {"values": _answers(who)}
    if who == "anggota":
        given["ticks"] = ["Disposisi"]
    if who == "ketua":
        given["outcome"] = "teruskan"
    return given


def _start_form(place: Place) -> dict[str, Any]:
    return {
        "judul": "Surat baru",
        "tahun": "2040",
        "jenis": "murni",
        "dasar": "Disposisi 9",
    }


def _start(place: Place) -> dict[str, Any]:
    return {
        "sop_id": str(place.sop),
        "title": "Surat baru",
        "year": 2040,
        "kind": "murni",
        "basis": "Disposisi 9",
    }


def _asset() -> str:
    return f"assets/{next((BUILD / 'assets').iterdir()).name}"


def _version(number: int, **form: Any) -> Callable[[Place, Signed | None, str], Call]:
    return lambda *_: Call(parts={"number": number}, form=form)


def _plain(**form: Any) -> Callable[[Place, Signed | None, str], Call]:
    return lambda *_: Call(form=form)


_PAGES = "/tugas/<uuid:instance_id>/<int:task_no>"
_JOBS = "/api/v1/jobs/<uuid:process_id>/<int:task_no>"
_TASKS = "/api/v1/tasks/<uuid:process_id>/<int:task_no>"
_SOP = "/sop/<uuid:sop_id>"
_DRAFT = "/sop/draf/<uuid:draft_id>"
_FORM = "/sop/formulir/<uuid:form_id>"
_FILES = "/proses/<uuid:instance_id>/berkas/<sha256>"
_UNSIGN = "/proses/<uuid:instance_id>/dokumen/<document>/batalkan-tanda-tangan"
_DIFFERENCES = "/proses/<uuid:instance_id>/dokumen/<document>/perbedaan/<int:old>/<int:new>"

#: How to call a route that needs more than its ids; the others are called plainly.
CALLS: dict[str, Callable[[Place, Signed | None, str], Call]] = {
    "GET /static/build/<path:name>": lambda *_: Call(parts={"name": _asset()}),
    f"GET {_FILES}/halaman/<int:number>": lambda *_: Call(parts={"number": 1}),
    f"GET {_FILES}/gambar/<int:number>": lambda *_: Call(parts={"number": 1}),
    f"GET {_FILES}/gambar/<int:number>/kecil": lambda *_: Call(parts={"number": 1}),
    "POST /antrean-paraf": _plain(pilih="00000000-0000-0000-0000-000000000001/1/rka:0"),
    "POST /struktur/kantor/baru": _plain(
        nama="Dinas Baru", singkatan="Baru", jenis="dinas", zona="Asia/Jakarta"
    ),
    "POST /struktur/kantor/<uuid:office_id>/ubah": _plain(nama="Dinas Lain", singkatan="Lain"),
    "POST /struktur/kantor/<uuid:office_id>/unit": _plain(nama="Bidang Baru", jenis="bidang"),
    "POST /struktur/unit/<uuid:unit_id>/ubah": _plain(nama="Nama Lain"),
    "POST /struktur/unit/<uuid:unit_id>/jabatan": _plain(nama="Staf Baru", peran=""),
    "POST /struktur/jabatan/<uuid:position_id>/ubah": _plain(nama="Nama Lain"),
    "POST /struktur/impor": lambda *_: Call(
        form={"berkas": (BytesIO(b"Perangkat daerah;Unit kerja;Jabatan\nD;U;J"), "a.csv")}
    ),
    "POST /token": lambda place, signed, who: Call(
        form={"program": "uji", "jabatan": signed.holding if signed else "", "masa": "30"}
    ),
    "POST /token/cabut": lambda place, signed, who: Call(
        form={"token": fingerprint(signed.token) if signed else ""}
    ),
    "POST /pegawai/baru": _plain(nama="Pegawai Baru"),
    "POST /penugasan/baru": lambda place, *_: Call(
        form={
            "jenis": "plh",
            "jabatan": place.position,
            "pegawai": place.deputy,
            "nomor": "800/2/SP",
            "tanggal": "2026-11-23",
            "mulai": "2027-02-01",
            "sampai": "2027-02-07",
            "pindaian": (BytesIO(b"%PDF-1.7 surat"), "surat.pdf"),
        }
    ),
    "POST /pegawai/<uuid:person_id>/ubah": _plain(nama="Nama Lain", pengguna="nama.lain"),
    "POST /pegawai/<uuid:person_id>/jabatan": lambda place, *_: Call(
        form={"jabatan": place.position, "mulai": "2020-01-01", "sampai": "2020-12-31"}
    ),
    "POST /pegawai/<uuid:person_id>/hapus-data": _plain(alasan="Permohonan 1"),
    "POST /pegawai/jabatan/<uuid:holding_id>/akhiri": _plain(sampai="2026-12-31"),
    "GET /siapkan/<token>": lambda *_: Call(parts={"token": "tautan-lama"}),
    "POST /siapkan/<token>": lambda *_: Call(parts={"token": "tautan-lama"}),
    "POST /masuk": lambda *_: Call(form={"nama": "administrator", "sandi": PASSWORD}),
    "POST /masuk/jabatan": lambda *_: Call(form={"akun": "kadis"}),
    "POST /masuk/slip": lambda *_: Call(
        form={"nama": "kadis", "slip": "AAAA-AAAA", "sandi": PASSWORD, "ulang": PASSWORD}
    ),
    "POST /jabatan": lambda place, signed, who: Call(form={"jabatan": place.holding}),
    "POST /sandi": lambda *_: Call(
        form={"lama": PASSWORD, "sandi": "sandi yang lain 7", "ulang": "sandi yang lain 7"}
    ),
    f"POST {_PAGES}/isian": lambda place, signed, who: Call(form=_page_form(who)),
    f"POST {_PAGES}/draf": lambda place, signed, who: Call(form=_page_form(who)),
    f"POST {_PAGES}/selesaikan": lambda place, signed, who: Call(form=_page_form(who)),
    f"POST {_PAGES}/setujui": lambda place, signed, who: Call(form=_page_form(who)),
    f"POST {_PAGES}/tte": lambda place, signed, who: Call(
        form=_page_form(who) | {"salinan-1": (BytesIO(b"%PDF-1.7 naskah"), "naskah.pdf")}
    ),
    f"POST {_PAGES}/kertas": lambda place, signed, who: Call(
        form=_page_form(who)
        | {
            "pejabat": place.holding,
            "tanggal": "2026-11-23",
            "pindaian": (BytesIO(b"%PDF-1.7 halaman"), "halaman.pdf"),
        }
    ),
    f"GET {_DIFFERENCES}": lambda *_: Call(parts={"document": "surat", "old": 1, "new": 2}),
    f"GET {_UNSIGN}": lambda *_: Call(parts={"document": "surat"}),
    f"POST {_UNSIGN}": lambda *_: Call(parts={"document": "surat"}, form={"alasan": "Keliru"}),
    f"POST {_PAGES}/kembalikan": lambda *_: Call(form={"tujuan": "kembalikan", "alasan": "Ulang"}),
    "POST /proses/<uuid:instance_id>/lewati/<int:task_no>": lambda place, signed, who: Call(
        form={f"alasan-{place.waiting[who].task_no}": "Terlambat"}
    ),
    "POST /proses/<uuid:instance_id>/kendala/<int:number>": _version(1),
    "POST /proses/<uuid:instance_id>/batalkan": lambda *_: Call(form={"alasan": "Salah tahun"}),
    "POST /proses/<uuid:instance_id>/pindah-langkah": lambda place, *_: Call(
        form={"alasan": "Keliru", "dari": "1", "ke": "surat-uji/x"}
    ),
    "POST /proses/<uuid:instance_id>/perbaiki-isian": lambda *_: Call(
        form={"alasan": "Keliru", "isian": "tidak_ada"}
    ),
    "GET /proses/<uuid:instance_id>/permintaan/<int:number>": _version(1),
    "POST /proses/<uuid:instance_id>/permintaan/<int:number>/setujui": _version(1),
    "POST /proses/<uuid:instance_id>/permintaan/<int:number>/tolak": _version(1, alasan="Tidak"),
    "POST /proses/<uuid:instance_id>/tunda": lambda *_: Call(form={"alasan": "Salah tahun"}),
    "POST /proses/<uuid:instance_id>/lanjutkan": lambda *_: Call(form={"alasan": "Sudah pasti"}),
    "POST /proses/mulai/<uuid:sop_id>": lambda place, *_: Call(form=_start_form(place)),
    f"GET {_SOP}/beda/<int:old>/<int:new>": lambda *_: Call(parts={"old": 1, "new": 2}),
    f"GET {_SOP}/beda/<int:old>/<int:new>/matriks": lambda *_: Call(parts={"old": 1, "new": 2}),
    f"GET {_SOP}/versi/<int:number>.bpmn": _version(2),
    f"POST {_SOP}/versi/<int:number>/uji-coba": _version(3),
    f"POST {_SOP}/versi/<int:number>/konfirmasi": _version(2),
    f"POST {_SOP}/versi/<int:number>/berlakukan": _version(2, tanggal="2026-12-01"),
    f"GET {_SOP}/versi/<int:number>/pindahkan": _version(2),
    f"POST {_SOP}/versi/<int:number>/pindahkan": lambda place, *_: Call(
        parts={"number": 2},
        form={"pilih": f"{place.waiting['ketua'].process}:0:1", "alasan": "Versi baru"},
    ),
    f"GET {_SOP}/versi/<int:number>/pengesahan": _version(2),
    f"GET {_SOP}/versi/<int:number>/pindaian": _version(1),
    f"POST {_SOP}/versi/<int:number>/pengesahan": lambda *_: Call(
        parts={"number": 2},
        form={
            "nomor": "188/12",
            "ditandatangani": "2026-11-20",
            "berlaku": "2026-12-01",
            "pindaian": (BytesIO(b"%PDF-1.7 pindaian"), "pengesahan.pdf"),
        },
    ),
    f"POST {_SOP}/versi/<int:number>/cabut": _version(2, alasan="Diganti"),
    f"POST {_SOP}/evaluasi": lambda *_: Call(
        form={"tanggal": "2026-11-01", "hasil": "keep", "catatan": "Masih sesuai"}
    ),
    f"POST {_SOP}/pembaruan": lambda place, *_: Call(parts={"sop_id": place.adopted}),
    f"GET {_SOP}/versi/<int:number>/uji-jalan": _version(2),
    f"POST {_SOP}/versi/<int:number>/uji-jalan": _version(2, tindakan="ulang"),
    f"POST {_SOP}/versi/<int:number>/uji-jalan/isian": _version(2, tugas="1"),
    "POST /sop/draf/<uuid:draft_id>/uji-jalan": _plain(tindakan="ulang"),
    "POST /sop/draf/<uuid:draft_id>/buang": _plain(dikerjakan="ya"),
    f"POST {_SOP}/versi/<int:number>/uji-jalan/uji/<uuid:walk_id>/hapus": _version(
        2, alasan="Berubah"
    ),
    "POST /sop/katalog/<key>": lambda place, *_: Call(
        parts={"key": "kalbar-renja-renstra"}, form={"kantor": place.office}
    ),
    "POST /sop/unggah": lambda place, *_: Call(
        form={
            "kantor": place.office,
            "diagram": (BytesIO(sops.diagram("sop-baru")), "sop-baru.bpmn"),
            "formulir": (BytesIO(sops.form()), "uji.form"),
        }
    ),
    # Of a file that nobody here brought: who may go on is told so.
    "POST /sop/unggah/draf": lambda place, *_: Call(
        form={"kantor": place.office, "berkas": "0" * 64, "nama": "surat"}
    ),
    "POST /sop/draf": lambda place, *_: Call(form={"kantor": place.office, "judul": "SOP Baru"}),
    f"POST {_SOP}/versi/<int:number>/draf": _version(2),
    **{
        f"POST {_DRAFT}/{act}": lambda *_: Call(
            form={"revisi": "2", "diagram": (BytesIO(DIAGRAM + b" "), "diagram.bpmn")}
        )
        for act in ("simpan", "salin", "cek")
    },
    f"POST {_DRAFT}/baris": lambda *_: Call(
        form={
            "baris": "Mencatat surat\nMengarsipkan surat",
            "sesudah": "task",
            "diagram": (BytesIO(sops.diagram()), "diagram.bpmn"),
        }
    ),
    **{
        f"GET {_DRAFT}/beda/<old>/<new>{of}": lambda *_: Call(
            parts={"old": "simpanan-1", "new": "simpanan-2"}
        )
        for of in ("", "/matriks")
    },
    f"POST {_DRAFT}/tabel": lambda *_: Call(form={"aksi": "simpan", **_table_fields()}),
    "POST /sop/formulir": lambda place, *_: Call(
        form={"kantor": place.office, "judul": "Surat Keluar"}
    ),
    "POST /sop/formulir/sunting": lambda place, *_: Call(
        form={"kantor": place.office, "kunci_formulir": "uji"}
    ),
    **{
        f"POST {_FORM}/{act}": lambda *_: Call(
            form={"revisi": "2", "formulir": (BytesIO(sops.form() + b" "), "surat.form")}
        )
        for act in ("simpan", "salin", "cek")
    },
    f"POST {_FORM}/siap": _plain(revisi="2"),
    f"POST {_FORM}/tidak-siap": _plain(siap="2"),
    f"POST {_FORM}/pulihkan": _plain(nomor="1", revisi="2"),
    f"POST {_FORM}/nama": _plain(judul="Lain"),
    f"POST {_DRAFT}/pulihkan": _plain(nomor="1", revisi="2"),
    f"POST {_DRAFT}/nama": _plain(judul="Lain"),
    "GET /kalender": lambda place, *_: Call(query={"kantor": str(place.office)}),
    "POST /kalender/jadwal/baru": lambda place, *_: Call(
        form={
            "kantor": place.office,
            "jenis": "usual",
            "mulai": "2026-02-01",
            "senin": "07.30-16.00",
            "dasar": "Perbup 2",
            "tindakan": "simpan",
        }
    ),
    "POST /kalender/jadwal/<uuid:schedule_id>/akhiri": _plain(
        sampai="2026-01-15", tindakan="simpan"
    ),
    "POST /kalender/jadwal/<uuid:schedule_id>/hapus": _plain(tindakan="simpan"),
    "POST /kalender/hari/baru": lambda place, *_: Call(
        form={
            "kantor": place.office,
            "tanggal": "2026-02-02",
            "jenis": "local",
            "nama": "Hari jadi",
            "dasar": "SE 2",
            "tindakan": "simpan",
        }
    ),
    "POST /kalender/hari/<uuid:day_id>/batalkan": _plain(dasar="SE 3", tindakan="simpan"),
    "GET /kalender/tahun/<int:year>/usulan": lambda *_: Call(parts={"year": 2028}),
    "POST /kalender/tahun/<int:year>/usulan": lambda *_: Call(
        parts={"year": 2028}, form={"tindakan": "simpan"}
    ),
    "GET /kalender/tahun/<int:year>/konfirmasi": lambda *_: Call(parts={"year": 2026}),
    "POST /kalender/tahun/<int:year>/konfirmasi": lambda *_: Call(
        parts={"year": 2026}, form={"nomor": "SKB 1", "tanggal": "2025-09-19"}
    ),
    "POST /kalender/kantor/<uuid:office_id>/tenggat": _plain(tindakan="simpan"),
    "POST /batas-hukum/baru": _plain(
        nama="Reviu", sop="lakip", tahun="1", bulan="2", hari="15", dasar="PermenPANRB 53/2014"
    ),
    "GET /batas-hukum/<uuid:deadline_id>/kantor": lambda place, *_: Call(
        parts={"deadline_id": place.base}
    ),
    "POST /batas-hukum/<uuid:deadline_id>/kantor": lambda place, *_: Call(
        parts={"deadline_id": place.base},
        form={
            "kantor": place.office,
            "tahun": "1",
            "bulan": "1",
            "hari": "20",
            "dasar": "Perbup 2",
            "alasan": "Lebih awal",
        },
    ),
    "POST /batas-hukum/<uuid:deadline_id>/verifikasi": _plain(dasar="Perpres", pasal="Pasal 1"),
    "POST /batas-hukum/<uuid:deadline_id>/hapus": _plain(alasan="Dicabut"),
    "POST /unggahan": lambda *_: Call(form={"size": 3, "name": "a.txt"}),
    "PUT /unggahan/<uuid:upload_id>": lambda *_: Call(data=b"isi", query={"from": 0}),
    # ------------------------------------------------------------ API
    "POST /api/v1/check": lambda *_: Call(data=DIAGRAM),
    "POST /api/v1/processes": lambda place, *_: Call(json=_start(place)),
    "GET /api/v1/sops/<uuid:sop_id>/versions/<int:number>/diagram": _version(2),
    f"POST {_TASKS}/complete": lambda place, signed, who: Call(json=_completion(who)),
    f"POST {_TASKS}/arrival": lambda place, signed, who: Call(json=_completion(who)),
    f"PUT {_TASKS}/draft": lambda place, signed, who: Call(json=_completion(who)),
    f"POST {_TASKS}/waive": lambda *_: Call(json={"reason": "Terlambat"}),
    "POST /api/v1/jobs/fetch": lambda *_: Call(json={"topics": ["kirim"], "lock_seconds": 60}),
    f"POST {_JOBS}/complete": lambda *_: Call(json={"lock": str(uuid4())}),
    f"POST {_JOBS}/extend": lambda *_: Call(json={"lock": str(uuid4()), "lock_seconds": 60}),
    f"POST {_JOBS}/fail": lambda *_: Call(json={"lock": str(uuid4()), "message": "Mati"}),
    f"POST {_JOBS}/error": lambda *_: Call(
        json={"lock": str(uuid4()), "message": "Ditolak", "code": "x"}
    ),
    "POST /api/v1/processes/<uuid:process_id>/messages": lambda *_: Call(json={"name": "surat"}),
    "POST /api/v1/offices/<uuid:office_id>/messages": lambda *_: Call(json={"name": "surat"}),
    "POST /api/v1/offices/<uuid:office_id>/signals": lambda *_: Call(json={"name": "dibuka"}),
    "POST /api/v1/uploads": lambda *_: Call(json={"name": "a.txt", "size": 3}),
    "PUT /api/v1/uploads/<uuid:upload_id>": lambda *_: Call(data=b"isi", query={"from": 0}),
}


#: Routes whose body names a thing of a place.
NAMING = frozenset(
    {
        "GET /kalender",
        "POST /kalender/hari/baru",
        "POST /kalender/jadwal/baru",
        "POST /jabatan",
        "POST /penugasan/baru",
        "POST /sop/katalog/<key>",
        "POST /sop/draf",
        "POST /sop/formulir",
        "POST /sop/formulir/sunting",
        "POST /sop/unggah",
        "POST /sop/unggah/draf",
        "POST /api/v1/processes",
    }
)

#: Routes whose address names nothing of an office.
PLACELESS = frozenset(
    {
        *(
            f"{method} /kalender/tahun/<int:year>/{act}"
            for method in ("GET", "POST")
            for act in ("usulan", "konfirmasi")
        ),
        "GET /static/build/<path:name>",
        "GET /siapkan/<token>",
        "POST /siapkan/<token>",
    }
)

#: Routes of one task: each kind of task is a line of its own.
TASK_ROUTES = frozenset(
    {
        *(
            f"POST {_PAGES}/{act}"
            for act in (
                "ambil",
                "lepas",
                "isian",
                "draf",
                "selesaikan",
                "setujui",
                "kertas",
                "tte",
            )
        ),
        *(f"POST {_TASKS}/{act}" for act in ("claim", "release", "complete", "arrival")),
        f"PUT {_TASKS}/draft",
        f"POST {_PAGES}/kembalikan",
        "POST /proses/<uuid:instance_id>/lewati/<int:task_no>",
        f"POST {_TASKS}/waive",
    }
)


def _table_fields() -> dict[str, Any]:
    """Return the rows of the draft as its page posts them, made from its second revision."""
    rows = typed_rows(read_table(read_diagram(DIAGRAM)))
    cells = {
        name: {row.key: getattr(row, cell) for row in rows}
        for cell, name in (("kind", "jenis"), *((it, control_of(it)) for it in CELLS))
    }
    posted = {
        f"{name}-{key}": text
        for name, of in cells.items()
        for key, text in of.items()
        if text is not None
    }
    return {"revisi": "2", "baris": [row.key for row in rows], **posted}


def request_of(
    client: FlaskClient, route: str, place: Place, who: str, signed: Signed | None
) -> TestResponse:
    """Call `route` ("METHOD rule") with what waits for `who` at a place, as `signed`."""
    method, _, rule = route.partition(" ")
    call = CALLS[route](place, signed, who) if route in CALLS else Call()
    address = _address(rule, place, who, call)
    headers: dict[str, str] = {}
    if rule.startswith("/api/"):
        headers["Idempotency-Key"] = str(uuid4())
        if signed is not None:
            headers["Authorization"] = f"Bearer {signed.token}"
    elif signed is not None:
        client.set_cookie("alur", signed.cookie)
        headers["X-CSRF-Token"] = masked(signed.csrf)
    else:
        # A stranger's form has a token as well.
        client.set_cookie("alur-awal", "0" * 64)
        headers["X-CSRF-Token"] = masked("0" * 64)
    body = {"json": call.json} if call.json is not None else {"data": call.data or call.form}
    return client.open(
        address,
        method=method,
        headers=headers,
        query_string=call.query,
        **({} if method == "GET" else body),
    )


def _address(rule: str, place: Place, who: str, call: Call) -> str:
    at = place.waiting[who]
    known = {
        "instance_id": at.process,
        "process_id": at.process,
        "task_no": at.task_no,
        "sop_id": place.sop,
        "upload_id": place.upload,
        "sha256": place.sha256,
        "person_id": place.person,
        "holding_id": place.holding,
        "position_id": place.position,
        "office_id": place.office,
        "unit_id": place.unit,
        "assignment_id": place.assignment,
        "mandate_id": place.mandate,
        "schedule_id": place.schedule,
        "day_id": place.day,
        "deadline_id": place.deadline,
        "draft_id": place.draft,
        "form_id": place.form,
        "walk_id": place.walk,
        **call.parts,
    }
    parts = []
    for piece in rule.split("/"):
        before, opened, inside = piece.partition("<")
        if not opened:
            parts.append(piece)
            continue
        name, _, after = inside.partition(">")
        parts.append(f"{before}{known[name.rpartition(':')[2]]}{after}")
    return "/".join(parts)

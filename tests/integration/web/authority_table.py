"""Who may call what: every route, by every role, with the things of every place.

A line has a place, whose task waits there (where the route asks for a task), and the status that
each role gets. Places: `own` a Dinas, `other` another Dinas of the same pemda, `foreign` a Dinas
of another pemda, `nobody` ids that nothing has; "-" a route that names nothing.

kadis sekretaris ketua anggota bidang: the people of the own Dinas (bidang: of the first of two)
instansi: an account of BKAD, which has one task in one process of the own Dinas, the one that
`instansi` waits in
analis: of the Biro Organisasi; aud: an auditor with a surat tugas for the own Dinas; au-: an
auditor without one; adm: the administrator of the application; tam: not signed in

200 201 202 204 done · 303 done, or sent to the login (tamu) · 401 sign in · 403 not theirs
404 not there for them · 409 no longer so · 422 theirs, but what was sent is not right

`python -m tests.integration.web.authority_observed` prints lines for routes that are not here;
they say what the service does, which is to be compared with what it should do.
"""

from __future__ import annotations

from dataclasses import dataclass

_TEXT = """
  place   whose task  kad  sek  ket  ang  bid  ins  ana  aud  au-  adm  tam
GET /
  -                   303  303  303  303  303  303  303  303  303  303  303
GET /batas-hukum
  -                   200  200  200  200  200  200  200  200  200  200  303
GET /batas-hukum/<uuid:deadline_id>/hapus
  own                 200  200  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /batas-hukum/<uuid:deadline_id>/hapus
  own                 303  303  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /batas-hukum/<uuid:deadline_id>/kantor
  own                 303  303  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /batas-hukum/<uuid:deadline_id>/kantor
  own                 200  200  403  403  403  403  403  403  403  200  303
  other               200  200  403  403  403  403  403  403  403  200  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /batas-hukum/<uuid:deadline_id>/verifikasi
  own                 200  200  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /batas-hukum/<uuid:deadline_id>/verifikasi
  own                 303  303  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /batas-hukum/baru
  -                   403  403  403  403  403  403  403  403  403  303  401
GET /batas-hukum/baru
  -                   403  403  403  403  403  403  403  403  403  200  303
POST /batas-hukum/bawaan
  -                   403  403  403  403  403  403  403  403  403  303  401
GET /antrean-paraf
  -                   200  200  200  200  200  200  200  200  200  200  303
POST /antrean-paraf
  -                   200  200  200  200  200  200  200  200  200  200  401
GET /ikon.svg
  -                   200  200  200  200  200  200  200  200  200  200  200
POST /jabatan
  own                 303  403  403  403  403  403  403  403  403  403  401
  other               403  403  403  403  403  403  403  403  403  403  401
  foreign             403  403  403  403  403  403  403  403  403  403  401
  nobody              403  403  403  403  403  403  403  403  403  403  401
GET /kalender
  own                 200  200  200  200  200  200  200  200  200  200  303
  other               200  200  200  200  200  200  200  200  200  200  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /kalender/hari/<uuid:day_id>/batalkan
  own                 200  200  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /kalender/hari/<uuid:day_id>/batalkan
  own                 303  303  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /kalender/hari/baru
  own                 303  303  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             403  403  403  403  403  403  403  403  403  422  401
  nobody              403  403  403  403  403  403  403  403  403  422  401
GET /kalender/hari/baru
  -                   200  200  403  403  403  403  403  403  403  200  303
GET /kalender/jadwal/<uuid:schedule_id>/akhiri
  own                 200  200  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /kalender/jadwal/<uuid:schedule_id>/akhiri
  own                 303  303  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /kalender/jadwal/<uuid:schedule_id>/hapus
  own                 200  200  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /kalender/jadwal/<uuid:schedule_id>/hapus
  own                 303  303  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /kalender/jadwal/baru
  -                   200  200  403  403  403  403  403  403  403  200  303
POST /kalender/jadwal/baru
  own                 303  303  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             403  403  403  403  403  403  403  403  403  422  401
  nobody              403  403  403  403  403  403  403  403  403  422  401
GET /kalender/kantor/<uuid:office_id>/tenggat
  own                 200  200  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /kalender/kantor/<uuid:office_id>/tenggat
  own                 303  303  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /kalender/tahun/<int:year>/konfirmasi
  -                   403  403  403  403  403  403  403  403  403  303  401
GET /kalender/tahun/<int:year>/konfirmasi
  -                   403  403  403  403  403  403  403  403  403  200  303
GET /kalender/tahun/<int:year>/usulan
  -                   403  403  403  403  403  403  403  403  403  200  303
POST /kalender/tahun/<int:year>/usulan
  -                   403  403  403  403  403  403  403  403  403  303  401
POST /keluar
  -                   303  303  303  303  303  303  303  303  303  303  401
GET /kesehatan
  -                   200  200  200  200  200  200  200  200  200  200  200
GET /masuk
  -                   200  200  200  200  200  200  200  200  200  200  200
POST /masuk
  -                   303  303  303  303  303  303  303  303  303  303  303
POST /masuk/jabatan
  -                   403  403  403  403  403  403  403  403  403  403  403
GET /masuk/slip
  -                   200  200  200  200  200  200  200  200  200  200  200
POST /masuk/slip
  -                   422  422  422  422  422  422  422  422  422  422  422
GET /pegawai
  -                   403  403  403  403  403  403  403  403  403  200  303
GET /pegawai/<uuid:person_id>
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /pegawai/<uuid:person_id>/aktifkan
  own                 403  403  403  403  403  403  403  403  403  404  401
  other               403  403  403  403  403  403  403  403  403  404  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /pegawai/<uuid:person_id>/hapus-data
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /pegawai/<uuid:person_id>/hapus-data
  own                 403  403  403  403  403  403  403  403  403  409  401
  other               403  403  403  403  403  403  403  403  403  409  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /pegawai/<uuid:person_id>/jabatan
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /pegawai/<uuid:person_id>/jabatan
  own                 403  403  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /pegawai/<uuid:person_id>/nonaktifkan
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /pegawai/<uuid:person_id>/nonaktifkan
  own                 403  403  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /pegawai/<uuid:person_id>/sertifikat
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /pegawai/<uuid:person_id>/sertifikat
  own                 403  403  403  403  403  403  403  403  403  409  401
  other               403  403  403  403  403  403  403  403  403  409  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /pegawai/<uuid:person_id>/slip
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /pegawai/<uuid:person_id>/slip
  own                 403  403  403  403  403  403  403  403  403  200  401
  other               403  403  403  403  403  403  403  403  403  200  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /pegawai/<uuid:person_id>/ubah
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /pegawai/<uuid:person_id>/ubah
  own                 403  403  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /pegawai/baru
  -                   403  403  403  403  403  403  403  403  403  200  303
POST /pegawai/baru
  -                   403  403  403  403  403  403  403  403  403  303  401
GET /pegawai/jabatan/<uuid:holding_id>/akhiri
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /pegawai/jabatan/<uuid:holding_id>/akhiri
  own                 403  403  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /pekerjaan-terhenti
  -                   403  403  403  403  403  403  403  403  403  200  303
POST /pekerjaan-terhenti/abaikan
  -                   403  403  403  403  403  403  403  403  403  422  401
POST /pekerjaan-terhenti/coba-lagi
  -                   403  403  403  403  403  403  403  403  403  422  401
GET /pemberitahuan
  -                   200  200  200  200  200  200  200  200  200  200  303
POST /pemberitahuan/dibaca
  -                   303  303  303  303  303  303  303  303  303  303  401
GET /penugasan
  -                   200  200  200  200  200  200  200  200  200  200  303
GET /penugasan/<uuid:mandate_id>/akhiri
  own                 200  200  200  200  200  200  200  200  200  200  303
  other               200  200  200  200  200  200  200  200  200  200  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /penugasan/<uuid:mandate_id>/akhiri
  own                 303  303  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /penugasan/<uuid:mandate_id>/surat
  own                 200  200  404  404  404  404  404  404  404  200  303
  other               404  404  404  404  404  404  404  404  404  200  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /penugasan/baru
  own                 303  303  403  403  403  403  403  403  403  303  401
  other               422  422  403  403  403  403  403  403  403  303  401
  foreign             422  422  403  403  403  403  403  403  403  422  401
  nobody              422  422  403  403  403  403  403  403  403  422  401
GET /penugasan/baru
  -                   200  200  403  403  403  403  403  403  403  200  303
GET /proses
  -                   200  200  200  200  200  200  200  200  200  200  303
GET /proses/<uuid:instance_id>
  own     ketua       200  200  200  200  200  404  404  200  404  404  303
  own     instansi    200  200  200  200  200  200  404  200  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /proses/<uuid:instance_id>/batalkan
  own     ketua       200  200  403  403  403  404  404  403  404  404  303
  own     instansi    200  200  403  403  403  403  404  403  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /proses/<uuid:instance_id>/batalkan
  own     ketua       303  303  403  403  403  404  404  403  404  404  401
  own     instansi    303  303  403  403  403  403  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /proses/<uuid:instance_id>/lanjutkan
  own     ketua       409  409  403  403  403  404  404  403  404  404  303
  own     instansi    409  409  403  403  403  403  404  403  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /proses/<uuid:instance_id>/lanjutkan
  own     ketua       409  409  403  403  403  404  404  403  404  404  401
  own     instansi    409  409  403  403  403  403  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /proses/<uuid:instance_id>/tunda
  own     ketua       303  303  403  403  403  404  404  403  404  404  401
  own     instansi    303  303  403  403  403  403  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /proses/<uuid:instance_id>/perbaiki-isian
  own     ketua       422  422  403  403  403  404  404  403  404  404  401
  own     instansi    422  422  403  403  403  403  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /proses/<uuid:instance_id>/perbaiki-isian
  own     ketua       200  200  403  403  403  404  404  403  404  404  303
  own     instansi    200  200  403  403  403  403  404  403  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /proses/<uuid:instance_id>/permintaan/<int:number>
  own     ketua       409  409  403  403  403  404  404  403  404  404  303
  own     instansi    409  409  403  403  403  403  404  403  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /proses/<uuid:instance_id>/permintaan/<int:number>/setujui
  own     ketua       409  409  403  403  403  404  404  403  404  404  401
  own     instansi    409  409  403  403  403  403  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /proses/<uuid:instance_id>/permintaan/<int:number>/tolak
  own     ketua       409  409  403  403  403  404  404  403  404  404  401
  own     instansi    409  409  403  403  403  403  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /proses/<uuid:instance_id>/pindah-langkah
  own     ketua       422  422  403  403  403  404  404  403  404  404  401
  own     instansi    422  422  403  403  403  403  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /proses/<uuid:instance_id>/pindah-langkah
  own     ketua       200  200  403  403  403  404  404  403  404  404  303
  own     instansi    200  200  403  403  403  403  404  403  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /proses/<uuid:instance_id>/tunda
  own     ketua       200  200  403  403  403  404  404  403  404  404  303
  own     instansi    200  200  403  403  403  403  404  403  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /proses/<uuid:instance_id>/berkas/<sha256>
  own     ketua       200  200  200  200  200  404  404  200  404  404  303
  own     instansi    200  200  200  200  200  200  404  200  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /proses/<uuid:instance_id>/berkas/<sha256>/gambar/<int:number>
  own     ketua       200  200  200  200  200  404  404  200  404  404  303
  own     instansi    200  200  200  200  200  200  404  200  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /proses/<uuid:instance_id>/berkas/<sha256>/gambar/<int:number>/kecil
  own     ketua       200  200  200  200  200  404  404  200  404  404  303
  own     instansi    200  200  200  200  200  200  404  200  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /proses/<uuid:instance_id>/berkas/<sha256>/halaman
  own     ketua       200  200  200  200  200  404  404  200  404  404  303
  own     instansi    200  200  200  200  200  200  404  200  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /proses/<uuid:instance_id>/berkas/<sha256>/halaman/<int:number>
  own     ketua       200  200  200  200  200  404  404  200  404  404  303
  own     instansi    200  200  200  200  200  200  404  200  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /proses/<uuid:instance_id>/diagram.bpmn
  own     ketua       200  200  200  200  200  404  404  200  404  404  303
  own     instansi    200  200  200  200  200  200  404  200  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /proses/<uuid:instance_id>/dimulai
  own     ketua       200  200  200  200  200  404  404  200  404  404  303
  own     instansi    200  200  200  200  200  200  404  200  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /proses/<uuid:instance_id>/kendala/<int:number>
  own     ketua       409  409  403  403  403  404  404  403  404  404  401
  own     instansi    409  409  403  403  403  403  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /proses/<uuid:instance_id>/lewati/<int:task_no>
  own     kadis       422  422  422  422  422  404  404  422  404  404  401
  own     sekretaris  422  422  422  422  422  404  404  422  404  404  401
  own     ketua       422  422  422  422  422  404  404  422  404  404  401
  own     anggota     422  422  422  422  422  404  404  422  404  404  401
  own     bidang      403  403  403  303  403  404  404  403  404  404  401
  own     instansi    422  422  422  422  422  422  404  422  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /proses/<uuid:instance_id>/pemeriksaan
  own     ketua       200  200  200  200  200  404  404  200  404  404  303
  own     instansi    200  200  200  200  200  200  404  200  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /proses/<uuid:instance_id>/putar-ulang
  own     ketua       200  200  200  200  200  404  404  200  404  404  303
  own     instansi    200  200  200  200  200  200  404  200  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /proses/<uuid:instance_id>/putar-ulang.json
  own     ketua       200  200  200  200  200  404  404  200  404  404  303
  own     instansi    200  200  200  200  200  200  404  200  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /proses/<uuid:instance_id>/riwayat
  own     ketua       200  200  200  200  200  404  404  200  404  404  303
  own     instansi    200  200  200  200  200  200  404  200  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /proses/mulai
  -                   200  200  200  200  200  200  200  200  200  200  303
GET /proses/mulai/<uuid:sop_id>
  own                 200  200  200  200  200  403  403  403  403  403  303
  other               403  403  403  403  403  403  403  403  403  403  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /proses/mulai/<uuid:sop_id>
  own                 303  303  303  303  303  403  403  403  403  403  401
  other               403  403  403  403  403  403  403  403  403  403  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sandi
  -                   200  200  200  200  200  200  200  200  200  200  303
POST /sandi
  -                   422  422  422  422  422  422  422  422  422  303  401
GET /siapkan/<token>
  -                   403  403  403  403  403  403  403  403  403  403  403
POST /siapkan/<token>
  -                   403  403  403  403  403  403  403  403  403  403  403
GET /proses/<uuid:instance_id>/dokumen/<document>/batalkan-tanda-tangan
  own     ketua       422  403  403  403  403  404  404  403  404  404  303
  own     instansi    422  403  403  403  403  403  404  403  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /proses/<uuid:instance_id>/dokumen/<document>/batalkan-tanda-tangan
  own     ketua       422  403  403  403  403  404  404  403  404  404  401
  own     instansi    422  403  403  403  403  403  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /proses/<uuid:instance_id>/dokumen/<document>/perbedaan/<int:old>/<int:new>
  own     ketua       200  200  200  200  200  404  404  200  404  404  303
  own     instansi    200  200  200  200  200  200  404  200  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /sesi/<uuid:person_id>
  own                 200  409  409  409  409  409  409  409  409  409  401
  other               409  409  409  409  409  409  409  409  409  409  401
  foreign             409  409  409  409  409  409  409  409  409  409  401
  nobody              409  409  409  409  409  409  409  409  409  409  401
GET /sop
  -                   200  200  200  200  200  200  200  200  200  200  303
GET /sop/<uuid:sop_id>
  own                 200  200  200  200  200  200  200  200  200  200  303
  other               200  200  200  200  200  200  200  200  200  200  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /sop/<uuid:sop_id>/beda
  own                 303  303  303  303  303  303  303  303  303  303  303
  other               303  303  303  303  303  303  303  303  303  303  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /sop/<uuid:sop_id>/beda/<int:old>/<int:new>
  own                 200  200  200  200  200  404  200  200  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /sop/<uuid:sop_id>/beda/<int:old>/<int:new>/matriks
  own                 200  200  200  200  200  404  200  200  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /sop/<uuid:sop_id>/evaluasi
  own                 200  403  403  403  403  403  200  403  403  403  303
  other               403  403  403  403  403  403  200  403  403  403  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /sop/<uuid:sop_id>/evaluasi
  own                 303  403  403  403  403  403  303  403  403  403  401
  other               403  403  403  403  403  403  303  403  403  403  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/<uuid:sop_id>/pembaruan
  own                 303  303  403  403  403  403  303  403  403  403  401
  other               403  403  403  403  403  403  303  403  403  403  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/<uuid:sop_id>/versi/<int:number>.bpmn
  own                 200  200  200  200  200  404  200  200  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /sop/<uuid:sop_id>/versi/<int:number>/berlakukan
  own                 303  403  403  403  403  404  403  403  404  404  401
  other               404  404  404  404  404  404  403  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/<uuid:sop_id>/versi/<int:number>/cabut
  own                 303  403  403  403  403  404  303  403  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/<uuid:sop_id>/versi/<int:number>/draf
  own                 303  303  403  403  403  404  303  403  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/<uuid:sop_id>/versi/<int:number>/konfirmasi
  own                 403  403  403  403  403  404  303  403  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/<uuid:sop_id>/versi/<int:number>/pengesahan
  own                 403  200  403  403  403  404  403  403  404  404  303
  other               404  404  404  404  404  404  403  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /sop/<uuid:sop_id>/versi/<int:number>/pengesahan
  own                 403  303  403  403  403  404  403  403  404  404  401
  other               404  404  404  404  404  404  403  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/<uuid:sop_id>/versi/<int:number>/pindahkan
  own                 200  200  403  403  403  403  403  403  403  403  303
  other               403  403  403  403  403  403  403  403  403  403  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /sop/<uuid:sop_id>/versi/<int:number>/pindahkan
  own                 200  200  403  403  403  403  403  403  403  403  401
  other               403  403  403  403  403  403  403  403  403  403  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/<uuid:sop_id>/versi/<int:number>/pindaian
  own                 404  404  404  404  404  404  404  404  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /sop/<uuid:sop_id>/versi/<int:number>/uji-coba
  own                 403  403  403  403  403  404  303  403  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/<uuid:sop_id>/versi/<int:number>/uji-jalan
  own                 200  200  403  403  403  404  200  403  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /sop/<uuid:sop_id>/versi/<int:number>/uji-jalan
  own                 303  303  403  403  403  404  303  403  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/<uuid:sop_id>/versi/<int:number>/uji-jalan/isian
  own                 200  200  403  403  403  404  200  403  404  404  401
  other               404  404  404  404  404  404  200  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/<uuid:sop_id>/versi/<int:number>/uji-jalan/uji/<uuid:walk_id>/hapus
  own                 403  403  403  403  403  404  303  403  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/draf
  -                   200  200  404  404  404  404  200  404  404  404  303
POST /sop/draf
  own                 303  303  403  403  403  403  303  403  403  403  401
  other               403  403  403  403  403  403  303  403  403  403  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/draf/<uuid:draft_id>
  own                 200  200  404  404  404  404  200  404  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /sop/draf/<uuid:draft_id>/beda
  own                 303  303  404  404  404  404  303  404  404  404  303
  other               404  404  404  404  404  404  303  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /sop/draf/<uuid:draft_id>/beda/<old>/<new>
  own                 200  200  404  404  404  404  200  404  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /sop/draf/<uuid:draft_id>/beda/<old>/<new>/matriks
  own                 200  200  404  404  404  404  200  404  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /sop/draf/<uuid:draft_id>/baris
  own                 200  200  404  404  404  404  200  404  404  404  401
  other               404  404  404  404  404  404  200  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/draf/<uuid:draft_id>/buang
  own                 303  303  404  404  404  404  303  404  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/draf/<uuid:draft_id>/cek
  own                 200  200  404  404  404  404  200  404  404  404  401
  other               404  404  404  404  404  404  200  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/draf/<uuid:draft_id>/diagram.bpmn
  own                 200  200  404  404  404  404  200  404  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /sop/draf/<uuid:draft_id>/nama
  own                 303  303  404  404  404  404  303  404  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/draf/<uuid:draft_id>/pulihkan
  own                 303  303  404  404  404  404  303  404  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/draf/<uuid:draft_id>/riwayat
  own                 200  200  404  404  404  404  200  404  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /sop/draf/<uuid:draft_id>/salin
  own                 200  200  404  404  404  404  200  404  404  404  401
  other               404  404  404  404  404  404  200  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/draf/<uuid:draft_id>/simpan
  own                 303  303  404  404  404  404  303  404  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/draf/<uuid:draft_id>/tabel
  own                 200  200  404  404  404  404  200  404  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /sop/draf/<uuid:draft_id>/tabel
  own                 303  303  404  404  404  404  303  404  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/draf/<uuid:draft_id>/uji-jalan
  own                 200  200  404  404  404  404  200  404  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /sop/draf/<uuid:draft_id>/uji-jalan
  own                 303  303  404  404  404  404  303  404  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/draf/<uuid:draft_id>/uji-jalan/isian
  own                 200  200  404  404  404  404  200  404  404  404  401
  other               404  404  404  404  404  404  200  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/draf/<uuid:draft_id>/versi
  own                 200  200  404  404  404  404  200  404  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /sop/draf/<uuid:draft_id>/versi
  own                 303  303  404  404  404  404  303  404  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/formulir
  -                   200  200  404  404  404  404  200  404  404  404  303
POST /sop/formulir
  own                 303  303  403  403  403  403  303  403  403  403  401
  other               403  403  403  403  403  403  303  403  403  403  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/formulir/<uuid:form_id>
  own                 200  200  404  404  404  404  200  404  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
GET /sop/formulir/<uuid:form_id>/berkas.form
  own                 200  200  404  404  404  404  200  404  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /sop/formulir/<uuid:form_id>/buang
  own                 303  303  404  404  404  404  303  404  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/formulir/<uuid:form_id>/cek
  own                 200  200  404  404  404  404  200  404  404  404  401
  other               404  404  404  404  404  404  200  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/formulir/<uuid:form_id>/nama
  own                 303  303  404  404  404  404  303  404  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/formulir/<uuid:form_id>/pratinjau
  own                 200  200  404  404  404  404  200  404  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /sop/formulir/<uuid:form_id>/pratinjau
  own                 200  200  404  404  404  404  200  404  404  404  401
  other               404  404  404  404  404  404  200  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/formulir/<uuid:form_id>/pulihkan
  own                 303  303  404  404  404  404  303  404  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/formulir/<uuid:form_id>/riwayat
  own                 200  200  404  404  404  404  200  404  404  404  303
  other               404  404  404  404  404  404  200  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /sop/formulir/<uuid:form_id>/salin
  own                 200  200  404  404  404  404  200  404  404  404  401
  other               404  404  404  404  404  404  200  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/formulir/<uuid:form_id>/siap
  own                 303  303  404  404  404  404  303  404  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/formulir/<uuid:form_id>/simpan
  own                 303  303  404  404  404  404  303  404  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/formulir/<uuid:form_id>/tidak-siap
  own                 303  303  404  404  404  404  303  404  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/formulir/sunting
  own                 303  303  404  404  404  404  303  404  404  404  401
  other               404  404  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/katalog
  -                   200  200  404  404  404  404  200  404  404  404  303
POST /sop/katalog/<key>
  own                 303  303  403  403  403  403  303  403  403  403  401
  other               403  403  403  403  403  403  303  403  403  403  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /sop/register.xlsx
  -                   200  200  200  200  200  200  200  200  200  200  303
GET /sop/unggah
  -                   200  200  404  404  404  404  200  404  404  404  303
POST /sop/unggah
  own                 303  303  404  404  404  404  303  404  404  404  401
  other               403  403  404  404  404  404  303  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /sop/unggah/draf
  own                 422  422  404  404  404  404  422  404  404  404  401
  other               403  403  404  404  404  404  422  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /static/build/<path:name>
  -                   200  200  200  200  200  200  200  200  200  200  200
GET /struktur
  -                   200  200  200  200  200  200  200  200  200  200  303
GET /struktur/impor
  -                   403  403  403  403  403  403  403  403  403  200  303
POST /struktur/impor
  -                   403  403  403  403  403  403  403  403  403  200  401
GET /struktur/impor/selesai
  -                   403  403  403  403  403  403  403  403  403  200  303
POST /struktur/impor/simpan
  -                   403  403  403  403  403  403  403  403  403  422  401
GET /struktur/impor/templat.csv
  -                   403  403  403  403  403  403  403  403  403  200  303
GET /struktur/impor/templat.xlsx
  -                   403  403  403  403  403  403  403  403  403  200  303
GET /struktur/jabatan/<uuid:position_id>
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
GET /struktur/jabatan/<uuid:position_id>/nonaktifkan
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /struktur/jabatan/<uuid:position_id>/nonaktifkan
  own                 403  403  403  403  403  403  403  403  403  409  401
  other               403  403  403  403  403  403  403  403  403  409  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /struktur/jabatan/<uuid:position_id>/ubah
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /struktur/jabatan/<uuid:position_id>/ubah
  own                 403  403  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /struktur/kantor/<uuid:office_id>
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
GET /struktur/kantor/<uuid:office_id>/nonaktifkan
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /struktur/kantor/<uuid:office_id>/nonaktifkan
  own                 403  403  403  403  403  403  403  403  403  409  401
  other               403  403  403  403  403  403  403  403  403  409  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /struktur/kantor/<uuid:office_id>/ubah
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /struktur/kantor/<uuid:office_id>/ubah
  own                 403  403  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /struktur/kantor/<uuid:office_id>/unit
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /struktur/kantor/<uuid:office_id>/unit
  own                 403  403  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /struktur/kantor/baru
  -                   403  403  403  403  403  403  403  403  403  200  303
POST /struktur/kantor/baru
  -                   403  403  403  403  403  403  403  403  403  303  401
GET /struktur/unit/<uuid:unit_id>/jabatan
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /struktur/unit/<uuid:unit_id>/jabatan
  own                 403  403  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /struktur/unit/<uuid:unit_id>/nonaktifkan
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /struktur/unit/<uuid:unit_id>/nonaktifkan
  own                 403  403  403  403  403  403  403  403  403  409  401
  other               403  403  403  403  403  403  403  403  403  409  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /struktur/unit/<uuid:unit_id>/ubah
  own                 403  403  403  403  403  403  403  403  403  200  303
  other               403  403  403  403  403  403  403  403  403  200  303
  foreign             403  403  403  403  403  403  403  403  403  404  303
  nobody              403  403  403  403  403  403  403  403  403  404  303
POST /struktur/unit/<uuid:unit_id>/ubah
  own                 403  403  403  403  403  403  403  403  403  303  401
  other               403  403  403  403  403  403  403  403  403  303  401
  foreign             403  403  403  403  403  403  403  403  403  404  401
  nobody              403  403  403  403  403  403  403  403  403  404  401
GET /surat-tugas
  -                   404  404  404  404  404  404  404  200  200  404  303
GET /surat-tugas/<uuid:assignment_id>/cabut
  own                 404  404  404  404  404  404  404  404  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /surat-tugas/<uuid:assignment_id>/cabut
  own                 404  404  404  404  404  404  404  404  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /surat-tugas/baru
  -                   404  404  404  404  404  404  404  404  404  404  303
POST /surat-tugas/baru
  -                   404  404  404  404  404  404  404  404  404  404  401
GET /surel-tidak-terkirim
  -                   403  403  403  403  403  403  403  403  403  200  303
POST /surel-tidak-terkirim/abaikan
  -                   403  403  403  403  403  403  403  403  403  422  401
POST /surel-tidak-terkirim/kirim-lagi
  -                   403  403  403  403  403  403  403  403  403  422  401
GET /token
  -                   200  200  200  200  200  200  200  200  200  200  303
POST /token
  -                   200  200  200  200  200  200  200  200  200  200  401
POST /token/cabut
  -                   303  303  303  303  303  303  303  303  303  303  401
GET /tugas
  -                   200  200  200  200  200  200  200  200  200  200  303
GET /tugas/<uuid:instance_id>/<int:task_no>
  own     ketua       200  200  200  200  200  404  404  200  404  404  303
  own     instansi    200  200  200  200  200  200  404  200  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /tugas/<uuid:instance_id>/<int:task_no>/ambil
  own     kadis       303  403  403  403  403  404  404  403  404  404  401
  own     sekretaris  403  303  403  403  403  404  404  403  404  404  401
  own     ketua       403  403  303  403  403  404  404  403  404  404  401
  own     anggota     403  403  403  303  403  404  404  403  404  404  401
  own     bidang      403  403  403  403  303  404  404  403  404  404  401
  own     instansi    403  303  403  403  403  303  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /tugas/<uuid:instance_id>/<int:task_no>/draf
  own     kadis       200  403  403  403  403  404  404  403  404  404  401
  own     sekretaris  403  200  403  403  403  404  404  403  404  404  401
  own     ketua       403  403  200  403  403  404  404  403  404  404  401
  own     anggota     403  403  403  200  403  404  404  403  404  404  401
  own     bidang      403  403  403  403  200  404  404  403  404  404  401
  own     instansi    403  200  403  403  403  200  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /tugas/<uuid:instance_id>/<int:task_no>/isian
  own     kadis       200  200  200  200  200  404  404  200  404  404  401
  own     sekretaris  200  200  200  200  200  404  404  200  404  404  401
  own     ketua       200  200  200  200  200  404  404  200  404  404  401
  own     anggota     200  200  200  200  200  404  404  200  404  404  401
  own     bidang      200  200  200  200  200  404  404  200  404  404  401
  own     instansi    200  200  200  200  200  200  404  200  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /tugas/<uuid:instance_id>/<int:task_no>/kembalikan
  own     kadis       422  403  403  403  403  404  404  403  404  404  401
  own     sekretaris  403  422  403  403  403  404  404  403  404  404  401
  own     ketua       403  403  303  403  403  404  404  403  404  404  401
  own     anggota     403  403  403  422  403  404  404  403  404  404  401
  own     bidang      403  403  403  403  422  404  404  403  404  404  401
  own     instansi    403  422  403  403  403  422  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /tugas/<uuid:instance_id>/<int:task_no>/lepas
  own     kadis       303  303  403  403  403  404  404  403  404  404  401
  own     sekretaris  303  303  403  403  403  404  404  403  404  404  401
  own     ketua       303  303  303  403  403  404  404  403  404  404  401
  own     anggota     303  303  403  303  403  404  404  403  404  404  401
  own     bidang      303  303  403  403  303  404  404  403  404  404  401
  own     instansi    303  303  403  403  403  303  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /tugas/<uuid:instance_id>/<int:task_no>/selesai
  own     ketua       303  303  303  303  303  404  404  303  404  404  303
  own     instansi    303  303  303  303  303  303  404  303  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /tugas/<uuid:instance_id>/<int:task_no>/selesaikan
  own     kadis       303  403  403  403  403  404  404  403  404  404  401
  own     sekretaris  403  303  403  403  403  404  404  403  404  404  401
  own     ketua       403  403  303  403  403  404  404  403  404  404  401
  own     anggota     403  403  403  303  403  404  404  403  404  404  401
  own     bidang      403  403  403  403  303  404  404  403  404  404  401
  own     instansi    403  303  403  403  403  303  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /unggahan
  -                   201  201  201  201  201  201  201  201  201  201  401
GET /tugas/<uuid:instance_id>/<int:task_no>/kertas
  own     ketua       403  422  403  403  403  404  404  403  404  404  303
  own     instansi    403  422  403  403  403  403  404  403  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /tugas/<uuid:instance_id>/<int:task_no>/kertas
  own     kadis       403  303  403  403  403  404  404  403  404  404  401
  own     sekretaris  403  422  403  403  403  404  404  403  404  404  401
  own     ketua       403  422  403  403  403  404  404  403  404  404  401
  own     anggota     403  422  403  403  403  404  404  403  404  404  401
  own     bidang      403  422  403  403  403  404  404  403  404  404  401
  own     instansi    403  422  403  403  403  403  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /tugas/<uuid:instance_id>/<int:task_no>/setujui
  own     kadis       422  403  403  403  403  404  404  403  404  404  401
  own     sekretaris  403  422  403  403  403  404  404  403  404  404  401
  own     ketua       403  403  422  403  403  404  404  403  404  404  401
  own     anggota     403  403  403  422  403  404  404  403  404  404  401
  own     bidang      403  403  403  403  422  404  404  403  404  404  401
  own     instansi    403  422  403  403  403  422  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /tugas/<uuid:instance_id>/<int:task_no>/tte
  own     ketua       403  403  422  403  403  404  404  403  404  404  303
  own     instansi    403  422  403  403  403  422  404  403  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
POST /tugas/<uuid:instance_id>/<int:task_no>/tte
  own     kadis       422  403  403  403  403  404  404  403  404  404  401
  own     sekretaris  403  422  403  403  403  404  404  403  404  404  401
  own     ketua       403  403  422  403  403  404  404  403  404  404  401
  own     anggota     403  403  403  422  403  404  404  403  404  404  401
  own     bidang      403  403  403  403  422  404  404  403  404  404  401
  own     instansi    403  422  403  403  403  422  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /unggahan/<uuid:upload_id>
  own                 404  404  404  200  404  404  404  404  404  404  303
  other               404  404  404  404  404  404  404  404  404  404  303
  foreign             404  404  404  404  404  404  404  404  404  404  303
  nobody              404  404  404  404  404  404  404  404  404  404  303
PUT /unggahan/<uuid:upload_id>
  own                 404  404  404  200  404  404  404  404  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /api/v1
  -                   200  200  200  200  200  200  200  200  200  200  200
POST /api/v1/check
  -                   200  200  200  200  200  200  200  200  200  200  401
GET /api/v1/health
  -                   200  200  200  200  200  200  200  200  200  200  200
GET /api/v1/me
  -                   200  200  200  200  200  200  200  200  200  200  401
GET /api/v1/openapi.json
  -                   200  200  200  200  200  200  200  200  200  200  200
POST /api/v1/jobs/<uuid:process_id>/<int:task_no>/complete
  own     ketua       403  403  403  403  403  404  404  403  404  404  401
  own     instansi    403  403  403  403  403  403  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /api/v1/jobs/<uuid:process_id>/<int:task_no>/error
  own     ketua       403  403  403  403  403  404  404  403  404  404  401
  own     instansi    403  403  403  403  403  403  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /api/v1/jobs/<uuid:process_id>/<int:task_no>/extend
  own     ketua       403  403  403  403  403  404  404  403  404  404  401
  own     instansi    403  403  403  403  403  403  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /api/v1/jobs/<uuid:process_id>/<int:task_no>/fail
  own     ketua       403  403  403  403  403  404  404  403  404  404  401
  own     instansi    403  403  403  403  403  403  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /api/v1/jobs/fetch
  -                   200  200  200  200  200  200  200  200  200  200  401
POST /api/v1/offices/<uuid:office_id>/messages
  own                 403  202  403  403  403  403  403  403  403  403  401
  other               403  403  403  403  403  403  403  403  403  403  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /api/v1/offices/<uuid:office_id>/signals
  own                 403  202  403  403  403  403  403  403  403  403  401
  other               403  403  403  403  403  403  403  403  403  403  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /api/v1/processes
  -                   200  200  200  200  200  200  200  200  200  200  401
POST /api/v1/processes
  own                 201  201  201  201  201  403  403  403  403  403  401
  other               403  403  403  403  403  403  403  403  403  403  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /api/v1/processes/<uuid:process_id>
  own     ketua       200  200  200  200  200  404  404  200  404  404  401
  own     instansi    200  200  200  200  200  200  404  200  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /api/v1/processes/<uuid:process_id>/diagram
  own     ketua       200  200  200  200  200  404  404  200  404  404  401
  own     instansi    200  200  200  200  200  200  404  200  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /api/v1/processes/<uuid:process_id>/files/<sha256>
  own     ketua       200  200  200  200  200  404  404  200  404  404  401
  own     instansi    200  200  200  200  200  200  404  200  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /api/v1/processes/<uuid:process_id>/history
  own     ketua       200  200  200  200  200  404  404  200  404  404  401
  own     instansi    200  200  200  200  200  200  404  200  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /api/v1/processes/<uuid:process_id>/messages
  own     ketua       403  422  403  403  403  404  404  403  404  404  401
  own     instansi    403  422  403  403  403  403  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /api/v1/processes/<uuid:process_id>/reexecution
  own     ketua       200  200  200  200  200  404  404  200  404  404  401
  own     instansi    200  200  200  200  200  200  404  200  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /api/v1/processes/<uuid:process_id>/verification
  own     ketua       200  200  200  200  200  404  404  200  404  404  401
  own     instansi    200  200  200  200  200  200  404  200  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /api/v1/sops
  -                   200  200  200  200  200  200  200  200  200  200  401
GET /api/v1/sops/<uuid:sop_id>
  own                 200  200  200  200  200  200  200  200  200  200  401
  other               200  200  200  200  200  200  200  200  200  200  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /api/v1/sops/<uuid:sop_id>/versions
  own                 200  200  200  200  200  200  200  200  200  200  401
  other               200  200  200  200  200  200  200  200  200  200  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /api/v1/sops/<uuid:sop_id>/versions/<int:number>/diagram
  own                 200  200  200  200  200  404  200  200  404  404  401
  other               404  404  404  404  404  404  200  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
GET /api/v1/tasks
  -                   200  200  200  200  200  200  200  200  200  200  401
GET /api/v1/tasks/<uuid:process_id>/<int:task_no>
  own     ketua       200  200  200  200  200  404  404  200  404  404  401
  own     instansi    200  200  200  200  200  200  404  200  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /api/v1/tasks/<uuid:process_id>/<int:task_no>/arrival
  own     kadis       422  403  403  403  403  404  404  403  404  404  401
  own     sekretaris  403  422  403  403  403  404  404  403  404  404  401
  own     ketua       403  403  422  403  403  404  404  403  404  404  401
  own     anggota     403  403  403  422  403  404  404  403  404  404  401
  own     bidang      403  403  403  403  422  404  404  403  404  404  401
  own     instansi    403  200  403  403  403  200  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /api/v1/tasks/<uuid:process_id>/<int:task_no>/claim
  own     kadis       200  403  403  403  403  404  404  403  404  404  401
  own     sekretaris  403  200  403  403  403  404  404  403  404  404  401
  own     ketua       403  403  200  403  403  404  404  403  404  404  401
  own     anggota     403  403  403  200  403  404  404  403  404  404  401
  own     bidang      403  403  403  403  200  404  404  403  404  404  401
  own     instansi    403  200  403  403  403  200  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /api/v1/tasks/<uuid:process_id>/<int:task_no>/complete
  own     kadis       200  403  403  403  403  404  404  403  404  404  401
  own     sekretaris  403  200  403  403  403  404  404  403  404  404  401
  own     ketua       403  403  200  403  403  404  404  403  404  404  401
  own     anggota     403  403  403  200  403  404  404  403  404  404  401
  own     bidang      403  403  403  403  200  404  404  403  404  404  401
  own     instansi    403  422  403  403  403  422  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
PUT /api/v1/tasks/<uuid:process_id>/<int:task_no>/draft
  own     kadis       204  403  403  403  403  404  404  403  404  404  401
  own     sekretaris  403  204  403  403  403  404  404  403  404  404  401
  own     ketua       403  403  204  403  403  404  404  403  404  404  401
  own     anggota     403  403  403  204  403  404  404  403  404  404  401
  own     bidang      403  403  403  403  204  404  404  403  404  404  401
  own     instansi    403  204  403  403  403  204  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /api/v1/tasks/<uuid:process_id>/<int:task_no>/release
  own     kadis       200  200  403  403  403  404  404  403  404  404  401
  own     sekretaris  200  200  403  403  403  404  404  403  404  404  401
  own     ketua       200  200  200  403  403  404  404  403  404  404  401
  own     anggota     200  200  403  200  403  404  404  403  404  404  401
  own     bidang      200  200  403  403  200  404  404  403  404  404  401
  own     instansi    200  200  403  403  403  200  404  403  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /api/v1/tasks/<uuid:process_id>/<int:task_no>/waive
  own     kadis       422  422  422  422  422  404  404  422  404  404  401
  own     sekretaris  422  422  422  422  422  404  404  422  404  404  401
  own     ketua       422  422  422  422  422  404  404  422  404  404  401
  own     anggota     422  422  422  422  422  404  404  422  404  404  401
  own     bidang      403  403  403  200  403  404  404  403  404  404  401
  own     instansi    422  422  422  422  422  422  404  422  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
POST /api/v1/uploads
  -                   201  201  201  201  201  201  201  201  201  201  401
GET /api/v1/uploads/<uuid:upload_id>
  own                 404  404  404  200  404  404  404  404  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
PUT /api/v1/uploads/<uuid:upload_id>
  own                 404  404  404  200  404  404  404  404  404  404  401
  other               404  404  404  404  404  404  404  404  404  404  401
  foreign             404  404  404  404  404  404  404  404  404  404  401
  nobody              404  404  404  404  404  404  404  404  404  404  401
"""


@dataclass(frozen=True)
class Line:
    """One line of the table."""

    place: str
    #: whose task is asked for; "": the usual one
    who: str
    statuses: tuple[int, ...]


def _read(table: str) -> dict[str, tuple[Line, ...]]:
    found: dict[str, tuple[Line, ...]] = {}
    route = ""
    for written in table.splitlines():
        words = written.split()
        if not words or words[0] in ("#", "place"):
            continue
        if not written.startswith(" "):
            route = " ".join(words)
            found[route] = ()
            continue
        place, *rest = words
        who = "" if rest[0].isdigit() else rest.pop(0)
        found[route] = (*found[route], Line(place, who, tuple(map(int, rest))))
    return found


TABLE = _read(_TEXT)

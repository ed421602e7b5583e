from dataclasses import replace
from datetime import date

import pytest

from service.access.import_plan import (
    KnownHolding,
    KnownPerson,
    KnownStructure,
    read_date,
)
from service.access.import_rows import make_plan
from service.access.sheet import read_sheet
from tests.invented import NIP, OTHER_NIP

TODAY = date(2026, 11, 23)
EMPTY = KnownStructure(timezone="Asia/Jakarta")
HEAD = (
    "Perangkat Daerah;Singkatan;Jenis perangkat daerah;Unit kerja;Jenis unit;Jabatan;Peran;"
    "Tugas khusus;Nama;NIP;Telepon;Nama masuk;Mulai;Sampai;Nomor SK;Tanggal SK"
)
KADIS = (
    "Dinas A;DA;dinas;Pimpinan;pimpinan;Kepala Dinas;Kepala Dinas;;Pegawai Satu;"
    f"{NIP};;pegawai.1;01-01-2026;;821/1;31/12/2025"
)
STAFF = "Dinas A;;;Bidang B;;Analis B;;;Pegawai Dua;;;pegawai.2;2026-02-01;;;"
STORE = KnownStructure(
    timezone="Asia/Jakarta",
    offices={"Dinas A": "dinas"},
    short_names=frozenset({"DA"}),
    units={("Dinas A", "Pimpinan"): "pimpinan"},
    positions={("Dinas A", "Kepala Dinas"): ("Pimpinan", "kepala_dinas", None)},
    holdings={("Dinas A", "Kepala Dinas"): (KnownHolding("satu", date(2026, 1, 1), None),)},
    people=(
        KnownPerson("satu", "Pegawai Satu", NIP, "pegawai.1", "0561 7766", "satu@kantor.invalid"),
    ),
    logins=frozenset({"pegawai.1", "orang.lain"}),
)


def plan(*lines, known=EMPTY, head=HEAD):
    return make_plan(read_sheet("\n".join((head, *lines)).encode()), known, TODAY)


def errors(result):
    return [
        (item.row, item.column, item.code) for item in result.findings if item.severity == "error"
    ]


def test_a_row_adds_office_unit_jabatan_and_holder():
    result = plan(KADIS, STAFF)

    assert not result.refused
    assert [office.name for office in result.offices] == ["Dinas A"]
    assert [(unit.unit.name, unit.unit.kind) for unit in result.units] == [
        ("Pimpinan", "pimpinan"),
        ("Bidang B", "bidang"),
    ]
    assert [(p.position.title, p.position.role) for p in result.positions] == [
        ("Kepala Dinas", "kepala_dinas"),
        ("Analis B", None),
    ]
    first, second = result.holdings
    assert (first.person.nip, first.holding.from_date, first.holding.sk_date) == (
        NIP,
        date(2026, 1, 1),
        date(2025, 12, 31),
    )
    assert (second.person.login, second.known) == ("pegawai.2", False)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Sekretariat", "sekretariat"),
        ("BIDANG Kelembagaan", "bidang"),
        ("Tim Kerja Perencanaan", "tim"),
        ("Pimpinan Dinas", "pimpinan"),
        ("Kelompok Jabatan Fungsional", "tim"),
        ("Subbidang Data", "tim"),
    ],
)
def test_a_unit_without_kind_is_what_the_first_word_of_its_name_says(name, kind):
    assert plan(STAFF.replace("Bidang B", name)).units[0].unit.kind == kind


def test_the_same_file_again_changes_nothing():
    result = plan(KADIS, known=STORE)

    assert not result.refused
    assert (result.offices, result.units, result.positions, result.holdings) == ((),) * 4
    assert result.unchanged == 1


def test_a_holder_without_start_starts_today_and_is_not_added_twice():
    undated = KADIS.replace("01-01-2026", "")

    assert plan(undated).holdings[0].holding.from_date == TODAY
    assert plan(undated, known=STORE).unchanged == 1


def test_every_row_is_judged_and_every_finding_names_row_and_column():
    result = plan(
        KADIS.replace("01-01-2026", "31-02-2026"),
        STAFF.replace("Analis B", ""),
        STAFF.replace("pegawai.2", "x"),
        STAFF.replace("Bidang B;;", "Bidang B;kebun;"),
    )

    assert errors(result) == [
        (2, "from_date", "structure.bad-date"),
        (3, "title", "structure.missing"),
        (4, "login", "structure.bad-login"),
        (5, "unit_kind", "structure.not-a-choice"),
    ]


def test_a_year_that_nobody_means_is_refused_where_it_stands():
    dates = "01-01-2026;;821/1;31/12/2025"

    assert errors(plan(KADIS.replace(dates, "01-01-1944;31-12-9999;821/1;31-12-0202"))) == [
        (2, "from_date", "structure.implausible-year"),
        (2, "to_date", "structure.implausible-year"),
        (2, "sk_date", "structure.implausible-year"),
    ]


def test_a_missing_or_unknown_column_is_named_and_no_row_is_read():
    result = plan("x;y", head="Jabatan;Gaji")

    assert errors(result) == [
        (0, "Gaji", "structure.unknown-column"),
        (0, "office", "structure.column-missing"),
        (0, "unit", "structure.column-missing"),
    ]
    assert [item.params for item in result.findings] == [
        {"column": "Gaji"},
        {"column": "Perangkat daerah"},
        {"column": "Unit kerja"},
    ]


def test_a_formula_is_refused_where_it_stands():
    assert errors(plan(STAFF.replace("Pegawai Dua", "=A1"))) == [
        (2, "person", "structure.formula")
    ]


def test_two_holders_of_one_single_jabatan_may_not_overlap():
    second = KADIS.replace(f"Pegawai Satu;{NIP};;pegawai.1", "Pegawai Tiga;;;p.3")

    assert errors(plan(KADIS, second)) == [(3, "from_date", "structure.holdings-overlap")]
    assert errors(plan(second, known=STORE)) == [(2, "from_date", "structure.holdings-overlap")]
    assert not plan(
        KADIS.replace("01-01-2026;", "01-01-2026;30-06-2026"),
        second.replace("01-01-2026", "01-07-2026"),
    ).refused


def test_several_persons_may_share_a_jabatan_without_lane():
    assert not plan(STAFF, STAFF.replace("Pegawai Dua;;;pegawai.2", "Pegawai Tiga;;;p.3")).refused


def test_one_person_does_not_hold_one_jabatan_twice_at_once():
    assert errors(plan(STAFF, STAFF.replace("2026-02-01", "2026-03-01"))) == [
        (3, "from_date", "structure.holdings-overlap")
    ]


@pytest.mark.parametrize(
    "line",
    [
        KADIS.replace("Pegawai Satu", "Orang Lain"),
        STAFF.replace("pegawai.2", "orang.lain"),
        STAFF.replace("Pegawai Dua;;;pegawai.2", "Orang Lain;;;pegawai.1"),
    ],
)
def test_a_nip_or_login_name_of_somebody_else_is_refused(line):
    assert {code for *_, code in errors(plan(line, known=STORE))} == {
        "structure.belongs-to-another"
    }


@pytest.mark.parametrize("kept", [f"{NIP};;", ";;pegawai.1"])
def test_either_key_finds_the_person_and_the_holding(kept):
    line = KADIS.replace(f"{NIP};;pegawai.1", kept)

    assert plan(line, known=STORE).unchanged == 1
    assert plan(KADIS, line).unchanged == 1


def test_a_row_that_names_two_people_is_refused():
    nip = OTHER_NIP
    other = KnownPerson("lain", "Pegawai Satu", nip)
    known = replace(STORE, people=(*STORE.people, other))

    assert errors(plan(KADIS.replace(NIP, nip), known=known)) == [
        (2, "login", "structure.names-two-people")
    ]
    namesake = STAFF.replace("Pegawai Dua;;", f"Pegawai Satu;{nip};")
    both = STAFF.replace("Pegawai Dua;;;pegawai.2", f"Pegawai Satu;{NIP};;pegawai.2")
    assert errors(plan(KADIS, namesake, both))[0][0] == 4


@pytest.mark.parametrize(
    ("column", "changes"),
    [
        ("nip", {"nip": None}),
        ("nip", {"nip": OTHER_NIP}),
        ("login", {"login": None}),
        ("phone", {"phone": None}),
        ("phone", {"phone": "0561 7755"}),
    ],
)
def test_what_the_store_does_not_have_of_a_person_is_a_finding_and_is_never_dropped(
    column, changes
):
    known = replace(
        STORE, people=(replace(STORE.people[0], **changes),), logins=frozenset({"orang.lain"})
    )
    line = KADIS.replace("001;;pegawai.1", "001;0561-7766;pegawai.1")

    assert errors(plan(line, known=known)) == [(2, column, "structure.person-differs")]
    assert plan(line, known=STORE).unchanged == 1


WITH_ADDRESS = f"{HEAD};Alamat surel"


def test_a_new_person_gets_the_e_mail_address_of_the_row():
    result = plan(f"{STAFF};dua@kantor.invalid", head=WITH_ADDRESS)

    assert errors(result) == []
    assert [it.person.email for it in result.holdings] == ["dua@kantor.invalid"]


@pytest.mark.parametrize("word", ["Surel", "E-mail", "email", "ALAMAT SUREL"])
def test_the_column_of_the_address_goes_by_the_words_that_people_use(word):
    result = plan(f"{STAFF};dua@kantor.invalid", head=f"{HEAD};{word}")

    assert [it.person.email for it in result.holdings] == ["dua@kantor.invalid"]


@pytest.mark.parametrize("address", ["dua", "dua@kantor", "dua @kantor.invalid", "a@b.c;x"])
def test_what_is_no_address_is_refused_as_on_the_page_of_a_person(address):
    assert errors(plan(f'{STAFF};"{address}"', head=WITH_ADDRESS)) == [
        (2, "email", "structure.bad-email")
    ]


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("", []),
        ("SATU@kantor.invalid", []),
        ("lain@kantor.invalid", [(2, "email", "structure.person-differs")]),
    ],
)
def test_another_address_than_is_known_is_a_finding_and_an_empty_cell_says_nothing(address, found):
    result = plan(f"{KADIS};{address}", known=STORE, head=WITH_ADDRESS)

    assert errors(result) == found


def test_an_address_without_a_person_is_refused():
    line = "Dinas A;;;Bidang B;;Analis B;;;;;;;;;;;dua@kantor.invalid"

    assert errors(plan(line, head=WITH_ADDRESS)) == [(2, "email", "structure.no-person-named")]


def test_what_a_later_row_adds_to_a_new_person_is_a_finding():
    later = STAFF.replace("Analis B", "Analis C").replace(";;pegawai.2", ";0561 7766;pegawai.2")

    assert errors(plan(STAFF, later)) == [(3, "phone", "structure.differs-from-row")]


def test_a_deactivated_person_is_found_by_either_key():
    known = replace(STORE, people=(replace(STORE.people[0], active=False),))

    for kept in (f"{NIP};;", ";;pegawai.1"):
        line = KADIS.replace(f"{NIP};;pegawai.1", kept)
        assert errors(plan(line, known=known)) == [(2, "person", "structure.deactivated")]


def test_an_administrator_gets_no_lane_by_the_other_key():
    admin = STAFF.replace("Analis B;;;", "Admin;;Administrator;").replace(
        "Dua;;;", f"Dua;{OTHER_NIP};;"
    )
    lane = STAFF.replace("Analis B;;;", "Sekretaris;Sekretaris;;")

    assert errors(plan(admin, lane)) == [(3, "person", "structure.administrator-has-no-lane")]


def test_a_name_alone_means_only_who_has_no_key_either():
    nameless = STAFF.replace("pegawai.2", "")
    known = replace(EMPTY, people=(KnownPerson("dua", "Pegawai Dua"),))

    assert plan(nameless, known=known).holdings[0].identity == "dua"
    for people in (
        (*known.people, KnownPerson("tiga", "Pegawai Dua")),
        (KnownPerson("dua", "Pegawai Dua", None, "pegawai.2"),),
    ):
        assert errors(plan(nameless, known=replace(known, people=people))) == [
            (2, "person", "structure.name-not-enough")
        ]


NAMED = KnownStructure(
    timezone="Asia/Jakarta",
    offices={"Dinas A": "dinas", "Dinas B": "dinas"},
    units={("Dinas A", "Bidang A"): "bidang", ("Dinas B", "Bidang A"): "bidang"},
    positions={
        ("Dinas A", "Staf"): ("Bidang A", None, None),
        ("Dinas B", "Staf"): ("Bidang A", None, None),
    },
    holdings={("Dinas A", "Staf"): (KnownHolding("dua", date(2026, 1, 1), None),)},
    people=(KnownPerson("dua", "Pegawai Dua"),),
)


@pytest.mark.parametrize(
    ("known_by", "stated"),
    [
        ({}, f"{NIP};;"),
        ({}, ";;pegawai.2"),
        ({"login": "dua"}, f"{NIP};;"),
        ({"nip": NIP}, ";;pegawai.2"),
        ({"active": False}, f"{NIP};;pegawai.2"),
    ],
)
def test_who_may_be_known_by_name_already_is_not_added_beside_that_person(known_by, stated):
    known = replace(NAMED, people=(replace(NAMED.people[0], **known_by),))
    line = STAFF.replace("Pegawai Dua;;;pegawai.2", f"Pegawai Dua;{stated}")

    maybe = [(2, "person", "structure.maybe-same-person")]
    assert errors(plan(line, known=known)) == maybe
    assert errors(plan(line, known=replace(known, holdings={}))) == maybe


@pytest.mark.parametrize(
    ("known_by", "stated"),
    [
        ({"nip": OTHER_NIP}, f"{NIP};;pegawai.2"),
        ({"login": "dua"}, f"{NIP};;pegawai.2"),
        ({"nip": OTHER_NIP, "login": "dua"}, ";;pegawai.2"),
    ],
)
def test_another_key_of_the_same_kind_says_that_it_is_another_person(known_by, stated):
    known = replace(NAMED, people=(replace(NAMED.people[0], **known_by),))
    line = STAFF.replace("Pegawai Dua;;;pegawai.2", f"Pegawai Dua;{stated}")

    (added,) = plan(line, known=known).holdings
    assert not added.known


def test_a_namesake_of_another_office_is_told_and_does_not_stop_the_row():
    result = plan(STAFF.replace("Dinas A", "Dinas B"), known=NAMED)

    assert not result.refused
    assert [item.code for item in result.findings] == ["structure.namesake-elsewhere"]
    assert not result.holdings[0].known


def test_a_name_alone_never_means_somebody_of_another_office():
    nameless = STAFF.replace("pegawai.2", "")

    assert plan(nameless, known=NAMED).holdings[0].identity == "dua"
    assert errors(plan(nameless.replace("Dinas A", "Dinas B"), known=NAMED)) == [
        (2, "person", "structure.name-not-enough")
    ]


def test_two_rows_that_may_be_one_person_are_not_two_people():
    nameless = STAFF.replace("pegawai.2", "").replace("Analis B", "Arsiparis")
    result = plan(nameless, STAFF)

    assert errors(result) == [(3, "person", "structure.maybe-same-as-row")]
    assert [dict(item.params) for item in result.findings if item.severity == "error"] == [
        {"row": "2"}
    ]


def test_an_office_has_one_head():
    second = KADIS.replace(";Kepala Dinas;Kepala Dinas;", ";Kepala Kantor;Kepala Dinas;")

    assert errors(plan(KADIS, second)) == [(3, "role", "structure.role-taken")]


def test_a_jabatan_that_the_store_describes_otherwise_is_refused():
    moved = KADIS.replace("Pimpinan;pimpinan", "Sekretariat;")

    assert errors(plan(moved, known=STORE)) == [(2, "title", "structure.differs-from-store")]
    assert errors(plan(KADIS.replace(";dinas;", ";bkad;"), known=STORE)) == [
        (2, "office_kind", "structure.differs-from-store")
    ]


def test_a_long_office_name_needs_a_short_one_only_where_the_office_is_new():
    name = "Dinas Koperasi, Usaha Kecil, Menengah, Perindustrian dan Perdagangan"
    line = STAFF.replace("Dinas A", name)

    assert errors(plan(line)) == [(2, "short_name", "structure.bad-short-name")]
    assert not plan(KADIS.replace("Dinas A", name), line).refused
    assert not plan(line, known=replace(STORE, offices={name: "dinas"})).refused


def test_an_administrator_gets_no_lane():
    admin = STAFF.replace("Analis B;;;", "Admin;;Administrator;")
    lane = STAFF.replace("Analis B;;;", "Sekretaris;Sekretaris;;")

    assert errors(plan(admin, lane)) == [(3, "person", "structure.administrator-has-no-lane")]
    assert errors(plan(lane, admin)) == [(3, "person", "structure.administrator-has-no-lane")]


def test_an_administrator_may_have_a_second_jabatan_without_lane():
    admin = STAFF.replace("Analis B;;;", "Admin;;Administrator;")

    assert not plan(admin, STAFF).refused
    assert not plan(STAFF, admin).refused


@pytest.mark.parametrize(
    "line",
    [
        # office, unit and jabatan differ from the store, or the holding cannot stand
        KADIS.replace(";dinas;", ";bkad;").replace("Kepala Dinas;K", "Baru;K"),
        STAFF.replace("Bidang B;;", "Pimpinan;bidang;"),
        KADIS.replace("Pimpinan;pimpinan", "Sekretariat;"),
        KADIS.replace(f"Pegawai Satu;{NIP};;pegawai.1", "Tiga;;;p.3"),
        STAFF.replace("pegawai.2", "orang.lain"),
    ],
)
def test_nothing_is_planned_of_a_row_with_an_error(line):
    result = plan(line, known=STORE)

    assert result.refused
    assert (result.offices, result.units, result.positions, result.holdings) == ((),) * 4


EVERYTHING = (
    "Dinas C;#;kantor;Bidang B;kebun;Analis B;ketua kelas;;Pegawai Dua;12;nol;X Y;"
    "2026-02-01;2026-01-01;;besok"
)


def test_everything_that_is_wrong_with_a_row_is_said_at_once():
    assert errors(plan(EVERYTHING)) == [
        (2, "sk_date", "structure.bad-date"),
        (2, "short_name", "structure.bad-short-name"),
        (2, "office_kind", "structure.not-a-choice"),
        (2, "unit_kind", "structure.not-a-choice"),
        (2, "role", "structure.not-a-choice"),
        (2, "nip", "structure.bad-nip"),
        (2, "phone", "structure.bad-phone"),
        (2, "login", "structure.bad-login"),
        (2, "to_date", "structure.ends-before-it-starts"),
    ]


def test_what_the_store_says_against_a_row_is_said_with_the_rest():
    line = KADIS.replace(";dinas;", ";bkad;").replace("Pimpinan;pimpinan", "Pimpinan;bidang")
    line = line.replace(f"Pegawai Satu;{NIP};;pegawai.1", "Tiga;;nol;orang.lain")

    assert errors(plan(line.replace("31/12/2025", "31/02/2025"), known=STORE)) == [
        (2, "sk_date", "structure.bad-date"),
        (2, "office_kind", "structure.differs-from-store"),
        (2, "unit_kind", "structure.differs-from-store"),
        (2, "phone", "structure.bad-phone"),
        (2, "login", "structure.belongs-to-another"),
    ]


def test_a_clash_is_said_although_the_office_of_its_row_is_wrong_too():
    second = KADIS.replace(f"Pegawai Satu;{NIP};;pegawai.1", "Tiga;;;p.3")

    assert errors(plan(second.replace(";dinas;", ";bkad;"), known=STORE)) == [
        (2, "office_kind", "structure.differs-from-store"),
        (2, "from_date", "structure.holdings-overlap"),
    ]


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (STAFF.replace("Dinas A", "=A1"), ("office", "structure.formula")),
        (STAFF.replace("Dinas A", ""), ("office", "structure.missing")),
        (STAFF.replace("Bidang B", "=A1"), ("unit", "structure.formula")),
        (STAFF.replace("Analis B", ""), ("title", "structure.missing")),
        (STAFF.replace("Pegawai Dua;", "Pegawai Dua;12"), ("nip", "structure.bad-nip")),
        (KADIS.replace("01-01-2026", "40-01-2026"), ("from_date", "structure.bad-date")),
    ],
)
def test_what_only_follows_from_a_wrong_cell_is_not_said(line, found):
    assert errors(plan(line, known=STORE)) == [(2, *found)]


def test_the_rows_below_are_judged_by_what_a_row_with_errors_says_rightly():
    """Or the mending of one row would bring out what was wrong with another."""
    first = KADIS.replace(";dinas;", ";kantor;")
    second = KADIS.replace(f"Pegawai Satu;{NIP};;pegawai.1", "Tiga;;;p.3")

    assert errors(plan(first, second)) == [
        (2, "office_kind", "structure.not-a-choice"),
        (3, "from_date", "structure.holdings-overlap"),
    ]


def test_rows_that_are_ready_and_rows_to_mend_are_counted():
    result = plan(KADIS, EVERYTHING, STAFF)

    assert (result.rows, result.rows_to_mend, result.rows_judged) == (3, 1, True)
    headless = plan(KADIS, head="Jabatan")
    assert (headless.rows_to_mend, headless.rows_judged) == (0, False)


def test_holder_columns_without_a_name_are_refused():
    assert errors(plan(STAFF.replace("Pegawai Dua", ""))) == [
        (2, "login", "structure.no-person-named"),
        (2, "from_date", "structure.no-person-named"),
    ]


def test_a_jabatan_without_holder_is_added_and_then_unchanged():
    vacant = "Dinas A;;;Pimpinan;;Kepala Dinas;Kepala Dinas;;;;;;;;;"

    assert (len(plan(vacant).positions), plan(vacant).unchanged) == (1, 0)
    # Beside a jabatan that the file adds, this one is still known already.
    assert plan(vacant, STAFF, known=STORE).unchanged == 1
    assert plan(STAFF, vacant, known=STORE).unchanged == 1
    assert plan(vacant, known=STORE).unchanged == 1


def test_a_doubtful_nip_and_a_person_without_key_are_warnings_only():
    result = plan(
        KADIS.replace(NIP, "198513012010011001"),
        STAFF.replace("pegawai.2", ""),
    )

    assert not result.refused
    assert [(item.row, item.code) for item in result.findings] == [
        (2, "structure.nip-doubtful"),
        (3, "structure.person-without-key"),
    ]


def test_the_preview_hash_names_the_file_and_what_it_means_now():
    raw = b"the file"
    first = plan(KADIS)

    assert first.hash(raw) == plan(KADIS).hash(raw)
    assert first.hash(raw) != first.hash(b"another file")
    assert first.hash(raw) != plan(KADIS, known=STORE).hash(raw)
    assert first.hash(raw) != plan(KADIS, known=replace(EMPTY, timezone="Asia/Makassar")).hash(raw)


@pytest.mark.parametrize("text", ["2026-11-21", "21-11-2026", "21/11/2026", "21.11.2026"])
def test_days_are_read_as_people_write_them(text):
    assert read_date(text) == date(2026, 11, 21)


@pytest.mark.parametrize("text", ["31-02-2026", "11/21/2026", "2026", "besok", "21-11-26"])
def test_what_is_no_day_is_not_guessed(text):
    assert read_date(text) is None

from datetime import date

import pytest

from service.access.entries import (
    EntryRefused,
    NewHolding,
    NewOffice,
    NewPerson,
    NewPosition,
    NewUnit,
    accepted,
    nip_is_doubtful,
    written_lines,
    written_text,
)


def problems(entry):
    with pytest.raises(EntryRefused) as caught:
        accepted(entry)
    return [(problem.field_name, problem.code) for problem in caught.value.problems]


def test_text_is_kept_in_one_form():
    office = accepted(NewOffice("  Dinas\tKoperasi  dan UKM ", "Diskop ", "dinas", "Asia/Jakarta"))

    assert office.name == "Dinas Koperasi dan UKM"
    assert office.short_name == "Diskop"


def test_where_a_word_processor_would_break_a_line_is_no_part_of_a_text():
    office = accepted(
        NewOffice("Peren\u00adcanaan\u200b Daerah\ufeff", "Diskop", "dinas", "Asia/Jakarta")
    )

    assert office.name == "Perencanaan Daerah"


def test_several_lines_are_taken_where_they_may_be_and_hidden_marks_nowhere():
    assert written_lines("note", " satu\r\ndua ", 20) == "satu\ndua"
    assert written_lines("note", "", 20, needed=False) == ""
    assert written_text("name", "satu\r\ndua", 20) == "satu dua"
    for refused in ("", "a" * 21, "satu\u202edua"):
        with pytest.raises(EntryRefused):
            written_lines("note", refused, 20)


def test_every_problem_of_an_entry_is_named_at_once():
    assert problems(NewOffice("", "<b>", "kantor", "Europe/Berlin")) == [
        ("name", "structure.missing"),
        ("short_name", "structure.bad-short-name"),
        ("kind", "structure.not-a-choice"),
        ("timezone", "structure.not-a-choice"),
    ]


@pytest.mark.parametrize("name", ["Bidang \u202ekejut", "Bidang\x07", "Bidang\u200d A"])
def test_invisible_characters_are_refused(name):
    assert problems(NewUnit(name, "bidang")) == [("name", "structure.bad-characters")]


def test_a_duty_keeps_a_position_out_of_all_lanes():
    assert problems(NewPosition("Administrator", "sekretaris", "administrator")) == [
        ("duty", "structure.role-and-duty")
    ]
    assert accepted(NewPosition("Staf", "", "")) == NewPosition("Staf")


def test_an_outside_agency_is_no_role_of_a_position():
    assert problems(NewPosition("Petugas", "instansi")) == [("role", "structure.not-a-choice")]


def test_a_person_may_have_neither_nip_nor_phone_nor_login():
    assert accepted(NewPerson("Pegawai", "", " ", "")) == NewPerson("Pegawai")


def test_nip_and_login_are_kept_in_one_form():
    person = accepted(NewPerson("Pegawai", "19850101 201001 1 001", "+62 812-345", "Analis.1"))

    assert (person.nip, person.login) == ("198501012010011001", "analis.1")


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (NewPerson("P", nip="123"), ("nip", "structure.bad-nip")),
        (NewPerson("P", nip="1.98501012010011e+17"), ("nip", "structure.bad-nip")),
        (NewPerson("P", phone="hubungi"), ("phone", "structure.bad-phone")),
        (NewPerson("P", login="a b"), ("login", "structure.bad-login")),
        (NewPerson("P", login="ab"), ("login", "structure.bad-login")),
    ],
)
def test_a_badly_written_field_is_named(person, expected):
    assert problems(person) == [expected]


def test_a_holding_does_not_end_before_it_starts():
    assert problems(NewHolding(date(2026, 2, 1), date(2026, 1, 31))) == [
        ("to_date", "structure.ends-before-it-starts")
    ]
    assert accepted(NewHolding(date(2026, 2, 1), date(2026, 2, 1)))


@pytest.mark.parametrize(
    ("nip", "doubtful"),
    [
        ("198501012010011001", False),
        ("199002022022212003", False),  # NI PPPK: 21 instead of a month
        ("198513012010011001", True),  # month 13 of birth
        ("198501012010013001", True),  # neither 1 nor 2
        ("198501012010011000", True),  # serial 000
        ("200501012010011001", True),  # appointed at five
        ("199501012010011001", False),  # appointed at fifteen
        ("199601012010011001", True),  # appointed at fourteen
        ("195001012010011001", False),  # appointed at sixty
        ("194901012010011001", True),  # appointed at sixty-one
        ("198501012010001001", True),  # appointed in month 00
    ],
)
def test_a_nip_that_does_not_read_as_one_is_doubtful(nip, doubtful):
    assert nip_is_doubtful(nip) is doubtful

"""How forms are called that diagrams name by keys."""

from __future__ import annotations

from service.running.catalogue import read_catalogue
from service.web.form_names import FormNames, read_key


def test_a_key_reads_as_words():
    assert read_key("catatan-pelaksanaan") == "Catatan pelaksanaan"
    assert read_key("kirim-esakip") == "Kirim e-SAKIP"
    assert read_key("kalbar-rka-dpa-koreksi") == "Kalbar RKA DPA koreksi"


def test_the_title_that_an_office_gave_counts_before_the_key():
    names = FormNames({"surat": "Surat masuk kantor", "konsep": ""})

    assert names.listed() == [("konsep", "Konsep"), ("surat", "Surat masuk kantor")]
    assert names.key(" surat  Masuk kantor") == "surat"
    assert names.key("konsep") == "konsep"
    assert names.key("Tidak ada") == "Tidak ada"


def test_two_that_are_called_alike_are_told_apart():
    names = FormNames({"surat": "Surat", "surat-2": "surat", "konsep": ""})

    assert [names.key(names.of(key)) for key in ("surat", "surat-2")] == ["surat", "surat-2"]
    assert names.of("surat") == "Surat (surat)"


def test_no_two_forms_that_come_with_alur_are_called_alike():
    names = FormNames(dict.fromkeys(read_catalogue().forms, ""))

    assert all("(" not in name for _, name in names.listed())

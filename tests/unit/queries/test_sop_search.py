from __future__ import annotations

import pytest

from service.queries.sop_search import matches

LAKIP = ("PENYUSUNAN LAKIP", "000-P/1620.4/DISKOPUKM", "Dinas Koperasi", "kalbar-lakip")
RKA = ("Penyusunan RKA dan DPA SKPD", None, "Dinas Koperasi", "kalbar-rka-dpa")


@pytest.mark.parametrize(
    "words",
    ["", "  ", "lakip", "LKjIP", "lkj", "laporan kinerja", "penyusunan lak", "1620.4", "kalbar"],
)
def test_words_find_a_sop_by_what_is_said_of_it_and_by_its_other_names(words):
    assert matches(words, LAKIP)


@pytest.mark.parametrize("words", ["rka", "akip", "lakip rka", "laporan", "cirebon"])
def test_words_that_the_sop_does_not_have_do_not_find_it(words):
    assert not matches(words, LAKIP)


@pytest.mark.parametrize(
    "words", ["rencana kerja dan anggaran", "dokumen pelaksanaan anggaran rka", "dpa penyusunan"]
)
def test_a_name_written_out_finds_its_abbreviation(words):
    assert matches(words, RKA)
    assert not matches(words, LAKIP)


def test_a_word_that_only_begins_like_a_name_is_no_name():
    assert matches("rencana kerjasama", ["Penyusunan Rencana Kerjasama Daerah"])
    assert not matches("rencana kerjasama", ["Penyusunan Renja"])

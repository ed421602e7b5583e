import pytest

from service.diagrams.resembling import resemble


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Penyusunan RKA-DPA", "SOP Penyusunan RKA dan DPA Perangkat Daerah"),
        ("Surat masuk", "SURAT  MASUK"),
        ("LKjIP", "Penyusunan LKjIP Dinas"),
        ("Pelaksanaan", "pelaksanaan"),
    ],
)
def test_a_version_may_be_called_a_little_otherwise(one, other):
    assert resemble(one, other)
    assert resemble(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Penyusunan RKA-DPA", "Penyusunan LKPJ"),
        ("Surat masuk", "Surat keluar"),
        ("Pelaksanaan", "Penyusunan"),
        ("Pelaksanaan", "Penyusunan RKA"),
    ],
)
def test_what_shares_half_of_its_words_or_only_common_ones_is_another_sop(one, other):
    assert not resemble(one, other)
    assert not resemble(other, one)

"""Whom an installation trusts: what its administrator put there, and nothing half of it."""

from __future__ import annotations

import pytest
from cryptography.hazmat.primitives.serialization import Encoding

from service.tte import AnchorRefused, Trust, anchors_in
from tests.certified import UNTIL, Provider


@pytest.fixture(scope="module")
def provider():
    return Provider()


def test_no_folder_is_nobody_trusted(tmp_path):
    assert anchors_in(tmp_path / "tte") == ()
    assert not Trust().available


def test_a_folder_holds_roots_and_what_helps_to_find_them(tmp_path, provider):
    (tmp_path / "induk.pem").write_text(provider.root.pem + provider.issuer.pem, "ascii")
    (tmp_path / "catatan.txt").write_text("dari situs penyelenggara", "utf-8")

    root, issuer = anchors_in(tmp_path)

    assert (root.name, root.root, root.ends) == ("Induk Contoh", True, UNTIL)
    assert (issuer.name, issuer.root) == ("PSrE Contoh", False)
    assert Trust(anchors=(root,)).available
    assert not Trust(anchors=(issuer,)).available


def test_one_file_and_binary_ones_are_read_too(tmp_path, provider):
    file = tmp_path / "induk.cer"
    file.write_bytes(provider.root.certificate.public_bytes(Encoding.DER))

    assert anchors_in(file) == anchors_in(tmp_path)


@pytest.mark.parametrize("content", [b"", b"bukan sertifikat", b"-----BEGIN CERTIFICATE-----\n"])
def test_what_is_no_certificate_is_refused_by_name(tmp_path, content):
    (tmp_path / "rusak.pem").write_bytes(content)

    with pytest.raises(AnchorRefused) as found:
        anchors_in(tmp_path)

    assert found.value.params["file"].endswith("rusak.pem")


def test_the_certificate_of_a_person_is_no_anchor(tmp_path, provider):
    (tmp_path / "orang.pem").write_text(provider.signer("Orang").pem, "ascii")

    with pytest.raises(AnchorRefused):
        anchors_in(tmp_path)

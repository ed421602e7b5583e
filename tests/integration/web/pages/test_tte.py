"""TTE on pages: the signed PDF is brought by who signed it, checked, and shown for what it is."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import select, update

from service.store.database import read, transaction
from service.store.structure import structure_stream
from service.store.tables import document_version, person, signing_certificate
from service.store.verify import verify_stream
from tests.certified import Provider, pdf, signed
from tests.integration.web.pages.office import put_in_force
from tests.integration.web.pages.reading import errors_of, form_of, page_of, words_of
from tests.people import NOON, PASSWORD, caller_named

pytestmark = pytest.mark.slow

NIK = "6171012345678901"


@pytest.fixture(scope="module")
def provider():
    return Provider()


@pytest.fixture
def available(app, provider):
    """The installation trusts the invented provider; whether revoked is not asked."""
    with provider.trusted():
        yield


@pytest.fixture
def in_force(brought):
    """A process of a SOP in force that waits for the head to sign a PDF."""

    def go(walk):
        put_in_force(walk.office)
        walk.paper = pdf
        walk.start(2051)
        walk.complete("ketua", **walk.team())
        walk.go_on("step_9")

    made = brought("signs_a_pdf", go)
    made.paper = pdf
    return made


@pytest.fixture
def task(in_force):
    (place,) = in_force.tasks("kadis")
    return place


@pytest.fixture
def head(office, provider):
    """The certificate of who is head, in the name that Alur knows."""
    with read(office.session) as connection:
        name = connection.scalar(
            select(person.c.name).where(
                person.c.pemda_id == office.pemda.id,
                person.c.id == office.people["kadis"].person_id,
            )
        )
    return provider.signer(f"{name}".upper(), number=NIK)


def download(browser, task):
    """Return the version that is to be signed, as the page offers it."""
    place = page_of(browser.get(f"{task}/tte")).xpath("//ol//a[contains(@href, '/berkas/')]/@href")
    return browser.get(place[0]).get_data()


def bring(browser, task, content, **more):
    fields: dict[str, object] = dict(form_of(browser.get(f"{task}/tte"), "/tte"))
    fields |= {"salinan-1": (BytesIO(content), "naskah-signed.pdf")}
    return browser.post(f"{task}/tte", data=fields | more)


def again(browser, task, answer, **more):
    """Send the form once more as it came back, with what is added to it."""
    return browser.post(f"{task}/tte", data=form_of(answer, "/tte") | more)


def test_once_approved_everybody_reads_that_either_signature_is_waited_for(
    in_force, task, available
):
    kadis = in_force.browser("kadis")

    kadis.post(f"{task}/setujui", data=form_of(kadis.get(task), "/setujui"))

    for place in (task, f"/proses/{in_force.instance}"):
        assert "Menunggu tanda tangan basah atau TTE" in words_of(kadis.get(place)), place


def test_a_signed_pdf_is_brought_bound_and_shown(office, in_force, task, available, head):
    kadis = in_force.browser("kadis")
    content = signed(download(kadis, task), head, NOON + timedelta(seconds=1))

    shown = kadis.get(task)
    unbound = bring(kadis, task, content)
    done = again(kadis, task, unbound, ikat="ya")

    assert "Ditandatangani elektronik (TTE) …" in words_of(shown)
    assert unbound.status_code == 422
    assert "belum diikat ke akun Anda" in " ".join(errors_of(unbound))
    assert "naskah-signed.pdf sudah terunggah" in words_of(unbound)
    assert done.status_code == 303, errors_of(done)
    after = kadis.get(f"/proses/{in_force.instance}")
    assert "Ditandatangani elektronik (TTE) Kepala Dinas" in words_of(after)
    assert "dari PSrE Contoh" in words_of(after)
    assert "status pencabutan tidak disertakan" in words_of(after)
    (tag,) = page_of(after).xpath("//span[contains(@class, 'tag') and contains(., '(TTE)')]")
    assert "tte" in tag.get("class").split()
    (copy,) = page_of(after).xpath("//a[normalize-space()='naskah bertanda tangan']/@href")
    assert kadis.get(copy).get_data() == content
    assert "sama persis" in words_of(kadis.get(f"/proses/{in_force.instance}/pemeriksaan"))
    for page in ("riwayat", "putar-ulang"):
        told = kadis.get(f"/proses/{in_force.instance}/{page}")
        assert "Sertifikat TTE" in words_of(told)
        assert "status pencabutan tidak disertakan" in words_of(told)
        assert NIK not in told.get_data(as_text=True)
    with read(office.session) as connection:
        assert verify_stream(connection, structure_stream(office.pemda.id)).fault is None


def test_a_file_that_is_not_this_version_comes_back_with_what_was_typed(
    office, in_force, task, available, head
):
    kadis = in_force.browser("kadis")

    answer = bring(kadis, task, signed(pdf("lain"), head, NOON), lengkap=["Telaahan"])

    assert answer.status_code == 422
    assert "byte demi byte" in " ".join(errors_of(answer))
    assert page_of(answer).xpath("//*[@id='salinan-1' and @aria-invalid='true']")


def test_a_wrong_password_is_said_at_its_field_before_anything_is_checked(
    office, in_force, task, available
):
    office.give_password("kadis")

    answer = bring(in_force.browser("kadis"), task, pdf("apa saja"), sandi="salah")

    assert answer.status_code == 422
    assert page_of(answer).xpath("//*[@id='sandi' and @aria-invalid='true']")


def test_without_a_file_the_page_asks_for_it(office, in_force, task, available):
    kadis = in_force.browser("kadis")

    answer = kadis.post(f"{task}/tte", data=form_of(kadis.get(f"{task}/tte"), "/tte"))

    assert answer.status_code == 422
    assert "Pilih PDF yang sudah Anda tandatangani." in " ".join(errors_of(answer))


def test_what_is_no_pdf_says_what_to_do(office, in_force, task, available):
    from service.store.tables import blob

    with transaction(office.session) as tx:
        mine = select(document_version.c.sha256).where(
            document_version.c.pemda_id == office.pemda.id
        )
        tx.execute(
            update(blob)
            .where(blob.c.pemda_id == office.pemda.id, blob.c.sha256.in_(mine))
            .values(media_type="application/msword")
        )

    page = in_force.browser("kadis").get(f"{task}/tte")

    assert "TTE hanya dapat dibubuhkan pada PDF." in words_of(page)
    assert page_of(page).xpath("//input[@type='file']") == []


def test_only_who_does_the_step_sees_the_page(app, office, in_force, task, available):
    sekretaris = office.signed_in(app, "sekretaris")
    nobody = office.signed_in(app, "analis")

    assert sekretaris.get(f"{task}/tte").status_code == 403
    assert nobody.get(f"{task}/tte").status_code == 404
    assert "elektronik (TTE)" not in words_of(sekretaris.get(task))


def test_without_a_trusted_provider_the_page_says_so(in_force, task):
    kadis = in_force.browser("kadis")

    assert "TTE belum tersedia di pemasangan ini." in words_of(kadis.get(task))
    assert "belum tersedia" in words_of(kadis.get(f"{task}/tte"))


def test_an_administrator_sees_the_certificate_and_releases_it(
    app, office, in_force, task, available, head
):
    kadis = in_force.browser("kadis")
    content = signed(download(kadis, task), head, NOON + timedelta(seconds=1))
    again(kadis, task, bring(kadis, task, content), ikat="ya")
    pengelola = caller_named(office.session, "administrator")
    office.people = {**office.people, "pengelola": pengelola}
    admin = office.signed_in(app, "pengelola")
    place = f"/pegawai/{office.people['kadis'].person_id}"

    shown = admin.get(place)
    asked = admin.get(f"{place}/sertifikat")
    refused = admin.post(f"{place}/sertifikat", data=form_of(asked, "/sertifikat"))
    done = admin.post(
        f"{place}/sertifikat", data=form_of(asked, "/sertifikat") | {"sandi": PASSWORD}
    )

    assert "Sertifikat TTE" in words_of(shown)
    assert NIK not in shown.get_data(as_text=True)
    assert refused.status_code == 422
    assert done.status_code == 303
    assert "Sertifikat TTE" not in words_of(admin.get(place))
    with read(office.session) as connection:
        of_pemda = signing_certificate.c.pemda_id == office.pemda.id
        assert connection.execute(select(signing_certificate).where(of_pemda)).all() == []
        assert verify_stream(connection, structure_stream(office.pemda.id)).fault is None

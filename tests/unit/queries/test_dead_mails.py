import pytest

from service.queries.dead_mails import why_dead
from service.sentences import sentence


@pytest.mark.parametrize(
    ("error", "code"),
    [
        ("mail.refused-550", "mail.why-refused"),
        ("mail.refused-535", "mail.why-login"),
        ("mail.refused-421", "mail.why-busy"),
        ("mail.SSLCertVerificationError", "mail.why-certificate"),
        ("mail.SMTPNotSupportedError", "mail.why-encryption"),
        ("mail.gaierror", "mail.why-unreachable"),
        ("mail.TimeoutError", "mail.why-unreachable"),
        ("mail.unsure", "mail.why-unsure"),
        ("mail.nobody", "mail.why-nobody"),
        ("mail.SMTPDataError", "mail.why-other"),
        ("", "mail.why-other"),
        (None, "mail.why-other"),
    ],
)
def test_what_a_worker_wrote_is_told_in_words(error, code):
    found, params = why_dead(error)

    assert found == code
    assert "mail." not in sentence(found, **params)

"""Messages over TLS: only to a server that proves the name that was registered."""

from __future__ import annotations

import datetime as dt
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.webhooks.receiver import receiving
from vidcommerce.webhooks.policy import Answer
from vidcommerce.webhooks.sending import post


def _context(folder: Path, name: str) -> ssl.SSLContext:
    """Return a server's side of TLS with a new certificate for ``name``, in ``folder/cert.pem``."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    file = folder / "cert.pem"
    file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(secret)
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.load_cert_chain(file, folder / "key.pem")
    return made


@pytest.mark.parametrize(
    ("name", "trusted", "answer"),
    [
        ("localhost", "trusted", Answer(204)),
        ("localhost", "", Answer(0, "its certificate is not good")),
        ("other.example", "trusted", Answer(0, "its certificate is not good")),
    ],
)
def test_the_server_must_prove_its_name(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    trusted: str,
    answer: Answer,
) -> None:
    """By the name in the address, though we connect to the IP that was checked."""
    context = _context(tmp_path, name)
    if trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "cert.pem"))
    with receiving(context) as receiver:
        assert post(receiver.url, b"{}", {"content-type": "text/plain"}, private=True) == answer
        assert len(receiver.got) == (answer.status == 204)

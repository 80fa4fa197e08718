"""Whose certificate videos are signed with: self-made ones, files, and commands of key services."""

from __future__ import annotations

import shlex
import stat
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.asymmetric.types import CertificateIssuerPrivateKeyTypes

from vidcommerce.media.signing import Signer, SigningFailed
from vidcommerce.publishing.signer import SELF_MADE, self_made, signer_of
from vidcommerce.settings import settings

_PEM = serialization.Encoding.PEM
_NOW = datetime(2026, 10, 1, tzinfo=UTC)


def _signer(folder: Path, certificate: Path | None = None, key: str = "") -> Signer:
    return signer_of(
        replace(settings({}), data=folder, signing_certificate=certificate, signing_key=key)
    )


def _keep(folder: Path, key: CertificateIssuerPrivateKeyTypes, name: str = "own") -> Path:
    """Keep a key and a certificate of it in files, and return the certificate's."""
    called = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Hillside")])
    algorithm = None if isinstance(key, ed25519.Ed25519PrivateKey) else hashes.SHA256()
    certificate = (
        x509.CertificateBuilder()
        .subject_name(called)
        .issuer_name(called)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(_NOW)
        .not_valid_after(_NOW + timedelta(days=1))
        .sign(key, algorithm)
    )
    private = key.private_bytes(
        _PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / f"{name}.key").write_bytes(private)
    (folder / f"{name}.pem").write_bytes(certificate.public_bytes(_PEM))
    return folder / f"{name}.pem"


def test_a_service_makes_a_certificate_for_itself_once(tmp_path: Path) -> None:
    """It says of itself what it is; its key is for nobody else to read; the root's is gone."""
    signer = _signer(tmp_path)
    own, root = x509.load_pem_x509_certificates(signer.certificates.encode())
    assert signer.self_made
    for certificate in (own, root):
        assert SELF_MADE in certificate.subject.rfc4514_string()
    own.verify_directly_issued_by(root)
    assert _signer(tmp_path).certificates == signer.certificates
    files = sorted((tmp_path / "signing").iterdir())
    assert [file.name for file in files] == ["certificate.pem", "key.pem"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert len(signer.sign(b"bytes")) == 64


def test_of_two_who_make_one_the_second_takes_the_firsts(tmp_path: Path) -> None:
    """Two workers that start together sign alike."""
    (tmp_path / "signing").mkdir()
    (tmp_path / "signing" / "certificate.pem").write_bytes(b"the first's")
    assert self_made(tmp_path / "signing")[0].read_bytes() == b"the first's"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize(
    ("key", "algorithm", "size"),
    [
        (ec.generate_private_key(ec.SECP256R1()), "ES256", 64),
        (ec.generate_private_key(ec.SECP384R1()), "ES384", 96),
        (ec.generate_private_key(ec.SECP521R1()), "ES512", 132),
        (ed25519.Ed25519PrivateKey.generate(), "ED25519", 64),
        (rsa.generate_private_key(65537, 2048), "PS256", 256),
    ],
)
def test_keys_of_files(
    tmp_path: Path, key: CertificateIssuerPrivateKeyTypes, algorithm: str, size: int
) -> None:
    """The algorithm is the key's; signatures are as COSE wants them."""
    certificate = _keep(tmp_path, key)
    signer = _signer(tmp_path, certificate, str(tmp_path / "own.key"))
    assert (signer.name, signer.algorithm, signer.self_made) == ("Hillside", algorithm, False)
    assert len(signer.sign(b"bytes")) == size


def test_a_key_service_by_its_command(tmp_path: Path) -> None:
    """It gets the bytes and writes a signature, here in DER, as most do."""
    certificate = _keep(tmp_path, ec.generate_private_key(ec.SECP256R1()))
    program = tmp_path / "service.py"
    program.write_text(
        "import sys\n"
        "from cryptography.hazmat.primitives import hashes, serialization\n"
        "from cryptography.hazmat.primitives.asymmetric import ec\n"
        f"pem = open({str(tmp_path / 'own.key')!r}, 'rb').read()\n"
        "key = serialization.load_pem_private_key(pem, None)\n"
        "made = key.sign(sys.stdin.buffer.read(), ec.ECDSA(hashes.SHA256()))\n"
        "sys.stdout.buffer.write(made)\n"
    )
    command = shlex.join([sys.executable, str(program)])
    assert len(_signer(tmp_path, certificate, f"command:{command}").sign(b"bytes")) == 64


@pytest.mark.parametrize("key", ["command:false", "command:", "command:echo no", "other.key", "no"])
def test_a_key_that_does_not_fit_is_found_before_it_signs(tmp_path: Path, key: str) -> None:
    """Nothing is signed that nobody could check."""
    certificate = _keep(tmp_path, ec.generate_private_key(ec.SECP256R1()))
    _keep(tmp_path, ec.generate_private_key(ec.SECP256R1()), "other")
    if not key.startswith("command:"):
        key = str(tmp_path / key)
    with pytest.raises(SigningFailed):
        _signer(tmp_path, certificate, key).sign(b"bytes")


def test_a_certificate_that_is_none(tmp_path: Path) -> None:
    """Our own trouble: the work waits until it is mended."""
    (tmp_path / "own.pem").write_text("nothing")
    with pytest.raises(SigningFailed):
        _signer(tmp_path, tmp_path / "own.pem", "")

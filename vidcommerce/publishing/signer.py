"""With which certificate published videos are signed: the one of the settings, or a self-made one.

C2PA wants a certificate that some other one vouches for (C2PA 2.2, 14.5), so two are made: a root,
whose key is thrown away at once, and the signer's own. They say of themselves that they are
self-made: they show that a video was not changed since, and nothing of who we are.
"""

from __future__ import annotations

import contextlib
import os
import secrets
import shlex
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Final

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from vidcommerce.media.signing import Signer, SigningFailed
from vidcommerce.settings import Settings

SELF_MADE: Final = "Self-made certificate"
"""The organisation in a certificate that a service made for itself."""

_COMMAND: Final = "command:"
_FOLDER: Final = "signing"
_FILES: Final = ("certificate.pem", "key.pem")
_YEARS: Final = timedelta(days=20 * 365)
_EARLIER: Final = timedelta(days=1)
"""So that a reader whose clock is behind does not find it too young."""

_SECONDS: Final = 30
"""How long a command may take for one signature."""

_CURVES: Final = {"secp256r1": ("ES256", hashes.SHA256), "secp384r1": ("ES384", hashes.SHA384),
                  "secp521r1": ("ES512", hashes.SHA512)}  # fmt: skip
_PSS: Final = padding.PSS(padding.MGF1(hashes.SHA256()), hashes.SHA256.digest_size)

_Private = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey | ed25519.Ed25519PrivateKey
_Public = ec.EllipticCurvePublicKey | rsa.RSAPublicKey | ed25519.Ed25519PublicKey


def signer_of(settings: Settings) -> Signer:
    """Return whom published videos are signed by. Raises SigningFailed."""
    if settings.signing_certificate is None:
        certificate, key = self_made(settings.data / _FOLDER)
        return _signer(certificate, str(key), self_made=True)
    return _signer(settings.signing_certificate, settings.signing_key, self_made=False)


def self_made(folder: Path) -> tuple[Path, Path]:
    """Return a self-made certificate and its key, made where there are none yet.

    Whoever is second takes the first's.
    """
    if not folder.is_dir():
        beside = folder.with_name(f".{secrets.token_hex(8)}.part")
        beside.mkdir(mode=0o700, parents=True)
        for name, data in zip(_FILES, _new_certificate(), strict=True):
            _write(beside / name, data)
        with contextlib.suppress(OSError):  # there is one already
            beside.rename(folder)
    return folder / _FILES[0], folder / _FILES[1]


def _write(path: Path, data: bytes) -> None:
    with os.fdopen(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
        file.write(data)


def _new_certificate() -> tuple[bytes, bytes]:
    """Return a new chain of two certificates and the key of the first, in PEM."""
    root, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    over = _certificate("vidcommerce, root", "vidcommerce, root", root, root, None)
    under = _certificate("vidcommerce", "vidcommerce, root", own, root, ExtendedKeyUsageOID)
    key = own.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    pem = serialization.Encoding.PEM
    return under.public_bytes(pem) + over.public_bytes(pem), key


def _certificate(
    name: str,
    issuer: str,
    key: ec.EllipticCurvePrivateKey,
    by: ec.EllipticCurvePrivateKey,
    usage: type[ExtendedKeyUsageOID] | None,
) -> x509.Certificate:
    """Return a certificate as C2PA 2.2, 14.5.1, wants them; a root where no ``usage`` is given."""
    now = datetime.now(UTC)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(name))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - _EARLIER)
        .not_valid_after(now + _YEARS)
        .add_extension(x509.BasicConstraints(usage is None, 0 if usage is None else None), True)
        .add_extension(_key_usage(signs_certificates=usage is None), True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), False)
    )
    if usage is not None:
        purposes = x509.ExtendedKeyUsage([usage.EMAIL_PROTECTION])
        builder = builder.add_extension(purposes, False)
    return builder.sign(by, hashes.SHA256())


def _name(name: str) -> x509.Name:
    return x509.Name([
        x509.NameAttribute(NameOID.ORGANIZATION_NAME, SELF_MADE),
        x509.NameAttribute(NameOID.COMMON_NAME, name),
    ])  # fmt: skip


def _key_usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _signer(certificate: Path, key: str, *, self_made: bool) -> Signer:
    try:
        pem = certificate.read_text("ascii")
        own = x509.load_pem_x509_certificates(pem.encode())[0]
    except (OSError, ValueError) as error:
        raise SigningFailed(f"certificate {certificate}: {error}") from error
    public = own.public_key()
    if not isinstance(public, _Public):
        raise SigningFailed(f"certificate {certificate}: a key that C2PA does not know")
    make = partial(_ask, shlex.split(key.removeprefix(_COMMAND)))
    if not key.startswith(_COMMAND):
        make = partial(_sign, _private(Path(key)))
    return Signer(pem, _algorithm(public), _called(own), self_made, partial(_signed, public, make))


def _called(certificate: x509.Certificate) -> str:
    for oid in (NameOID.COMMON_NAME, NameOID.ORGANIZATION_NAME):
        for attribute in certificate.subject.get_attributes_for_oid(oid):
            return str(attribute.value)
    return certificate.subject.rfc4514_string()


def _algorithm(public: _Public) -> str:
    """Return C2PA's name of the algorithm that goes with a key (C2PA 2.2, 13.2.1)."""
    if isinstance(public, ec.EllipticCurvePublicKey):
        return _CURVES[public.curve.name][0]
    return "PS256" if isinstance(public, rsa.RSAPublicKey) else "ED25519"


def _private(file: Path) -> _Private:
    try:
        key = serialization.load_pem_private_key(file.read_bytes(), None)
    except (OSError, ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise SigningFailed(f"key {file}: {error}") from error
    if not isinstance(key, _Private):
        raise SigningFailed(f"key {file}: one that C2PA does not know")
    return key


def _sign(key: _Private, data: bytes) -> bytes:
    if isinstance(key, ec.EllipticCurvePrivateKey):
        return key.sign(data, ec.ECDSA(_CURVES[key.curve.name][1]()))
    if isinstance(key, rsa.RSAPrivateKey):
        return key.sign(data, _PSS, hashes.SHA256())
    return key.sign(data)


def _ask(command: list[str], data: bytes) -> bytes:
    """Return what a command (of a key service) answers to the bytes that are to be signed."""
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError, IndexError) as error:
        raise SigningFailed(f"the command of the signing key: {error}") from error
    return done.stdout


def _signed(public: _Public, make: Callable[[bytes], bytes], data: bytes) -> bytes:
    """Return a signature as COSE wants it, after checking that it belongs to the certificate.

    Signatures of elliptic curves may come as DER, as most programs and services write them, or as
    the two numbers that COSE wants (RFC 9053, 2.1).
    """
    made = make(data)
    try:
        if isinstance(public, ec.EllipticCurvePublicKey):
            size = (public.curve.key_size + 7) // 8
            pair = _pair(made, size)
            der = encode_dss_signature(*pair)
            public.verify(der, data, ec.ECDSA(_CURVES[public.curve.name][1]()))
            return b"".join(number.to_bytes(size, "big") for number in pair)
        if isinstance(public, rsa.RSAPublicKey):
            public.verify(made, data, _PSS, hashes.SHA256())
        else:
            public.verify(made, data)
    except (InvalidSignature, ValueError, OverflowError) as error:
        raise SigningFailed("the signature does not belong to the certificate") from error
    return made


def _pair(made: bytes, size: int) -> tuple[int, int]:
    if len(made) == 2 * size:
        return int.from_bytes(made[:size], "big"), int.from_bytes(made[size:], "big")
    return decode_dss_signature(made)

"""Certificates for clients that speak only https: a generated authority and what it signs («TLS»)."""

from __future__ import annotations

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

LIFETIME = timedelta(days=825)
BACKDATED = timedelta(hours=1)
PRIVATE = 0o600


class Authority:
    """Lives in a folder: `ca.pem` is what clients are given to trust; an authority found there is used again."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.certificate_file = folder / "ca.pem"
        self._key_file = folder / "ca.key"
        if self.certificate_file.exists():
            self._key = _load_key(self._key_file)
            self._certificate = x509.load_pem_x509_certificate(self.certificate_file.read_bytes())
        else:
            self._key = ec.generate_private_key(ec.SECP256R1())
            self._certificate = self._sign_self()
            _write_key(self._key_file, self._key)
            self.certificate_file.write_bytes(self._certificate.public_bytes(serialization.Encoding.PEM))

    def context(self, names: list[str]) -> ssl.SSLContext:
        """For a server that answers to these domains and addresses."""
        key = ec.generate_private_key(ec.SECP256R1())
        key_file, chain_file = self._folder / "server.key", self._folder / "server.pem"
        _write_key(key_file, key)
        chain_file.write_bytes(self._issue(key, names).public_bytes(serialization.Encoding.PEM))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(chain_file, key_file)
        return context

    def _sign_self(self) -> x509.Certificate:
        name = _name("Bitrix24 sandbox CA")
        usage = x509.KeyUsage(
            digital_signature=True, key_cert_sign=True, crl_sign=True, content_commitment=False,
            key_encipherment=False, data_encipherment=False, key_agreement=False, encipher_only=False,
            decipher_only=False,
        )  # fmt: skip
        builder = _builder(name, name, self._key).add_extension(x509.BasicConstraints(ca=True, path_length=0), True)
        builder = builder.add_extension(usage, True)
        return builder.add_extension(
            x509.SubjectKeyIdentifier.from_public_key(self._key.public_key()), False
        ).sign(self._key, hashes.SHA256())  # fmt: skip

    def _issue(self, key: ec.EllipticCurvePrivateKey, names: list[str]) -> x509.Certificate:
        builder = _builder(_name(names[0]), self._certificate.subject, key)
        builder = builder.add_extension(x509.SubjectAlternativeName([_general(name) for name in names]), False)
        builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), True)
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), False)
        issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(self._key.public_key())
        return builder.add_extension(issuer, False).sign(self._key, hashes.SHA256())


def with_neighbours(name: str) -> list[str]:
    """A name and all beside it, so that a portal may be renamed while it runs."""
    _, dot, parent = name.partition(".")
    is_domain = bool(dot) and "." in parent and not name.replace(".", "").isdigit()
    return [name, f"*.{parent}"] if is_domain else [name]


def _builder(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:  # fmt: skip
    now = datetime.now(UTC)
    builder = x509.CertificateBuilder().subject_name(subject).issuer_name(issuer).public_key(key.public_key())
    builder = builder.serial_number(x509.random_serial_number())
    return builder.not_valid_before(now - BACKDATED).not_valid_after(now + LIFETIME)


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _general(name: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ip_address(name))
    except ValueError:
        return x509.DNSName(name)


def _write_key(path: Path, key: ec.EllipticCurvePrivateKey) -> None:
    path.touch(mode=PRIVATE)
    form = serialization.PrivateFormat.PKCS8
    path.write_bytes(key.private_bytes(serialization.Encoding.PEM, form, serialization.NoEncryption()))


def _load_key(path: Path) -> ec.EllipticCurvePrivateKey:
    key = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise TypeError(f"{path} is not a key of this sandbox")
    return key

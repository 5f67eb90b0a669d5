"""Whose certificates are trusted: one rule for every connection that is made.

REQUESTS_CA_BUNDLE, else SSL_CERT_FILE, else the authorities that certifi ships. (requests itself
never reads SSL_CERT_FILE, and Python's ssl never reads REQUESTS_CA_BUNDLE.)
"""

from __future__ import annotations

import os
import ssl
from pathlib import Path

__all__ = ["ca_bundle", "trusted"]

_VARIABLES = ("REQUESTS_CA_BUNDLE", "SSL_CERT_FILE")


def ca_bundle() -> str:
    """Return the path of the file, or folder, of trusted certificates."""
    for name in _VARIABLES:
        if place := os.environ.get(name):
            return place
    import certifi  # needed only by those who connect

    return certifi.where()


def trusted() -> ssl.SSLContext:
    """Load what verifies a server; takes some 25 ms.

    Raises OSError (ssl.SSLError is one) if the file is missing or holds no certificate.
    """
    place = ca_bundle()
    if Path(place).is_dir():
        return ssl.create_default_context(capath=place)
    return ssl.create_default_context(cafile=place)

"""A session that can be trusted: verified, through the listener's proxy, and kept open.

Certificates are checked as `narrate.certificates` says; HTTPS_PROXY and NO_PROXY are honoured.
What requests raises becomes an `EngineError` here and nowhere else.
"""

from __future__ import annotations

import contextlib
import functools
import os
import ssl
from typing import TYPE_CHECKING

from narrate.certificates import ca_bundle, trusted
from narrate.errors import EngineError, Faulty, Refused, Unreachable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import requests
    from requests.adapters import HTTPAdapter
    from urllib3 import HTTPSConnectionPool, PoolManager

__all__ = ["open_session", "requests_errors", "route"]

_CONNECTIONS = 64
"""More than anyone asks at once: the pool keeps as many connections as were in use together."""


def open_session() -> requests.Session:
    """Make a session for HTTPS, safe to use from many threads, with no connection yet.

    Raises Refused if the file of trusted certificates cannot be read.
    """
    import requests  # heavy: 0.14 s

    context = _trusted()
    session = requests.Session()
    # The environment is read here and in `route`: requests would read it again for every
    # request, and would send logins from a .netrc file.
    session.trust_env = False
    session.mount("https://", _adapter(context))
    return session


@functools.lru_cache(maxsize=64)
def _proxies(url: str, _surroundings: tuple[str | None, ...]) -> tuple[tuple[str, str], ...]:
    from requests.utils import get_environ_proxies  # heavy, as above

    return tuple(get_environ_proxies(url).items())


def route(url: str) -> dict[str, str]:
    """Look up the proxies on the way to an address, as requests wants them: by scheme."""
    names = ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy", "NO_PROXY", "no_proxy")
    # Remembered for as long as the environment stays: to ask costs 0.4 ms a request.
    return dict(_proxies(url, tuple(os.environ.get(name) for name in names)))


def _trusted() -> ssl.SSLContext:
    try:
        return trusted()
    except OSError as error:
        raise Refused(
            f"The file of trusted certificates {ca_bundle()} cannot be read ({_cause(error)}): "
            "correct REQUESTS_CA_BUNDLE or SSL_CERT_FILE.",
            everything=True,
        ) from error


def _adapter(context: ssl.SSLContext) -> HTTPAdapter:
    """Make what connects: with our certificates, and without waiting to fill packets."""
    from requests.adapters import HTTPAdapter  # heavy, as above
    from urllib3.connection import HTTPConnection

    class Adapter(HTTPAdapter):
        def init_poolmanager(
            self, connections: int, maxsize: int, block: bool = False, **options: object
        ) -> None:
            super().init_poolmanager(connections, maxsize, block, ssl_context=context, **options)

        def proxy_manager_for(self, proxy: str, **options: object) -> PoolManager:
            # Through a proxy urllib3 leaves Nagle's algorithm on, and the body of each request
            # waits 40 ms for the acknowledgement of its head.
            options["socket_options"] = HTTPConnection.default_socket_options
            manager: PoolManager
            manager = super().proxy_manager_for(proxy, ssl_context=context, **options)
            return manager

        def cert_verify(self, conn: HTTPSConnectionPool, *_: object) -> None:
            # The context is complete; requests would add its own authorities to it.
            conn.cert_reqs = "CERT_REQUIRED"

    return Adapter(pool_maxsize=_CONNECTIONS)


@contextlib.contextmanager
def requests_errors(service: str) -> Iterator[None]:
    """Turn what requests raises on the way to and from `service` into an `EngineError`."""
    import requests  # heavy, as above
    from urllib3.exceptions import HTTPError, LocationValueError

    try:
        yield
    except requests.exceptions.RequestException as error:
        raise _ours(error)(error, service) from error
    except (LocationValueError, UnicodeError) as error:  # requests lets some addresses through
        raise _bad_address(error, service) from error
    except HTTPError as error:  # while the answer is read as it comes, past requests
        raise _faulty(error, service) from error


def _ours(error: BaseException) -> Callable[[BaseException, str], EngineError]:
    table = _table()
    return next(table[kind] for kind in type(error).__mro__ if kind in table)


@functools.cache
def _table() -> dict[type, Callable[[BaseException, str], EngineError]]:
    """Say what each of the exceptions of requests means to a listener."""
    from requests import exceptions as they  # heavy, as above

    return {
        they.ConnectTimeout: _unreachable,
        they.ConnectionError: _unreachable,
        they.ProxyError: _unreachable,
        they.SSLError: _unverified,
        they.InvalidHeader: _bad_address,
        they.InvalidProxyURL: _bad_address,
        they.InvalidSchema: _bad_address,
        they.InvalidURL: _bad_address,
        they.MissingSchema: _bad_address,
        they.TooManyRedirects: _bad_address,
        they.URLRequired: _bad_address,
        they.ChunkedEncodingError: _faulty,
        they.ContentDecodingError: _faulty,
        they.HTTPError: _faulty,
        they.InvalidJSONError: _faulty,
        they.JSONDecodeError: _faulty,
        they.ReadTimeout: _faulty,
        they.RequestException: _faulty,
        they.RetryError: _faulty,
        they.StreamConsumedError: _faulty,
        they.Timeout: _faulty,
        they.UnrewindableBodyError: _faulty,
    }


def _unreachable(error: BaseException, service: str) -> EngineError:
    return Unreachable(f"{service} cannot be reached ({_cause(error)}).")


def _faulty(error: BaseException, service: str) -> EngineError:
    return Faulty(f"The answer of {service} broke off or did not come ({_cause(error)}).")


def _bad_address(error: BaseException, service: str) -> EngineError:
    return Refused(
        f"The way to {service} is not an address that can be used ({_cause(error)}): "
        "correct HTTPS_PROXY.",
        everything=True,
    )


def _unverified(error: BaseException, service: str) -> EngineError:
    """Refuse a certificate that nobody we trust has signed; other trouble of TLS may pass."""
    for cause in _causes(error):
        if isinstance(cause, ssl.SSLCertVerificationError):
            return Refused(
                f"The certificate of {service} does not verify ({cause.verify_message}). If a "
                "proxy of your own looks into the traffic, name its authority's certificate in "
                "REQUESTS_CA_BUNDLE.",
                everything=True,
            )
    return _unreachable(error, service)


def _cause(error: BaseException) -> str:
    """Name the innermost cause of an error, in its own few words."""
    *_, last = _causes(error)
    return getattr(last, "strerror", None) or str(last) or type(last).__name__


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Walk an error and all that it wraps, outermost first, as urllib3 and requests nest them."""
    seen = {error}
    waiting = [error]
    while waiting:
        error = waiting.pop(0)
        yield error
        inner = [*error.args, getattr(error, "reason", None), error.__cause__, error.__context__]
        new = [e for e in inner if isinstance(e, BaseException) and e not in seen]
        seen.update(new)
        waiting += new

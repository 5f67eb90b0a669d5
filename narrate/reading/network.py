"""How pages are connected to: names looked up once, and the very address that was checked used.

What looks a name up and what connects are values, so that a test can put loopback in the place of
the internet.
"""

from __future__ import annotations

import http.client
import ipaddress
import socket
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from narrate import certificates

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

__all__ = ["INTERNET", "Connection", "Network", "Route", "is_public", "proxy_for"]

_NAT64 = ipaddress.ip_network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Route:
    """The way to a host."""

    host: str
    port: int
    tls: bool
    addresses: Sequence[str] = ()
    """What its name was found to be, and checked; none through a proxy."""
    proxy: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Network:
    """The two things that are done with the network; both raise OSError."""

    resolve: Callable[[str, int], Sequence[str]]
    """A host's name and port -> its addresses, best first."""
    connect: Callable[[tuple[str, int], float], socket.socket]
    """An address and port, and a time limit in seconds -> an open socket."""


def _look_up(host: str, port: int) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(each[4][0]) for each in found))


INTERNET = Network(_look_up, socket.create_connection)
"""The network as it is."""


def is_public(address: str) -> bool:
    """Tell whether an address is one of the internet, not of this machine or a local network.

    An IPv4 address inside an IPv6 one (mapped, 6to4, Teredo, NAT64) counts as what it leads to.
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1]
        if inner is None and found in _NAT64:
            inner = ipaddress.IPv4Address(int(found) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(str(inner))
    return found.is_global and not found.is_multicast


def proxy_for(scheme: str, host: str) -> tuple[str, int] | None:
    """Look up the proxy on the way to a host, as HTTPS_PROXY and its like say.

    Raises OSError for a proxy that is not spoken to with plain HTTP.
    """
    if host == "localhost" or _is_local(host) or proxy_bypass(host):
        return None
    proxies = getproxies()
    told = proxies.get(scheme) or proxies.get("all")
    if not told:
        return None
    try:
        parts = urlsplit(told if "://" in told else f"http://{told}")
        if parts.scheme == "http" and parts.hostname:
            return parts.hostname, parts.port or 8080
    except ValueError:
        pass
    raise OSError(f"the proxy {told.rpartition('@')[2]} is of a kind not known here")


def _is_local(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class Connection(http.client.HTTPConnection):
    """One connection: to a checked address, or through a proxy; TLS proves the host's name."""

    def __init__(self, network: Network, route: Route, seconds: float) -> None:
        super().__init__(*(route.proxy or (route.host, route.port)), timeout=seconds)
        self._network = network
        self._route = route
        self._seconds = seconds
        self.is_cut = False
        if route.proxy and route.tls:
            self.set_tunnel(route.host, route.port)

    def connect(self) -> None:
        """Open the socket; raises OSError."""
        if self._route.proxy:
            # The proxy looks the host's name up: what it finds is not ours to check.
            super().connect()
        else:
            self.sock = self._connect_to_any()
        if self._route.tls:
            self.sock = certificates.trusted().wrap_socket(
                self.sock, server_hostname=self._route.host, do_handshake_on_connect=False
            )
            self.sock.do_handshake()  # apart from wrapping, so that `cut` can end it

    def _connect_to_any(self) -> socket.socket:
        last = OSError("it has no address")
        addresses = self._route.addresses[:4]
        for address in addresses:
            try:
                place = (address, self._route.port)
                sock = self._network.connect(place, self._seconds / len(addresses))
            except OSError as error:  # noqa: PERF203 - the next may be there
                last = error
            else:
                sock.settimeout(self._seconds)
                return sock
        raise last

    def cut(self) -> None:
        """End the connection at once, from another thread: whoever reads from it gets an error."""
        self.is_cut = True
        sock = self.sock
        if sock is None:
            return
        try:
            sock.shutdown(socket.SHUT_RDWR)
        except OSError:
            sock.close()

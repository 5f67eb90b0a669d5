"""Where the server listens, and under which addresses the network finds it."""

from __future__ import annotations

import contextlib
import errno
import ipaddress
import socket
import sys

from narrate.errors import WrongUsage

__all__ = ["allow_files", "lan_addresses", "listen"]

# Nobody is asked: a UDP socket that connects only learns which address of ours would be used.
# One of each private range, so that a VPN's default route does not hide the house's network.
TOWARDS = ("192.168.1.1", "10.255.255.254", "172.31.255.254", "192.0.2.1")
PRIVATE = tuple(map(ipaddress.IPv4Network, ("192.168.0.0/16", "10.0.0.0/8", "172.16.0.0/12")))


def listen(port: int, *, lan: bool) -> socket.socket:
    """A socket that listens, on this machine alone or for the whole network; port 0: any free one.

    Raises WrongUsage where the port is taken or not ours to take.
    """
    sock = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # On Windows this option would let a second server take the same port.
    if sys.platform != "win32":
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        sock.bind(("0.0.0.0" if lan else "127.0.0.1", port))  # noqa: S104 - asked for by --lan
        sock.listen(512)
    except OSError as error:
        sock.close()
        raise WrongUsage(_why(error, port)) from error
    return sock


def _why(error: OSError, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} is taken, perhaps by another `narrate serve`: stop that one, or choose "
            "another port with --port and keep to it, since subscriptions hold the port."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} is not yours to take: choose one from 1024 on with --port."
    return f"Port {port} cannot be listened at: {error.strerror}. Choose another with --port."


def lan_addresses() -> list[str]:
    """The IPv4 addresses of this machine in its networks, the likeliest for a phone first.

    Empty where it is in none.
    """
    found = [address for target in TOWARDS if (address := _address_towards(target))]
    with contextlib.suppress(OSError):
        found += socket.gethostbyname_ex(socket.gethostname())[2]
    outside = [address for address in dict.fromkeys(found) if _is_reachable(address)]
    return sorted(outside, key=_rank)


def _address_towards(target: str) -> str | None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect((target, 9))
        except OSError:
            return None
        return str(probe.getsockname()[0])


def _is_reachable(address: str) -> bool:
    parsed = ipaddress.IPv4Address(address)
    return not (parsed.is_loopback or parsed.is_unspecified or parsed.is_link_local)


def _rank(address: str) -> int:
    parsed = ipaddress.IPv4Address(address)
    return next((i for i, network in enumerate(PRIVATE) if parsed in network), len(PRIVATE))


def allow_files(count: int) -> None:
    """Let this process open so many files and connections, if it may; macOS begins with 256."""
    if sys.platform == "win32":  # it has no such limit
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = count if hard == resource.RLIM_INFINITY else min(count, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))

"""A real S3 server: OpenStack Swift with its s3api, from Debian's packages, on free ports.

Swift reads /etc/swift/swift.conf; its own ``set_swift_dir`` makes it read another folder, so the
machine's is left alone and several can run at once.
"""

from __future__ import annotations

import contextlib
import functools
import getpass
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.services.processes import free_ports, launched, listens, program, server_folder, wait_for

KEY, SECRET, REGION = "test:tester", "testing", "us-east-1"

_PACKAGES = "swift-proxy swift-account swift-container swift-object"
_STORES = ("object", "container", "account")
_IN_FOLDER = """
import runpy, sys
from swift.common.utils import set_swift_dir
set_swift_dir(sys.argv[1])
del sys.argv[:2]
runpy.run_path(sys.argv[0], run_name="__main__")
"""

_SWIFT = """
[swift-hash]
swift_hash_path_prefix = vidcommerce
swift_hash_path_suffix = tests

[storage-policy:0]
name = only
default = yes
"""

_DEFAULT = """
[DEFAULT]
bind_ip = 127.0.0.1
bind_port = {port}
devices = {folder}/devices
mount_check = false
fsync = off
swift_dir = {folder}
workers = 0
user = {user}
"""

_STORE = """
[pipeline:main]
pipeline = {kind}-server

[app:{kind}-server]
use = egg:swift#{kind}
"""

_PROXY = """
[pipeline:main]
pipeline = catch_errors cache s3api tempauth slo dlo proxy-server

[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true

[filter:catch_errors]
use = egg:swift#catch_errors

[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:{cache}

[filter:s3api]
use = egg:swift#s3api
s3_acl = no
location = us-east-1

[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = testing .admin

[filter:slo]
use = egg:swift#slo

[filter:dlo]
use = egg:swift#dlo
"""


@dataclass(frozen=True)
class _Swift:
    """Which programs run where."""

    folder: Path
    python: str
    builder: str
    servers: dict[str, str]
    ports: dict[str, int]

    def prepare(self) -> None:
        """Write the rings and what each server reads."""
        (self.folder / "devices" / "d1").mkdir(parents=True)
        (self.folder / "swift.conf").write_text(_SWIFT)
        builds = [self._ring(kind) for kind in _STORES]
        assert [build.wait(60) for build in builds] == [0] * len(builds)
        for kind, port in self.ports.items():
            body = _PROXY if kind == "proxy" else _STORE
            text = (_DEFAULT + body).format(
                port=port, folder=self.folder, kind=kind, user=getpass.getuser(),
                cache=self.ports.get("cache"),
            )  # fmt: skip
            (self.folder / f"{kind}.conf").write_text(text)

    def _ring(self, kind: str) -> subprocess.Popen[bytes]:
        """Say that one folder of this machine keeps everything, once."""
        script = '"$0" "$1" create 4 1 0 && "$0" "$1" add "$2" 1 && "$0" "$1" rebalance'
        device = f"r1z1-127.0.0.1:{self.ports[kind]}/d1"
        command = ["sh", "-c", script, self.builder, f"{kind}.builder", device]
        return subprocess.Popen(command, cwd=self.folder, stdout=subprocess.DEVNULL)

    def command(self, kind: str) -> list[str]:
        """Return the command of one of its servers."""
        server = [self.servers[kind], f"{self.folder}/{kind}.conf"]
        return [self.python, "-c", _IN_FOLDER, str(self.folder), *server]


@contextlib.contextmanager
def swift() -> Iterator[str]:
    """Run the servers; gives the address of the S3 one."""
    memcached = program("memcached", "memcached")
    builder = program("swift-ring-builder", _PACKAGES)
    kinds = (*_STORES, "proxy")
    servers = {kind: program(f"swift-{kind}-server", _PACKAGES) for kind in kinds}
    with contextlib.ExitStack() as stack:
        folder = stack.enter_context(server_folder())
        ports = dict(zip((*kinds, "cache"), free_ports(len(kinds) + 1), strict=True))
        made = _Swift(folder, "/usr/bin/python3", builder, servers, ports)
        made.prepare()
        options = ["-l", "127.0.0.1", "-p", str(ports["cache"]), "-u", getpass.getuser()]
        commands = {"cache": [memcached, *options], **{kind: made.command(kind) for kind in kinds}}
        logs = {kind: folder / f"{kind}.log" for kind in commands}
        children = {
            kind: stack.enter_context(launched(command, logs[kind]))
            for kind, command in commands.items()
        }
        for kind, child in children.items():
            wait_for(child, logs[kind], functools.partial(listens, ports[kind]))
        yield f"http://127.0.0.1:{ports['proxy']}"

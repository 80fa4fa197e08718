"""The images and the compose file: what can be seen of them without a Docker engine."""

from __future__ import annotations

import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped] # it ships no types

from vidcommerce.jobs import QUEUES
from vidcommerce.storage_s3 import open_s3

_ROOT = Path(__file__).parents[2]
_DOCKER = _ROOT / "docker"
_BIN = Path(sys.prefix) / "bin"
_VARIABLE = re.compile(r"\$\{([A-Z0-9_]+)(:\?|:-[^}]*)?\}")


@pytest.fixture(scope="module")
def compose() -> dict[str, Any]:
    """The compose file, its anchors filled in."""
    made: dict[str, Any] = yaml.safe_load((_DOCKER / "compose.yaml").read_text("utf-8"))
    return made


def _lines(name: str) -> list[str]:
    return (_DOCKER / name).read_text("utf-8").splitlines()


def test_every_step_of_the_images_is_one_of_the_script() -> None:
    """The Dockerfile runs nothing else, so that all it runs can be tried without it."""
    script = (_DOCKER / "build-steps.sh").read_text("utf-8")
    steps = set(re.findall(r"^([a-z]+)\(\) \{", script, re.MULTILINE))
    runs = [line.split() for line in _lines("Dockerfile") if line.startswith("RUN")]
    assert all(run[1].endswith("build-steps.sh") for run in runs)
    assert {step for run in runs for step in run[2:]} == steps


def test_a_step_that_is_none_is_refused() -> None:
    """With its name."""
    ran = subprocess.run(
        [_DOCKER / "build-steps.sh", "nonsense"], check=False, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stderr) == (2, "no such step: nonsense\n")


def test_images_run_as_an_ordinary_user_and_say_how_they_are() -> None:
    """After the last RUN nobody is root, and each image has its health check."""
    text = "\n".join(_lines("Dockerfile"))
    assert text.index("USER 10001") > text.rindex("\nRUN ")
    for target in text.split("\nFROM ")[3:]:
        assert "HEALTHCHECK" in target


def test_every_package_of_an_image_is_checked_against_its_hash() -> None:
    """The locks name them all; npm checks those of its own by itself."""
    for name in ("requirements.lock", "requirements-web.lock"):
        assert f"--require-hashes -r {name}" in "\n".join(_lines("build-steps.sh"))
        lock = (_ROOT / name).read_text("utf-8")
        packages = re.findall(r"^[a-z0-9][^ ]*==[^\n]*\\\n +--hash=sha256:", lock, re.MULTILINE)
        assert len(packages) == len(re.findall(r"^[a-z0-9][^ ]*==", lock, re.MULTILINE)) > 0


def test_the_build_gets_all_that_it_copies() -> None:
    """What .dockerignore lets in is there, and holds all that the wheel is made of."""
    let_in = [line[1:] for line in (_ROOT / ".dockerignore").read_text().splitlines()
              if line.startswith("!")]  # fmt: skip
    assert all((_ROOT / path).exists() for path in let_in)
    assert {"api", "assets", "vidcommerce", "workers", "pyproject.toml"} <= set(let_in)


def test_every_part_of_the_service_is_in_the_compose_file(compose: dict[str, Any]) -> None:
    """Each queue has a worker, and all have what they depend on and the volumes that they use."""
    services = compose["services"]
    served = {
        queue
        for service in services.values()
        for before, queue in pairwise(service.get("command", ()))
        if before == "--queues"
    }  # fmt: skip
    assert served == set(QUEUES.values())
    assert {"api", "sweep", "proxy", "postgres", "redis", "rabbitmq", "s3"} <= services.keys()
    for service in services.values():
        assert "image" in service
        assert set(service.get("depends_on", ())) <= services.keys()
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            known = (
                (_DOCKER / source).exists() if source[0] == "." else source in compose["volumes"]
            )
            assert known, volume


def test_ours_may_do_little(compose: dict[str, Any]) -> None:
    """A read-only image, no capabilities, and only the proxy has a port outside."""
    for name, service in compose["services"].items():
        if "build" in service:
            assert service["read_only"], name
            assert service["cap_drop"] == ["ALL"]
        assert ("ports" in service) == (name == "proxy")


def test_the_example_names_every_variable_of_the_compose_file() -> None:
    """Those without a default are empty there, for nobody to forget; no secret is written down."""
    named = dict(
        line.lstrip("#").split("=", 1)
        for line in _lines("env.example")
        if re.match(r"#?[A-Z0-9_]+=", line)
    )
    used = set(_VARIABLE.findall((_DOCKER / "compose.yaml").read_text("utf-8")))
    assert {name for name, _ in used} == named.keys()
    needed = {name for name, default in used if default == ":?"}
    assert {name for name in needed if named[name]} == {"SITE"}


def test_the_files_of_the_compose_file_are_a_store(
    compose: dict[str, Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its address is one that the service understands."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "a")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "b")
    store = open_s3(compose["services"]["api"]["environment"]["VIDCOMMERCE_FILES"], tmp_path)
    assert store.bucket == "vidcommerce"
    assert store.client.meta.endpoint_url == "http://s3:8333"


@pytest.mark.slow
def test_the_bucket_is_made_once(
    s3_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a real server; the second time it is there already."""
    bucket = f"made-{tmp_path.name.lower().replace('_', '-')}"
    options = f"endpoint={s3_server}&region=us-east-1&addressing=path&checksums=when_required"
    monkeypatch.setenv("VIDCOMMERCE_FILES", f"s3://{bucket}?{options}")
    monkeypatch.setenv("VIDCOMMERCE_DATA", str(tmp_path))
    for _ in range(2):
        subprocess.run([sys.executable, _DOCKER / "make_bucket.py"], check=True, timeout=60)


@pytest.mark.parametrize(
    "command",
    [
        ["hadolint", "docker/Dockerfile"],
        [
            "shellcheck",
            "docker/build-steps.sh",
            "tests/system-packages",
            "api/web/node",
            "api/web/npm",
        ],
    ],
)
def test_linters_find_nothing(command: list[str]) -> None:
    """Neither in the Dockerfile nor in the scripts."""
    ran = subprocess.run(
        [_BIN / command[0], *command[1:]], cwd=_ROOT, check=False, capture_output=True, text=True
    )
    assert (ran.returncode, ran.stdout) == (0, "")

"""Real servers for the tests that ask for them; each test process has its own."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import boto3
import pytest

from tests.service import Woken
from tests.services.postgresql import new_database, postgresql
from tests.services.redis_server import redis_server
from tests.services.swift import KEY, REGION, SECRET, swift
from vidcommerce.migrations import migrate
from vidcommerce.service import Service, open_service
from vidcommerce.settings import Settings, settings


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """A PostgreSQL server's first database, which tests leave empty."""
    with postgresql() as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> Iterator[str]:
    """An empty database of this test alone."""
    with new_database(postgres_server, f"test_{uuid.uuid4().hex}") as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """A Redis server of this test process."""
    with redis_server() as url:
        yield url


@pytest.fixture(scope="session")
def s3_credentials() -> Iterator[None]:
    """The keys of the S3 server, where boto3 and children look for them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ACCESS_KEY_ID", KEY)
        patch.setenv("AWS_SECRET_ACCESS_KEY", SECRET)
        yield


@pytest.fixture(scope="session")
def s3_server(s3_credentials: None) -> Iterator[str]:  # noqa: ARG001 - only set
    """The address of an S3 server."""
    with swift() as address:
        yield address


@pytest.fixture
def s3_url(s3_server: str) -> str:
    """An empty bucket of this test alone, as the setting for files names it."""
    bucket = f"test-{uuid.uuid4().hex}"
    client = boto3.client("s3", endpoint_url=s3_server, region_name=REGION)
    client.create_bucket(Bucket=bucket)
    client.close()
    options = f"endpoint={quote(s3_server, safe='')}&region={REGION}&addressing=path"
    return f"s3://{bucket}?{options}&checksums=when_required"


@pytest.fixture
def distributed_settings(
    tmp_path: Path, postgres_url: str, redis_url: str, s3_url: str
) -> Settings:
    """Settings of an empty service on real servers; children get them by ``variables``."""
    return settings(variables(tmp_path, postgres_url, redis_url, s3_url))


def variables(folder: Path, database: str, broker: str, files: str) -> dict[str, str]:
    """Return the environment of a service on these servers."""
    return {
        "VIDCOMMERCE_DATA": str(folder / "distributed"),
        "VIDCOMMERCE_DATABASE": database,
        "VIDCOMMERCE_BROKER": broker,
        "VIDCOMMERCE_FILES": files,
        "VIDCOMMERCE_MODEL": "none",
        "VIDCOMMERCE_WORKERS": "1",
    }


@pytest.fixture
def distributed(distributed_settings: Settings, woken: Woken) -> Iterator[Service]:
    """An empty service on PostgreSQL, Redis and S3, its tables made by migrations."""
    made = open_service(distributed_settings, woken)
    migrate(made.database)
    yield made
    made.database.engine.dispose()


@pytest.fixture(params=["embedded", pytest.param("distributed", marks=pytest.mark.slow)])
def anywhere(request: pytest.FixtureRequest) -> Service:
    """An empty service on SQLite and files, then one on PostgreSQL, Redis and S3."""
    name = "service" if request.param == "embedded" else "distributed"
    made: Service = request.getfixturevalue(name)
    return made

"""The servers that tests run on are real and empty."""

from __future__ import annotations

import boto3
import pytest
import redis
from sqlalchemy import create_engine, inspect, text

from tests.services.processes import program


def test_a_server_that_is_not_installed_skips_its_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    """Saying how to install it; but in CI it must be there."""
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="sudo apt install some-package"):
        program("no-such-server", "some-package")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="CI must have no-such-server"):
        program("no-such-server", "some-package")


@pytest.mark.slow
def test_postgresql_is_empty_and_unicode(postgres_url: str) -> None:
    """A new database has no tables and keeps Chinese."""
    engine = create_engine(postgres_url)
    with engine.connect() as connection:
        assert connection.scalar(text("SELECT '赣南脐橙'")) == "赣南脐橙"
    assert inspect(engine).get_table_names() == []
    engine.dispose()


@pytest.mark.slow
def test_redis_answers(redis_url: str) -> None:
    """What is set is there."""
    with redis.Redis.from_url(redis_url) as client:
        client.set("a", "b")
        assert client.get("a") == b"b"
        client.flushall()


@pytest.mark.slow
def test_s3_holds_a_bucket_of_its_own(s3_server: str, s3_url: str) -> None:
    """The bucket of the URL is there, and nothing is in it."""
    client = boto3.client("s3", endpoint_url=s3_server, region_name="us-east-1")
    bucket = s3_url.removeprefix("s3://").partition("?")[0]
    assert client.list_objects_v2(Bucket=bucket)["KeyCount"] == 0
    client.close()

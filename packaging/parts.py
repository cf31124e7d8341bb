"""What the scripts in this folder share: the version, the targets, and the files beside the program.

For scripts in other languages: packaging/parts.py version|deb-version|summary|readme

Archives hold the same bytes whenever they are made from the same files: names in order, one owner, and
the time of the last commit, or SOURCE_DATE_EPOCH."""

import os
import pathlib
import posixpath
import re
import subprocess
import sys
import tomllib

ROOT = pathlib.Path(__file__).resolve().parent.parent
VERSION = tomllib.loads((ROOT / "Cargo.toml").read_text(encoding="utf-8"))["workspace"]["package"]["version"]
SUMMARY = "Turns a folder of Markdown into a clinic's resource hub"
LICENSE = "MIT OR Apache-2.0"
# GitHub names the repository in each run of a workflow.
REPOSITORY = f"https://github.com/{os.environ.get('GITHUB_REPOSITORY', 'OWNER/wellread')}"

# For each target: the file name of the program, the tags of its wheels, and how npm names it.
TARGETS = {
    "linux-x86_64": ("wellread", ["manylinux_2_17_x86_64", "musllinux_1_1_x86_64"], "linux", ["x64"]),
    "linux-aarch64": ("wellread", ["manylinux_2_17_aarch64", "musllinux_1_1_aarch64"], "linux", ["arm64"]),
    "macos": ("wellread", ["macosx_10_12_universal2"], "darwin", ["x64", "arm64"]),
    "windows-x86_64": ("wellread.exe", ["win_amd64"], "win32", ["x64"]),
}

NOTICES = ["LICENSE-APACHE", "LICENSE-MIT", "THIRD-PARTY.md"]


def preview():
    """The three numbers of the version, and the name and the number of a preview (`0.2.0-beta.1`)."""
    match = re.fullmatch(r"(\d+\.\d+\.\d+)(?:-(alpha|beta|rc)\.(\d+))?", VERSION)
    if not match:
        sys.exit(f"no package knows a version such as {VERSION}: write 0.2.0, or 0.2.0-beta.1 for a preview")
    return match.groups()


def wheel_version():
    """The version as Python writes it, so that a preview comes before its release: 0.2.0b1."""
    numbers, name, number = preview()
    return numbers + ({"alpha": "a", "beta": "b", "rc": "rc"}[name] + number if name else "")


def deb_version():
    """The version as Debian writes it, so that a preview comes before its release: 0.2.0~beta.1."""
    numbers, name, number = preview()
    return f"{numbers}~{name}.{number}" if name else numbers


def text(page):
    """A page of the repository as it is packed: what it links to there is not beside it in a package, so
    its links lead to the repository, and pictures come from there."""
    folder = pathlib.PurePosixPath(page).parent

    def absolute(match):
        image, label, target = match.groups()
        if re.match(r"[a-z]+:|#", target):
            return match[0]
        target = posixpath.normpath((folder / target).as_posix())
        return f"{image}[{label}]({REPOSITORY}/{'raw' if image else 'blob'}/v{VERSION}/{target})"

    markdown = (ROOT / page).read_text(encoding="utf-8")
    return re.sub(r"(!?)\[([^\]]*)\]\(([^)\s]+)\)", absolute, markdown)


def arguments(usage):
    """The program, the target and the folder to write to, from the command line."""
    if len(sys.argv) != 4 or sys.argv[2] not in TARGETS:
        sys.exit(f"usage: {usage} BINARY TARGET FOLDER\nTARGET is one of: {', '.join(TARGETS)}")
    binary, target, folder = pathlib.Path(sys.argv[1]), sys.argv[2], pathlib.Path(sys.argv[3])
    if not binary.is_file():
        sys.exit(f"there is no program {binary}")
    folder.mkdir(parents=True, exist_ok=True)
    return binary.read_bytes(), target, folder


def time():
    """The time of all files in an archive, in seconds."""
    if "SOURCE_DATE_EPOCH" in os.environ:
        return int(os.environ["SOURCE_DATE_EPOCH"])
    log = subprocess.run(
        ["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    # Zip files know no time before 1980.
    return int(log.stdout.strip() or 315532800)


def reference():
    """The man pages and completions in the folder REFERENCE, by their names in it."""
    folder = os.environ.get("REFERENCE")
    if not folder:
        return {}
    files = sorted(path for path in pathlib.Path(folder).rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


if __name__ == "__main__":
    # As UTF-8 and with the line breaks of the files, on Windows too.
    sys.stdout.reconfigure(encoding="utf-8", newline="\n")
    FACTS = {
        "version": lambda: VERSION,
        "deb-version": deb_version,
        "summary": lambda: SUMMARY,
        "readme": lambda: text("README.md").removesuffix("\n"),
    }
    if len(sys.argv) != 2 or sys.argv[1] not in FACTS:
        sys.exit(f"usage: packaging/parts.py {'|'.join(FACTS)}")
    print(FACTS[sys.argv[1]]())

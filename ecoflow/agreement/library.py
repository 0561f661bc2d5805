"""The shipped agreements and observations, and the files a command-line argument means."""

from __future__ import annotations

from pathlib import Path

from ecoflow.diagnostics.finding import Finding, InvalidAgreement, Phrase

SUFFIXES = (".yaml", ".yml")
_PACKAGE = Path(__file__).resolve().parent.parent


def shipped() -> tuple[Path, ...]:
    """The agreement files that come with ecoflow, sorted by name; none when they were left out."""
    folder = _shipped_folder("agreements")
    return tuple(sorted(p for p in folder.iterdir() if p.suffix in SUFFIXES)) if folder else ()


def shipped_data() -> Path | None:
    """The folder of synthetic observations that come with ecoflow, or None when they were left out."""
    return _shipped_folder("data")


def find(argument: str) -> tuple[Path, ...]:
    """The agreement files an argument means: a file, all files in a folder, or the id of a shipped agreement.

    A folder gives every *.yaml and *.yml in it or below, sorted, but nothing under a name that begins with a dot
    (`.github` holds YAML that is no agreement). Raises InvalidAgreement (E100) when there is no such file.
    """
    path = Path(argument)
    if argument and path.is_dir():
        files = tuple(sorted(p for p in path.rglob("*") if _is_agreement(p, path)))
        if not files:
            raise _absent((f"文件夹 '{argument}' 中没有协议文件（*.yaml、*.yml）",
                           f"there is no agreement (*.yaml, *.yml) in the folder '{argument}'"))
        return files
    # a named pipe is read like a file
    if argument and path.exists():
        return (path,)
    known = {p.stem: p for p in shipped()}
    if argument in known:
        return (known[argument],)
    raise _absent(_nothing(argument, tuple(known)))


def _is_agreement(path: Path, folder: Path) -> bool:
    hidden = any(part.startswith(".") for part in path.relative_to(folder).parts)
    return path.suffix in SUFFIXES and not hidden and path.is_file()


def _absent(problem: Phrase) -> InvalidAgreement:
    return InvalidAgreement([Finding("E100", None, {"problem": problem})])


def _nothing(argument: str, known: tuple[str, ...]) -> Phrase:
    from difflib import get_close_matches

    near = get_close_matches(argument, known, n=3)
    zh = f"没有文件、文件夹或随附协议 '{argument}'"
    en = f"there is no file, folder or shipped agreement '{argument}'"
    if near:
        return f"{zh}；相近的有：{'、'.join(near)}", f"{en}; near: {', '.join(near)}"
    return zh, en


def _shipped_folder(name: str) -> Path | None:
    installed = _PACKAGE / "shipped" / name
    if installed.is_dir():
        return installed
    # beside an installed package stand other people's folders; only a checkout has its project file there
    checkout = _PACKAGE.parent / name
    return checkout if (_PACKAGE.parent / "pyproject.toml").is_file() and checkout.is_dir() else None

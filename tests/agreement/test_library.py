"""Which files an argument means, in a checkout and in an installed package."""

from __future__ import annotations

import pytest

from ecoflow.agreement import library
from ecoflow.diagnostics.finding import InvalidAgreement


@pytest.fixture
def checkout(tmp_path, monkeypatch):
    """A checkout with two agreements and data beside the package."""
    package = tmp_path / "checkout" / "ecoflow"
    package.mkdir(parents=True)
    (package.parent / "pyproject.toml").touch()
    agreements = package.parent / "agreements"
    agreements.mkdir()
    for name in ("luan-tianjin-1.yaml", "chishui-1.yaml", "README.md"):
        (agreements / name).touch()
    (package.parent / "data").mkdir()
    monkeypatch.setattr(library, "_PACKAGE", package)
    monkeypatch.chdir(tmp_path)
    return package


def problem(argument):
    with pytest.raises(InvalidAgreement) as refused:
        library.find(argument)
    (found,) = refused.value.findings
    assert found.code == "E100"
    return found.message("zh"), found.message("en")


def test_a_checkout_ships_what_stands_beside_the_package(checkout):
    assert [p.name for p in library.shipped()] == ["chishui-1.yaml", "luan-tianjin-1.yaml"]
    assert library.shipped_data() == checkout.parent / "data"


def test_an_installed_package_ships_what_it_carries(checkout):
    inside = checkout / "shipped" / "agreements"
    inside.mkdir(parents=True)
    (inside / "carried-1.yml").touch()
    (checkout / "shipped" / "data").mkdir()
    assert library.shipped() == (inside / "carried-1.yml",)
    assert library.shipped_data() == checkout / "shipped" / "data"


def test_other_peoples_folders_beside_an_installed_package_are_left_alone(checkout):
    (checkout.parent / "pyproject.toml").unlink()
    assert library.shipped() == ()
    assert library.shipped_data() is None


def test_a_file_is_itself_whatever_its_suffix(checkout, tmp_path):
    file = tmp_path / "draft.txt"
    file.touch()
    assert library.find(str(file)) == (file,)


def test_a_folder_is_all_agreements_in_it_and_below_but_not_hidden_ones(checkout, tmp_path):
    folder = tmp_path / "mine"
    for name in ("b.yaml", "a.yml", "below/c.yaml", ".github/ci.yml", ".hidden.yaml", "notes.md", "B.yaml.bak"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    (folder / "folder.yaml").mkdir()
    assert library.find(str(folder)) == (folder / "a.yml", folder / "b.yaml", folder / "below" / "c.yaml")


def test_a_folder_may_itself_lie_below_a_hidden_one(checkout, tmp_path):
    folder = tmp_path / ".cache" / "agreements"
    folder.mkdir(parents=True)
    (folder / "a.yaml").touch()
    assert library.find(str(folder)) == (folder / "a.yaml",)


def test_an_id_is_a_shipped_agreement_unless_a_path_is_called_so(checkout, tmp_path):
    assert library.find("chishui-1") == (checkout.parent / "agreements" / "chishui-1.yaml",)
    (tmp_path / "chishui-1").touch()
    assert [str(p) for p in library.find("chishui-1")] == ["chishui-1"]


def test_a_folder_without_agreements_is_refused(checkout, tmp_path):
    (tmp_path / "empty").mkdir()
    assert problem("empty") == (
        "文件夹 'empty' 中没有协议文件（*.yaml、*.yml）",
        "there is no agreement (*.yaml, *.yml) in the folder 'empty'",
    )


def test_a_misspelt_id_names_the_near_ones(checkout):
    assert problem("chishui-2") == (
        "没有文件、文件夹或随附协议 'chishui-2'；相近的有：chishui-1",
        "there is no file, folder or shipped agreement 'chishui-2'; near: chishui-1",
    )


@pytest.mark.parametrize("argument", ["", "no/such/file.yaml", "qqq"])
def test_nothing_of_the_kind_is_refused_without_a_guess(checkout, argument):
    assert problem(argument)[1] == (
        f"there is no file, folder or shipped agreement '{argument}'"
    )

"""A file to an agreement: every name known, every number cited, every line remembered; or all that is wrong with it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from ecoflow.agreement import build, checks
from ecoflow.agreement.check_examples import check_examples
from ecoflow.agreement.language import AGREEMENT
from ecoflow.agreement.model import Agreement, Party, Pool, Source
from ecoflow.agreement.scope import Scope
from ecoflow.agreement.structure import Structure
from ecoflow.agreement.yaml_tree import Mapping, Scalar, Sequence, read
from ecoflow.diagnostics.finding import Finding, InvalidAgreement, Place, has_errors, in_order


def load(path: Path) -> Agreement:
    """The agreement in a file. Raises InvalidAgreement with every finding when it has an error."""
    agreement, findings = examine(path)
    if agreement is None or has_errors(findings):
        raise InvalidAgreement(findings)
    return agreement


def examine(path: Path) -> tuple[Agreement | None, tuple[Finding, ...]]:
    """The agreement as far as it can be made out (None when it cannot) and everything found, sorted by place."""
    name = str(path)
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        return None, (Finding("E110", Place(name, 1, 1), {"problem": error.strerror or str(error)}),)
    except UnicodeDecodeError as error:
        return None, (Finding("E110", Place(name, 1, 1), {"problem": f"UTF-8: {error.reason}, byte {error.start}"}),)
    return examine_text(text, name)


def examine_text(text: str, file: str) -> tuple[Agreement | None, tuple[Finding, ...]]:
    """As `examine`, for a text already read; `file` is the name findings carry."""
    tree, findings = read(text, file)
    if not isinstance(tree, Mapping):
        if not findings:
            findings.append(Finding("E120", Place(file, 1, 1)))
        return None, in_order(findings)
    structure = Structure()
    fitted = structure.fit(tree, AGREEMENT) or _remains(tree)
    findings += structure.findings
    if not isinstance(fitted, Mapping):
        return None, in_order(findings)
    agreement, scope = _assemble(fitted, text, file, frozenset(structure.broken))
    for check in (checks.check_names, checks.check_sections, checks.check_citations, checks.check_dates,
                  checks.check_measures, checks.check_clauses, checks.check_numbers, checks.check_used, check_examples):
        check(agreement, scope)
    term = fitted.get("term")
    checks.check_term_of_agreement(agreement, scope, term.place if term else fitted.place)
    return agreement, in_order([*findings, *scope.findings])


def _remains(tree: Mapping) -> Mapping:
    """What can still be looked at although a required block is missing or broken, so that one run finds everything."""
    kept = []
    for key, value in tree.items:
        known = AGREEMENT.field(key.text)
        fitted = Structure().fit(value, known.shape, key.text) if known else None
        if fitted is not None:
            kept.append((key, fitted))
    return Mapping(tuple(kept), tree.place)


def _assemble(root: Mapping, text: str, file: str, broken: frozenset[str]) -> tuple[Agreement, Scope]:
    builder = build.Builder(root, text)
    sections = build.table(root.get("sections"), builder.section)
    parties = build.table(root.get("parties"), lambda i, n: Party(i, build.words(n, i)))
    scope = Scope(sections, tuple(parties), broken)
    written = build.table(root.get("terms"), builder.term)
    terms = {k: scope.add_term(t) for k, t in written.items()}
    facts = build.table(root.get("facts"), builder.fact)
    for fact in facts.values():
        scope.add_fact(fact)
    measures = {k: scope.add_measure(m, terms) for k, m in build.table(root.get("measures"), builder.measure).items()}
    quantities = build.table(root.get("quantities"), builder.quantity)
    order = scope.add_quantities(quantities)
    term = root.get("term")
    years = term if isinstance(term, Mapping) else root
    agreement = Agreement(
        id=build.text(root, "id"), title=build.words(root.get("title"), build.text(root, "id")),
        first_year=int(build.text(years, "from", "0")), last_year=int(build.text(years, "to", "0")),
        settle=build.text(root, "settle", "year"), status=build.text(root, "status", "draft"),
        note=build.words(root.get("note")) if root.get("note") else None, articles=_articles(root),
        parties=parties, pools=build.table(root.get("pools"), _pool), sections=sections,
        sources=build.table(root.get("sources"), _source), exemptions=builder.exemptions,
        money=build.money(root.get("money")), terms=MappingProxyType(terms), facts=facts,
        measures=MappingProxyType(measures), quantities=quantities,
        clauses=tuple(builder.clause(c) for c in _items(root, "clauses")),
        examples=tuple(build.example(e) for e in _items(root, "examples")),
        types=MappingProxyType(scope.types), order=order, file=file, text=text,
        sha256=hashlib.sha256(text.encode()).hexdigest(),
    )
    examples = tuple(
        replace(e, given=MappingProxyType({k: scope.keyed(v, e.place) for k, v in e.given.items()}))
        for e in agreement.examples
    )
    return replace(agreement, examples=examples), scope


def _items(root: Mapping, key: str) -> tuple[Mapping, ...]:
    found = root.get(key)
    return tuple(i for i in found.items if isinstance(i, Mapping)) if isinstance(found, Sequence) else ()


def _pool(id: str, node: Mapping) -> Pool:
    return Pool(id, build.words(node, id), build.text(node, "closes", "zero") == "carry")


def _source(id: str, node: Mapping) -> Source:
    return Source(id, *(build.text(node, key) for key in ("title", "publisher", "date", "url")))


def _articles(root: Mapping) -> MappingProxyType[str, build.model.Words]:
    node = root.get("articles")
    items = node.items if isinstance(node, Mapping) else ()
    return MappingProxyType({k.text: build.words(v) for k, v in items if isinstance(v, Mapping | Scalar)})

"""The blocks of a file put together: names declared in the order in which they use each other."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping as Table
from types import MappingProxyType

from msgspec.structs import replace

from ecoflow.agreement import build
from ecoflow.agreement.fields import cited, table, text, words, written
from ecoflow.agreement.model import Agreement, Citation, Example, Exemption, Words, Written
from ecoflow.agreement.rules import stated_rules
from ecoflow.agreement.scope import Scope
from ecoflow.agreement.structure import Structure
from ecoflow.agreement.yaml_tree import BOM, Mapping, Sequence


def assemble(root: Mapping, source: str, file: str, structure: Structure) -> tuple[Agreement, Scope]:
    """The agreement of a tree that fits the shape, and what its names mean. `source` is the file's whole text."""
    builder = build.Builder(root, source.removeprefix(BOM))
    sections = table(root.get("sections"), builder.section)
    parties = table(root.get("parties"), build.party)
    pools = table(root.get("pools"), build.pool)
    scope = Scope(sections, tuple(parties), frozenset(structure.lost), settle=text(root, "settle", "year"),
                  mentioned=frozenset(structure.mentioned), pools=frozenset(pools))
    terms = {k: scope.add_term(t) for k, t in table(root.get("terms"), builder.term).items()}
    facts = table(root.get("facts"), builder.fact)
    for fact in facts.values():
        scope.add_fact(fact)
    measures = {k: scope.add_measure(m, terms) for k, m in table(root.get("measures"), builder.measure).items()}
    quantities = table(root.get("quantities"), builder.quantity)
    order = scope.add_quantities(quantities)
    scope.add_pools(pools)
    first, last = _years(root)
    agreement = Agreement(
        id=text(root, "id"), title=words(root.get("title"), text(root, "id")), first_year=first, last_year=last,
        settle=text(root, "settle", "year"), status=text(root, "status", "draft"),
        rule=_words(root, "rule"), note=_words(root, "note"), articles=_articles(root),
        parties=parties, pools=pools, sections=sections,
        sources=table(root.get("sources"), build.source), monitoring=_monitoring(root), exemptions=_exemptions(root),
        money=build.money(root.get("money")), terms=MappingProxyType(terms), facts=facts,
        measures=MappingProxyType(measures), quantities=quantities,
        clauses=tuple(builder.clause(c) for c in _items(root, "clauses")), examples=_examples(root, scope),
        types=MappingProxyType(scope.types), order=order, file=file, text=source,
        sha256=hashlib.sha256(source.encode()).hexdigest(), head=_head(root),
        stated=MappingProxyType(stated_rules(root.get("monitoring"))), monitored_by=_monitored_by(root),
    )
    return agreement, scope


def _words(root: Mapping, key: str) -> Words | None:
    node = root.get(key)
    return words(node) if node else None


def _years(root: Mapping) -> tuple[int, int]:
    """First and last year; 0 when the term of the agreement is missing or broken."""
    term = root.get("term")
    if not isinstance(term, Mapping):
        return 0, 0
    return int(text(term, "from", "0")), int(text(term, "to", "0"))


def _items(root: Mapping, key: str) -> tuple[Mapping, ...]:
    found = root.get(key)
    return tuple(i for i in found.items if isinstance(i, Mapping)) if isinstance(found, Sequence) else ()


def _monitoring(root: Mapping) -> Citation:
    node = root.get("monitoring")
    return cited(node) if isinstance(node, Mapping) else Citation()


def _monitored_by(root: Mapping) -> Words | None:
    node = root.get("monitoring")
    return _words(node, "by") if isinstance(node, Mapping) else None


def _exemptions(root: Mapping) -> tuple[Exemption, ...]:
    monitoring = root.get("monitoring")
    return tuple(build.exemption(e) for e in _items(monitoring, "exempt")) if isinstance(monitoring, Mapping) else ()


def _examples(root: Mapping, scope: Scope) -> tuple[Example, ...]:
    """Every example, the keys of its values read as years, indicators, sections or parties."""
    def with_dimensions(example: Example) -> Example:
        given = {k: scope.keyed(v, example.written, f"given.{k}", times=True) for k, v in example.given.items()}
        indices = {k: scope.keyed(v, example.written, f"expect.indices.{k}", times=True)
                   for k, v in example.expect.indices.items()}
        expect = replace(example.expect, indices=MappingProxyType(indices))
        return replace(example, given=MappingProxyType(given), expect=expect)

    return tuple(with_dimensions(build.example(e)) for e in _items(root, "examples"))


def _head(root: Mapping) -> Written:
    """Where the blocks stand whose entries are words and rules, not objects of the model."""
    blocks = tuple((k, v) for k, v in root.items if k.text in {"articles", "monitoring"})
    return written(Mapping(blocks, root.place), root.place)


def _articles(root: Mapping) -> Table[str, Words]:
    node = root.get("articles")
    items = node.items if isinstance(node, Mapping) else ()
    return MappingProxyType({k.text: words(v) for k, v in items})

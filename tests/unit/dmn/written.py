"""Writes small files of decisions."""

from __future__ import annotations

from xml.sax.saxutils import escape, quoteattr

SPACE = "https://www.omg.org/spec/DMN/20230324/MODEL/"


def attributes(**given):
    """Return attributes; a name that Python has taken ends with "_"."""
    return "".join(f" {name.rstrip('_')}={quoteattr(value)}" for name, value in given.items())


def definitions(*parts, space=SPACE, **more):
    return (
        f'<definitions xmlns="{space}" id="model" name="model" namespace="urn:model"'
        f"{attributes(**more)}>{''.join(parts)}</definitions>"
    ).encode()


def text(content, tag="literalExpression", **more):
    return f"<{tag}{attributes(**more)}><text>{escape(content)}</text></{tag}>"


def input_data(name="n", type_="number"):
    return (
        f'<inputData id="{name}" name="{name}"><variable name="{name}" typeRef="{type_}"/>'
        "</inputData>"
    )


def needs_input(name="n"):
    return f'<informationRequirement><requiredInput href="#{name}"/></informationRequirement>'


def needs_decision(id_):
    return f'<informationRequirement><requiredDecision href="#{id_}"/></informationRequirement>'


def needs_knowledge(id_):
    return f'<knowledgeRequirement><requiredKnowledge href="#{id_}"/></knowledgeRequirement>'


def decision(*parts, id_="d", name=None, type_="Any"):
    return (
        f'<decision id="{id_}" name="{name or id_}"><variable name="{name or id_}"'
        f' typeRef="{type_}"/>{"".join(parts)}</decision>'
    )


def knowledge(body, *parameters, id_="k", requires=""):
    formal = "".join(f'<formalParameter name="{name}"/>' for name in parameters)
    return (
        f'<businessKnowledgeModel id="{id_}" name="{id_}"><variable name="{id_}"/>'
        f"<encapsulatedLogic>{formal}{body}</encapsulatedLogic>{requires}"
        "</businessKnowledgeModel>"
    )


def service(id_="s", *, outputs=("d",), inside=(), decisions=(), inputs=()):
    parts = [f'<outputDecision href="#{each}"/>' for each in outputs]
    parts += [f'<encapsulatedDecision href="#{each}"/>' for each in inside]
    parts += [f'<inputDecision href="#{each}"/>' for each in decisions]
    parts += [f'<inputData href="#{each}"/>' for each in inputs]
    return (
        f'<decisionService id="{id_}" name="{id_}"><variable name="{id_}"/>'
        f"{''.join(parts)}</decisionService>"
    )


def table(*rules, inputs=("n",), outputs=("",), policy="UNIQUE", values=None, **more):
    """Return a table: `inputs` are expressions, `outputs` names, each rule a list of its cells.

    `values` are what the first output lists.
    """
    columns = [
        f'<input id="in{at}">{text(each, "inputExpression", id=f"in{at}x")}</input>'
        for at, each in enumerate(inputs)
    ]
    listed = "" if values is None else text(values, "outputValues", id="listed")
    columns += [
        f'<output id="out{at}"{attributes(name=each) if each else ""}>'
        f"{listed if at == 0 else ''}</output>"
        for at, each in enumerate(outputs)
    ]
    rows = []
    for at, cells in enumerate(rules):
        made = [
            text(cell, "inputEntry", id=f"r{at}i{i}")
            for i, cell in enumerate(cells[: -len(outputs)])
        ]
        made += [
            text(cell, "outputEntry", id=f"r{at}o{i}")
            for i, cell in enumerate(cells[-len(outputs) :])
        ]
        rows.append(f'<rule id="r{at}">{"".join(made)}</rule>')
    return (
        f'<decisionTable id="t" hitPolicy="{policy}"{attributes(**more)}>'
        f"{''.join(columns)}{''.join(rows)}</decisionTable>"
    )


def of_table(*rules, **options):
    """Return a file with one decision over the input `n`, a table."""
    return definitions(input_data(), decision(needs_input(), table(*rules, **options)))


def of_text(content, *more):
    """Return a file with one decision over the input `n`, a literal expression."""
    return definitions(input_data(), decision(needs_input(), text(content, id="x")), *more)

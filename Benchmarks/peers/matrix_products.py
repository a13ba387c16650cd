"""Float32 matrix products at the work's shapes and forms, by a library's function."""

import protocol


def measure(work, random, multiply):
    """A function of the repeat's number.

    random(rows, columns) makes a matrix, multiply(left, right, out) a product. Forms: N for an operand as it is multiplied, T for
    one that lies in memory with rows and columns exchanged; the left one first.
    """

    def operand(rows, columns, form):
        return random(rows, columns) if form == "N" else random(columns, rows).T

    def part(shape, form):
        rows, columns, inner = shape["rows"], shape["columns"], shape["inner"]
        left, right = operand(rows, inner, form[0]), operand(inner, columns, form[1])
        out = random(rows, columns)
        operations = 2.0 * rows * columns * inner
        calls = min(max(1, -int(-4e9 // operations)), 50)

        def products():
            for _ in range(calls):
                multiply(left, right, out)

        multiply(left, right, out)
        seconds, _ = protocol.timed(products)
        name = f"{rows} x {columns} x {inner} {form}"
        return {"name": name, "calls": calls, "seconds": seconds, "floatingPointOperations": operations * calls}

    def repeat(_):
        # Cores that have slept run slower for their first tens of milliseconds.
        first = work["products"][0]
        part(first, first["forms"][0])
        parts = [part(shape, form) for shape in work["products"] for form in shape["forms"]]
        best = max(parts, key=lambda part: part["floatingPointOperations"] / part["seconds"])
        return {"seconds": best["seconds"], "amount": best["floatingPointOperations"], "operations": parts}

    return repeat

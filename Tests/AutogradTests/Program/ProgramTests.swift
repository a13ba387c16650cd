import Testing

@testable import Autograd

@Suite struct ProgramTests {
  @Test func printsOneLineForEachValueAndInstruction() {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([2, 3]))
      let state = builder.input("state", .float32([2]))
      let y = x.scaled(by: 0.5).sum(over: [1])
      builder.output("y", y)
      builder.update("state", with: state + y)
    }
    #expect(
      program.description == """
        %0: float32[2, 3] = input "x"
        %1: float32[2] = input "state"
        %2: float32[2, 3] = scale(%0) {factor: 0.5}
        %3: float32[2] = reduceSum(%2) {axes: [1]}
        %4: float32[2] = add(%1, %3)
        output "y" %3
        update "state" %4
        """)
  }

  @Test func printsEveryAttribute() {
    let scheme = RelativePositionScheme(buckets: 8, maximumDistance: 20, isBidirectional: false)
    let printed: [(any Autograd.Operation, String)] = [
      (Add(), ""), (Constant(value: 2, type: .float32([])), "value: 2.0"),
      (Dropout(rate: 0.5, stream: 3, sharedAxes: [1]), "rate: 0.5, stream: 3, sharedAxes: [1]"),
      (RelativeBuckets(scheme: scheme, queries: 2, keys: 2), "buckets: 8, maximumDistance: 20, causal"),
      (
        Attention(heads: 2, isCausal: true, bias: scheme, dropoutRate: 0.25),
        "heads: 2, causal: true, bias: (buckets: 8, maximumDistance: 20, causal), dropout: 0.25"
      ),
      (Attention(heads: 2, isCausal: false, bias: nil), "heads: 2, causal: false, bias: none, dropout: 0.0"),
      (
        Attention(heads: 4, keyHeads: 2, isCausal: true, bias: nil),
        "heads: 4 on 2, causal: true, bias: none, dropout: 0.0"
      ),
      (
        Attention(
          heads: 2, isCausal: true, bias: nil, dropoutRate: 0.5,
          dropoutNumbering: RowNumbering(rows: 3, length: 8), longestSegment: .init(queries: 8, keys: 8)),
        "heads: 2, causal: true, bias: none, dropout: 0.5 in rows (3, 8), segments up to (8, 8)"
      ),
    ]
    for (operation, expected) in printed { #expect(operation.attributes == expected) }
  }

  @Test func deadInstructionsAreRemoved() {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([2]))
      let unused = x.exponential()
      _ = unused + x
      let y = x.builder.apply(RMSNorm(epsilon: 1), [x, x])  // one result of two is wanted
      builder.output("y", y[1])
    }
    #expect(program.instructions.map(\.operation.name) == ["rmsNorm"])
    #expect(program.inputs.map(\.name) == ["x"])
  }

  @Test func anUpdateKeepsItsInstructionsAlive() {
    let program = ProgramBuilder.record { builder in
      let x = builder.input("x", .float32([2]))
      builder.update("x", with: x.scaled(by: 2))
    }
    #expect(program.instructions.count == 1)
    #expect(program.outputs.map(\.isUpdate) == [true])
  }

  @Test func everyDropoutHasAStreamOfItsOwn() {
    let program = ProgramBuilder.record { builder in
      let (x, key) = (builder.input("x", .float32([2])), builder.input("key", RandomKey.type))
      let once = x.droppedOut(rate: 0.5, key: key)
      builder.output("y", once.droppedOut(rate: 0.5, key: key).droppedOut(rate: 0, key: key))
    }
    #expect(program.instructions.compactMap { ($0.operation as? Dropout)?.stream } == [0, 1])
  }
}

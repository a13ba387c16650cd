import AutogradTestSupport
import Testing

@testable import Autograd
@testable import CPURuntime

/// Decoding step by step with caches against one causal attention over the whole prefix.
@Suite struct CachedAttentionTests {
  @Test(arguments: 1...3)
  func stepsEqualCausalAttention(threads: Int) {
    let (batch, length, heads, width) = (3, 40, 2, 2 * 17)
    let scheme = RelativePositionScheme(isBidirectional: false)
    var generator = SeededGenerator(seed: 5)
    let whole: Shape = [batch, length, width]
    let (query, key, value) = (
      Operand.floats(whole).elements(using: &generator), Operand.floats(whole).elements(using: &generator),
      Operand.floats(whole).elements(using: &generator)
    )
    let table = Operand.floats([32, heads]).elements(using: &generator)
    let segments = [Double](repeating: 1, count: batch * length)

    let causal = ProgramBuilder.record { builder in
      var operands = ["query", "key", "value"].map { builder.input($0, .float32(whole)) }
      operands += ["queries", "keys"].map { builder.input($0, .int32([batch, length])) }
      operands.append(builder.input("table", .float32([32, heads])))
      builder.output("y", builder.apply(Attention(heads: heads, isCausal: true, bias: scheme), operands)[0])
    }
    let inputs = [
      "query": query, "key": key, "value": value, "queries": segments, "keys": segments, "table": table,
    ]
    let expected = BoundProgram.run(causal, inputs, threads: threads)[0].values

    let step = ProgramBuilder.record { builder in
      let (query, key, value) = (
        builder.input("query", .float32([batch, 1, width])),
        builder.input("key", .float32([batch, 1, width])),
        builder.input("value", .float32([batch, 1, width]))
      )
      let position = builder.input("position", .int32([]))
      let keys = builder.input("keys", .float32(whole)).updating(rows: key, at: position)
      let values = builder.input("values", .float32(whole)).updating(rows: value, at: position)
      builder.update("keys", with: keys)
      builder.update("values", with: values)
      let table = builder.input("table", .float32([32, heads]))
      let attention = CachedAttention(heads: heads, bias: scheme)
      builder.output("y", builder.apply(attention, [query, keys, values, position, table])[0])
    }
    let decoder = BoundProgram(step, threads: threads)
    decoder.set(["table": table])
    // What stands behind the position must not be seen.
    decoder.set(["keys": key.map { _ in 1e3 }, "values": key.map { _ in 1e3 }])
    for position in 0..<length {
      func rows(_ x: [Double]) -> [Double] {
        (0..<batch).flatMap { row in
          let first = (row * length + position) * width
          return x[first..<(first + width)]
        }
      }
      decoder.set([
        "query": rows(query), "key": rows(key), "value": rows(value), "position": [Double(position)],
      ])
      let output = decoder.run().last!
      expectAgreement(output, Elements(output.type, rows(expected)), tolerance: 3e-6, "position \(position)")
    }
    #expect(decoder.storage["keys"]!.floats.map(Double.init) == key)
    #expect(decoder.storage["values"]!.floats.map(Double.init) == value)
  }
}

import AutogradTestSupport
import Testing

@testable import Autograd
@testable import CPURuntime

/// Decoding step by step with caches against one causal attention over the whole prefix.
@Suite struct CachedAttentionTests {
  @Test(arguments: 1...3)
  func stepsEqualCausalAttention(threads: Int) throws {
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
    let expected = try BoundProgram.run(causal, inputs, threads: threads)[0].values

    let step = ProgramBuilder.record { builder in
      let rows = ["query", "key", "value"].map { builder.input($0, .float32([batch, width])) }
      let positions = builder.input("positions", .int32([batch]))
      let keys = builder.input("keys", .float32(whole)).updating(rows: rows[1], at: positions)
      let values = builder.input("values", .float32(whole)).updating(rows: rows[2], at: positions)
      builder.update("keys", with: keys)
      builder.update("values", with: values)
      let operands = [
        rows[0], keys.reshaped(to: [batch * length, width]), values.reshaped(to: [batch * length, width]),
        positions, builder.input("places", .int32([batch, length])),
        builder.input("table", .float32([32, heads])),
      ]
      builder.output("y", builder.apply(CachedAttention(heads: heads, bias: scheme), operands)[0])
    }
    let decoder = try BoundProgram(step, threads: threads)
    decoder.set(["table": table, "places": (0..<(batch * length)).map(Double.init)])
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
        "query": rows(query), "key": rows(key), "value": rows(value),
        "positions": [Double](repeating: Double(position), count: batch),
      ])
      let output = try decoder.run().last!
      expectAgreement(output, Elements(output.type, rows(expected)), tolerance: 3e-6, "position \(position)")
    }
    #expect(decoder.storage["keys"]!.floats.map(Double.init) == key)
    #expect(decoder.storage["values"]!.floats.map(Double.init) == value)
  }
}

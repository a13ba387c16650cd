import AutogradTestSupport
import Testing

@testable import Autograd
@testable import CPURuntime

/// Segments do not see each other, in any way to fill a row with them.
@Suite struct AttentionSegmentTests {
  @Test(arguments: SegmentWorld.all)
  func equalsTheDefinition(_ world: SegmentWorld) throws {
    let experiment = world.experiment
    let expected = experiment.interpret(experiment.backward)
    for threads in 1...2 {
      let actual = try BoundProgram.run(experiment.backward, experiment.inputs, threads: threads)
      // The loss, which comes first, is not a result of the attention.
      expectAgreement(
        Array(actual.dropFirst()), Array(expected.dropFirst()),
        outputs: experiment.backward.outputs.dropFirst().map(\.name), "\(threads) threads")
    }
  }

  /// Other keys, values and queries in one segment leave the outputs of all others as they are, bit for bit.
  @Test(arguments: SegmentWorld.all)
  func outputsDependOnTheirOwnSegmentAlone(_ world: SegmentWorld) throws {
    let experiment = world.experiment
    let bound = try BoundProgram(experiment.forward, threads: 2)
    bound.set(experiment.inputs)
    let before = try bound.run()
    for segment in 0...5 {
      var changed = experiment.inputs
      for (operand, segments) in [(0, world.querySegments), (1, world.keySegments), (2, world.keySegments)] {
        for (place, id) in segments.enumerated() where id == segment {
          for i in 0..<world.width { changed["operand \(operand)"]![place * world.width + i] += 1.5 }
        }
      }
      bound.set(changed)
      let after = try bound.run()
      var (kept, moved) = (true, false)
      for (place, id) in world.querySegments.enumerated() {
        let output = place * world.width..<(place + 1) * world.width
        let isEqual = before[0].values[output] == after[0].values[output]
        if id == segment { moved = moved || !isEqual } else { kept = kept && isEqual }
      }
      #expect(kept, "segment \(segment)")
      #expect(moved == (segment != 0), "segment \(segment): a change of its own keys must show")
      let sums = (0..<before[1].values.count).filter {
        let (row, query) = ($0 / (world.heads * world.queries), $0 % world.queries)
        return world.querySegments[row * world.queries + query] != segment
      }
      #expect(sums.allSatisfy { before[1].values[$0] == after[1].values[$0] }, "segment \(segment)")
    }
  }

  /// A cotangent that is not zero in one segment alone gives gradients that are zero in all others.
  @Test(arguments: SegmentWorld.all)
  func gradientsStayInTheirSegment(_ world: SegmentWorld) throws {
    let experiment = world.experiment
    let bound = try BoundProgram(experiment.backward, threads: 2)
    let outputs = experiment.backward.outputs.map(\.name)
    for segment in 0...5 {
      var inputs = experiment.inputs
      for (place, id) in world.querySegments.enumerated() where id != segment {
        for i in 0..<world.width { inputs["weight 0"]![place * world.width + i] = 0 }
      }
      bound.set(inputs)
      let results = try bound.run()
      for (operand, segments) in [(0, world.querySegments), (1, world.keySegments), (2, world.keySegments)] {
        let gradient = results[outputs.firstIndex(of: "gradient \(operand)")!].values
        let crossed = segments.indices.filter { place in
          (segments[place] != segment || segment == 0)
            && !gradient[(place * world.width)..<((place + 1) * world.width)].allSatisfy { $0 == 0 }
        }
        #expect(crossed == [], "segment \(segment), operand \(operand)")
      }
      if world.hasBias, segment == 0 {
        #expect(results[outputs.firstIndex(of: "gradient 5")!].values.allSatisfy { $0 == 0 })
      }
    }
  }

  /// A segment in a packed row has the outputs that it has alone.
  ///
  /// Where both sides start at other places, distances (and with them bias and causality) are not what they are
  /// alone; T5's cross-attention has neither.
  @Test(
    arguments: SegmentWorld.all.filter { !$0.hasDropout && ($0.isSelf || $0.kind == .cross && !$0.hasBias) })
  func aPackedSegmentEqualsItselfAlone(_ world: SegmentWorld) throws {
    let experiment = world.experiment
    let packed = try BoundProgram.run(experiment.forward, experiment.inputs, threads: 2)[0].values
    var alone: [[Int]: BoundProgram] = [:]
    for row in 0..<world.rows {
      for segment in 1...5 {
        func places(_ segments: [Int], _ length: Int) -> [Int] {
          (row * length..<(row + 1) * length).filter { segments[$0] == segment }
        }
        let queries = places(world.querySegments, world.queries)
        let keys = places(world.keySegments, world.keys)
        if queries.isEmpty || keys.isEmpty { continue }
        let sizes = [queries.count, keys.count]
        let program =
          try alone[sizes] ?? BoundProgram(program(of: world, queries.count, keys.count), threads: 1)
        alone[sizes] = program
        for (operand, chosen) in [(0, queries), (1, keys), (2, keys)] {
          let all = experiment.inputs["operand \(operand)"]!
          program.set([
            "\(operand)": chosen.flatMap { all[($0 * world.width)..<(($0 + 1) * world.width)] }
          ])
        }
        program.set(["3": queries.map { _ in 1 }, "4": keys.map { _ in 1 }])
        if world.hasBias { program.set(["5": experiment.inputs["operand 5"]!]) }
        let output = try program.run()[0]
        let expected = queries.flatMap { packed[($0 * world.width)..<(($0 + 1) * world.width)] }
        expectAgreement(
          output, Elements(output.type, expected), tolerance: 2e-6, "row \(row), segment \(segment)")
      }
    }
  }

  /// An attention of the world's kind over one row of one segment.
  private func program(of world: SegmentWorld, _ queries: Int, _ keys: Int) -> Program {
    ProgramBuilder.record { builder in
      let (query, key): (Shape, Shape) = ([1, queries, world.width], [1, keys, world.width])
      var types: [TensorType] = [
        .float32(query), .float32(key), .float32(key), .int32([1, queries]), .int32([1, keys]),
      ]
      if world.hasBias { types.append(.float32([8, 2])) }
      let operands = types.enumerated().map { builder.input("\($0)", $1) }
      builder.output("output", builder.apply(world.attention, operands)[0])
    }
  }
}

import Autograd
import CPURuntime
import Instructions
import Models
import Testing

@testable import Evaluation

/// Rows stand one behind the other, or apart, in every way to fill three of them with up to two examples each.
@Suite struct PlacedBatchTests {
  private let runtime = CPURuntime(threads: 1)
  private let model = T5(T5Configuration(preset: .tiny, vocabularySize: 64))
  private static let (inputLength, targetLength) = (6, 4)

  /// The lengths of a row's examples: every list of up to two that fits.
  private static let rows: [[(inputs: Int, targets: Int)]] = [
    [], [(1, 1)], [(6, 4)], [(2, 1), (3, 2)], [(4, 3), (2, 1)],
  ]
  private static let batches: [[Int]] = rows.indices.flatMap { a in
    rows.indices.flatMap { b in rows.indices.map { [a, b, $0] } }
  }

  /// A batch whose ids say where they are of.
  private func batch(_ fillings: [Int]) throws -> PackedBatch {
    var next: Int32 = 1
    func ids(_ count: Int) -> [Int32] {
      (0..<count).map { _ in
        next += 1
        return next
      }
    }
    let rows = fillings.map { filling in
      Self.rows[filling].map { lengths in
        TokenizedExample(
          inputs: ids(lengths.inputs), targets: ids(lengths.targets),
          provenance: Provenance(task: "t", instance: 0, format: .zeroShot, template: "t"))
      }
    }
    return try #require(PackedBatch(rows, inputLength: Self.inputLength, targetLength: Self.targetLength))
  }

  /// The fields of the placed rows.
  private func fields(_ placed: PlacedBatch) -> [T5.Field: [Int32]] {
    let storage = model.makeStorage(placed.shape, runtime)
    model.write(placed, to: storage)
    return Dictionary(
      uniqueKeysWithValues: T5.Field.all(placed.shape).map { field in
        let values =
          field == .targetWeights
          ? storage[field.rawValue]!.floats.map { Int32($0) } : storage[field.rawValue]!.integers
        return (field, values)
      })
  }

  @Test(arguments: batches)
  func everyTokenStandsOnce_inItsOrder(_ fillings: [Int]) throws {
    let batch = try batch(fillings)
    let fields = fields(PlacedBatch(batch, .joined))
    let sides: [(T5.Field, T5.Field, T5.Field, T5.Field, [Int32], [Int32], Int)] = [
      (
        .encoderTokens, .encoderSegments, .encoderRows, .encoderNumbers, batch.inputTokens,
        batch.inputSegments, Self.inputLength
      ),
      (
        .decoderTargets, .decoderSegments, .decoderRows, .decoderNumbers, batch.targetTokens,
        batch.targetSegments, Self.targetLength
      ),
    ]
    for (tokens, segments, rows, numbers, batchTokens, batchSegments, length) in sides {
      let real = batchSegments.indices.filter { batchSegments[$0] != 0 }
      let count = real.count
      #expect(Array(fields[tokens]!.prefix(count)) == real.map { batchTokens[$0] })
      #expect(Array(fields[rows]!.prefix(count)) == real.map { Int32($0 / length) })
      #expect(Array(fields[numbers]!.prefix(count)) == real.map { Int32($0) })
      // Segments are equal exactly where row and segment are.
      let ids = fields[segments]!
      for (a, placeA) in real.enumerated() {
        for (b, placeB) in real.enumerated() {
          let isSame = placeA / length == placeB / length && batchSegments[placeA] == batchSegments[placeB]
          #expect((ids[a] == ids[b]) == isSame)
        }
      }
      #expect(ids.prefix(count).allSatisfy { $0 > 0 } && ids.dropFirst(count).allSatisfy { $0 == 0 })
      #expect(fields[tokens]!.dropFirst(count).allSatisfy { $0 == 0 })
      #expect(ids.count >= max(count, 1) && ids.count <= 3 * length)
    }
    // An example has one segment id on both sides.
    for (place, id) in zip(0..., fields[.decoderSegments]!) where id != 0 {
      let row = fields[.decoderRows]![place]
      #expect(zip(fields[.encoderSegments]!, fields[.encoderRows]!).contains { $0 == (id, row) })
    }
    #expect(fields[.targetWeights]! == fields[.decoderSegments]!.map { $0 == 0 ? 0 : 1 })
    let inputs = batch.previousTargets.indices.filter { batch.targetSegments[$0] != 0 }
    #expect(Array(fields[.decoderInputs]!.prefix(inputs.count)) == inputs.map { batch.previousTargets[$0] })
  }

  /// Rows apart are the batch's own.
  @Test(arguments: batches)
  func rowsApartAreThoseOfTheBatch(_ fillings: [Int]) throws {
    let batch = try batch(fillings)
    for rows in [0..<3, 1..<3, 2..<3] {
      let placed = PlacedBatch(batch, rows: rows, .apart)
      let fields = fields(placed)
      #expect(
        placed.shape
          == PackedShape(rows: rows.count, inputLength: Self.inputLength, targetLength: Self.targetLength))
      let inputs = rows.lowerBound * Self.inputLength..<rows.upperBound * Self.inputLength
      let targets = rows.lowerBound * Self.targetLength..<rows.upperBound * Self.targetLength
      #expect(fields[.encoderTokens]! == Array(batch.inputTokens[inputs]))
      #expect(fields[.decoderTargets]! == Array(batch.targetTokens[targets]))
      #expect(fields[.decoderInputs]! == Array(batch.previousTargets[targets]))
      #expect(fields[.encoderSegments]!.map { $0 == 0 } == batch.inputSegments[inputs].map { $0 == 0 })
      #expect(fields[.targetWeights]! == batch.targetWeights[targets].map { Int32($0) })
      #expect(fields[.encoderRows] == nil && fields[.encoderNumbers] == nil)
    }
  }

  @Test(arguments: batches)
  func valuesReturnToTheirPlaces(_ fillings: [Int]) throws {
    let batch = try batch(fillings)
    for (rows, layout) in [0..<3, 1..<3, 2..<3].flatMap({ rows in RowLayout.allCases.map { (rows, $0) } }) {
      let placed = PlacedBatch(batch, rows: rows, layout)
      let values = fields(placed)[.decoderTargets]!.map(Float.init)
      let places = rows.lowerBound * Self.targetLength..<rows.upperBound * Self.targetLength
      #expect(placed.separated(values) == batch.targetTokens[places].map(Float.init))
      for (place, id) in fields(placed)[.decoderTargets]!.enumerated() {
        let found = placed.token(.target, at: place)
        #expect((found == nil) == (id == 0))
        if let found { #expect(batch.targetTokens[found.row * Self.targetLength + found.place] == id) }
      }
      for (place, id) in fields(placed)[.encoderTokens]!.enumerated() {
        let found = placed.token(.input, at: place)
        #expect((found == nil) == (id == 0))
        if let found { #expect(batch.inputTokens[found.row * Self.inputLength + found.place] == id) }
      }
    }
  }

  /// Lengths are rounded up by little, and there are few of them.
  @Test(arguments: [(8, 512, 128), (1, 64, 16), (3, 100, 7)])
  func lengthsAreFew(_ rows: Int, _ inputLength: Int, _ targetLength: Int) throws {
    var shapes: Set<PackedShape> = []
    for count in 1...(rows * inputLength) {
      var example = TokenizedExample(
        inputs: [], targets: [1],
        provenance: Provenance(task: "t", instance: 0, format: .zeroShot, template: "t"))
      let filled = (0..<rows).map { row -> [TokenizedExample] in
        let tokens = min(inputLength, count - row * inputLength)
        if tokens <= 0 { return [] }
        example.inputs = [Int32](repeating: 1, count: tokens)
        return [example]
      }
      if count % 7 != 0, count < rows * inputLength { continue }
      let batch = try #require(PackedBatch(filled, inputLength: inputLength, targetLength: targetLength))
      let shape = PlacedBatch(batch, .joined).shape
      #expect(shape.inputLength >= count && shape.inputLength <= rows * inputLength)
      #expect(shape.inputLength - count < max(2, rows * inputLength / 64 + 1))
      shapes.insert(shape)
    }
    #expect(Set(shapes.map(\.inputLength)).count <= 128)
    let whole = PackedShape(rows: rows, inputLength: inputLength, targetLength: targetLength)
    #expect(shapes.map(\.inputLength).max() == whole.full(.joined).inputLength)
  }
}

import Autograd
import Instructions
import Models

/// Rows of a packed batch, one behind the other in a single row.
///
/// Packing decides which examples share a step; where they stand is up to whoever computes it. Behind each other, nothing
/// is computed for the padding at the rows' ends but what it takes to bring the row to one of few lengths, for each of which there
/// is a program.
package struct JoinedBatch {
  /// The shape of the single row.
  package let shape: PackedShape
  private let batch: PackedBatch
  private let rows: Range<Int>
  /// Where each row begins, and behind them where the last one ends.
  private let inputStarts, targetStarts: [Int]

  /// A row's length is rounded up by less than this part of the longest one.
  private static let inputSteps = 64
  private static let targetSteps = 32

  /// Joins rows of a batch; all by default.
  package init(_ batch: PackedBatch, rows: Range<Int>? = nil) {
    let rows = rows ?? 0..<batch.rows
    self.batch = batch
    self.rows = rows
    inputStarts = Self.starts(batch.encoderSegments, rows, length: batch.inputLength)
    targetStarts = Self.starts(batch.decoderSegments, rows, length: batch.targetLength)
    shape = PackedShape(
      joining: PackedShape(
        rows: rows.count, inputLength: batch.inputLength, targetLength: batch.targetLength),
      inputLength: Self.rounded(
        inputStarts[rows.count], of: rows.count * batch.inputLength, steps: Self.inputSteps),
      targetLength: Self.rounded(
        targetStarts[rows.count], of: rows.count * batch.targetLength, steps: Self.targetSteps))
  }

  /// The shape that joined rows have when all of them are full.
  package static func largestShape(joining shape: PackedShape) -> PackedShape {
    PackedShape(
      joining: shape, inputLength: shape.rows * shape.inputLength,
      targetLength: shape.rows * shape.targetLength)
  }

  /// The running sums of the rows' tokens.
  private static func starts(_ segments: [Int32], _ rows: Range<Int>, length: Int) -> [Int] {
    rows.reduce(into: [0]) { starts, row in
      let count = segments[row * length..<(row + 1) * length].lastIndex { $0 != 0 }
      starts.append(starts[starts.count - 1] + (count.map { $0 + 1 - row * length } ?? 0))
    }
  }

  /// The least multiple of a step that holds `count`, up to the longest row.
  private static func rounded(_ count: Int, of longest: Int, steps: Int) -> Int {
    var step = 1
    while 2 * step * steps <= longest { step *= 2 }
    return min(longest, max(1, (count + step - 1) / step) * step)
  }

  /// Writes the row to the storage of a program's inputs (`PackedShape.makeStorage`).
  package func write(to storage: [String: any TensorStorage]) {
    func set(_ field: PackedShape.Field, _ values: [Int32]) { storage[field.rawValue]?.set(values) }
    set(.encoderTokens, inputs { batch.encoderTokens[$1] })
    set(.encoderSegments, inputs { unique(batch.encoderSegments[$1], $0) })
    set(.encoderRows, inputs { row, _ in Int32(truncatingIfNeeded: row) })
    set(.decoderInputs, targets { batch.decoderInputs[$1] })
    set(.decoderTargets, targets { batch.decoderTargets[$1] })
    set(.decoderSegments, targets { unique(batch.decoderSegments[$1], $0) })
    set(.decoderRows, targets { row, _ in Int32(truncatingIfNeeded: row) })
    storage[PackedShape.Field.targetWeights.rawValue]?.set(
      targets { batch.targetWeights[$1] })
  }

  /// A segment's number among those of all rows: no row has more of them than places.
  private func unique(_ segment: Int32, _ row: Int) -> Int32 {
    segment == 0 ? 0 : Int32(truncatingIfNeeded: row * batch.inputLength) + segment
  }

  /// A value for each place of the encoder's row, 0 behind the last; `value` gets the row's number and the place in the batch.
  private func inputs<Value: Numeric>(_ value: (_ row: Int, _ place: Int) -> Value) -> [Value] {
    join(inputStarts, batch.inputLength, to: shape.inputLength, value)
  }

  private func targets<Value: Numeric>(_ value: (_ row: Int, _ place: Int) -> Value) -> [Value] {
    join(targetStarts, batch.targetLength, to: shape.targetLength, value)
  }

  private func join<Value: Numeric>(
    _ starts: [Int], _ length: Int, to count: Int, _ value: (_ row: Int, _ place: Int) -> Value
  ) -> [Value] {
    var values = [Value](repeating: 0, count: count)
    for row in 0..<rows.count {
      let first = (rows.lowerBound + row) * length - starts[row]
      for place in starts[row]..<starts[row + 1] { values[place] = value(row, first + place) }
    }
    return values
  }

  /// Values of the joined row's targets at the places that these have in their own rows, `[rows, targetLength]`; 0 for padding.
  package func separated(_ values: [Float]) -> [Float] {
    var separated = [Float](repeating: 0, count: rows.count * batch.targetLength)
    for row in 0..<rows.count {
      let first = row * batch.targetLength - targetStarts[row]
      for place in targetStarts[row]..<targetStarts[row + 1] { separated[first + place] = values[place] }
    }
    return separated
  }

  /// The batch's row, and the place in it, of an encoder token of the joined row; `nil` for padding.
  package func rowOfInput(_ place: Int) -> (row: Int, place: Int)? { row(of: place, inputStarts) }

  /// The batch's row, and the place in it, of a decoder token of the joined row; `nil` for padding.
  package func rowOfTarget(_ place: Int) -> (row: Int, place: Int)? { row(of: place, targetStarts) }

  private func row(of place: Int, _ starts: [Int]) -> (row: Int, place: Int)? {
    (0..<rows.count).first { (starts[$0]..<starts[$0 + 1]).contains(place) }.map {
      (rows.lowerBound + $0, place - starts[$0])
    }
  }
}

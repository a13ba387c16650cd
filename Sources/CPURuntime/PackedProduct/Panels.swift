/// Copies a part of a matrix to panels: as many rows (or columns) side by side as a block has, one element of the inner axis
/// after the other. The last panel is filled up with zeros.
struct Panels {
  /// Which axis of the matrix the panels divide; the other is the inner one.
  enum Axis { case rows, columns }

  private let elements: UnsafePointer<Float>
  /// From one element of the inner axis to the next, and from one line of the divided axis to the next; one of them is 1.
  private let innerStep, lineStep: Int
  private let width: Int

  /// - Parameters:
  ///   - width: lines of a panel: a block's rows or columns.
  init(_ matrix: MatrixView, along axis: Axis, width: Int) {
    elements = matrix.elements
    let isContiguousAlongInner = (axis == .rows) != matrix.isTransposed
    innerStep = isContiguousAlongInner ? 1 : matrix.stride
    lineStep = isContiguousAlongInner ? matrix.stride : 1
    self.width = width
  }

  /// - Parameters:
  ///   - lines: lines of the divided axis.
  ///   - depth: elements of the inner axis.
  ///   - panels: `[panel, depth, width]`.
  func copy(_ lines: Int, depth: Int, into panels: UnsafeMutablePointer<Float>) {
    for piece in 0..<pieces(lines, depth: depth) {
      copy(piece: piece, lines, depth: depth, into: panels)
    }
  }

  /// How many pieces the copying is divided into, for threads to share.
  func pieces(_ lines: Int, depth: Int) -> Int {
    lineStep == 1
      ? (depth + Self.pieceDepth - 1) / Self.pieceDepth : (lines + pieceLines - 1) / pieceLines
  }

  /// Copies one piece: some elements of the inner axis where memory runs along the other, else some panels.
  func copy(piece: Int, _ lines: Int, depth: Int, into panels: UnsafeMutablePointer<Float>) {
    if lineStep == 1 {
      let start = piece * Self.pieceDepth
      copyRuns(lines, start..<min(start + Self.pieceDepth, depth), of: depth, into: panels)
    } else {
      let start = piece * pieceLines
      let end = min(start + pieceLines, lines)
      for line in stride(from: start, to: end, by: width) {
        if line + width <= end {
          copyTransposed(line, count: width, depth: depth, into: panels + line * depth)
        } else {
          copyLast(line, count: end - line, 0..<depth, into: panels + line * depth)
        }
      }
    }
  }

  /// Lines whose elements are read together, so that memory is read in runs of some cache lines.
  private static let runLength = 128
  /// Elements of the inner axis, and lines, of a piece: some tens of KiB.
  private static let pieceDepth = 32
  private var pieceLines: Int { max(1, 64 / width) * width }

  private func copyRuns(
    _ lines: Int, _ range: Range<Int>, of depth: Int, into panels: UnsafeMutablePointer<Float>
  ) {
    let whole = lines / width * width
    // A few panels at a time: lines of many would fight for the same places in the innermost cache.
    let together = max(1, Self.runLength / width) * width
    for first in stride(from: 0, to: whole, by: together) {
      let end = min(first + together, whole)
      for k in range {
        let source = elements + k * innerStep
        for line in stride(from: first, to: end, by: width) {
          Self.copyLine(source + line, width, to: panels + line * depth + k * width)
        }
      }
    }
    if whole < lines { copyLast(whole, count: lines - whole, range, into: panels + whole * depth) }
  }

  /// Copies 14 or 32, or 16 elements; what is no whole vector as two parts that overlap.
  @inline(__always)
  private static func copyLine(
    _ source: UnsafePointer<Float>, _ width: Int, to panel: UnsafeMutablePointer<Float>
  ) {
    @inline(__always)
    func copy<Part: SIMD>(_ offset: Int, as _: Part.Type) {
      UnsafeMutableRawPointer(panel + offset).storeBytes(
        of: UnsafeRawPointer(source + offset).loadUnaligned(as: Part.self), as: Part.self)
    }
    if width >= vectorWidth {
      copy(0, as: FloatVector.self)
      if width > vectorWidth { copy(vectorWidth, as: FloatVector.self) }
    } else {
      copy(0, as: SIMD8<Float>.self)
      copy(width - 8, as: SIMD8<Float>.self)
    }
  }

  /// Copies lines that are contiguous along the inner axis.
  ///
  /// They are touched first, from the first byte to the last: the hardware then fetches ahead, which it does not when
  /// several lines are read side by side (2.7 times as fast from memory).
  private func copyTransposed(_ line: Int, count: Int, depth: Int, into panel: UnsafeMutablePointer<Float>) {
    let first = elements + line * lineStep
    for number in 0..<count { Self.touch(first + number * lineStep, depth, panel) }
    for start in stride(from: 0, to: depth, by: vectorWidth) {
      transpose(
        first + start, stride: lineStep, rows: count, columns: min(vectorWidth, depth - start),
        into: panel + start * width, stride: width)
    }
  }

  /// Reads an element of every cache line of a run; the sum goes to memory that is written after, so that the reading is not left out.
  @inline(__always)
  static func touch(_ x: UnsafePointer<Float>, _ count: Int, _ sink: UnsafeMutablePointer<Float>) {
    var total: Float = 0
    for index in stride(from: 0, to: count, by: vectorWidth) { total += x[index] }
    sink[0] = total
  }

  /// Copies fewer lines than a panel has, with zeros behind them.
  private func copyLast(
    _ line: Int, count: Int, _ range: Range<Int>, into panel: UnsafeMutablePointer<Float>
  ) {
    (panel + range.lowerBound * width).update(repeating: 0, count: width * range.count)
    for k in range {
      for number in 0..<count {
        panel[k * width + number] = elements[(line + number) * lineStep + k * innerStep]
      }
    }
  }
}

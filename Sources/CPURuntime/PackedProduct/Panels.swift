/// Copies a part of a matrix to panels: as many rows (or columns) side by side as a block has, one element of the inner axis
/// after the other. The last panel is filled up with zeros.
struct Panels {
  /// Which axis of the matrix the panels divide; the other is the inner one.
  enum Axis { case rows, columns }

  private let elements: UnsafePointer<Float>
  /// From one element of the inner axis to the next, and from one line of the divided axis to the next; one of them is 1.
  private let innerStep, lineStep: Int
  private let width: Int

  /// Lines whose elements are read together, so that memory is read in runs of some cache lines.
  private static let runLength = 128

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
    let whole = lines / width * width
    if lineStep == 1 {
      copyRuns(whole, depth: depth, into: panels)
    } else {
      for line in stride(from: 0, to: whole, by: width) {
        copyTransposed(line, count: width, depth: depth, into: panels + line * depth)
      }
    }
    if whole < lines { copyLast(whole, count: lines - whole, depth: depth, into: panels + whole * depth) }
  }

  private func copyRuns(_ lines: Int, depth: Int, into panels: UnsafeMutablePointer<Float>) {
    let together = max(1, Self.runLength / width) * width
    for first in stride(from: 0, to: lines, by: together) {
      let end = min(first + together, lines)
      for k in 0..<depth {
        let source = elements + k * innerStep
        for line in stride(from: first, to: end, by: width) {
          Self.copyLine(source + line, width, to: panels + line * depth + k * width)
        }
      }
    }
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

  private func copyLast(_ line: Int, count: Int, depth: Int, into panel: UnsafeMutablePointer<Float>) {
    panel.update(repeating: 0, count: width * depth)
    for k in 0..<depth {
      for number in 0..<count {
        panel[k * width + number] = elements[(line + number) * lineStep + k * innerStep]
      }
    }
  }
}

/// Packs a part of a matrix into panels, as BLIS calls them: as many rows (or columns) side by side as a
/// block has, one element of the inner axis after the other. The last panel is filled up with zeros.
struct Panels {
  /// Which axis of the matrix the panels divide; the other is the inner one.
  enum Axis { case rows, columns }

  private let elements: UnsafePointer<Float>
  /// From one element of the inner axis to the next, and from one line of the divided axis to the next; one
  /// of them is 1.
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
    let pieces = pieces(lines, depth: depth)
    for piece in 0..<pieces.count { copy(piece, of: pieces, into: panels) }
  }

  /// What the copying is divided into, for threads to share: some elements of the inner axis where memory
  /// runs along the other, else some panels or a part of one.
  struct Pieces {
    /// Lines of the divided axis, elements of the inner one, and how many of them a piece has at most.
    fileprivate let lines, depth, pieceLines, pieceDepth: Int
    private let layers: Int

    fileprivate init(_ lines: Int, _ depth: Int, pieceLines: Int, pieceDepth: Int) {
      (self.lines, self.depth, self.pieceLines, self.pieceDepth) = (lines, depth, pieceLines, pieceDepth)
      layers = (depth + pieceDepth - 1) / pieceDepth
    }

    /// The number of pieces.
    var count: Int { (lines + pieceLines - 1) / pieceLines * layers }

    /// The lines and the elements of the inner axis of a piece.
    fileprivate subscript(_ number: Int) -> (lines: Range<Int>, inner: Range<Int>) {
      let (line, start) = (number / layers * pieceLines, number % layers * pieceDepth)
      return (line..<min(line + pieceLines, lines), start..<min(start + pieceDepth, depth))
    }
  }

  /// Pieces of about `floats` elements, some tens of KiB at most.
  func pieces(_ lines: Int, depth: Int, floats: Int = .max) -> Pieces {
    if lineStep == 1 {
      let pieceDepth = max(4, min(32, floats / max(lines, 1)))
      return Pieces(lines, depth, pieceLines: max(lines, 1), pieceDepth: pieceDepth)
    }
    let panels = max(1, min(64, floats / max(depth, 1)) / width)
    // Whole lines of a cache, and not too few: memory is read as streams.
    let part = max(128, floats / (panels * width) / vectorWidth * vectorWidth)
    return Pieces(lines, depth, pieceLines: panels * width, pieceDepth: max(1, min(depth, part)))
  }

  /// Copies one piece.
  func copy(_ number: Int, of pieces: Pieces, into panels: UnsafeMutablePointer<Float>) {
    let (lines, inner) = pieces[number]
    let depth = pieces.depth
    if lineStep == 1 { return copyRuns(lines.count, inner, of: depth, into: panels) }
    for line in stride(from: lines.lowerBound, to: lines.upperBound, by: width) {
      if line + width <= lines.upperBound {
        copyTransposed(line, count: width, inner, into: panels + line * depth)
      } else {
        copyLast(line, count: lines.upperBound - line, inner, into: panels + line * depth)
      }
    }
  }

  /// Lines whose elements are read together, so that memory is read in runs of some cache lines.
  private static let runLength = 128

  private func copyRuns(
    _ lines: Int, _ range: Range<Int>, of depth: Int, into panels: UnsafeMutablePointer<Float>
  ) {
    // Each width has a loop of its own. What is no whole vector is copied as two parts that overlap.
    switch width {
    case 2 * vectorWidth:
      copyRuns(lines, range, of: depth, into: panels, FloatVector.self, at: 0, vectorWidth)
    case vectorWidth: copyRuns(lines, range, of: depth, into: panels, FloatVector.self, at: 0, 0)
    case 8...: copyRuns(lines, range, of: depth, into: panels, SIMD8<Float>.self, at: 0, width - 8)
    default: copyRuns(lines, range, of: depth, into: panels, SIMD4<Float>.self, at: 0, width - 4)
    }
    let whole = lines / width * width
    if whole < lines { copyLast(whole, count: lines - whole, range, into: panels + whole * depth) }
  }

  /// Copies the lines of whole panels.
  /// - Parameters:
  ///   - first: where in a line the first part of it begins.
  ///   - second: where the other does.
  @inline(__always)
  private func copyRuns<Part: SIMD>(
    _ lines: Int, _ range: Range<Int>, of depth: Int, into panels: UnsafeMutablePointer<Float>, _: Part.Type,
    at first: Int, _ second: Int
  ) {
    @inline(__always)
    func copy(_ source: UnsafePointer<Float>, _ panel: UnsafeMutablePointer<Float>) {
      UnsafeMutableRawPointer(panel).storeBytes(
        of: UnsafeRawPointer(source).loadUnaligned(as: Part.self), as: Part.self)
    }
    let whole = lines / width * width
    // A few panels at a time: lines of many would fight for the same places in the innermost cache.
    let together = max(1, Self.runLength / width) * width
    for start in stride(from: 0, to: whole, by: together) {
      let end = min(start + together, whole)
      for k in range {
        let source = elements + k * innerStep
        for line in stride(from: start, to: end, by: width) {
          let panel = panels + line * depth + k * width
          copy(source + line + first, panel + first)
          if second > 0 { copy(source + line + second, panel + second) }
        }
      }
    }
  }

  /// Copies lines that are contiguous along the inner axis.
  ///
  /// They are touched first, from the first byte to the last: the hardware then fetches ahead, which it does
  /// not when several lines are read side by side (2.7 times as fast from memory).
  private func copyTransposed(
    _ line: Int, count: Int, _ range: Range<Int>, into panel: UnsafeMutablePointer<Float>
  ) {
    let first = elements + line * lineStep
    for number in 0..<count {
      Self.touch(first + number * lineStep + range.lowerBound, range.count, panel + range.lowerBound * width)
    }
    for start in stride(from: range.lowerBound, to: range.upperBound, by: vectorWidth) {
      transpose(
        first + start, stride: lineStep, rows: count, columns: min(vectorWidth, range.upperBound - start),
        into: panel + start * width, stride: width)
    }
  }

  /// Reads an element of every cache line of a run; the sum goes to memory that is written after, so that the
  /// reading is not left out.
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

import Autograd

extension CompactRows: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let layout = CompactLayout(format, rows: site.operands[0].shape[0], width: site.operands[0].shape[1])
    return { call in
      let (x, words) = (call.input(0), call.results[0])
      let steps = layout.format == .int8 ? call.output(1) : nil
      call.pool.split(layout.blocks, grain: layout.grain) { _, range in
        for block in range { layout.write(block, of: x, to: words, steps) }
      }
    }
  }
}

extension ExpandedRows: CPUOperation {
  func makeKernel(_ site: KernelSite) -> Kernel {
    let layout = CompactLayout(format, rows: rows, width: width)
    return { call in
      let (words, y) = (UnsafeRawPointer(call.operands[0]), call.output(0))
      let steps = layout.format == .int8 ? call.input(1) : nil
      call.pool.split(layout.blocks, grain: layout.grain) { _, range in
        for block in range {
          switch layout.format {
          case .bfloat16: layout.read(BFloat16Elements.self, block, of: words, steps, to: y)
          case .int8: layout.read(Int8Elements.self, block, of: words, steps, to: y)
          }
        }
      }
    }
  }
}

/// Where the elements of a compact weight are.
private struct CompactLayout {
  let format: CompactFormat
  let rows, width: Int

  init(_ format: CompactFormat, rows: Int, width: Int) {
    (self.format, self.rows, self.width) = (format, rows, width)
  }

  var blocks: Int { (rows + CompactRows.block - 1) / CompactRows.block }
  private var groups: Int { (width + CompactRows.group - 1) / CompactRows.group }
  private var groupBytes: Int {
    format == .bfloat16 ? BFloat16Elements.groupBytes : Int8Elements.groupBytes
  }
  /// Blocks that are worth a thread.
  var grain: Int { max(1, elementwiseGrain / max(width * CompactRows.block, 1)) }

  /// Writes four rows of `x` `[rows, width]`.
  func write(
    _ block: Int, of x: UnsafePointer<Float>, to words: UnsafeMutableRawPointer,
    _ steps: UnsafeMutablePointer<Float>?
  ) {
    let bytes = words + block * groups * groupBytes
    bytes.initializeMemory(as: UInt8.self, repeating: 0, count: groups * groupBytes)
    for place in 0..<CompactRows.block {
      let row = block * CompactRows.block + place
      if row >= rows {
        steps?[row] = 0
        continue
      }
      let x = x + row * width
      if let steps {
        let step = CompactRows.step(magnitude: magnitude(x))
        steps[row] = step
        if step > 0 { writeBytes(x, step, to: bytes + place * CompactRows.group) }
      } else {
        // A word has the elements of two rows.
        let start = bytes + place % 2 * CompactRows.group * 4 + place / 2 * 2
        for i in 0..<width {
          (start + i / CompactRows.group * groupBytes + i % CompactRows.group * 4)
            .storeBytes(of: CompactRows.bfloat16(x[i]), as: UInt16.self)
        }
      }
    }
  }

  private func writeBytes(_ x: UnsafePointer<Float>, _ step: Float, to bytes: UnsafeMutableRawPointer) {
    // Adding 1.5 * 2^23 leaves the whole number, rounded to even where two are as near, in the low bits.
    let magic: Float = 12_582_912
    for i in 0..<width {
      (bytes + i / CompactRows.group * groupBytes + i % CompactRows.group)
        .storeBytes(
          of: UInt8(truncatingIfNeeded: (x[i] / step + magic).bitPattern), as: UInt8.self)
    }
  }

  private func magnitude(_ x: UnsafePointer<Float>) -> Float {
    var largest: Float = 0
    for i in 0..<width { largest = abs(x[i]) > largest ? abs(x[i]) : largest }
    return largest
  }

  /// Writes four rows to `y` `[rows, width]`.
  func read<Elements: CompactElements>(
    _: Elements.Type, _ block: Int, of words: UnsafeRawPointer, _ steps: UnsafePointer<Float>?,
    to y: UnsafeMutablePointer<Float>
  ) {
    let (bytes, first) = (words + block * groups * groupBytes, block * CompactRows.block)
    for row in first..<min(first + CompactRows.block, rows) {
      let (step, y) = (steps?[row] ?? 0, y + row * width)
      for group in 0..<groups {
        let eight = Elements.row(row - first, bytes + group * groupBytes, step: step)
        let start = group * CompactRows.group
        for i in start..<min(start + CompactRows.group, width) { y[i] = eight[i - start] }
      }
    }
  }
}

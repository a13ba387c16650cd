extension BatchStream {
  /// The most examples looked at for an estimate.
  private static let sampleLimit = 4096

  /// How many examples per step fill the rows while at most `unpackedTolerance` of them find no room.
  ///
  /// The lengths of the stream's first examples (at most 4096) are packed into up to eight windows, for each
  /// number that a bisection tries: a function of the stream and the configuration alone.
  static func estimateExamplesPerStep(
    _ stream: ExampleStream, packer: Packer, _ sample: inout ExampleSample
  ) throws -> Int {
    let configuration = packer.configuration
    var lengths = try Self.lengths(of: stream, 0..<256, packer: packer, &sample)
    if lengths.isEmpty { return configuration.rows }
    let inputDemand = Double(lengths.reduce(0) { $0 + $1.inputs }) / Double(lengths.count * packer.row.inputs)
    let targetDemand =
      Double(lengths.reduce(0) { $0 + $1.targets }) / Double(lengths.count * packer.row.targets)
    let perfect = Double(configuration.rows) / max(inputDemand, targetDemand)
    let windows = 8
    let wanted = perfect * Double(windows * configuration.stepsPerWindow)
    let size = Int(min(max(wanted, 256), Double(sampleLimit)))
    lengths += try Self.lengths(of: stream, 256..<size, packer: packer, &sample)
    var fits = 1
    var excess = min(Int(perfect * 1.25) + 2, 16_777_216)
    while excess - fits > 1 {
      let middle = (fits + excess) / 2
      let fraction = unpackedFraction(lengths, perStep: middle, windows: windows, packer: packer)
      if fraction <= configuration.unpackedTolerance { fits = middle } else { excess = middle }
    }
    return fits
  }

  /// The same for a strategy that offers examples again: how many examples per window.
  static func estimateExamplesPerWindow(
    _ stream: ExampleStream, packer: Packer, _ sample: inout ExampleSample
  ) throws -> Int {
    let configuration = packer.configuration
    let rows = configuration.rows * configuration.stepsPerWindow
    let lengths = try Self.lengths(of: stream, 0..<sampleLimit, packer: packer, &sample)
    if lengths.isEmpty { return rows }
    let inputDemand = Double(lengths.reduce(0) { $0 + $1.inputs }) / Double(lengths.count * packer.row.inputs)
    let targetDemand =
      Double(lengths.reduce(0) { $0 + $1.targets }) / Double(lengths.count * packer.row.targets)
    let perfect = Double(rows) / max(inputDemand, targetDemand)
    var fits = max(1, Int(perfect / 2))
    var excess = Int(min(perfect, 0x1p40)) + 2
    // A fraction of a thousandth is finer than the sample tells.
    while excess - fits > max(1, fits / 1024) {
      let middle = (fits + excess) / 2
      let fraction = twiceUnpackedFraction(lengths, perWindow: middle, packer: packer)
      if fraction <= configuration.unpackedTolerance { fits = middle } else { excess = middle }
    }
    return fits
  }

  /// The fraction of examples that find no room in their own window nor in the next, the last one's next
  /// being the first.
  private static func twiceUnpackedFraction(
    _ sample: [SegmentLengths], perWindow size: Int, packer: Packer
  ) -> Double {
    let limit = packer.configuration.rows * packer.configuration.stepsPerWindow
    let parts = (0..<max(3, min(32, sample.count / max(size, 1)))).map { window in
      (0..<size).map { sample[(window * size + $0) % sample.count] }
    }
    var placements = parts.map {
      packer.configuration.strategy.place($0, row: packer.row, rowLimit: limit, leavingOutBy: Self.rank)
    }
    let leftOver = zip(parts, placements).map { part, placement in placement.unplaced.map { part[$0] } }
    var unplaced = 0
    for window in parts.indices {
      let older = leftOver[(window + parts.count - 1) % parts.count]
      unplaced +=
        placements[window].add(
          parts[window] + older, from: size, row: packer.row, rowLimit: limit, leavingOutBy: Self.rank
        ).count
    }
    return Double(unplaced) / Double(size * parts.count)
  }

  /// Which of a sample's examples are left out first, as independent of their lengths as a stream's are.
  private static func rank(_ number: Int) -> UInt64 { StableHash.mix(UInt64(number)) }

  private static func lengths(
    of stream: ExampleStream, _ positions: Range<Int>, packer: Packer, _ sample: inout ExampleSample
  ) throws -> [SegmentLengths] {
    var lengths: [SegmentLengths] = []
    for position in positions {
      let example = try sample.entry(at: position, of: stream)
      let isLong = example.inputs > packer.row.inputs || example.targets > packer.row.targets
      if isLong, packer.configuration.longExamples == .drop { continue }
      lengths.append(
        SegmentLengths(
          inputs: min(example.inputs, packer.row.inputs), targets: min(example.targets, packer.row.targets)))
    }
    return lengths
  }

  /// The fraction of examples that find no room when windows are cut from the sample, taken in a circle.
  private static func unpackedFraction(
    _ sample: [SegmentLengths], perStep: Int, windows: Int, packer: Packer
  ) -> Double {
    let steps = packer.configuration.stepsPerWindow
    let size = perStep * steps
    let count = max(1, min(windows, sample.count / max(size, 1)))
    var unplaced = 0
    for window in 0..<count {
      let part = (0..<size).map { sample[(window * size + $0) % sample.count] }
      let placement = packer.configuration.strategy.place(
        part, row: packer.row, rowLimit: packer.configuration.rows * steps,
        leavingOutBy: Self.rank)
      unplaced += placement.unplaced.count
    }
    return Double(unplaced) / Double(size * count)
  }
}

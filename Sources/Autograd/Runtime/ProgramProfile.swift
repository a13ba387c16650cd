/// Where the time of a program goes: one entry for each kind of operation, the longest first.
public struct ProgramProfile: Sendable {
  /// What the instructions of one kind took together.
  public struct Entry: Sendable {
    /// The operation's name.
    public let operation: String
    /// How many instructions there are of it.
    public let count: Int
    /// Seconds of a run, the median over runs.
    public let seconds: Double
    /// Arithmetic and memory traffic of a run.
    public let cost: Cost
  }

  /// The entries, the longest first.
  public let entries: [Entry]

  /// Seconds of all instructions together.
  public var seconds: Double { entries.reduce(0) { $0 + $1.seconds } }

  /// Runs a program `runs` times and measures it.
  /// - Throws: what running it throws.
  public init(_ prepared: any PreparedProgram, runs: Int) throws {
    let program = prepared.program
    var seconds: [String: [Double]] = [:]
    for _ in 0..<max(1, runs) {
      var run: [String: Double] = [:]
      for (instruction, time) in zip(program.instructions, try prepared.runTimed()) {
        run[instruction.operation.name, default: 0] += time / .seconds(1)
      }
      for (name, sum) in run { seconds[name, default: []].append(sum) }
    }
    var costs: [String: (count: Int, cost: Cost)] = [:]
    for instruction in program.instructions {
      let cost = instruction.operation.cost(
        operands: instruction.operands.map { program.types[$0] },
        results: instruction.results.map { program.types[$0] })
      let old = costs[instruction.operation.name] ?? (0, .zero)
      costs[instruction.operation.name] = (old.count + 1, old.cost + cost)
    }
    entries = seconds.map { name, values in
      Entry(
        operation: name, count: costs[name]?.count ?? 0, seconds: values.sorted()[values.count / 2],
        cost: costs[name]?.cost ?? .zero)
    }.sorted { ($1.seconds, $0.operation) < ($0.seconds, $1.operation) }
  }
}

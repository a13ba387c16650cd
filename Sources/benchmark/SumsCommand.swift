import ArgumentParser
import Foundation
import ProcessGroups

/// `sums`: sums over processes in the order of ranks, beside those of the MPI library.
struct SumsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sums",
    abstract: "Measures sums of gradients over processes beside MPI_Allreduce, by turns.",
    discussion: """
      Example:

        mpirun -n 2 benchmark sums --numbers 77000000
      """)

  @Option(help: "Single-precision numbers of each process: 77 million are those of T5 small.")
  var numbers = 77_000_000

  @Option(help: "Rounds of each, after one that does not count.")
  var repeats = 7

  func validate() throws {
    if !(1...1 << 30).contains(numbers) { throw ValidationError("--numbers must be from 1 to \(1 << 30)") }
    if repeats < 1 { throw ValidationError("--repeats must be at least 1") }
  }

  func run() throws {
    guard let launch = MPILaunch() else {
      throw ValidationError("start several processes: mpirun -n 2 benchmark sums")
    }
    let group = try MPIProcessGroup(launch)
    let memory = UnsafeMutableBufferPointer<Float>.allocate(capacity: numbers)
    defer { memory.deallocate() }
    memory.initialize(repeating: 0)
    let sums = RankOrderedSums(group, numbers: numbers)
    var (own, theirs): ([Double], [Double]) = ([], [])
    for round in 0...repeats {
      let times = [
        try time(group) { try sums.add([memory], pass: 0, of: 1) },
        try time(group) { try group.addAsTheLibraryDoes(memory) },
      ]
      if round == 0 { continue }
      own.append(times[0])
      theirs.append(times[1])
    }
    if group.isFirst { report(group, own, theirs) }
    group.leave()
  }

  /// Seconds that all processes together take.
  private func time(_ group: MPIProcessGroup, _ work: () throws -> Void) throws -> Double {
    _ = try group.any(false)
    let clock = ContinuousClock.now
    try work()
    _ = try group.any(false)
    return (ContinuousClock.now - clock) / .seconds(1)
  }

  private func report(_ group: MPIProcessGroup, _ own: [Double], _ theirs: [Double]) {
    func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
    func text(_ seconds: Double) -> String { String(format: "%.1f ms", seconds * 1_000) }
    let ratios = zip(own, theirs).map { $0 / $1 }
    print(
      "\(group.count) processes, \(numbers) numbers, \(group.library), medians of \(own.count) rounds by turns"
    )
    print("in the order of ranks  \(text(median(own)))")
    print("MPI_Allreduce          \(text(median(theirs)))")
    print(String(format: "ratio                  %.2f", median(ratios)))
  }
}

import ArgumentParser
import CPURuntime
import Foundation

/// Measures the parts that decide how long a run takes; everything as medians and ratios of one call.
@main
struct Benchmark: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "benchmark",
    abstract:
      "Measures training steps against this machine's matrix-product rate, tokenizing and the data path.",
    discussion: "Machines are noisy: compare the ratios of one call, not the times of two.")

  @Option(help: "Threads; default: one for each core.")
  var threads: Int?

  @Option(help: "Measurements of each kind, after one that does not count.")
  var repeats = 5

  @Option(help: "The folder with Tasks and Vocabulary.")
  var data = "Data"

  @Flag(help: "Also the steps of the larger models, which take minutes.")
  var large = false

  @Option(help: "Only tokenizing, of the lines of this text file.")
  var text: String?

  @Option(help: "With --text: the vocabulary.")
  var vocabulary = "Data/Vocabulary/spiece.model"

  func validate() throws {
    if !(1...1000).contains(repeats) { throw ValidationError("--repeats must be from 1 to 1000") }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads must be from 1 to 1024")
    }
  }

  func run() throws {
    if let text {
      print(Row.heading)
      print(try EncodingWorkload(vocabulary: vocabulary, text: text).measure(repeats: repeats))
      return
    }
    let runtime = CPURuntime(threads: threads ?? ProcessInfo.processInfo.activeProcessorCount)
    print("threads: \(runtime.threads); \(CPURuntime.blasDescription)\n")
    let peak = MatrixProductRate.best(runtime, repeats: repeats)
    print(Row.heading)
    print(Row("matrix product (roofline)", peak, unit: "GFLOP/s", ratio: nil))
    for workload in TrainingWorkload.all(includingLarge: large) {
      let rate = workload.measure(runtime, repeats: repeats)
      print(Row("step \(workload.name)", rate, unit: "GFLOP/s", ratio: rate.median / peak.median))
    }
    for row in try TextWorkload(folder: data).measure(repeats: repeats) { print(row) }
  }
}

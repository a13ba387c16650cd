import Benchmarking
import Foundation

/// A training step as a built `flan-train` measures it: `plan RECIPE --measure --json`, a process for each
/// repeat.
final class LevelTask: WorkerTask {
  private struct Page: Decodable {
    struct Measured: Decodable {
      var secondsPerStep: Double
    }
    var measured: Measured?
  }

  private let program: String
  private let arguments: [String]

  /// - Throws: `NotMeasured` where the variant has no program.
  init(_ work: Work) throws {
    guard let program = work.programs[work.variant] else {
      throw NotMeasured(description: "no build for it, see --builds")
    }
    self.program = program
    arguments = work.command
  }

  func `repeat`(_ number: Int) throws -> PeerReply {
    let process = Process()
    let (output, errors) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: program)
    process.arguments = arguments
    process.standardOutput = output
    process.standardError = errors
    try process.run()
    // Notes and a plan are less than a pipe holds, so that none waits for the other.
    let text = try output.fileHandleForReading.readToEnd() ?? Data()
    let said = String(decoding: try errors.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
    process.waitUntilExit()
    guard process.terminationStatus == 0 else {
      let first = said.split(whereSeparator: \.isNewline).first ?? ""
      throw NotMeasured(description: "exit code \(process.terminationStatus): \(first.prefix(200))")
    }
    guard let seconds = try JSONDecoder().decode(Page.self, from: text).measured?.secondsPerStep else {
      throw NotMeasured(description: "the plan has no time of a step")
    }
    var reply = PeerReply()
    reply.seconds = seconds
    reply.amount = 1
    reply.peakBytes = PeakMemory.children()
    return reply
  }
}

import ArgumentParser
import Benchmarking
import Foundation

/// `worker`: our side of the harness, a process like that of any peer.
struct WorkerCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "worker", abstract: "Does the work of standard input's first line.", shouldDisplay: false)

  func run() throws {
    guard let first = try Self.request(), let work = first.work else { return }
    let task: any WorkerTask
    do {
      task = try Self.task(work)
    } catch {
      return try Self.answer(.unavailable("\(error)"))
    }
    try Self.answer(PeerReply())
    while let request = try Self.request() {
      guard let number = request.repeat else { return }
      var reply: PeerReply
      do {
        reply = try task.repeat(number)
      } catch {
        return try Self.answer(.unavailable("\(error)"))
      }
      if reply.peakBytes == nil { reply.peakBytes = PeakMemory.own() }
      try Self.answer(reply)
    }
  }

  private static func task(_ work: Work) throws -> any WorkerTask {
    switch work.kind {
    case .registers: RegistersTask(threads: work.threads)
    case .products: work.variant.isEmpty ? MatrixProductTask(work) : OpenBLASTask(work)
    case .memory: MemoryTask(work)
    case .cores: CoreDistanceTask()
    case .training: try TrainingTask(work)
    case .mixture: try MixtureTask(work)
    case .generation: try GenerationTask(work)
    case .scoring: try ScoringTask(work)
    case .tokenizing: try TokenizingTask(work)
    case .data: try DataPathTask(work)
    case .startup: StartupTask(work)
    case .scale: try ScaleTask(work)
    case .levels: try LevelTask(work)
    }
  }

  private static func request() throws -> PeerRequest? {
    guard let line = readLine() else { return nil }
    return try MessageLine.decode(PeerRequest.self, Data(line.utf8))
  }

  private static func answer(_ reply: PeerReply) throws {
    try FileHandle.standardOutput.write(contentsOf: MessageLine.encode(reply))
  }
}

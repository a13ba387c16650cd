import Benchmarking
import Foundation

/// Runs the contestants of a workload in turn.
struct WorkloadRunner {
  let bench: Bench
  let environment: PeerEnvironment
  let repeats: Int

  /// The name under which we run.
  static let ours = "flan-train"

  /// Measures one workload; what can't be measured is told in the result.
  func measure(_ workload: Workload, peers: [Peer]) -> WorkloadResult {
    var result = WorkloadResult(
      name: workload.name, section: workload.section, unit: workload.unit, groups: [])
    ProgressLine.show(workload.name)
    do {
      let prepared = try workload.prepare(bench)
      result.notes = prepared.notes
      let groups = Rotation.groups(of: peers.count + 1, pairwise: workload.isPairwise)
      result.groups = groups.map { group in
        measure(workload, prepared.work, peers: group.dropFirst().map { peers[$0 - 1] })
      }
      if workload.isBusy { result.fairShare = fairShare }
    } catch {
      result.notes.append("not measured: \(error)")
      ProgressLine.show("  not measured: \(error)")
    }
    return result
  }

  private struct Contestant {
    var result: ContestantResult
    var process: PeerProcess?
  }

  /// A core's spinner has as much of it as all our threads there together.
  private var fairShare: Double {
    let threads = Double(max(environment.pinning.threads, 1))
    return (threads + Double(environment.spinners.count)) / threads
  }

  private func measure(_ workload: Workload, _ work: Work, peers: [Peer]) -> [ContestantResult] {
    var contestants = [start(Self.ours, work) { environment.ours }]
    for peer in peers {
      var own = work
      own.variant = peer.variant
      contestants.append(start(peer.name, own) { try environment.launch(peer) })
    }
    for round in 1...repeats {
      for index in Rotation.order(of: contestants.count, round: round - 1) {
        guard let process = contestants[index].process else { continue }
        let reply = ask(process, round, isBusy: workload.isBusy)
        if let reason = reply.unavailable {
          contestants[index].result.unavailable = reason
          contestants[index].process = nil
        } else {
          contestants[index].result.add(reply)
          ProgressLine.show(round, contestants[index].result.name, reply)
        }
      }
    }
    for contestant in contestants { contestant.process?.end() }
    return contestants.map(\.result)
  }

  /// Has a contestant do the work once; where it is `isBusy` once alone, then beside spinners, with the
  /// latter's answer.
  private func ask(_ process: PeerProcess, _ round: Int, isBusy: Bool) -> PeerReply {
    let alone = process.ask(PeerRequest(repeat: round))
    if !isBusy || alone.unavailable != nil { return alone }
    let spinners = Spinners(environment.spinners)
    if spinners.count < environment.spinners.count { return .unavailable("the busy processes did not start") }
    var reply = process.ask(PeerRequest(repeat: round))
    spinners.end()
    reply.secondsAlone = alone.seconds
    // Where its time goes is asked of steps that have the cores to themselves.
    reply.operations = nil
    return reply
  }

  /// Starts a contestant and has it do the work once; that time does not count.
  private func start(_ name: String, _ work: Work, _ launch: () throws -> Launch) -> Contestant {
    var result = ContestantResult(name: name)
    do {
      let process = try PeerProcess(launch(), isVerbose: bench.isVerbose)
      var reply = process.ask(PeerRequest(work: work))
      result.versions = reply.versions ?? [:]
      if reply.unavailable == nil { reply = process.ask(PeerRequest(repeat: 0)) }
      if let reason = reply.unavailable { throw NotMeasured(description: reason) }
      if let versions = reply.versions { result.versions = versions }
      result.first = reply
      result.peakBytes = reply.peakBytes
      return Contestant(result: result, process: process)
    } catch {
      let reason = (error as? NotMeasured)?.description ?? error.localizedDescription
      ProgressLine.show("  \(name) is not available: \(reason)")
      result.unavailable = reason
      return Contestant(result: result, process: nil)
    }
  }
}

/// Progress on standard error.
enum ProgressLine {
  static func show(_ text: String) {
    try? FileHandle.standardError.write(contentsOf: Data((text + "\n").utf8))
  }

  static func show(_ round: Int, _ name: String, _ reply: PeerReply) {
    let seconds = reply.seconds.map { String(format: "%.3f s", $0) } ?? ""
    show("  round \(round): \(name) \(seconds)")
  }
}

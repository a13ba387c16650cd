import Foundation
import Runs

/// A long run of a tiny model with evaluations and checkpoints, watched from outside: what it holds must not
/// grow.
package struct Soak {
  private let binary: String
  private let folder: String
  private let steps: Int

  /// What a soak has shown.
  package struct Outcome: Sendable {
    /// What the process held, some times a second.
    package var samples: [ProcessSample]
    /// The samples since a twentieth of the steps, when everything has been done several times.
    package var settled: ArraySlice<ProcessSample>
    /// How much more memory some later tenth of the settled samples shows than the first, as a fraction, by
    /// medians: what an evaluation or a checkpoint takes for a moment comes and goes.
    package var growth: Double {
      let medians = tenths.map { Double($0.map(\.residentKibibytes).sorted()[$0.count / 2]) }
      guard let first = medians.first, let most = medians.max() else { return .nan }
      return most / first - 1
    }
    /// The fewest open files of each tenth: the files of a moment left out.
    package var openFiles: [Int] { tenths.map { $0.map(\.openFiles).min() ?? 0 } }

    private var tenths: [ArraySlice<ProcessSample>] {
      let size = max(1, settled.count / 10)
      return stride(from: settled.startIndex, through: settled.endIndex - size, by: size).map {
        settled[$0..<($0 + size)]
      }
    }
  }

  /// A soak.
  /// - Parameters:
  ///   - binary: the built command.
  ///   - folder: a folder to work in, which is made.
  package init(binary: String, folder: String, steps: Int) {
    self.binary = binary
    self.folder = folder
    self.steps = steps
  }

  /// Runs the soak.
  /// - Parameter report: gets each sample.
  /// - Throws: `EnduranceFailure` where the run does not end well.
  package func run(report: (ProcessSample) -> Void = { _ in }) throws -> Outcome {
    let size = EnduranceWorld.Size(
      steps: steps, evaluationEvery: max(1, steps / 100), checkpointEvery: max(1, steps / 200))
    let world = try EnduranceWorld(at: "\(folder)/soak", size)
    defer { world.remove() }
    let child = try ChildProcess(binary, [world.recipe], log: "\(world.path)/log.txt")
    let metrics = RunFolder(path: world.run).metricsTableFile
    var samples: [ProcessSample] = []
    while child.isRunning {
      usleep(200_000)
      guard let sample = ProcessSample(of: child.identifier, step: Self.lastStep(in: metrics)) else {
        continue
      }
      samples.append(sample)
      report(sample)
    }
    try child.finish()
    let first = samples.firstIndex { $0.step >= steps / 20 } ?? samples.endIndex
    return Outcome(samples: samples, settled: samples[first...])
  }

  /// The step in the last whole row of `metrics.csv`; 0 where there is none.
  private static func lastStep(in file: String) -> Int {
    guard let handle = FileHandle(forReadingAtPath: file) else { return 0 }
    defer { try? handle.close() }
    let end = (try? handle.seekToEnd()) ?? 0
    try? handle.seek(toOffset: end - min(end, 2_048))
    let text = String(decoding: (try? handle.readToEnd()) ?? Data(), as: UTF8.self)
    let rows = text.split(separator: "\n").dropLast()
    return rows.last.flatMap { Int($0.prefix { $0 != "," }) } ?? 0
  }
}

/// What a process holds at a moment, as Linux tells it below `/proc`.
package struct ProcessSample: Sendable, Equatable {
  /// The last step that it has logged.
  package var step: Int
  /// Its memory, in kibibytes.
  package var residentKibibytes: Int
  /// Its open files.
  package var openFiles: Int

  /// The sample of a process; `nil` where there is none such, or nothing is told.
  init?(of process: Int32, step: Int) {
    guard let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8),
      let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmRSS:") }),
      let size = line.split(whereSeparator: \.isWhitespace).dropFirst().first.flatMap({ Int($0) }),
      let files = try? FileManager.default.contentsOfDirectory(atPath: "/proc/\(process)/fd")
    else { return nil }
    self.step = step
    residentKibibytes = size
    openFiles = files.count
  }
}

import Commands
import Diagnostics
import Foundation
import JSON
import PJRT
import Synchronization

/// Looks at plug-ins that may do anything, each in a process of its own: what ends or hangs there is told like any other
/// reason that a plug-in cannot be used for.
package struct DeviceProbe: Sendable {
  /// The program that looks at the plug-in whose path follows these words, and writes what it has found as JSON.
  private let command: [String]
  private let patience: Duration

  /// A probe.
  /// - Parameters:
  ///   - command: the program and its first arguments; the plug-in's path comes behind them.
  ///   - patience: after which a plug-in that has not started is given up.
  package init(command: [String], patience: Duration = .seconds(60)) {
    (self.command, self.patience) = (command, patience)
  }

  /// What is to be known of a plug-in.
  package func look(at found: PlugInSearch.Candidate) -> InspectedPlugIn {
    var plugIn = InspectedPlugIn(found)
    do {
      let (result, output) = try run(found.path)
      if result.ending == .exited(0), let seen = try? EventCoding.decode(InspectedPlugIn.self, from: output) {
        plugIn.see(seen)
      } else {
        plugIn.problem = Self.reason(result)
      }
    } catch let error as CommandError where error.cause == .stopped {
      plugIn.problem = "has not started within \(patience.components.seconds) seconds"
    } catch {
      plugIn.problem = (error as? any UserError)?.problem ?? "\(error)"
    }
    return plugIn
  }

  private func run(_ path: String) throws -> (CommandRun.Result, Data) {
    let run = CommandRun(
      ExternalCommand(command + [path]), in: FileManager.default.currentDirectoryPath)
    let output = Mutex(Data())
    let end = ContinuousClock.now + patience
    let result = try run.run(isStopped: { ContinuousClock.now > end }) { bytes in
      output.withLock { $0.append(contentsOf: bytes) }
    }
    return (result, output.withLock { $0 })
  }

  /// Why the process has found nothing: its error without the place, which is the plug-in, or how it ended.
  private static func reason(_ result: CommandRun.Result) -> String {
    let lines = result.standardError.split(whereSeparator: \.isNewline).map(String.init)
    if let line = lines.last(where: { $0.hasPrefix("error: ") }), case .exited = result.ending {
      let words = line.dropFirst("error: ".count)
      return words.firstRange(of: ": ").map { String(words[$0.upperBound...]) } ?? String(words)
    }
    let last = result.lastWords.last.map { ": \($0)" } ?? ""
    return "its process \(result.ending)\(last)"
  }
}

import Foundation
import Testing

/// A launcher of MPI's that this machine has.
struct MPILauncher: Sendable, CustomTestStringConvertible {
  /// Its file.
  let path: String

  /// Those of both families that can be found; Debian names them apart.
  static let all: [MPILauncher] = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    return ["mpirun.openmpi", "mpirun.mpich"].compactMap { name in
      folders.map { "\($0)/\(name)" }.first { FileManager.default.isExecutableFile(atPath: $0) }
        .map(MPILauncher.init)
    }
  }()

  var testDescription: String { path }
  private var isOpenMPI: Bool { path.hasSuffix("openmpi") }

  /// Starts the command in several processes.
  /// - Parameter apart: further arguments of the last process alone.
  func start(_ count: Int, _ arguments: [String], in world: SmallWorld, apart: [String] = []) throws
    -> Command
  {
    // Tests may run as root and with more processes than cores, which Open MPI asks to be told.
    let options = isOpenMPI ? ["--allow-run-as-root", "--oversubscribe"] : []
    let command = [Command.executable] + arguments
    let places =
      apart.isEmpty
      ? ["-n", "\(count)"] + command
      : ["-n", "\(count - 1)"] + command + [":", "-n", "1"] + command + apart
    return try Command(options + places, in: world.path, executable: path)
  }

  /// Runs the command in several processes to its end.
  func run(
    _ count: Int, _ arguments: [String], in world: SmallWorld, apart: [String] = []
  ) throws -> Command.Result {
    try start(count, arguments, in: world, apart: apart).finish()
  }

  /// The processes of the command that work in a folder, by rank.
  static func processes(in world: SmallWorld) -> [Int: Int32] {
    let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap {
      Int32($0)
    }
    var found: [Int: Int32] = [:]
    for number in numbers {
      let folder = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/cwd")
      let program = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(number)/exe")
      guard folder.map({ $0.hasSuffix(world.path) }) == true, program?.hasSuffix("flan-train") == true,
        let environment = FileManager.default.contents(atPath: "/proc/\(number)/environ")
      else { continue }
      let words = String(decoding: environment, as: UTF8.self).split(separator: "\0")
      for name in ["OMPI_COMM_WORLD_RANK=", "PMI_RANK="] {
        if let word = words.first(where: { $0.hasPrefix(name) }), let rank = Int(word.dropFirst(name.count)) {
          found[rank] = number
        }
      }
    }
    return found
  }
}

extension Trait where Self == ConditionTrait {
  /// Skips where no launcher of MPI's is installed.
  static var needsMPI: Self {
    .enabled(
      if: !MPILauncher.all.isEmpty,
      "There is no mpirun: 'apt-get install openmpi-bin libopenmpi3' or 'mpich' installs one.")
  }
}

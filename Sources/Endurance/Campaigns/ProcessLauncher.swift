import Foundation

/// How runs are started whose steps several processes share.
package struct ProcessLauncher: Sendable {
  /// The launcher's file, `mpirun`.
  package let path: String
  /// How many processes.
  package let count: Int

  /// A launcher.
  package init(path: String, count: Int) { (self.path, self.count) = (path, count) }

  /// Its arguments for a program.
  func arguments(_ command: [String]) -> [String] {
    // Open MPI wants to be told that it may run as root, and more processes than there are cores.
    let isOpenMPI =
      URL(fileURLWithPath: path).resolvingSymlinksInPath().path.contains("orterun")
      || path.hasSuffix("openmpi")
    return (isOpenMPI ? ["--allow-run-as-root", "--oversubscribe"] : []) + ["-n", "\(count)"] + command
  }

  /// Ends one of the processes that work on a recipe without warning.
  /// - Parameter choice: which, from 0 to below 1.
  /// - Returns: whether there was one.
  func killOne(of recipe: String, choice: Double) -> Bool {
    let numbers = ((try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []).compactMap {
      Int32($0)
    }
    let found = numbers.sorted().filter { number in
      guard let bytes = FileManager.default.contents(atPath: "/proc/\(number)/cmdline") else { return false }
      let words = String(decoding: bytes, as: UTF8.self).split(separator: "\0")
      return words.count == 2 && words[1] == recipe
    }
    if found.isEmpty { return false }
    return kill(found[Int(choice * Double(found.count))], SIGKILL) == 0
  }
}

import Diagnostics
import Storage

/// A folder of compiled programs, since compiling takes from seconds to minutes. Files are written atomically, so that processes may share
/// it, and are named by the key of what they were compiled from and for.
package struct ExecutableCache: Sendable {
  /// A compiled program and where it comes from.
  package struct Result: Sendable {
    /// The program.
    package let executable: PJRTExecutable
    /// What it was compiled from and for.
    package let identity: ExecutableIdentity
    /// Whether a file had it, so that nothing was compiled.
    package let isRead: Bool
    /// What is to be told: that a file was damaged, or could not be written.
    package let notes: [String]
  }

  /// The folder.
  package let folder: String

  /// The cache in a folder, which is made when something is put there.
  package init(folder: String) { self.folder = folder }

  /// The file of a program.
  package func path(of identity: ExecutableIdentity) -> String { "\(folder)/\(identity.key).program" }

  /// The program, from its file where there is one, else compiled and written.
  /// - Throws: `PJRTError` where it cannot be compiled, `FileError` where the plug-in's file cannot be read.
  package func executable(
    _ text: String, _ options: CompileOptions = CompileOptions(), for client: PJRTClient
  ) throws -> Result {
    let identity = try ExecutableIdentity(
      of: text, options, for: client, remembered: HashCache(folder: folder))
    let path = path(of: identity)
    var notes: [String] = []
    if FileStatus(path) != nil {
      do {
        let bytes = try ExecutableFile.read(path, identity)
        let executable = try client.load(bytes, deviceCount: options.deviceCount)
        return Result(executable: executable, identity: identity, isRead: true, notes: [])
      } catch {
        notes.append("A compiled program is not used, and compiled anew: \(Self.sentence(error))")
      }
    }
    let executable = try client.compile(text, options)
    do {
      try FileSystem.standard.createFolders(folder)
      try ExecutableFile.write(executable.program, identity, to: path)
    } catch {
      notes.append("The compiled program is not kept: \(Self.sentence(error))")
    }
    return Result(executable: executable, identity: identity, isRead: false, notes: notes)
  }

  /// Place and problem, without advice: nothing needs to be done.
  private static func sentence(_ error: any Error) -> String {
    guard let error = error as? any UserError else { return "\(error)" }
    return (error.location.map { "\($0): " } ?? "") + error.problem
  }
}

import Diagnostics
import Foundation
import Storage

/// A folder of compiled programs, since compiling takes from seconds to minutes. Files are written atomically, so that processes may share
/// it, and are named by the key of what they were compiled from and for.
package struct ExecutableCache: Sendable {
  /// The folder.
  package let folder: String
  /// Bytes of programs above which those that were not used for longest are removed; `nil` keeps all.
  package let limit: Int?
  /// Where the hashes of plug-ins' files are remembered.
  package let hashes: HashCache

  /// The cache in a folder, which is made when something is put there.
  /// - Parameter hashes: `nil` remembers the hashes of plug-ins' files in the same folder.
  package init(folder: String, limit: Int? = nil, hashes: HashCache? = nil) {
    (self.folder, self.limit) = (folder, limit)
    self.hashes = hashes ?? HashCache(folder: folder)
  }

  /// The file of a program.
  package func path(of identity: ExecutableIdentity) -> String { "\(folder)/\(identity.key)\(Self.ending)" }

  /// How the files of programs end.
  package static let ending = ".program"

  /// The program, from its file where there is one, else compiled and written.
  /// - Throws: `PJRTError` where it cannot be compiled, `FileError` where the plug-in's file cannot be read.
  package func executable(
    _ text: String, _ options: CompileOptions = CompileOptions(), for client: PJRTClient
  ) throws -> KeptExecutable {
    try Self.executable(text, options, for: client, from: [self], hashes: hashes, writingTo: self)
  }

  /// The program from the first cache that has it, else compiled and written to one of them, or to none.
  /// - Throws: as `executable(_:_:for:)`.
  package static func executable(
    _ text: String, _ options: CompileOptions, for client: PJRTClient, from caches: [ExecutableCache],
    hashes: HashCache?, writingTo kept: ExecutableCache?
  ) throws -> KeptExecutable {
    let identity = try ExecutableIdentity(of: text, options, for: client, remembered: hashes)
    var notes: [String] = []
    for cache in caches {
      if let (executable, sha256) = cache.read(identity, options, for: client, &notes) {
        return KeptExecutable(
          executable, identity, from: (cache.path(of: identity), sha256), notes: notes)
      }
    }
    // A shared cache has programs for many devices; one that is only read should have had this one.
    for cache in caches where cache.folder != kept?.folder {
      if let other = cache.sameProgram(as: identity) { notes.append(notUsed(other)) }
    }
    var result = KeptExecutable(try client.compile(text, options), identity, notes: notes)
    if let kept {
      result.keep(in: kept)
      kept.prune()
    }
    return result
  }

  /// The program of an identity, where a file has it.
  private func read(
    _ identity: ExecutableIdentity, _ options: CompileOptions, for client: PJRTClient,
    _ notes: inout [String]
  ) -> (executable: PJRTExecutable, sha256: String)? {
    let path = path(of: identity)
    if FileStatus(path) == nil { return nil }
    do {
      let (code, sha256) = try ExecutableFile.read(path, identity)
      let executable = try client.load(code, deviceCount: options.deviceCount)
      if limit != nil {
        try? FileManager.default.setAttributes([.modificationDate: Date()], ofItemAtPath: path)
      }
      return (executable, sha256)
    } catch {
      notes.append(Self.notUsed(error))
      return nil
    }
  }

  /// Why the folder's program of the same text cannot be taken: it was compiled by another plug-in, or for another
  /// device. `nil` where there is none.
  private func sameProgram(as identity: ExecutableIdentity) -> ExecutableFileError? {
    for path in files.map(\.path) {
      guard let other = try? ExecutableFile.identity(path), other.program == identity.program else {
        continue
      }
      let differences = identity.differences(from: other)
      if !differences.isEmpty { return ExecutableFileError(path, .other(differences)) }
    }
    return nil
  }

  /// The files of programs, in the order of their names.
  private var files: [(path: String, size: Int)] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return names.sorted().filter { $0.hasSuffix(Self.ending) && !$0.hasPrefix(".") }.compactMap { name in
      FileStatus("\(folder)/\(name)").flatMap {
        $0.kind == .file ? ("\(folder)/\(name)", $0.size) : nil
      }
    }
  }

  /// Removes what was not used for longest, until the rest is below the limit. Another process may do the same: a
  /// file that is gone is compiled anew.
  private func prune() {
    guard let limit else { return }
    let files = files
    var total = files.reduce(0) { $0 + $1.size }
    if total <= limit { return }
    func used(_ path: String) -> Date {
      let attributes = try? FileManager.default.attributesOfItem(atPath: path)
      return attributes?[.modificationDate] as? Date ?? .distantPast
    }
    let oldestFirst = files.map { ($0.path, $0.size, used($0.path)) }.sorted { $0.2 < $1.2 }
    for (path, size, _) in oldestFirst where total > limit {
      try? FileSystem.standard.removeOne(path)
      total -= size
    }
  }

  private static func notUsed(_ error: any Error) -> String {
    "A compiled program is not used, and compiled anew: \(sentence(error))"
  }

  /// Place and problem, without advice: nothing needs to be done.
  static func sentence(_ error: any Error) -> String {
    guard let error = error as? any UserError else { return "\(error)" }
    return (error.location.map { "\($0): " } ?? "") + error.problem
  }
}

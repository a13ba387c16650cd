import Diagnostics
import Foundation
import JSON
import Storage

/// The model that an adapter stands beside: where its folder is, and which weights it had when the adapter was trained.
package struct AdapterBase: Sendable {
  private static let what = "base model's file"
  /// The name of the file beside an adapter that keeps it; PEFT does not look at it.
  package static let fileName = "base_model.json"

  /// The folder.
  package let folder: String
  /// SHA-256 over the sorted lines `hash  name` of its `config.json` and weights.
  package let sha256: String

  /// The model in a folder, as it is now.
  /// - Parameters:
  ///   - cache: remembers the hashes of large files; without one all are read.
  ///   - least: how many bytes make a file large.
  /// - Throws: `FileError`, and what opening the weights throws.
  package init(folder: String, cache: HashCache? = nil, rememberingFrom least: Int = 64 << 20) throws {
    self.folder = folder
    let hashes = cache?.hashes(of: folder)
    defer { hashes?.save() }
    let weights = try WeightsArchive(folder: folder).files.map(\.path)
    let paths = ["\(folder)/\(ModelFolder.configurationName)"] + weights
    let lines = try paths.sorted().map { path in
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let isLarge = FileStatus(path, followingLinks: true).map { $0.size >= least } ?? false
      let known = isLarge ? try hashes?.sha256(of: path, what: Self.what) : nil
      return "\(try known ?? ChunkedFile.hash(path, what: Self.what).sha256)  \(name)\n"
    }
    sha256 = ContentHash.of(Data(lines.joined().utf8))
  }

  /// The folder of the base model that an adapter's folder names: a path, or one that begins at the adapter's folder.
  /// - Throws: `AdapterError.noBase`, `FileError`, `JSONError`.
  package static func folder(of adapter: String) throws -> String {
    let path = try AdapterConfiguration(reading: adapter).base
    let candidates = path.hasPrefix("/") ? [path] : ["\(adapter)/\(path)", path]
    let found = candidates.first {
      FileStatus("\($0)/\(ModelFolder.configurationName)", followingLinks: true) != nil
    }
    if let found { return found }
    throw AdapterError.noBase(
      location: SourceLocation(
        file: "\(adapter)/\(AdapterConfiguration.fileName)", field: "base_model_name_or_path"), path: path)
  }

  /// Checks that the base model is the one that an adapter's folder keeps the hash of, where it keeps one.
  /// - Parameter cache: remembers the hashes of large files.
  /// - Throws: `AdapterError.otherBase`, `FileError`, `JSONError`.
  package static func check(_ base: String, of adapter: String, cache: HashCache?) throws {
    let path = "\(adapter)/\(fileName)"
    if FileStatus(path, followingLinks: true) == nil { return }
    let field = try JSONDocument.read(path, what: "note of the base model").object().required("sha256")
    if try AdapterBase(folder: base, cache: cache).sha256 == field.string() { return }
    throw AdapterError.otherBase(location: field.location, base: base)
  }

  /// The text of the file.
  /// - Throws: `EncodingError`; not for any value of this type.
  package func json() throws -> Data { try ModelFolder.json(["sha256": sha256]) }
}

import Diagnostics

/// What can be wrong with a checkpoint folder.
package struct CheckpointError: UserError, Equatable {
  /// The kinds of fault.
  package enum Reason: Equatable, Sendable {
    /// The folder has no `MANIFEST.json`: it was not completely written.
    case noManifest
    /// The manifest has a version that this program does not read.
    case otherVersion(Int)
    /// The manifest is of another step than the folder's name.
    case otherStep(manifest: Int, folder: Int)
    /// The manifest names a file outside its folder, itself, or one twice.
    case badFileName(String)
    /// The manifest's SHA-256 is not 64 hexadecimal digits.
    case badHash(String)
    /// A file that the manifest names is not there.
    case missingFile
    /// A file has another size in bytes than the manifest says.
    case wrongSize(expected: Int, found: Int)
    /// A file has other bytes than the manifest says.
    case wrongHash(expected: String, found: String)
    /// There is no complete checkpoint of that step.
    case noSuchStep(Int, available: [Int])
    /// The step to be written is negative.
    case negativeStep(Int)
    /// The name to promote to is no plain file name.
    case badName(String)
  }

  /// The checkpoint's folder.
  package let folder: String
  /// The file in it; `nil` where the fault is the whole folder's.
  package let file: String?
  /// What is wrong.
  package let reason: Reason

  /// A fault in a checkpoint folder.
  package init(_ folder: String, file: String? = nil, _ reason: Reason) {
    self.folder = folder
    self.file = file
    self.reason = reason
  }

  /// The kind of failure.
  package var category: FailureCategory {
    switch reason {
    case .negativeStep, .badName: .failure
    default: .data
    }
  }

  /// The file, and the part of it that is at fault.
  package var location: SourceLocation? {
    SourceLocation(file: file.map { "\(folder)/\($0)" } ?? folder)
  }

  /// What is wrong.
  package var problem: String {
    switch reason {
    case .noManifest: "the checkpoint has no \(CheckpointManifest.fileName)"
    case .otherVersion(let version): "the manifest has version \(version)"
    case .otherStep(let manifest, let folder):
      "the manifest is of step \(manifest) but the folder of step \(folder)"
    case .badFileName(let name): "the manifest names the file '\(name)'"
    case .badHash(let text): "the manifest has the SHA-256 '\(text)'"
    case .missingFile: "the file is missing"
    case .wrongSize(let expected, let found): "has \(found) bytes but the manifest says \(expected)"
    case .wrongHash(let expected, let found):
      "has the SHA-256 \(found.prefix(12))... but the manifest says \(expected.prefix(12))..."
    case .noSuchStep(let step, _): "there is no complete checkpoint of step \(step)"
    case .negativeStep(let step): "a checkpoint of step \(step) cannot be written"
    case .badName(let name): "'\(name)' is no name for a checkpoint's copy"
    }
  }

  /// What to do about it.
  package var nextStep: String? {
    switch reason {
    case .noSuchStep(_, let available):
      available.isEmpty
        ? "No checkpoint is complete." : "Complete: \(available.map(String.init).joined(separator: ", "))."
    case .noManifest: "It was not completely written, or is no checkpoint: take another."
    case .otherVersion:
      "It was written by another version of this program: \(CheckpointManifest.version) is read."
    case .negativeStep, .badName: nil
    default: "It is damaged or was changed: take another checkpoint."
    }
  }
}

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The name of a folder that is not, or no longer, what its final name says: `.partial-step-00000500-4711`.
struct TemporaryName {
  /// What the folder is.
  enum Kind: String, CaseIterable {
    /// Being written.
    case partial
    /// Stepped aside for the new folder of its name.
    case replaced
    /// Being removed.
    case removed
  }

  let kind: Kind
  /// The final name.
  let name: String
  /// The process that made it.
  let process: Int32

  /// The name that this process uses.
  init(_ kind: Kind, for name: String) {
    self.kind = kind
    self.name = name
    process = getpid()
  }

  /// Reads a name; `nil` where it is no temporary one.
  init?(reading text: String) {
    guard let kind = Kind.allCases.first(where: { text.hasPrefix(".\($0.rawValue)-") }),
      let dash = text.lastIndex(of: "-"), let process = Int32(text[text.index(after: dash)...]), process > 0
    else { return nil }
    let start = text.index(text.startIndex, offsetBy: kind.rawValue.count + 2)
    guard start < dash else { return nil }
    self.kind = kind
    self.process = process
    name = String(text[start..<dash])
  }

  /// Whether another process that may still be at work made it.
  var isOfAnotherLivingProcess: Bool {
    process != getpid() && (kill(process, 0) == 0 || errno == EPERM)
  }

  func path(in parent: String) -> String { "\(parent)/.\(kind.rawValue)-\(name)-\(process)" }
}

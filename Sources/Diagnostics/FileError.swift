/// What can go wrong with a file or folder as such, before its content is looked at.
public enum FileError: UserError, Equatable {
  /// Nothing is at the path; `similar` is the nearest name in the same folder.
  case missing(path: String, what: String, similar: String?)
  /// A folder is where a file should be, or the other way round.
  case wrongKind(path: String, expected: String, found: String)
  /// The operating system refused; `reason` is its message.
  case refused(path: String, operation: String, reason: String)
  /// A pipe is where a file should be that is read more than once.
  case pipe(path: String, what: String)
  /// The file is git-lfs's pointer to the one that is meant, which was never downloaded.
  case pointer(path: String, what: String)
  /// A symbolic link is where a file is to be written, which would change the file that it leads to.
  case link(path: String, target: String)
  /// The folder holds none of the files that are looked for.
  case empty(path: String, what: String)

  /// The kind of failure, which decides the exit code.
  public var category: FailureCategory {
    switch self {
    case .missing, .wrongKind, .pointer, .empty, .pipe: .data
    case .refused, .link: .inputOutput
    }
  }

  /// Where it is.
  public var location: SourceLocation? {
    switch self {
    case .missing(let path, _, _), .wrongKind(let path, _, _), .refused(let path, _, _), .pipe(let path, _),
      .pointer(let path, _), .empty(let path, _), .link(let path, _):
      SourceLocation(file: path)
    }
  }

  /// What is wrong.
  public var problem: String {
    switch self {
    case .missing(_, let what, _): "there is no such \(what)"
    case .wrongKind(_, let expected, let found): "is \(found) but must be \(expected)"
    case .refused(_, let operation, let reason): "could not \(operation): \(reason)"
    case .pipe(_, let what): "is a pipe, but the \(what) is read more than once"
    case .pointer(_, let what): "is git-lfs's pointer to the \(what), not the \(what) itself"
    case .link(_, let target):
      "is a symbolic link to '\(target)', where a file of the program's own is written"
    case .empty(_, let what): "holds no \(what)"
    }
  }

  /// What to do about it.
  public var nextStep: String? {
    switch self {
    case .missing(_, _, let similar): similar.map { "Did you mean '\($0)'?" } ?? "Check the path."
    case .wrongKind: "Name the other one."
    case .pipe: "Write what comes through it to a file, and name that."
    case .refused: "Check permissions and free space."
    case .pointer: "Run 'git lfs pull' in its repository, or download it again, as 'hf download' does."
    case .link: "Remove the link; the folder that it lies in may be one."
    case .empty(_, let what): "Put \(what) there, or name another folder."
    }
  }
}
